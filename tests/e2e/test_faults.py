"""What the visitor reads when a part is missing; nothing is lost, nobody waits for ever."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.stack import PATIENCE_SECONDS

pytestmark = pytest.mark.e2e

QUESTION = "Học nghề sau lớp 9 có phải đóng học phí không?"


@pytest.fixture(autouse=True)
def everything_is_back(stack):
    yield
    missing = [name for name in stack.commands if name not in stack.processes]
    for process in stack.processes:
        stack.resume(process)
    stack.start(*missing) if missing else stack.wait_ready()


def refused(response):
    """Check a refusal; that it came at all is the patience of the visitor's client."""
    assert response.status_code == 503, response.text
    assert response.headers["Retry-After"]
    error = response.json()["error"]
    assert error["code"]
    assert error["message"]


@pytest.mark.parametrize("part", ["rasa", "actions"])
def test_a_dead_part_is_said_kindly_and_the_message_is_answered_after(stack, visitor, part):
    visitor.ask("xin chào")
    stack.kill(part)
    refused(visitor.post(QUESTION, message_id="m-1"))
    assert visitor.client.get("/readyz").status_code == 503
    assert visitor.client.get("/healthz").status_code == 200
    stack.start(part)
    again = visitor.post(QUESTION, message_id="m-1")
    assert again.status_code == 200
    assert again.json()["replies"][0]["kind"] == "answer"
    assert visitor.post(QUESTION, message_id="m-1").json() == again.json()


def test_a_slow_part_is_not_waited_for(stack, visitor):
    visitor.ask("xin chào")
    stack.pause("actions")
    refused(visitor.post(QUESTION))
    stack.resume("actions")
    stack.wait_ready()
    # Rasa's lock was let go: it would be held for longer than the bot waits for an answer.
    assert visitor.ask(QUESTION)["kind"] == "answer"


def test_a_killed_bot_answers_what_it_had_stored(stack, visitor):
    visitor.ask("xin chào")
    stack.pause("rasa")
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(visitor.post, QUESTION, message_id="k-1")
        history_with(visitor, QUESTION)  # it is stored
        stack.kill("bot")
        asked.exception(PATIENCE_SECONDS)
    stack.resume("rasa")
    stack.start("bot")
    shown = history_with(visitor, "miễn học phí")
    assert shown.count('"kind":"answer"') == 1, shown


def history_with(visitor, words):
    """Ask for the conversation until these words are in it; return it as it came."""
    history = f"/api/v1/conversations/{visitor.conversation}/messages"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while words not in (shown := visitor.client.get(history).text):
        assert time.monotonic() < deadline, shown
        time.sleep(0.3)
    return shown
