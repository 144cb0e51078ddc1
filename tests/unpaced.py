"""The bot on Telegram, sending as fast as it can or not at all: for `make bench` only.

python -m tests.unpaced whole 1000000   the bot; so many messages a second, to whatever chats
python -m tests.unpaced whole 0         what is to be said stays in the outbox
python -m tests.unpaced channel 1000000 the channel without conversations: it says one text
"""

import asyncio
import sys
from collections.abc import Mapping
from typing import Any

from bot import logs
from bot.__main__ import run
from bot.database import Database
from bot.settings import BotSettings
from bot.telegram.calls import Call, Immediate
from bot.telegram.channel import TelegramChannel
from bot.telegram.pacing import Limit, Limits

_FOREVER = 1e9


def limits(a_second: int) -> Limits:
    """Return limits under which so many messages go out, whoever they are to."""
    limit = Limit(a_second, 1.0) if a_second else Limit(1, _FOREVER)
    return Limits(overall=limit, private=Limit(10**6, 1.0), group=Limit(10**6, 1.0))


class OneText:
    """Has the same to say to everybody."""

    async def handle(self, update: Mapping[str, Any], _immediate: Immediate) -> list[Call]:
        chat_id = update["message"]["chat"]["id"]
        return [
            Call("sendMessage", {"chat_id": chat_id, "text": "Học nghề được miễn học phí. " * 20})
        ]


async def run_channel(settings: BotSettings, allowed: Limits) -> None:
    """Run the channel with nothing behind it, until the process ends."""
    database = Database.open(settings.database_url)
    await database.migrate()
    channel = TelegramChannel(
        database,
        settings.telegram_token,
        lambda _me: OneText(),
        api=settings.telegram_api,
        limits=allowed,
    )
    async with channel.running():
        await asyncio.Event().wait()


def main() -> None:
    """Run what the command line says."""
    settings, allowed = BotSettings(), limits(int(sys.argv[2]))
    logs.configure(settings.log_level, sys.stderr)
    what = run if sys.argv[1] == "whole" else run_channel
    asyncio.run(what(settings, allowed))


if __name__ == "__main__":
    main()
