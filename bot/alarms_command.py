"""`python -m bot alarms`: who told of danger, for the person who looks after it today."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import click

from bot import texts
from bot.alarms import Alarm, AlarmStore
from bot.database import Database
from bot.errors import AlarmNotFound
from bot.on_database import on_database

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@click.command("alarms")
@click.option("--show", type=int, help="Show what was written in the alarm of this number.")
@click.option("--seen", type=int, help="Note that somebody looks after this one.")
def alarms_command(show: int | None, seen: int | None) -> None:
    """List the conversations in which somebody told of danger and nobody has looked yet."""

    async def lines(database: Database) -> list[str]:
        store = AlarmStore(database)
        if seen is not None:
            await store.see(seen)
            return [texts.ALARMS["seen"].format(number=seen)]
        waiting = await store.open()
        return _listed(waiting) if show is None else [_text_of(show, waiting)]

    for line in on_database(lines):
        click.echo(line)


def _text_of(number: int, waiting: Sequence[Alarm]) -> str:
    shown = next((alarm.text for alarm in waiting if alarm.id == number), None)
    if shown is None:
        raise AlarmNotFound(number)
    return shown


def _listed(waiting: Sequence[Alarm]) -> list[str]:
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
