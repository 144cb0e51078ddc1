from datetime import UTC, datetime

import pytest
from sqlalchemy.dialects import postgresql

from bot.conversation import Audience, Progress
from bot.database import Database
from bot.errors import DatabaseUnavailable
from bot.progress import Count, ProgressStore, count, month_of, upsert

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
STARTED = Progress("chi-thi-21", "started")
FINISHED = Progress("chi-thi-21", "finished", right=4, of=5)


@pytest.fixture
def counts(database):
    return ProgressStore(database).counts


async def counted(database, *steps, now=NOW):
    async with database.write() as connection:
        for role, progress in steps:
            await count(connection, role, progress, now)


async def test_steps_are_added_up_by_role_and_course(database, counts):
    await counted(
        database,
        (Audience.TEACHER, STARTED),
        (Audience.TEACHER, STARTED),
        (Audience.TEACHER, FINISHED),
        (Audience.STUDENT, STARTED),
        (None, Progress("muc-tieu", "finished", right=0, of=5)),
    )
    assert await counts("2026-11") == [
        Count("student", "chi-thi-21", started=1, finished=0, right_answers=0),
        Count("teacher", "chi-thi-21", started=2, finished=1, right_answers=4),
        Count("unknown", "muc-tieu", started=0, finished=1, right_answers=0),
    ]


async def test_what_is_only_begun_has_no_right_answers(database, counts):
    await counted(database, (None, Progress("muc-tieu", "started", right=3)))
    assert await counts("2026-11") == [Count("unknown", "muc-tieu", 1, 0, 0)]


async def test_a_month_is_counted_by_itself(database, counts):
    await counted(database, (Audience.TEACHER, STARTED))
    await counted(database, (Audience.TEACHER, STARTED), now=datetime(2026, 12, 1, tzinfo=UTC))
    assert [one.started for one in await counts("2026-11")] == [1]
    assert [one.started for one in await counts("2026-12")] == [1]
    assert await counts("2026-10") == []


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 11, 30, 16, 59, tzinfo=UTC), "2026-11"),
        (datetime(2026, 11, 30, 17, 0, tzinfo=UTC), "2026-12"),
    ],
)
def test_the_month_is_vietnams(moment, month):
    assert month_of(moment) == month


async def test_a_transaction_that_fails_counts_nothing(database, counts):
    async def count_and_fail():
        async with database.write() as connection:
            await count(connection, None, STARTED, NOW)
            raise LookupError("lost")

    with pytest.raises(LookupError, match="lost"):
        await count_and_fail()
    assert await counts("2026-11") == []


async def test_nobody_can_be_told_from_what_is_stored(database):
    await counted(database, (Audience.STUDENT, FINISHED))
    async with database.read() as connection:
        rows = await connection.exec_driver_sql("SELECT * FROM progress")
        assert set(rows.keys()) == {
            "month",
            "role",
            "course",
            "started",
            "finished",
            "right_answers",
        }


def test_postgresql_adds_up_as_well():
    statement = upsert("postgresql", Audience.TEACHER, FINISHED, "2026-11")
    sql = str(statement.compile(dialect=postgresql.dialect()))
    assert "ON CONFLICT (month, role, course) DO UPDATE SET" in sql
    assert "finished = (progress.finished + " in sql


async def test_a_database_without_the_table_is_reported(tmp_path):
    database = Database.open(f"sqlite+aiosqlite:///{tmp_path}/empty.db")
    with pytest.raises(DatabaseUnavailable, match="no such table"):
        await ProgressStore(database).counts("2026-11")
    await database.close()
