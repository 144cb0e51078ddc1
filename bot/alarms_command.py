"""`python -m bot alarms`: who told of danger, for the person who looks after it today."""

import asyncio
from zoneinfo import ZoneInfo

import click
from pydantic import ValidationError

from bot import texts
from bot.alarms import Alarm, AlarmStore
from bot.database import Database
from bot.errors import AlarmNotFound, BotError
from bot.settings import BotSettings

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@click.command("alarms")
@click.option("--show", type=int, help="Show what was written in the alarm of this number.")
@click.option("--seen", type=int, help="Note that somebody looks after this one.")
def alarms_command(show: int | None, seen: int | None) -> None:
    """List the conversations in which somebody told of danger and nobody has looked yet."""
    try:
        url = BotSettings().database_url
    except ValidationError as error:
        names = ", ".join(f"BOT_{problem['loc'][0]}".upper() for problem in error.errors())
        raise click.ClickException(f"wrong in the environment or in .env: {names}") from error
    try:
        for line in asyncio.run(_lines(url, show, seen)):
            click.echo(line)
    except BotError as error:
        raise click.ClickException(str(error)) from error


async def _lines(url: str, show: int | None, seen: int | None) -> list[str]:
    database = Database.open(url)
    try:
        store = AlarmStore(database)
        if seen is not None:
            await store.see(seen)
            return [texts.ALARMS["seen"].format(number=seen)]
        waiting = await store.open()
    finally:
        await database.close()
    if show is None:
        return _listed(waiting)
    shown = next((alarm.text for alarm in waiting if alarm.id == show), None)
    if shown is None:
        raise AlarmNotFound(show)
    return [shown]


def _listed(waiting: list[Alarm]) -> list[str]:
    if not waiting:
        return [texts.ALARMS["none"]]
    lines = [
        texts.ALARMS["one"].format(
            number=alarm.id,
            at=alarm.raised_at.astimezone(_VIETNAM),
            kind=texts.DANGERS[alarm.kind],
            channel=alarm.channel,
        )
        for alarm in waiting
    ]
    return [*lines, texts.ALARMS["how"]]
