"""Work that goes on when nobody waits for it any more."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.errors import BotError, ReplyLate

T = TypeVar("T")

logger = logging.getLogger(__name__)


class Work:
    """Tasks that are waited for with bounded patience, and brought to an end together."""

    def __init__(self, *, patience_seconds: float) -> None:
        self._patience_seconds = patience_seconds
        self._tasks: set[asyncio.Task[Any]] = set()

    async def wait_for(self, work: Coroutine[None, None, T]) -> T:
        """Wait for some work, but not for ever, and without ending it.

        Raises:
            ReplyLate: It still goes on.
        """
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        try:
            async with asyncio.timeout(self._patience_seconds):
                return await asyncio.shield(task)
        except TimeoutError:
            raise ReplyLate(self._patience_seconds) from None

    async def close(self, *, grace_seconds: float) -> None:
        """Let the work in hand come to its end, and break off what does not."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=grace_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, BotError):
            logger.error("work on a conversation broke off", exc_info=error)
