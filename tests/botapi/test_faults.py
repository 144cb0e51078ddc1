"""What goes wrong on purpose."""

import time

import httpx
import pytest


@pytest.fixture
def post(api, an, http):
    """Sends a message; the status of the answer, or 0 for a lost connection."""

    def post(text="x") -> int:
        url = f"{api.url}/bot{api.token}/sendMessage"
        try:
            return http.post(url, json={"chat_id": an.id, "text": text}).status_code
        except (httpx.RemoteProtocolError, httpx.ReadError):
            return 0

    return post


@pytest.mark.parametrize("status", [500, 502, 503])
def test_the_next_requests_fail(api, an, post, status):
    api.fail(status, times=2)
    assert [post(), post(), post()] == [status, status, 200]
    assert len(api.messages(an)) == 1
    assert [call.done for call in api.calls] == [False, False, True]


def test_only_some_methods_fail(api, ask, post):
    api.fail(502, methods=["sendMessage"])
    assert ask("getMe")["ok"]
    assert post() == 502


def test_a_lost_request_was_not_carried_out(api, an, post):
    api.fail("drop_before")
    assert [post("a"), post("b")] == [0, 200]
    assert [message.text for message in api.messages(an)] == ["b"]
    assert [(call.status, call.done) for call in api.calls] == [(0, False), (200, True)]


def test_a_lost_answer_was_carried_out(api, an, post):
    api.fail("drop_after")
    assert [post("a"), post("b")] == [0, 200]
    assert [message.text for message in api.messages(an)] == ["a", "b"]
    assert [(call.status, call.done) for call in api.calls] == [(0, True), (200, True)]


def test_a_lost_answer_to_a_refused_request(api, an, post):
    api.block(an)
    api.fail("drop_after")
    assert post() == 403


def test_updates_whose_answer_is_lost_come_again(api, ask, an):
    api.say(an, "x")
    api.fail("drop_after", methods=["getUpdates"])
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        ask("getUpdates")
    assert len(ask("getUpdates")["result"]) == 1


def test_too_many_requests(api, ask, an, post):
    api.fail(429, retry_after=600)
    answer = ask("sendMessage", chat_id=an.id, text="x")
    assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 600})
    other = api.user("Bình", started=True)
    assert ask("sendMessage", chat_id=other.id, text="x")["ok"]
    assert post() == 429, "who does not wait is refused again"
    api.stop_failing()
    assert post() == 200


def test_everything_is_closed_for_a_while(api, ask, an):
    api.retry_after(600)
    assert ask("getUpdates")["ok"]
    answer = ask("sendMessage", chat_id=an.id, text="x")
    assert answer["error_code"] == 429
    assert 0 < answer["parameters"]["retry_after"] <= 600
    api.retry_after(0.01)
    time.sleep(0.02)
    assert ask("sendMessage", chat_id=an.id, text="x")["ok"]


def statuses(api, post, seed):
    api.fail_randomly(0.5, seed, kinds=("500", "502", "drop"))
    found = [post() for _ in range(30)]
    api.stop_failing()
    return found


def test_random_faults_are_the_same_for_the_same_seed(api, an, post):
    first, second, other = (statuses(api, post, seed) for seed in (1, 1, 2))
    assert first == second != other
    assert set(first) == {0, 200, 500, 502}
    lost = [call.done for call in api.calls if call.status == 0]
    assert set(lost) == {True, False}
    assert len(api.messages(an)) == sum(call.done for call in api.calls)


def test_no_faults_unless_asked_for(api, post):
    api.fail_randomly(0.0, 1)
    assert [post() for _ in range(10)] == [200] * 10
