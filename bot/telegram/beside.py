"""Tasks beside tasks, and work that is tried until it is done."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from bot.errors import DatabaseUnavailable
from bot.telegram.backoff import Backoff
from bot.telegram.errors import BadRequest, RetryAfter, TelegramError, Unauthorized

T = TypeVar("T")

logger = logging.getLogger(__name__)


async def until_done(work: Callable[[], Awaitable[T]]) -> T:
    """Do some work, again and again while Telegram or the database is away.

    Raises:
        Unauthorized: Telegram is there, and knows no such bot.
        BadRequest: It refuses, and will again.
    """
    backoff = Backoff()
    while True:
        try:
            return await work()
        except (Unauthorized, BadRequest):
            raise
        except RetryAfter as error:
            logger.warning("telegram: %s", error)
            await asyncio.sleep(error.seconds)
        except (TelegramError, DatabaseUnavailable) as error:
            logger.warning("telegram: tried again in a moment: %s", error)
            await asyncio.sleep(backoff.next())


@asynccontextmanager
async def beside(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let works run as long as this context lasts."""
    tasks = [asyncio.create_task(work) for work in works]
    for task in tasks:
        task.add_done_callback(_report)
    try:
        yield
    finally:
        await _end(tasks)


async def first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Wait until the first of some works has ended, and end the others.

    Raises:
        Exception: What that one ended in.
    """
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        await _end(tasks)


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _report(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        # Without the error's own words: they may be a visitor's, or hold the token.
        logger.critical("telegram: something broke off: %s", type(error).__name__)
