import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot.database import Database
from bot.errors import DatabaseUnavailable
from bot.tables import metadata


async def test_the_migrations_lead_to_the_tables_of_the_code(database):
    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with database.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_twice_changes_nothing(database):
    await database.migrate()
    async with database.read() as connection:
        versions = await connection.execute(text("SELECT version_num FROM alembic_version"))
        assert [row.version_num for row in versions] == ["0003"]


async def test_every_connection_is_set_up_for_many_readers_and_no_loss(database):
    async with database.read() as connection:
        found = {
            name: await connection.scalar(text(f"PRAGMA {name}"))
            for name in (
                "journal_mode",
                "synchronous",
                "busy_timeout",
                "foreign_keys",
                "secure_delete",
            )
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 1,
        "busy_timeout": 5000,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


async def test_a_writer_that_fails_leaves_nothing_behind(database):
    async def write_and_fail():
        async with database.write() as connection:
            await connection.execute(
                text("INSERT INTO erasure VALUES ('r', '2026-11-21 00:00:00', 1, 0, NULL)")
            )
            raise LookupError("lost")

    with pytest.raises(LookupError, match="lost"):
        await write_and_fail()
    async with database.read() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM erasure")) == 0


async def test_the_folder_of_a_new_database_is_made(tmp_path):
    database = Database.open(f"sqlite+aiosqlite:///{tmp_path}/var/deep/bot.db")
    await database.migrate()
    await database.ping()
    await database.close()
    assert (tmp_path / "var/deep/bot.db").exists()


def test_a_folder_that_cannot_be_made_is_named_with_the_cure(tmp_path):
    (tmp_path / "var").write_text("a file, not a folder")
    with pytest.raises(DatabaseUnavailable) as caught:
        Database.open(f"sqlite+aiosqlite:///{tmp_path}/var/bot.db")
    assert str(caught.value) == (
        f"the database does not work (no folder {tmp_path}/var: File exists): "
        "BOT_DATABASE_URL has to name a file in a folder that can be written"
    )


@pytest.mark.parametrize("url", ["not an address", "nosuch+driver:///x"])
def test_an_address_that_is_none_is_refused_with_the_name_of_the_setting(url):
    with pytest.raises(DatabaseUnavailable, match="BOT_DATABASE_URL has to name"):
        Database.open(url)


async def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "bot.db").write_text("certainly not a database, but long enough to look at" * 20)
    database = Database.open(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    with pytest.raises(DatabaseUnavailable, match="file is not a database"):
        await database.migrate()
    await database.close()
