"""The offline Bot API server, a person in it, and two clients: raw HTTP and the library."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
import telegram
from telegram.request import HTTPXRequest

from tests.botapi.api import PATIENCE_SECONDS, BotApi
from tests.botapi.world import User

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


@pytest.fixture
def an(api) -> User:
    return api.user("An", started=True)


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, verify=False, timeout=PATIENCE_SECONDS) as client:
        yield client


@pytest.fixture
def ask(api, http) -> Ask:
    """Calls a method with a JSON body and gives the whole answer, as the documentation shows it."""

    def ask(method: str, **params: Any) -> dict[str, Any]:
        return http.post(f"{api.url}/bot{api.token}/{method}", json=params).json()

    return ask


@pytest.fixture
def refusal(ask) -> Callable[..., tuple[int, str]]:
    """Calls a method that must fail; the error's code and description."""

    def refusal(method: str, **params: Any) -> tuple[int, str]:
        answer = ask(method, **params)
        assert answer["ok"] is False, answer
        return answer["error_code"], answer["description"]

    return refusal


@pytest.fixture
def make_bot(api) -> Callable[[str], telegram.Bot]:
    """Makes the library's bot of a token."""

    def request() -> HTTPXRequest:
        return HTTPXRequest(
            read_timeout=PATIENCE_SECONDS,
            write_timeout=PATIENCE_SECONDS,
            connect_timeout=PATIENCE_SECONDS,
            pool_timeout=PATIENCE_SECONDS,
            httpx_kwargs={"verify": False},  # no certificates to load for each connection pool
        )

    def make_bot(token: str) -> telegram.Bot:
        return telegram.Bot(
            token, f"{api.url}/bot", request=request(), get_updates_request=request()
        )

    return make_bot


@pytest.fixture
async def bot(api, make_bot) -> AsyncIterator[telegram.Bot]:
    async with make_bot(api.token) as bot:
        yield bot
