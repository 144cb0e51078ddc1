"""Conversations in which somebody told of danger, for the people who look after them first."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Danger, Message
from bot.database import Database
from bot.errors import AlarmNotFound
from bot.tables import alarm, message

_DISTRESS = "distress"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A message that tells of danger, and nobody has looked at yet."""

    id: int
    conversation_id: str
    kind: Danger
    raised_at: datetime
    channel: str
    text: str
    """What was written: for the eyes of a counsellor, and no log, list or statistic."""


async def raise_alarm(
    connection: AsyncConnection, of: Message, kind: Danger, now: datetime
) -> None:
    """Store within a transaction that a message tells of danger; grief alone is none."""
    if kind == _DISTRESS:
        return
    await connection.execute(
        insert(alarm).values(
            conversation_id=of.conversation_id, message_id=of.id, kind=kind, raised_at=now
        )
    )
    logger.warning("message %d: an alarm was raised (python -m bot alarms)", of.id)


class AlarmStore:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self) -> list[Alarm]:
        """Return the alarms that nobody has looked at, the oldest first."""
        waiting = (
            select(
                alarm.c.id,
                alarm.c.conversation_id,
                alarm.c.kind,
                alarm.c.raised_at,
                message.c.channel,
                message.c.text,
            )
            .join_from(alarm, message, alarm.c.message_id == message.c.id)
            .where(alarm.c.seen_at.is_(None))
            .order_by(alarm.c.raised_at, alarm.c.id)
        )
        async with self._database.read() as connection:
            return [Alarm(**row._mapping) for row in await connection.execute(waiting)]

    async def see(self, number: int) -> None:
        """Store that somebody looks after it.

        Raises:
            AlarmNotFound: No alarm has this number, or not any more.
        """
        async with self._database.write() as connection:
            changed = await connection.execute(
                update(alarm).where(alarm.c.id == number).values(seen_at=datetime.now(UTC))
            )
        if changed.rowcount == 0:
            raise AlarmNotFound(number)
