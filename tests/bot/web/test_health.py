import httpx
import pytest

from bot.actions_client import ActionsClient
from bot.web.app import create_app
from bot.web.health import Readiness
from tests.bot.fakes import actions_with

ALL = {"database": "ready", "rasa": "ready", "actions": "ready", "index": "ready"}


async def test_alive_is_said_without_asking_anybody(client, rasa):
    rasa.failure = httpx.ConnectError("refused")
    response = await client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


async def test_ready_is_when_all_four_are(client):
    response = await client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "checks": ALL})


async def test_one_that_is_missing_is_enough(database, rasa, rasa_client, actions):
    readiness = Readiness(database, rasa_client, actions)
    assert await readiness.is_ready()
    rasa.status = 503
    assert not await readiness.is_ready()


async def test_without_rasa_it_is_not_ready(client, rasa):
    rasa.status = 503
    response = await client.get("/readyz")
    assert (response.status_code, response.json()) == (
        503,
        {"status": "not ready", "checks": {**ALL, "rasa": "missing"}},
    )


async def test_without_a_database_it_is_not_ready(client, database, tmp_path):
    await database.close()
    (tmp_path / "bot.db").write_text("certainly not a database, but long enough to look at" * 20)
    response = await client.get("/readyz")
    assert (response.status_code, response.json()) == (
        503,
        {"status": "not ready", "checks": {**ALL, "database": "missing"}},
    )


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        (lambda _: httpx.Response(503), {"actions", "index"}),
        (actions_with(0), {"index"}),
    ],
)
async def test_without_the_actions_or_their_index_it_is_not_ready(
    service, database, rasa_client, answer, missing
):
    transport = httpx.MockTransport(answer)
    async with ActionsClient("http://actions.test", transport=transport) as actions:
        app = create_app(service, Readiness(database, rasa_client, actions))
        asgi = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=asgi, base_url="http://bot.test") as client:
            response = await client.get("/readyz")
    assert response.status_code == 503
    checks = response.json()["checks"]
    assert {name for name, state in checks.items() if state == "missing"} == missing
