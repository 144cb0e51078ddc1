"""Do something with the bot's database from the command line, beside a running bot or without."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click
from pydantic import ValidationError

from bot.database import Database
from bot.errors import BotError
from bot.settings import BotSettings

T = TypeVar("T")


def on_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """Return what some work on the database of the settings gives.

    Raises:
        click.ClickException: The settings are wrong, or the work cannot be done.
    """
    try:
        url = BotSettings().database_url
    except ValidationError as error:
        names = ", ".join(f"BOT_{problem['loc'][0]}".upper() for problem in error.errors())
        raise click.ClickException(f"wrong in the environment or in .env: {names}") from error
    try:
        return asyncio.run(_closing(url, work))
    except BotError as error:
        raise click.ClickException(str(error)) from error


async def _closing(url: str, work: Callable[[Database], Awaitable[T]]) -> T:
    database = Database.open(url)
    try:
        return await work(database)
    finally:
        await database.close()
