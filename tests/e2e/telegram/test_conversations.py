"""People in Telegram talk to the whole system; every call that goes out is looked at."""

import httpx
import pytest

from tests.botapi.api import BotApi
from tests.e2e.telegram.expected import faults
from tests.e2e.telegram.play import CONVERSATIONS, Play, telegram_stack

pytestmark = pytest.mark.e2e

MARK = "xylophonkhongco"


@pytest.fixture(scope="module")
def api():
    with BotApi() as api:
        yield api


@pytest.fixture(scope="module")
def stack(api, tmp_path_factory):
    # BOT_LOG_LEVEL: even the most talkative log may not hold what was said, nor the token.
    folder = tmp_path_factory.mktemp("telegram")
    with telegram_stack(api, folder, "var/index", BOT_LOG_LEVEL="DEBUG") as stack:
        yield stack


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda each: each["name"])
def test_conversation(api, stack, conversation):
    play = Play(api, conversation)
    wrong = []
    for number, turn in enumerate(conversation["turns"], 1):
        wrong += [f"turn {number}: {fault}" for fault in faults(play.turn(turn), turn)]
    assert not wrong, "\n".join(wrong)


def test_the_menu_is_set_at_the_start_for_each_kind_of_chat(api, stack):
    an = api.user("An")
    group = api.group("Lớp 9A", [an])
    private = [
        *("hoi", "lotrinh", "tracnghiem", "timtruong", "hoctap", "nhacviec", "dung"),
        *("nguon", "ngan", "tuvan", "trogiup", "quyenriengtu", "xoadulieu"),
    ]
    api.wait_for(lambda: api.calls_of("setMyShortDescription"))
    assert [entry["command"] for entry in api.menu(an)] == private
    assert [entry["command"] for entry in api.menu(group)] == [
        *("hoi", "timtruong", "nguon", "trogiup"),
    ]
    assert all(entry["description"] for entry in api.menu(an))
    [described] = api.calls_of("setMyDescription")
    assert "máy trả lời tự động (AI)" in described.params["description"]


def test_who_waits_sees_that_the_bot_is_typing(api, stack):
    an = api.user("An")
    stack.pause("rasa")
    try:
        api.say(an, "Trung học nghề là học gì?")
        typing = api.wait_for(lambda: [c for c in actions(api) if c.params["chat_id"] == an.id])
    finally:
        stack.resume("rasa")
    assert typing[0].params["action"] == "typing"
    api.wait_for(lambda: [m for m in api.messages(an) if m.from_bot])


def actions(api):
    return api.calls_of("sendChatAction")


def test_a_quick_answer_comes_without_typing(api, stack):
    an = api.user("An")
    api.say(an, "/trogiup")
    api.wait_for(lambda: [m for m in api.messages(an) if m.from_bot])
    assert [c for c in actions(api) if c.params["chat_id"] == an.id] == []


def test_no_log_holds_a_word_a_name_an_address_or_the_token(api, stack):
    person = api.user(MARK)
    api.say(person, f"học phí {MARK}")
    api.send_photo(person, caption=MARK)
    api.wait_for(lambda: len([m for m in api.messages(person) if m.from_bot]) >= 3)
    secret = api.token.partition(":")[2]
    for name in stack.commands:
        log = stack.log(name).read_text(encoding="utf-8").lower()
        for kept_out in (MARK, person.username, secret.lower()):
            assert kept_out not in log, name
    bots = stack.log("bot").read_text(encoding="utf-8")
    assert str(person.id) not in bots


def test_nothing_was_set_aside_and_nothing_waits(api, stack):
    api.wait_for(lambda: api.unconfirmed == 0)
    shown = httpx.get(f"{stack.url}/metrics", timeout=60).text.splitlines()
    gauges = [line.split() for line in shown if line.startswith("bot_telegram")]
    assert {name: float(value) for name, value in gauges} == {
        "bot_telegram_updates_set_aside": 0,
        "bot_telegram_calls_waiting": 0,
    }
