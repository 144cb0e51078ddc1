import asyncio
import json

import httpx
import pytest

from bot.conversation import Audience, Button, Citation, PassageScore, Reply
from bot.errors import NoReply, RasaUnavailable
from bot.rasa_client import RasaClient

URL = "http://rasa.test"

CUSTOM = {
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
    "suggestions": ["Học phí văn hoá có phải đóng không?"],
}
ANSWER = Reply(
    text="Được miễn học phí.",
    kind="answer",
    buttons=(Button("Học phí văn hoá?", "Học phí văn hoá có phải đóng không?"),),
    citations=(
        Citation(
            "Nghị định 238/2025/NĐ-CP",
            "Chính sách học phí",
            "Điều 15",
            "2025-09-03",
            "2025-09-03",
            "in_force",
            None,
            None,
            "hoc-phi/trung-cap",
        ),
    ),
    confidence=0.93,
    answer_id="a1",
    passages=(PassageScore("hoc-phi/trung-cap", 0.88),),
    suggestions=("Học phí văn hoá có phải đóng không?",),
)
BUTTONS = [{"title": "Học phí văn hoá?", "payload": "Học phí văn hoá có phải đóng không?"}]


def client(answer, seconds=5.0):
    handler = answer if callable(answer) else lambda _: httpx.Response(200, json=answer)
    return RasaClient(URL, timeout_seconds=seconds, transport=httpx.MockTransport(handler))


async def replies_to(answer):
    async with client(answer) as rasa:
        return await rasa.send("s1", "học phí", typed="hp", audience=None)


async def test_what_rasa_is_asked_is_the_contract():
    asked = []

    def answer(request):
        asked.append((request.method, str(request.url), json.loads(request.content)))
        return httpx.Response(200, json=[{"recipient_id": "s1", "text": "Chào em."}])

    async with client(answer) as rasa:
        await rasa.send("s1", "học phí", typed="hp", audience=Audience.STUDENT)
    assert asked == [
        (
            "POST",
            "http://rasa.test/webhooks/laban/webhook",
            {
                "sender": "s1",
                "message": "học phí",
                "metadata": {"audience": "student", "typed": "hp"},
            },
        )
    ]


async def test_a_text_its_buttons_and_its_object_are_one_reply():
    entries = [
        {"recipient_id": "s1", "text": "Được miễn học phí.", "buttons": BUTTONS},
        {"recipient_id": "s1", "custom": CUSTOM},
    ]
    assert await replies_to(entries) == (ANSWER,)


async def test_a_text_alone_is_a_notice():
    assert await replies_to([{"recipient_id": "s1", "text": "Chào em."}]) == (
        Reply("Chào em.", kind="notice"),
    )


async def test_an_object_belongs_to_the_latest_text_that_has_none():
    entries = [
        {"text": "một"},
        {"text": "hai"},
        {"custom": {"kind": "clarify"}},
        {"custom": {"kind": "safety"}},
        {"custom": {"kind": "handoff"}},
        {"text": "ba", "custom": {"kind": "handoff"}},
    ]
    assert await replies_to(entries) == (
        Reply("một", kind="safety"),
        Reply("hai", kind="clarify"),
        Reply("ba", kind="handoff"),
    )


@pytest.mark.parametrize(
    "entries", [[], [{"custom": CUSTOM}], [{"text": ""}], [{"image": "http://x.test/y.png"}]]
)
async def test_silence_is_an_error(entries):
    with pytest.raises(NoReply) as caught:
        await replies_to(entries)
    assert caught.value.sender_id == "s1"


def refuse(request):
    raise httpx.ConnectError("refused", request=request)


def break_off(request):
    raise httpx.RemoteProtocolError("broke off", request=request)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (lambda _: httpx.Response(500), "status 500"),
        (lambda _: httpx.Response(504), "status 504"),
        (lambda _: httpx.Response(404), "status 404"),
        (refuse, "ConnectError"),
        (break_off, "RemoteProtocolError"),
        (lambda _: httpx.Response(200, text="<html>"), "an answer against the contract"),
        ({"text": "not a list"}, "an answer against the contract"),
        ([{"text": 7}], "an answer against the contract"),
        ([{"text": "x"}, {"custom": {"kind": "shrug"}}], "an answer against the contract: kind"),
        (
            [{"text": "x", "buttons": [{"title": "y"}]}],
            "an answer against the contract: 0.buttons.0.payload",
        ),
    ],
)
async def test_an_answer_that_cannot_be_used_is_named_without_what_was_said(answer, problem):
    with pytest.raises(RasaUnavailable) as caught:
        await replies_to(answer)
    assert caught.value.url == URL
    assert caught.value.problem.startswith(problem)
    assert "shrug" not in str(caught.value)


async def test_a_slow_answer_is_not_waited_for():
    async def never(_request):
        await asyncio.Event().wait()

    async with client(never, seconds=0.01) as rasa:
        with pytest.raises(RasaUnavailable) as caught:
            await rasa.send("s1", "học phí", typed="hp", audience=None)
    assert caught.value.problem == "no answer within 0.01 s"


async def test_an_answer_in_drops_is_not_waited_for():
    class Drops(httpx.AsyncByteStream):
        async def __aiter__(self):
            while True:
                yield b" "
                await asyncio.sleep(0)

    async with client(lambda _: httpx.Response(200, stream=Drops()), seconds=0.01) as rasa:
        with pytest.raises(RasaUnavailable, match=r"no answer within 0\.01 s"):
            await rasa.send("s1", "học phí", typed="hp", audience=None)


async def test_a_sender_is_erased_by_name():
    asked = []

    def answer(request):
        asked.append((request.method, str(request.url)))
        return httpx.Response(200, json={"erased_events": 3})

    async with client(answer) as rasa:
        await rasa.erase("s1")
        await rasa.check_ready()
    assert asked == [
        ("DELETE", "http://rasa.test/webhooks/laban/conversations/s1"),
        ("GET", "http://rasa.test/webhooks/laban/ready"),
    ]


async def test_an_erasure_that_may_not_have_happened_is_an_error():
    async with client(lambda _: httpx.Response(404)) as rasa:
        with pytest.raises(RasaUnavailable):
            await rasa.erase("s1")
