from collections.abc import AsyncIterator

import httpx
import pytest

from bot.answers import AnswerStore
from bot.web.app import create_app
from bot.web.health import Readiness

ANSWER_ID = "5d41402abc4b2a76b9719d911017c592"
VALUES = {"R": 0.7, "I": 0.35, "A": 0.2, "S": 0.75, "E": 0.3, "C": 0.0}
PICTURE = {"name": "interests", "values": VALUES, "alt": "Sáu nhóm sở thích."}


@pytest.fixture
async def client(service, database, rasa_client, actions) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(
        service, Readiness(database, rasa_client, actions), answers=AnswerStore(database)
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
        yield client


async def talk(client, rasa, **custom):
    """Have something said under the answer id, and return the conversation with the reply."""
    explained = {"kind": "notice", "answer_id": ANSWER_ID, **custom}
    rasa.reply = lambda _text: [{"text": "Kết quả."}, {"custom": explained}]
    answer = (await client.post("/api/v1/messages", json={"text": "kết quả"})).json()
    return answer["conversation"], answer["replies"][0]


async def test_the_picture_is_where_the_reply_says(client, rasa):
    _, reply = await talk(client, rasa, picture=PICTURE)
    response = await client.get(reply["picture"]["url"])
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Cache-Control"].startswith("private,")
    assert "Xã hội 20" in response.text


async def test_the_same_picture_is_there_as_png(client, rasa):
    _, reply = await talk(client, rasa, picture=PICTURE)
    response = await client.get(reply["picture"]["url"].replace(".svg", ".png"))
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"].startswith("private,")
    assert response.content.startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize("answer_id", ["0" * 32, ANSWER_ID, "..", "%2e%2e%2f"])
async def test_where_there_is_no_picture_it_is_said(client, rasa, answer_id, kind):
    await talk(client, rasa)
    response = await client.get(f"/api/v1/answers/{answer_id}/picture.{kind}")
    assert response.status_code == 404
    assert response.json()["error"]["code"] in ("answer_not_found", "not_found")


async def test_it_is_gone_with_its_conversation(client, rasa):
    conversation, reply = await talk(client, rasa, picture=PICTURE)
    await client.delete(f"/api/v1/conversations/{conversation}")
    response = await client.get(reply["picture"]["url"])
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "answer_not_found"


@pytest.mark.parametrize(("kind", "type_"), [("svg", "image/svg+xml"), ("png", "image/png")])
async def test_the_documentation_says_what_comes(client, kind, type_):
    paths = (await client.get("/openapi.json")).json()["paths"]
    described = paths[f"/api/v1/answers/{{answer_id}}/picture.{kind}"]["get"]
    assert list(described["responses"]["200"]["content"]) == [type_]
