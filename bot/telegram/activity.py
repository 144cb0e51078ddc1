"""Show a visitor that somebody is at work on his message."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.telegram.calls import Call, Immediate
from bot.telegram.reading import Place

FIRST_AFTER_SECONDS = 0.4
AGAIN_AFTER_SECONDS = 4.0
"""Telegram shows it for five seconds."""


@asynccontextmanager
async def typing(immediate: Immediate, place: Place) -> AsyncIterator[None]:
    """Say "is typing" in a place for as long as this context lasts, unless that is a moment."""
    task = asyncio.create_task(_keep_typing(immediate, place))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _keep_typing(immediate: Immediate, place: Place) -> None:
    params: dict[str, Any] = {"chat_id": place.chat_id, "action": "typing"}
    if place.thread_id:
        params["message_thread_id"] = place.thread_id
    await asyncio.sleep(FIRST_AFTER_SECONDS)
    while True:
        await immediate(Call("sendChatAction", params))
        await asyncio.sleep(AGAIN_AFTER_SECONDS)
