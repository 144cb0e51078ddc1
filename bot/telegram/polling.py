"""Updates by long polling: the next question confirms what is stored, nothing else does."""

import asyncio

from bot.telegram.beside import until_done
from bot.telegram.client import TelegramClient
from bot.telegram.intake import ALLOWED, Intake

POLL_SECONDS = 30
_FULL_SECONDS = 0.5


async def poll(client: TelegramClient, intake: Intake) -> None:
    """Fetch updates until cancelled.

    Raises:
        Unauthorized: The token is not valid any more.
    """
    offset: int | None = None  # Telegram knows what was confirmed, over restarts as well

    async def fetch() -> int | None:
        updates = await client.updates(offset, POLL_SECONDS, ALLOWED)
        if not updates:
            return offset
        await intake.take(updates)
        return max(int(update["update_id"]) for update in updates) + 1

    while True:
        if intake.is_full:
            await asyncio.sleep(_FULL_SECONDS)
        else:
            offset = await until_done(fetch)
