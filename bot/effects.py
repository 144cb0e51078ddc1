"""What a reply brings about beside being read: alarms, reminders, counts."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alarms import raise_alarm
from bot.conversation import Message, Reply
from bot.progress import count
from bot.reminder_store import set_reminder, stop
from bot.reminders import Daytime, due_at


class Effects:
    """Stores them in the transaction that stores the reply: once, and together with it."""

    def __init__(self, daytime: Daytime, now: Callable[[], datetime]) -> None:
        """Know when reminders may be sent, and what time it is."""
        self._daytime = daytime
        self._now = now

    async def carry_out(self, connection: AsyncConnection, answered: Message, reply: Reply) -> None:
        """Store what a reply to a message brings about."""
        now = self._now()
        if reply.danger:
            await raise_alarm(connection, answered, reply.danger, now)
        if reply.progress:
            await count(connection, answered.audience, reply.progress, now)
        if reply.stop_reminders:
            await stop(connection, answered.conversation_id, reply.stop_reminders)
        if reply.reminder:
            at = due_at(reply.reminder.on, reply.reminder.days_before, now, self._daytime)
            await set_reminder(connection, answered.conversation_id, reply.reminder, at)
