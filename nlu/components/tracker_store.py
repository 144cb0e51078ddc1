"""Rasa's memory of conversations in one SQLite file, safe beside a reader, erasable."""

from __future__ import annotations

import asyncio
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

_LONGEST = 150  # events of a session; all of them are posted at each call of an action

_PRAGMAS = ("journal_mode=WAL", "busy_timeout=5000", "synchronous=NORMAL", "secure_delete=ON")


class LocalTrackerStore(SQLTrackerStore):
    """SQLite with write-ahead log and patience, which Rasa's own store lacks."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        sa.event.listen(self.engine, "connect", _set_pragmas)
        self.engine.dispose()  # connections made before the listener

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Save the conversation; begin a new session, slots kept, when one grows long."""
        if len(tracker.events) > _LONGEST:
            slots = [slot for slot in tracker.current_slot_values().items() if slot[1] is not None]
            tracker.update_with_events(
                [
                    SessionStarted(),
                    *(SlotSet(name, value) for name, value in slots),
                    ActionExecuted("action_listen"),
                ],
                self.domain,
            )
        await super().save(tracker)

    async def erase(self, sender_id: str) -> int:
        """Delete all that is known of a conversation; return how many events that was."""
        return await asyncio.get_running_loop().run_in_executor(None, self._erase, sender_id)

    def _erase(self, sender_id: str) -> int:
        with self.session_scope() as session:
            query = session.query(self.SQLEvent).filter_by(sender_id=sender_id)
            erased = int(query.delete(synchronize_session=False))
            session.commit()
        with self.engine.connect() as connection:  # what was deleted leaves the log as well
            connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return erased


def _set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
