import pytest
from pydantic import SecretStr, ValidationError

from bot.settings import BotSettings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """No .env of the developer's own."""
    monkeypatch.chdir(tmp_path)


def test_the_defaults_are_for_one_machine():
    assert BotSettings().model_dump() == {
        "host": "127.0.0.1",
        "port": 8000,
        "database_url": "sqlite+aiosqlite:///var/bot.db",
        "rasa_url": "http://127.0.0.1:5005",
        "actions_url": "http://127.0.0.1:5055",
        "reply_timeout_seconds": 8.0,
        "messages_per_minute": 40,
        "reminders_from": 7,
        "reminders_until": 21,
        "log_level": "INFO",
        "telegram_token": SecretStr(""),
        "telegram_api": "https://api.telegram.org",
        "telegram_webhook": "",
    }


def test_the_environment_goes_before_the_file_and_other_names_are_left_alone(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("BOT_PORT=9000\nBOT_LOG_LEVEL=ERROR\nKNOWLEDGE_MODEL=x\n")
    monkeypatch.setenv("BOT_PORT", "9001")
    settings = BotSettings()
    assert (settings.port, settings.log_level) == (9001, "ERROR")


def test_a_path_can_be_put_after_an_address():
    assert BotSettings(rasa_url="http://rasa.test:5005/").rasa_url == "http://rasa.test:5005"


def test_no_representation_shows_the_token():
    settings = BotSettings(telegram_token="7:secret")
    assert "secret" not in repr(settings) + str(settings.model_dump())


@pytest.mark.parametrize(
    "wrong",
    [
        {"port": 70_000},
        {"rasa_url": "rasa:5005"},
        {"actions_url": ""},
        {"reply_timeout_seconds": 0},
        {"reply_timeout_seconds": 9.5},
        {"messages_per_minute": -1},
        {"reminders_from": 24},
        {"reminders_until": 25},
        {"reminders_until": 7},
        {"log_level": "LOUD"},
        {"telegram_api": ""},
        {"telegram_webhook": "laban.example"},
    ],
)
def test_what_cannot_work_is_refused(wrong):
    with pytest.raises(ValidationError) as caught:
        BotSettings(**wrong)
    assert [error["loc"] for error in caught.value.errors()] == [tuple(wrong)]
