"""Composition root: reads the settings, puts the front door together, runs it."""

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import click
from fastapi import FastAPI
from pydantic import ValidationError

from bot import logs, terminal
from bot.actions_client import ActionsClient
from bot.alarms_command import alarms_command
from bot.answers import AnswerStore
from bot.conversation import Audience
from bot.database import Database
from bot.effects import Effects
from bot.erasures import ErasureStore
from bot.errors import BotError
from bot.limits import RateLimiter
from bot.rasa_client import RasaClient
from bot.reminder_store import ReminderStore
from bot.reminders import Daytime
from bot.reports.command import report_command
from bot.service import ConversationService
from bot.serving import listen, serve
from bot.settings import BotSettings
from bot.store import ConversationStore
from bot.telegram.asking import Identity
from bot.telegram.channel import MakeTalk, TelegramChannel
from bot.telegram.chats import ChatStore
from bot.telegram.menu import menu
from bot.telegram.pacing import Limits
from bot.telegram.talk import TelegramTalk
from bot.unasked import Unasked
from bot.upkeep import keeping_up
from bot.web.app import create_app
from bot.web.health import Readiness

PATIENCE_BEYOND_RASA_SECONDS = 1.0

logger = logging.getLogger(__name__)


def build(settings: BotSettings, database: Database, limits: Limits | None = None) -> FastAPI:
    """Put the parts together; they come to life, and to an end, with the application.

    `limits` is how fast Telegram may be called, where that is not as Telegram says.
    """
    rasa = RasaClient(settings.rasa_url, timeout_seconds=settings.reply_timeout_seconds)
    actions = ActionsClient(settings.actions_url)
    readiness = Readiness(database, rasa, actions)
    daytime = Daytime(settings.reminders_from, settings.reminders_until)
    store = ConversationStore(database, Effects(daytime, now=lambda: datetime.now(UTC)))

    def talk(me: Mapping[str, Any]) -> TelegramTalk:
        return TelegramTalk(service, store, ChatStore(database), Identity(me["id"], me["username"]))

    telegram = telegram_channel(settings, database, talk, daytime, limits)
    reminders = ReminderStore(
        database, Unasked({"telegram": telegram.outlet} if telegram else {}), daytime
    )
    service = ConversationService(
        store,
        ErasureStore(database, beside=(telegram.forget,) if telegram else ()),
        rasa,
        RateLimiter(settings.messages_per_minute, clock=time.monotonic),
        patience_seconds=settings.reply_timeout_seconds + PATIENCE_BEYOND_RASA_SECONDS,
    )

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with rasa, actions, keeping_up(service, readiness.is_ready, reminders.send_due):
            async with telegram.running() if telegram else contextlib.nullcontext():
                yield
            await service.close(grace_seconds=1)
        await database.close()

    return create_app(
        service,
        readiness,
        lifespan=lifespan,
        telegram=telegram,
        reminders=reminders,
        answers=AnswerStore(database),
    )


def telegram_channel(
    settings: BotSettings,
    database: Database,
    make_talk: MakeTalk,
    daytime: Daytime,
    limits: Limits | None,
) -> TelegramChannel | None:
    """Put the Telegram channel together where a token is set; say so where none is."""
    if not settings.telegram_token.get_secret_value():
        logger.info("telegram: off, BOT_TELEGRAM_TOKEN is not set")
        return None
    return TelegramChannel(
        database,
        settings.telegram_token,
        make_talk,
        api=settings.telegram_api,
        webhook=settings.telegram_webhook,
        at_start=menu(),
        limits=limits,
        daytime=daytime,
    )


async def run(settings: BotSettings, limits: Limits | None = None) -> None:
    """Take the port, bring the database up to date, answer until told to stop."""
    with listen(settings.host, settings.port) as listening:
        database = Database.open(settings.database_url)
        await database.migrate()
        await serve(build(settings, database, limits), listening)


@click.group()
def main() -> None:
    """La Bàn's front door: the server, and a terminal to talk to it."""


@main.command("serve")
def serve_command() -> None:
    """Serve the HTTP API and the web chat. Settings: BOT_… or .env, see .env.example."""
    try:
        settings = BotSettings()
    except ValidationError as error:
        raise click.ClickException(_wrong_settings(error)) from error
    logs.configure(settings.log_level, sys.stderr)
    try:
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C, once the server has ended
            asyncio.run(run(settings))
    except BotError as error:
        raise click.ClickException(str(error)) from error


def _wrong_settings(error: ValidationError) -> str:
    wrong = (
        f"BOT_{problem['loc'][0]}".upper() + f": {problem['msg']}" for problem in error.errors()
    )
    return "; ".join(wrong) + " (set in the environment or in .env)"


@main.command("chat")
@click.option("--url", help="Where the server is. Default: as BOT_HOST and BOT_PORT say.")
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    help="Who is asking.",
)
def chat_command(url: str | None, audience: str | None) -> None:
    """Talk to a running server; reads lines from stdin."""
    try:
        settings = BotSettings()
    except ValidationError as error:
        raise click.ClickException(_wrong_settings(error)) from error
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(terminal.chat(url or f"http://{settings.host}:{settings.port}", audience))


main.add_command(report_command)
main.add_command(alarms_command)


if __name__ == "__main__":
    main(prog_name="python -m bot")
