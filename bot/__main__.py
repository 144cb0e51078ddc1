"""Composition root: reads the settings, puts the front door together, runs it."""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator

import click
from fastapi import FastAPI
from pydantic import ValidationError

from bot import logs, terminal
from bot.actions_client import ActionsClient
from bot.conversation import Audience
from bot.database import Database
from bot.erasures import ErasureStore
from bot.errors import BotError
from bot.limits import RateLimiter
from bot.rasa_client import RasaClient
from bot.service import ConversationService
from bot.serving import listen, serve
from bot.settings import BotSettings
from bot.store import ConversationStore
from bot.upkeep import keeping_up
from bot.web.app import create_app
from bot.web.health import Readiness

PATIENCE_BEYOND_RASA_SECONDS = 1.0


def build(settings: BotSettings, database: Database) -> FastAPI:
    """Put the parts together; they come to life, and to an end, with the application."""
    rasa = RasaClient(settings.rasa_url, timeout_seconds=settings.reply_timeout_seconds)
    actions = ActionsClient(settings.actions_url)
    readiness = Readiness(database, rasa, actions)
    service = ConversationService(
        ConversationStore(database),
        ErasureStore(database),
        rasa,
        RateLimiter(settings.messages_per_minute, clock=time.monotonic),
        patience_seconds=settings.reply_timeout_seconds + PATIENCE_BEYOND_RASA_SECONDS,
    )

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with rasa, actions, keeping_up(service, readiness.is_ready):
            yield
            await service.close(grace_seconds=1)
        await database.close()

    return create_app(service, readiness, lifespan=lifespan)


async def run(settings: BotSettings) -> None:
    """Take the port, bring the database up to date, answer until told to stop."""
    with listen(settings.host, settings.port) as listening:
        database = Database.open(settings.database_url)
        await database.migrate()
        await serve(build(settings, database), listening)


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


if __name__ == "__main__":
    main(prog_name="python -m bot")
