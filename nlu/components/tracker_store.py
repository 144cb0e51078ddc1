"""Rasa's memory of conversations in one SQLite file, safe beside a reader, erasable."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

_LONGEST = 150  # events of a session; all of them are posted at each call of an action

_MOST_RECENT = 500  # trackers kept in memory
_PRAGMAS = ("journal_mode=WAL", "busy_timeout=5000", "synchronous=NORMAL", "secure_delete=ON")


class LocalTrackerStore(SQLTrackerStore):
    """SQLite with write-ahead log and patience, which Rasa's own store lacks.

    Trackers saved last are kept in memory too: reading one back from its events took a
    third of Rasa's time. A tracker is taken out when it is asked for and put back when it
    is saved, so one that a failed turn has touched is read from the file again.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Rasa's engine opens the file anew for each query.
        self.engine = sa.create_engine(
            self.engine.url,
            poolclass=sa.pool.QueuePool,
            pool_size=2,
            connect_args={"check_same_thread": False},
        )
        sa.event.listen(self.engine, "connect", _set_pragmas)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)
        self._recent: OrderedDict[str, DialogueStateTracker] = OrderedDict()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return what is known of a conversation, or None."""
        return self._recent.pop(sender_id, None) or await super().retrieve(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Save the conversation; begin a new session when one grows long: slots and form stay."""
        is_long = len(tracker.events) > _LONGEST
        if is_long:
            slots = [slot for slot in tracker.current_slot_values().items() if slot[1] is not None]
            form = tracker.active_loop_name
            tracker.update_with_events(
                [
                    SessionStarted(),
                    *([ActiveLoop(form)] if form else []),
                    *(SlotSet(name, value) for name, value in slots),
                    ActionExecuted("action_listen"),
                ],
                self.domain,
            )
        await super().save(tracker)
        if not is_long:
            self._recent[tracker.sender_id] = tracker
        while len(self._recent) > _MOST_RECENT:
            self._recent.popitem(last=False)

    async def erase(self, sender_id: str) -> int:
        """Delete all that is known of a conversation; return how many events that was."""
        self._recent.pop(sender_id, None)
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
