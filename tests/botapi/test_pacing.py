"""How fast a bot may send."""

import pytest

from tests.botapi.api import BotApi
from tests.botapi.pacing import Pacing
from tests.botapi.problems import Refused
from tests.botapi.world import Chat, User


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pacing(clock) -> Pacing:
    return Pacing(True, clock)


def private(number=1) -> Chat:
    return Chat(number, "private", user=User(number, "An", "an"))


def wait(pacing, chat) -> int:
    """Seconds that Telegram asks to wait; 0 when the message goes through."""
    try:
        pacing.send(chat)
    except Refused as refused:
        return refused.parameters["retry_after"]
    return 0


def test_one_a_second_goes_through_for_ever(pacing, clock):
    for _ in range(100):
        assert wait(pacing, private()) == 0
        clock.now += 1


def test_a_short_burst_in_a_private_chat(pacing, clock):
    assert [wait(pacing, private()) for _ in range(3)] == [0] * 3
    seconds = wait(pacing, private())
    assert seconds == 3
    clock.now += seconds
    assert wait(pacing, private()) == 0


def test_thirty_a_second_over_all(pacing, clock):
    assert [wait(pacing, private(number)) for number in range(30)] == [0] * 30
    assert wait(pacing, private(30)) == 1
    clock.now += 1
    assert wait(pacing, private(30)) == 0


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_twenty_a_minute_in_a_group(pacing, clock, kind):
    group = Chat(-5, kind)
    for _ in range(20):
        assert wait(pacing, group) == 0
        clock.now += 1
    assert wait(pacing, group) == 40
    clock.now += 40
    assert wait(pacing, group) == 0


def test_pacing_over_http_counts_messages_only(http, pacing):
    with BotApi() as api:
        api._telegram.pacing = pacing  # its clock stands still, however slow the machine is
        an = api.user(started=True)
        url = f"{api.url}/bot{api.token}"
        for _ in range(3):
            http.get(f"{url}/sendChatAction", params={"chat_id": an.id, "action": "typing"})
            http.get(f"{url}/sendMessage", params={"chat_id": an.id, "text": ""})
            answer = http.get(f"{url}/sendMessage", params={"chat_id": an.id, "text": "x"})
            assert answer.status_code == 200
        refused = http.get(f"{url}/sendMessage", params={"chat_id": an.id, "text": "x"})
        assert refused.status_code == 429
        seconds = refused.json()["parameters"]["retry_after"]
        assert seconds == 3
        assert refused.json()["description"] == f"Too Many Requests: retry after {seconds}"
        assert len(api.messages(an)) == 3
        api.enforce_pacing = False
        assert http.get(f"{url}/sendMessage", params={"chat_id": an.id, "text": "x"}).is_success


def test_without_enforcement_all_goes_through(api, ask, an):
    assert all(ask("sendMessage", chat_id=an.id, text="x")["ok"] for _ in range(40))
