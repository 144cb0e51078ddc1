"""The settings of the bot's process: environment variables BOT_… or a file .env."""

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

_HTTP_URL = TypeAdapter(HttpUrl)


def _base_url(value: str) -> str:
    """Check that this is an HTTP address, and let paths be appended to it."""
    return str(_HTTP_URL.validate_python(value)).rstrip("/")


def _base_url_or_none(value: str) -> str:
    return _base_url(value) if value else ""


BaseUrl = Annotated[str, AfterValidator(_base_url)]
BaseUrlOrNone = Annotated[str, AfterValidator(_base_url_or_none)]


class BotSettings(BaseSettings):
    """What may be set; every default is fit for one machine."""

    model_config = SettingsConfigDict(
        env_prefix="BOT_", env_file=".env", extra="ignore", frozen=True
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    database_url: str = "sqlite+aiosqlite:///var/bot.db"
    rasa_url: BaseUrl = "http://127.0.0.1:5005"
    actions_url: BaseUrl = "http://127.0.0.1:5055"
    reply_timeout_seconds: float = Field(default=8.0, gt=0, le=9.0)
    """How long Rasa may take; at most 9, since no visitor waits for more than 10."""
    messages_per_minute: int = Field(default=40, ge=0)
    """Of one conversation, taps included; 0 switches the limit off."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    reminders_from: int = Field(default=7, ge=0, le=23)
    """The first hour of the day, in Vietnam, at which the bot may speak first."""
    reminders_until: int = Field(default=21, ge=1, le=24)
    """The hour from which on it keeps quiet again."""
    telegram_token: SecretStr = SecretStr("")
    """Of the bot, from BotFather; without it the Telegram channel is off."""
    telegram_api: BaseUrl = "https://api.telegram.org"
    telegram_webhook: BaseUrlOrNone = ""
    """The public https address of this server, for updates by webhook; without it, by polling."""

    @field_validator("reminders_until")
    @classmethod
    def _leaves_an_hour(cls, until: int, info: ValidationInfo) -> int:
        if until <= info.data.get("reminders_from", 0):
            raise ValueError("it has to be later than BOT_REMINDERS_FROM")
        return until
