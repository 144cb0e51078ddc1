"""Calls that help only at once: typing, and the end of a button's spinner."""

import asyncio
import logging

from bot.telegram.calls import Call
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramError
from bot.telegram.pacing import Pacing
from bot.telegram.records import chat_of

AT_ONCE = 50
"""Beyond, further ones are left out: they are a courtesy."""
_TRIES = 2

logger = logging.getLogger(__name__)


class ImmediateCalls:
    """Makes calls past the outbox, as a visitor's question is answered."""

    def __init__(self, client: TelegramClient, pacing: Pacing) -> None:
        self._client = client
        self._pacing = pacing
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, call: Call) -> None:
        """Set a call going, unless Telegram has just asked for silence there."""
        if len(self._tasks) >= AT_ONCE or self._pacing.held(chat_of(call)):
            return
        task = asyncio.create_task(self._make(call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Give up what is not done."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _make(self, call: Call) -> None:
        for _ in range(_TRIES):
            try:
                await self._client.call(call)
            except TelegramError as error:
                logger.info("%s: %s", call.method, type(error).__name__)
                if not error.may_pass:
                    return
            else:
                return
