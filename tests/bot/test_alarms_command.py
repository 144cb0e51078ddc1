import asyncio
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.conversation import Incoming, Reply
from bot.database import Database
from bot.effects import Effects
from bot.reminders import Daytime
from bot.store import ConversationStore


@pytest.fixture
def alarms(migrated, tmp_path, monkeypatch):
    """Run `python -m bot alarms` on a database in which somebody told of danger."""
    url = f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    monkeypatch.setenv("BOT_DATABASE_URL", url)
    (tmp_path / "bot.db").write_bytes(migrated.read_bytes())

    async def tell():
        database = Database.open(url)
        store = ConversationStore(database, Effects(Daytime(), now=lambda: datetime.now(UTC)))
        message = await store.accept(Incoming("bố đánh em", channel="telegram"))
        await store.complete(message, [Reply("111", "safety", danger="violence")])
        await database.close()

    asyncio.run(tell())

    def ran(*arguments):
        return CliRunner().invoke(main, ["alarms", *arguments])

    return ran


def test_the_list_says_what_and_where_and_no_word_of_it(alarms):
    listed = alarms().output
    assert "bị bạo lực" in listed
    assert "telegram" in listed
    assert "bố đánh em" not in listed


def test_who_looks_after_it_reads_it_and_notes_that(alarms):
    assert alarms("--show", "1").output == "bố đánh em\n"
    assert "có người lo" in alarms("--seen", "1").output
    assert "Không có báo động" in alarms().output


def test_an_alarm_that_is_none_is_an_error_in_one_line(alarms):
    shown = alarms("--show", "9")
    assert shown.exit_code == 1
    assert shown.output.startswith("Error: no alarm 9")


def test_wrong_settings_are_named(alarms, monkeypatch):
    monkeypatch.setenv("BOT_PORT", "many")
    assert "BOT_PORT" in alarms().output
