"""The parts of the front door, on a database of their own and with a fake Rasa."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot.database import Database
from bot.effects import Effects
from bot.erasures import ErasureStore
from bot.limits import RateLimiter
from bot.rasa_client import RasaClient
from bot.reminders import Daytime
from bot.service import ConversationService
from bot.store import ConversationStore
from tests.bot.fakes import FakeRasa

RASA_URL = "http://rasa.test"
_PATIENCE_SECONDS = 60  # of a Rasa that answers at once: only a hang takes as long


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    """An empty database with all tables, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "bot.db"

    async def migrate() -> None:
        database = Database.open(f"sqlite+aiosqlite:///{file}")
        await database.migrate()
        await database.close()

    asyncio.run(migrate())
    return file


@pytest.fixture
async def database(migrated, tmp_path) -> AsyncIterator[Database]:
    shutil.copy(migrated, tmp_path / "bot.db")
    database = Database.open(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    yield database
    await database.close()


@pytest.fixture
def store(database) -> ConversationStore:
    return ConversationStore(database, Effects(Daytime(), now=lambda: datetime.now(UTC)))


@pytest.fixture
def erasures(database) -> ErasureStore:
    return ErasureStore(database)


@pytest.fixture
async def rasa() -> FakeRasa:
    return FakeRasa()


@pytest.fixture
async def rasa_client(rasa) -> AsyncIterator[RasaClient]:
    transport = httpx.MockTransport(rasa)
    async with RasaClient(
        RASA_URL, timeout_seconds=_PATIENCE_SECONDS, transport=transport
    ) as client:
        yield client


@pytest.fixture
async def service(store, erasures, rasa_client, clock) -> AsyncIterator[ConversationService]:
    limiter = RateLimiter(0, clock=clock)
    service = ConversationService(
        store, erasures, rasa_client, limiter, patience_seconds=_PATIENCE_SECONDS
    )
    yield service
    await service.close(grace_seconds=0)
