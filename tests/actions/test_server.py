import asyncio
import logging
from contextlib import asynccontextmanager

import httpx
import pytest
from rasa_sdk.events import SlotSet
from rasa_sdk.interfaces import Action
from sanic import Sanic

from actions.server import build_app, build_executor
from knowledge.index import build_index
from tests.actions.calls import SENDER, ask, call_of
from tests.fakes import LOAN, FakeEmbedder

SECRET = "em ten Lan, so 0912345678"
FAILED = ("utter_service_error", "notice")


async def work():
    pass


async def fail():
    raise LookupError("no such row")


async def hang():
    await asyncio.Event().wait()


class Echo(Action):
    """Says a word, does what it was made for, remembers the word."""

    def __init__(self, then=work):
        self._then = then

    def name(self):
        return "action_echo"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="Đây")
        await self._then()
        return [SlotSet("said", "Đây")]


def executor_of(then=work, time_budget_seconds=5.0):
    return build_executor([Echo(then)], time_budget_seconds)


async def test_an_action_that_works_is_let_through():
    message, events = await ask(executor_of(), "action_echo", "học phí")
    assert message == {"text": "Đây"}
    assert events == [{"event": "slot", "timestamp": None, "name": "said", "value": "Đây"}]


@pytest.mark.parametrize(("then", "budget"), [(fail, 5.0), (hang, 0.001)])
async def test_a_failure_is_a_sentence_instead_of_what_was_begun(then, budget):
    message, events = await ask(executor_of(then, budget), "action_echo", SECRET)
    assert (message["response"], message["custom"]["kind"]) == FAILED
    assert events == []


async def test_a_failure_before_anything_is_awaited_is_a_sentence_too():
    class Broken(Echo):
        def run(self, dispatcher, tracker, domain):
            raise TypeError("not even a coroutine")

    message, _ = await ask(build_executor([Broken()], 5.0), "action_echo")
    assert (message["response"], message["custom"]["kind"]) == FAILED


@pytest.mark.parametrize(
    ("then", "budget", "cause"), [(fail, 5.0, LookupError), (hang, 0.001, TimeoutError)]
)
async def test_the_log_says_whose_turn_failed_and_why_but_not_what_was_typed(
    caplog, then, budget, cause
):
    await ask(executor_of(then, budget), "action_echo", SECRET)
    [record] = [record for record in caplog.records if record.name == "actions.server"]
    assert (record.levelname, record.getMessage()) == ("ERROR", f"action_echo failed for {SENDER}")
    assert record.exc_info[0] is cause
    assert SECRET not in caplog.text


async def test_a_turn_that_is_called_off_is_not_a_failure(caplog):
    turn = asyncio.create_task(ask(executor_of(hang), "action_echo"))
    await asyncio.sleep(0)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    assert [record for record in caplog.records if record.name == "actions.server"] == []


async def test_after_a_failure_the_next_turn_works():
    turns = iter([fail, work])
    executor = executor_of(lambda: next(turns)())
    message, events = await ask(executor, "action_echo")
    assert (message["response"], message["custom"]["kind"], events) == (*FAILED, [])
    message, _ = await ask(executor, "action_echo")
    assert message == {"text": "Đây"}


def test_only_the_actions_that_were_built_are_known():
    class Other(Echo):
        def name(self):
            return "action_other"

    executor = build_executor([Echo(), Other()], 5.0)
    assert [action.name for action in executor.list_actions()] == ["action_echo", "action_other"]


@pytest.fixture
async def client(knowledge):
    """A client of the whole web application, started and stopped as a server does."""
    app = build_app(executor_of(), knowledge)
    app.config.TOUCHUP = False  # Sanic rewrites its own methods, which works once a process
    async with started(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://actions.test") as client:
            yield client
    Sanic.unregister_app(app)


@asynccontextmanager
async def started(app):
    """Send the start and the end of ASGI's lifespan, which httpx leaves out."""
    messages, replies = asyncio.Queue(), asyncio.Queue()
    life = asyncio.create_task(app({"type": "lifespan"}, messages.get, replies.put))
    for event in ("startup", "shutdown"):
        await messages.put({"type": f"lifespan.{event}"})
        assert await replies.get() == {"type": f"lifespan.{event}.complete"}
        if event == "startup":
            yield
    await life


async def test_it_is_ready_with_the_passages_it_knows(client):
    answer = await client.get("/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "passages": 4})


async def test_it_says_how_many_passages_a_new_index_has(client, knowledge, folder):
    build_index([LOAN], FakeEmbedder(), folder)
    knowledge.refresh()
    assert (await client.get("/ready")).json() == {"status": "ready", "passages": 1}


async def test_rasa_gets_the_message_and_the_events_of_an_action(client):
    answer = await client.post("/webhook", json=call_of("action_echo", "học phí"))
    assert answer.status_code == 200
    body = answer.json()
    assert [event["name"] for event in body["events"]] == ["said"]
    assert [response["text"] for response in body["responses"]] == ["Đây"]


async def test_an_action_that_is_not_known_is_not_found(client, caplog):
    caplog.set_level(logging.CRITICAL, "rasa_sdk")
    answer = await client.post("/webhook", json=call_of("action_other"))
    assert (answer.status_code, answer.json()["action_name"]) == (404, "action_other")


async def test_no_page_of_another_host_may_call(client):
    answer = await client.post(
        "/webhook", json=call_of("action_echo"), headers={"Origin": "http://evil.test"}
    )
    assert "access-control-allow-origin" not in answer.headers
