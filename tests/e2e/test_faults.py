"""What the visitor reads when a part is missing; nothing lost, nobody waits over 10 s."""

import time

import pytest

pytestmark = pytest.mark.e2e

QUESTION = "Học nghề sau lớp 9 có phải đóng học phí không?"


@pytest.fixture(autouse=True)
def everything_is_back(stack):
    yield
    missing = [name for name in stack.commands if name not in stack.processes]
    for process in stack.processes:
        stack.resume(process)
    stack.start(*missing) if missing else stack.wait_ready()


def refused_in_time(response, began):
    assert time.monotonic() - began < 10
    assert response.status_code == 503, response.text
    assert response.headers["Retry-After"]
    error = response.json()["error"]
    assert error["code"]
    assert error["message"]


@pytest.mark.parametrize("part", ["rasa", "actions"])
def test_a_dead_part_is_said_kindly_and_the_message_is_answered_after(stack, visitor, part):
    visitor.ask("xin chào")
    stack.kill(part)
    began = time.monotonic()
    refused_in_time(visitor.post(QUESTION, message_id="m-1"), began)
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
    began = time.monotonic()
    refused_in_time(visitor.post(QUESTION), began)
    stack.resume("actions")
    stack.wait_ready()
    began = time.monotonic()
    assert visitor.ask(QUESTION)["kind"] == "answer"
    assert time.monotonic() - began < 5  # Rasa's lock was let go


def test_a_killed_bot_answers_what_it_had_stored(stack, visitor):
    visitor.ask("xin chào")
    stack.pause("rasa")
    with pytest.raises(Exception, match=r".*"):
        visitor.client.post(
            "/api/v1/messages",
            json={"text": QUESTION, "conversation": visitor.conversation, "message_id": "k-1"},
            timeout=1.5,
        )
    stack.kill("bot")
    stack.resume("rasa")
    stack.start("bot")
    history = f"/api/v1/conversations/{visitor.conversation}/messages"
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        shown = visitor.client.get(history).text
        if "miễn học phí" in shown:
            break
        time.sleep(0.3)
    assert shown.count('"kind":"answer"') == 1, shown
