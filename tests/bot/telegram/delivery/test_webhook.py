import asyncio
import contextlib

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from bot.serving import listen
from bot.telegram.webhook import BODY_LIMIT, Webhook
from bot.web.app import create_app
from bot.web.health import Readiness

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PUBLIC = "https://laban.example"


class Outcome:
    """An intake that keeps what it is given, or fails."""

    def __init__(self):
        self.taken = []
        self.is_full = False

    async def take(self, updates):
        self.taken += updates


@pytest.fixture
def outcome() -> Outcome:
    return Outcome()


@pytest.fixture
def hook(outcome) -> Webhook:
    return Webhook(SecretStr("7:token"), lambda: outcome)


@pytest.fixture
async def door(outside, service, database, rasa_client, outcome, hook):
    """The whole web application, with a webhook whose updates are only kept."""
    channel = outside.channel(webhook=PUBLIC)
    channel.webhook = hook
    app = create_app(service, Readiness(database, rasa_client, None), telegram=channel)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    headers = {HEADER: hook.secret}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://bot.test", headers=headers
    ) as client:
        yield client


async def test_an_update_with_the_secret_is_taken(door, hook, outcome):
    response = await door.post(hook.path, json={"update_id": 1, "message": {}})
    assert response.status_code == 200
    assert outcome.taken == [{"update_id": 1, "message": {}}]


@pytest.mark.parametrize("secret", ["", "wrong", "khoá", None])
async def test_without_the_secret_there_is_nothing_here(door, hook, outcome, secret):
    headers = {} if secret is None else {HEADER: secret.encode()}
    door.headers.pop(HEADER)
    response = await door.post(hook.path, json={"update_id": 1}, headers=headers)
    nowhere = await door.post("/telegram/elsewhere", json={"update_id": 1})
    assert response.status_code == nowhere.status_code == 404
    assert response.json() == nowhere.json()
    assert outcome.taken == []


async def test_only_posts_are_taken(door, hook):
    assert (await door.get(hook.path)).status_code == 405


@pytest.mark.parametrize(
    "body", [b"", b"no json", b"[1]", b'{"message": {}}', b'{"update_id": "1"}']
)
async def test_a_body_that_is_no_update_is_refused(door, hook, outcome, body):
    assert (await door.post(hook.path, content=body)).status_code == 400
    assert outcome.taken == []


async def test_a_body_may_be_larger_than_others_but_not_endless(door, hook, outcome):
    large = {"update_id": 1, "message": {"text": "x" * (BODY_LIMIT - 100)}}
    assert (await door.post(hook.path, json=large)).status_code == 200
    too_large = {"update_id": 2, "message": {"text": "x" * BODY_LIMIT}}
    assert (await door.post(hook.path, json=too_large)).status_code == 413
    assert (await door.post("/api/v1/messages", content=b"x" * 70_000)).status_code == 413
    assert len(outcome.taken) == 1


async def test_while_nothing_can_be_taken_telegram_keeps_the_update(door, hook, outcome):
    outcome.is_full = True
    assert (await door.post(hook.path, json={"update_id": 1})).status_code == 503
    assert outcome.taken == []


def test_path_and_secret_are_those_of_the_token_and_cannot_be_guessed(hook):
    again = Webhook(SecretStr("7:token"), lambda: None)
    other = Webhook(SecretStr("7:other"), lambda: None)
    assert (again.path, again.secret) == (hook.path, hook.secret)
    assert len({hook.path, hook.secret, other.path, other.secret}) == 4
    assert len(hook.secret) == 64
    assert hook.secret not in hook.path
    assert "token" not in hook.path + hook.secret


async def test_no_route_leads_there_without_the_setting(outside, service, database, rasa_client):
    app = create_app(service, Readiness(database, rasa_client, None), telegram=outside.channel())
    assert not [route for route in app.routes if "telegram" in getattr(route, "path", "")]


async def test_the_address_is_not_in_the_public_documentation(door, hook):
    assert "telegram" not in (await door.get("/openapi.json")).text


@contextlib.asynccontextmanager
async def serving(app: FastAPI):
    """A real server around an app; gives its address."""
    with listen("127.0.0.1", 0) as listening:
        headers = [("Connection", "close")]  # nothing is left open at the end
        config = uvicorn.Config(app, log_config=None, lifespan="off", headers=headers)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server._serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await task


async def test_telegram_brings_updates_and_each_is_answered_once(
    outside, api, service, database, rasa_client
):
    channel = outside.channel(webhook=PUBLIC)
    app = create_app(service, Readiness(database, rasa_client, None), telegram=channel)
    people = [api.user(f"Người {number}") for number in range(5)]
    async with serving(app) as address, channel.running():
        api.serve_address(PUBLIC, address)
        for number in range(4):
            for person in people:
                api.say(person, f"câu {number}")
        await api.until(lambda: all(len(outside.said(person)) == 4 for person in people))
    for person in people:
        assert outside.said(person) == [f"câu {number}" for number in range(4)]
    assert not api.calls_of("getUpdates")
    assert api.unconfirmed == 0


async def test_an_address_that_telegram_refuses_is_said_with_the_name_of_the_setting(
    outside, api, caplog
):
    async with outside.running(webhook="http://laban.example"):
        await api.until(lambda: "BOT_TELEGRAM_WEBHOOK" in caplog.text)
    assert "BOT_TELEGRAM_WEBHOOK is refused: Bad Request: bad webhook" in caplog.text
