"""The offline Bot API server, a person in it, and two clients: raw HTTP and the library."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
import telegram
from telegram.request import HTTPXRequest

from tests.botapi.api import BotApi
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
    with httpx.Client(trust_env=False, verify=False, timeout=10) as client:
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
async def bot(api) -> AsyncIterator[telegram.Bot]:
    # No certificates to load for each of the two connection pools.
    requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]
    base_url = f"{api.url}/bot"
    async with telegram.Bot(
        api.token, base_url, request=requests[0], get_updates_request=requests[1]
    ) as bot:
        yield bot
