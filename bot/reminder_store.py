"""What visitors want to be reminded of, from the promise to the message."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Reminder
from bot.database import Database
from bot.errors import ReminderNotFound
from bot.reminders import Daytime, Kept, State, reminding
from bot.statements import conversation_of
from bot.tables import reminder
from bot.unasked import Reach, SendOff, Unasked

ALL = "*"
"""The key that stands for every reminder of a conversation."""

logger = logging.getLogger(__name__)


async def set_reminder(
    connection: AsyncConnection, conversation_id: str, wanted: Reminder, due_at: datetime
) -> None:
    """Store within a transaction what to remind of, in place of what had the same key."""
    await connection.execute(
        delete(reminder).where(
            reminder.c.conversation_id == conversation_id, reminder.c.key == wanted.key
        )
    )
    await connection.execute(
        insert(reminder).values(
            conversation_id=conversation_id,
            key=wanted.key,
            title=wanted.title,
            on=wanted.on,
            due_at=due_at,
            state=State.SCHEDULED,
        )
    )


async def stop(connection: AsyncConnection, conversation_id: str, key_or_star: str) -> None:
    """Store within a transaction that nobody wants to be reminded of this, or of anything."""
    waiting = update(reminder).where(
        reminder.c.conversation_id == conversation_id, reminder.c.state == State.SCHEDULED
    )
    if key_or_star != ALL:
        waiting = waiting.where(reminder.c.key == key_or_star)
    await connection.execute(waiting.values(state=State.STOPPED))


class ReminderStore:
    """Every method but `send_due` is one transaction."""

    def __init__(
        self,
        database: Database,
        unasked: Unasked,
        daytime: Daytime,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Make it of its parts.

        Args:
            database: Where reminders are kept.
            unasked: Says them.
            daytime: When.
            now: The time, with its zone.
        """
        self._database = database
        self._unasked = unasked
        self.daytime = daytime
        self._now = now

    async def of(self, conversation_id: str) -> list[Kept]:
        """Return all reminders of a conversation, in the order of their days.

        Raises:
            ConversationNotFound: There is none with this id.
        """
        async with self._database.snapshot() as connection:
            await conversation_of(connection, conversation_id)
            rows = await connection.execute(
                select(reminder)
                .where(reminder.c.conversation_id == conversation_id)
                .order_by(reminder.c.on, reminder.c.id)
            )
            return [_to_kept(row) for row in rows]

    async def stop(self, conversation_id: str, key: str) -> Kept:
        """Store that one reminder is not wanted any more, and return what became of it.

        Raises:
            ConversationNotFound: There is none with this id.
            ReminderNotFound: Nothing of this key was ever wanted there.
        """
        async with self._database.write() as connection:
            await conversation_of(connection, conversation_id)
            await stop(connection, conversation_id, key)
            found = await connection.execute(
                select(reminder).where(
                    reminder.c.conversation_id == conversation_id, reminder.c.key == key
                )
            )
            row = found.first()
        if row is None:
            raise ReminderNotFound(key)
        return _to_kept(row)

    async def due(self, now: datetime) -> list[int]:
        """Return the numbers of the reminders whose time has come, the oldest first."""
        due = (
            select(reminder.c.id)
            .where(reminder.c.state == State.SCHEDULED, reminder.c.due_at <= now)
            .order_by(reminder.c.due_at, reminder.c.id)
        )
        async with self._database.read() as connection:
            return list(await connection.scalars(due))

    async def send_due(self) -> None:
        """Send what is due, where the hour allows it."""
        now = self._now()
        if not self.daytime.allows(now):
            return
        for number in await self.due(now):
            await self.send(number, now)

    async def send(self, number: int, now: datetime) -> State | None:
        """Send one reminder that is due, unless its day is over or its visitor cannot be reached.

        That it is sent, what is said, and what the channel has to do for that are stored
        together: a crash before leaves it due, one after leaves it to the channel's outbox.

        Return how far it is now; None where somebody has seen to it in between.
        """
        async with self._database.write() as connection:
            row = await _waiting(connection, number)
            if row is None:
                return None
            state = await self._next_state(connection, row, now)
            if state is State.SCHEDULED:
                return state
            sent_at = now if state is State.SENT else None
            await connection.execute(
                update(reminder).where(reminder.c.id == number).values(state=state, sent_at=sent_at)
            )
            send_off = await self._say(connection, row, now) if state is State.SENT else None
        if send_off:
            send_off()
        logger.info("reminder %d: %s", number, state)
        return state

    async def _next_state(self, connection: AsyncConnection, row: Row[Any], now: datetime) -> State:
        if row.on < self.daytime.day_of(now):
            return State.MISSED
        reach = await self._unasked.reach(connection, row.conversation_id)
        return {Reach.HERE: State.SENT, Reach.GONE: State.STOPPED, Reach.AWAY: State.SCHEDULED}[
            reach
        ]

    async def _say(
        self, connection: AsyncConnection, row: Row[Any], now: datetime
    ) -> SendOff | None:
        spoken_to = await conversation_of(connection, row.conversation_id)
        today = self.daytime.day_of(now)
        reply = reminding(row.title, row.on, today, spoken_to.audience)
        return await self._unasked.say(connection, row.conversation_id, reply)


async def _waiting(connection: AsyncConnection, number: int) -> Row[Any] | None:
    """Return a reminder that is still to be sent, locked for whoever else would send it."""
    found = await connection.execute(
        select(reminder)
        .where(reminder.c.id == number, reminder.c.state == State.SCHEDULED)
        .with_for_update()
    )
    return found.first()


def _to_kept(row: Row[Any]) -> Kept:
    return Kept(row.key, row.title, row.on, row.due_at, State(row.state), row.sent_at)
