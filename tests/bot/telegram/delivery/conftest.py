"""A Telegram of our own, and the channel's delivery in front of it."""

from collections.abc import AsyncIterator, Iterator

import pytest
from pydantic import SecretStr

from bot.telegram import backoff, channel
from bot.telegram.client import TelegramClient
from bot.telegram.store import TelegramStore
from tests.bot.telegram.delivery.fakes import Outside
from tests.botapi.api import BotApi


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Try again after hundredths of a second, where the real channel waits seconds.

    What is under way at the end has all the time that a slow machine needs.
    """
    monkeypatch.setattr(channel, "GRACE_SECONDS", 60)
    monkeypatch.setattr(backoff, "FIRST_SECONDS", 0.02)
    monkeypatch.setattr(backoff, "LONGEST_SECONDS", 0.1)


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


@pytest.fixture
async def client(api) -> AsyncIterator[TelegramClient]:
    async with TelegramClient(SecretStr(api.token), api.url) as client:
        yield client


@pytest.fixture
def telegram_store(database) -> TelegramStore:
    return TelegramStore(database)


@pytest.fixture
def outside(api, database) -> Outside:
    return Outside(api, database)
