"""What goes on beside the visitors: what was left behind, and what has come due."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.errors import BotError
from bot.service import ConversationService

INTERVAL_SECONDS = 5.0

Work = Callable[[], Awaitable[None]]

logger = logging.getLogger(__name__)


@asynccontextmanager
async def keeping_up(
    service: ConversationService, is_ready: Callable[[], Awaitable[bool]], *beside: Work
) -> AsyncIterator[None]:
    """Keep up as long as this context lasts."""
    task = asyncio.create_task(keep_up(service, is_ready, *beside))
    task.add_done_callback(_broke_off)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _broke_off(task: asyncio.Task[None]) -> None:
    if not task.cancelled():
        logger.critical("nothing takes up unfinished work any more", exc_info=task.exception())


async def keep_up(
    service: ConversationService,
    is_ready: Callable[[], Awaitable[bool]],
    *beside: Work,
    interval_seconds: float = INTERVAL_SECONDS,
) -> None:
    """Finish what is unfinished, at once and then again and again, until cancelled.

    Messages wait until everything that an answer takes is ready: while the index is loading,
    each of them would fail. `beside` is done in every round all the same.
    """

    async def take_up() -> None:
        if await service.has_unfinished() and await is_ready():
            await service.resume_unfinished()
        await service.finish_erasures()

    while True:
        for work in (*beside, take_up):
            try:
                await work()
            except BotError:
                logger.exception("unfinished work stays for the next round")
        await asyncio.sleep(interval_seconds)
