import asyncio
from datetime import datetime

import httpx
import pytest

from bot.limits import RateLimiter
from bot.service import ConversationService
from bot.web.app import create_app
from bot.web.health import Readiness

ANSWER = [
    {"recipient_id": "x", "text": "Được miễn.", "buttons": [{"title": "Vay?", "payload": "vay"}]},
    {
        "recipient_id": "x",
        "custom": {
            "kind": "answer",
            "answer_id": "a1",
            "confidence": 0.93,
            "passages": [{"id": "hoc-phi/trung-cap", "score": 0.88}],
            "citations": [
                {
                    "document": "Nghị định 238/2025/NĐ-CP",
                    "title": "Chính sách học phí",
                    "clause": "Điều 15",
                    "issued": "2025-09-03",
                    "in_force_from": "2025-09-03",
                    "status": "in_force",
                    "superseded_by": None,
                    "url": None,
                    "passage_id": "hoc-phi/trung-cap",
                }
            ],
            "suggestions": ["Vay?"],
        },
    },
]
REPLY = {
    "text": "Được miễn.",
    "kind": "answer",
    "buttons": [{"title": "Vay?", "payload": "vay"}],
    "citations": ANSWER[1]["custom"]["citations"],
    "confidence": 0.93,
    "answer_id": "a1",
    "row": False,
    "table": None,
    "picture": None,
    "danger": None,
    "reminder": None,
}


async def send(client, text, **more):
    return await client.post("/api/v1/messages", json={"text": text, **more})


def error_of(response):
    """Return status and code, having checked the shape."""
    body = response.json()
    assert list(body) == ["error"]
    assert sorted(body["error"]) == ["code", "message"]
    assert body["error"]["message"]
    return response.status_code, body["error"]["code"]


class TestMessages:
    async def test_an_answer_comes_whole(self, client, rasa):
        rasa.reply = lambda _text: ANSWER
        response = await send(client, "học phí trung cấp", audience="parent")
        body = response.json()
        assert response.status_code == 200
        assert list(body) == ["conversation", "replies"]
        assert body["replies"] == [REPLY]
        assert rasa.messages[0]["metadata"] == {
            "audience": "parent",
            "typed": "học phí trung cấp",
        }

    async def test_a_conversation_goes_on(self, client, rasa):
        first = (await send(client, "chào")).json()
        second = (await send(client, "học phí", conversation=first["conversation"])).json()
        assert second["conversation"] == first["conversation"]
        assert rasa.messages[0]["sender"] == rasa.messages[1]["sender"]

    async def test_a_repeat_gets_the_same_body(self, client, rasa):
        first = await send(client, "chào", message_id="m-1")
        assert (await send(client, "chào", message_id="m-1")).json() == first.json()
        assert rasa.texts == ["chào"]

    async def test_4096_characters_are_answered(self, client):
        assert (await send(client, "nghề " * 819 + "n")).status_code == 200

    @pytest.mark.parametrize(
        ("body", "problem"),
        [
            ({"text": ""}, (422, "empty_message")),
            ({"text": "\u200b\u0000 \n"}, (422, "empty_message")),
            ({"text": "nghề " * 819 + "nn"}, (413, "message_too_long")),
            ({"text": "n" * 70_000}, (413, "body_too_large")),
            ({"text": "chào", "conversation": "nobody"}, (404, "conversation_not_found")),
            ({"text": 7}, (422, "invalid_request")),
            ({}, (422, "invalid_request")),
            ([], (422, "invalid_request")),
            ({"text": "chào", "audience": "dragon"}, (422, "invalid_request")),
            ({"text": "chào", "message_id": "n" * 65}, (422, "invalid_request")),
            ({"text": "chào", "message_id": "../x"}, (422, "invalid_request")),
            ({"text": "chào", "conversation_id": "x"}, (422, "invalid_request")),
        ],
    )
    async def test_what_cannot_be_taken_is_refused(self, client, rasa, body, problem):
        response = await client.post("/api/v1/messages", json=body)
        assert error_of(response) == problem
        assert rasa.messages == []

    async def test_a_refusal_names_the_field_and_repeats_nothing(self, client):
        response = await send(client, "chào", audience="Lan, 0912345678")
        assert response.json() == {
            "error": {
                "code": "invalid_request",
                "message": "Yêu cầu chưa đúng mẫu. Chỗ cần xem lại: audience.",
            }
        }

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b'{"text": "ch\xe0o"}',
            b'{"text": "x", "\\ud800": 1}',
            b'{"text": NaN}',
            b"1" * 5000,
            b"[" * 60_000,
        ],
    )
    async def test_what_is_no_message_in_json_is_refused(self, client, content):
        response = await client.post(
            "/api/v1/messages", content=content, headers={"Content-Type": "application/json"}
        )
        status, code = error_of(response)
        assert (status in (400, 422), code) == (True, "invalid_request")

    async def test_half_an_emoji_does_no_harm(self, client, rasa):
        content = b'{"text": "h\xe1\xbb\x8dc ph\xc3\xad \\ud83d"}'
        response = await client.post(
            "/api/v1/messages", content=content, headers={"Content-Type": "application/json"}
        )
        assert response.status_code == 200
        assert rasa.texts == ["học phí \ufffd"]

    async def test_a_large_body_is_refused_before_it_is_all_there(self, client):
        sent = []

        async def endless():
            while True:
                sent.append(1024)
                yield b"x" * 1024

        response = await client.post("/api/v1/messages", content=endless())
        assert error_of(response) == (413, "body_too_large")
        assert sum(sent) < 70_000

    async def test_one_id_for_two_texts_is_refused(self, client):
        await send(client, "chào", message_id="m-1")
        response = await send(client, "tạm biệt", message_id="m-1")
        assert error_of(response) == (409, "message_id_reused")

    async def test_too_many_say_how_long_to_wait(
        self, store, erasures, rasa_client, clock, database, actions
    ):
        limiter = RateLimiter(1, clock=clock)
        service = ConversationService(store, erasures, rasa_client, limiter, patience_seconds=5)
        app = create_app(service, Readiness(database, rasa_client, actions))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
            opened = (await send(client, "chào")).json()["conversation"]
            await send(client, "một", conversation=opened)
            clock.now += 20
            response = await send(client, "hai", conversation=opened)
        assert error_of(response) == (429, "too_many_messages")
        assert response.headers["Retry-After"] == "40"
        assert "40 giây" in response.json()["error"]["message"]


class TestWithoutRasa:
    @pytest.mark.parametrize(
        ("broken", "code"),
        [
            ({"failure": httpx.ConnectError("refused")}, "rasa_unavailable"),
            ({"failure": httpx.ReadTimeout("slow")}, "rasa_unavailable"),
            ({"status": 500}, "rasa_unavailable"),
            ({"reply": lambda _text: []}, "no_reply"),
        ],
        ids=["down", "silent", "action server down", "an action failed unseen"],
    )
    async def test_it_is_said_and_a_repeat_tries_again(self, client, rasa, broken, code):
        working = {name: getattr(rasa, name) for name in broken}
        vars(rasa).update(broken)
        response = await send(client, "học phí", message_id="m-1")
        assert error_of(response) == (503, code)
        assert response.headers["Retry-After"] == "5"
        assert "đã được lưu" in response.json()["error"]["message"]
        vars(rasa).update(working)
        again = await send(client, "học phí", message_id="m-1")
        assert [reply["text"] for reply in again.json()["replies"]] == ["Về: học phí"]

    async def test_nobody_hangs(self, store, erasures, rasa_client, rasa, clock, app, database):
        limiter = RateLimiter(0, clock=clock)
        service = ConversationService(store, erasures, rasa_client, limiter, patience_seconds=0.02)
        rasa.gate.clear()
        slow = httpx.ASGITransport(create_app(service, None))
        async with (
            asyncio.timeout(60),  # Rasa never answers: who waited for it would hang
            httpx.AsyncClient(transport=slow, base_url="http://bot.test") as client,
        ):
            responses = await asyncio.gather(*(send(client, f"câu {n}") for n in range(3)))
        assert [error_of(response) for response in responses] == [(503, "reply_late")] * 3
        rasa.gate.set()
        await service.close(grace_seconds=5)


class TestHistory:
    async def test_it_has_what_was_said_and_what_was_thought_of_it(self, client, rasa):
        rasa.reply = lambda _text: ANSWER
        sent = await send(client, "học phí", audience="student", message_id="m-1")
        opened = sent.json()["conversation"]
        await client.post("/api/v1/feedback", json={"answer_id": "a1", "value": "up"})
        body = (await client.get(f"/api/v1/conversations/{opened}/messages")).json()
        times = [datetime.fromisoformat(message.pop("created_at")) for message in body["messages"]]
        assert body == {
            "conversation": opened,
            "audience": "student",
            "messages": [
                {
                    "id": 1,
                    "direction": "incoming",
                    "text": "học phí",
                    "message_id": "m-1",
                    "state": "answered",
                    "reply": None,
                    "unasked": False,
                    "feedback": None,
                },
                {
                    "id": 2,
                    "direction": "outgoing",
                    "text": "Được miễn.",
                    "message_id": None,
                    "state": None,
                    "reply": REPLY,
                    "unasked": False,
                    "feedback": "up",
                },
            ],
            "cursor": 2,
            "more": False,
        }
        assert all(time.utcoffset().total_seconds() == 0 for time in times)

    async def test_after_a_cursor_comes_what_is_new(self, client):
        opened = (await send(client, "một")).json()["conversation"]
        path = f"/api/v1/conversations/{opened}/messages"
        cursor = (await client.get(path)).json()["cursor"]
        nothing = (await client.get(path, params={"after": cursor})).json()
        assert (nothing["messages"], nothing["cursor"]) == ([], cursor)
        await send(client, "hai", conversation=opened)
        new = (await client.get(path, params={"after": cursor})).json()
        assert [message["text"] for message in new["messages"]] == ["hai", "Về: hai"]

    @pytest.mark.parametrize("after", ["-1", "x", str(2**70)])
    async def test_a_cursor_that_is_none_is_refused(self, client, after):
        opened = (await send(client, "một")).json()["conversation"]
        path = f"/api/v1/conversations/{opened}/messages"
        response = await client.get(path, params={"after": after})
        assert error_of(response) == (422, "invalid_request")
        assert response.json()["error"]["message"].endswith("after.")

    async def test_of_nobody_there_is_none(self, client):
        response = await client.get("/api/v1/conversations/nobody/messages")
        assert error_of(response) == (404, "conversation_not_found")


class TestFeedback:
    async def test_a_vote_is_confirmed(self, client, rasa):
        rasa.reply = lambda _text: ANSWER
        await send(client, "học phí")
        body = {"answer_id": "a1", "value": "down", "comment": "Sai năm."}
        response = await client.post("/api/v1/feedback", json=body)
        assert (response.status_code, response.json()) == (
            200,
            {"answer_id": "a1", "value": "down"},
        )

    @pytest.mark.parametrize(
        ("body", "problem"),
        [
            ({"answer_id": "nothing", "value": "up"}, (404, "answer_not_found")),
            ({"answer_id": "a1", "value": "sideways"}, (422, "invalid_request")),
            ({"answer_id": "a1", "value": "up", "comment": "n" * 1001}, (422, "invalid_request")),
        ],
    )
    async def test_what_cannot_be_taken_is_refused(self, client, body, problem):
        assert error_of(await client.post("/api/v1/feedback", json=body)) == problem


class TestErasing:
    async def test_it_leaves_a_receipt_and_nothing_else(self, client, rasa):
        opened = (await send(client, "học phí")).json()["conversation"]
        response = await client.delete(f"/api/v1/conversations/{opened}")
        body = response.json()
        assert response.status_code == 200
        assert datetime.fromisoformat(body.pop("erased_at")).utcoffset().total_seconds() == 0
        assert len(body.pop("receipt")) >= 22
        assert body == {"messages": 2, "feedback": 0, "pending": False}
        assert rasa.erased == [rasa.messages[0]["sender"]]
        again = await client.delete(f"/api/v1/conversations/{opened}")
        assert error_of(again) == (404, "conversation_not_found")

    async def test_without_rasa_the_receipt_says_that_something_is_left_to_do(self, client, rasa):
        opened = (await send(client, "học phí")).json()["conversation"]
        rasa.failure = httpx.ConnectError("refused")
        body = (await client.delete(f"/api/v1/conversations/{opened}")).json()
        assert body["pending"] is True


async def test_a_database_that_does_not_work_is_said(client, database, caplog):
    async with database.write() as connection:
        await connection.exec_driver_sql("DROP TABLE message")
    response = await send(client, "chào")
    assert error_of(response) == (503, "database_unavailable")
    assert response.headers["Retry-After"] == "5"
    logged = [r.getMessage() for r in caplog.records if r.name == "bot.web.problems"]
    assert logged == [
        "the database does not work (no such table: message): "
        "BOT_DATABASE_URL has to name a file in a folder that can be written"
    ]


async def test_an_unforeseen_error_tells_nothing_of_itself(client, rasa):
    rasa.failure = RuntimeError("secret")
    response = await send(client, "chào")
    assert error_of(response) == (500, "internal_error")
    assert "secret" not in response.text
    assert "Content-Security-Policy" in response.headers
