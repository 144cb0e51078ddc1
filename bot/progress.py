"""How many lessons were begun and finished, by month and role: counts, of no person."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Audience, Progress
from bot.database import Database
from bot.tables import progress as counted

UNKNOWN = "unknown"
"""The role of somebody who did not say whom the bot is talking to."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often a lesson was taken in a month by people of one role."""

    role: str
    """student, parent, teacher or `UNKNOWN`."""
    course: str
    started: int
    finished: int
    right_answers: int
    """Of all who finished, together."""


class ProgressStore:
    """Reads the counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counts(self, month: str) -> list[Count]:
        """Return what was counted in a month ("2026-11"), by course and role.

        Raises:
            DatabaseUnavailable: It cannot be read.
        """
        columns = (column for column in counted.columns if column is not counted.c.month)
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(*columns)
                .where(counted.c.month == month)
                .order_by(counted.c.course, counted.c.role)
            )
            return [Count(**row._mapping) for row in rows]


async def count(
    connection: AsyncConnection, role: Audience | None, progress: Progress, now: datetime
) -> None:
    """Count one step of somebody, within a transaction.

    Args:
        connection: The one that writes.
        role: Who they say they are.
        progress: What they began or finished.
        now: Aware; the month is Vietnam's.
    """
    statement = upsert(connection.dialect.name, role, progress, month_of(now))
    await connection.execute(statement)


def upsert(dialect: str, role: Audience | None, progress: Progress, month: str) -> Insert:
    """Return the statement that counts a step, in the words of a database ("sqlite" or not)."""
    is_finished = progress.event == "finished"
    key = {"month": month, "role": str(role or UNKNOWN), "course": progress.course}
    added = {
        "started": int(not is_finished),
        "finished": int(is_finished),
        "right_answers": (progress.right or 0) if is_finished else 0,
    }
    insert: sqlite.Insert | postgresql.Insert = (
        sqlite.insert(counted) if dialect == "sqlite" else postgresql.insert(counted)
    )
    more = {name: counted.c[name] + number for name, number in added.items()}
    return insert.values(**key, **added).on_conflict_do_update(index_elements=[*key], set_=more)


def month_of(now: datetime) -> str:
    """Return the month in Vietnam, such as "2026-11"."""
    return f"{now.astimezone(ZoneInfo('Asia/Ho_Chi_Minh')):%Y-%m}"
