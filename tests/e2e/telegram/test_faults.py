"""Whatever breaks, each message is answered once, in order; a repeat nobody can rule out says so.

Everything is seen from outside: what stands in the chats, and the requests that Telegram saw. The
bot's database is only asked what it was at when it was killed, and what it gave up.
"""

import json
import random
import sqlite3
import threading
import time
from itertools import groupby

import httpx
import pytest

from bot.texts import TELEGRAM_DELIVERY
from tests.botapi.api import BotApi
from tests.e2e.stack import Stack

pytestmark = pytest.mark.e2e

SEED = 2026
USERS = 50
ROUND_SECONDS = 1.0
FAILURES = 0.1
ALL_ANSWERED_SECONDS = 900
SETTLED_SECONDS = 120

KILLED = ((40, "actions"), (90, "bot"), (150, "rasa"), (250, "bot"), (350, "bot"))
"""What is killed, each after so many answers."""

MARK = TELEGRAM_DELIVERY["again"] + "\n"
LATER = TELEGRAM_DELIVERY["later"]

QUESTIONS = (
    "Em là người dân tộc thiểu số thì được hỗ trợ gì khi học nghề?",
    "Trung học nghề học mấy năm và học những môn nào?",
    "Hạnh kiểm trung bình có được học nghề không ạ?",
    "Con gái học cơ khí, ô tô, điện được không?",
    "Học nghề xong có đi Nhật, Hàn được không?",
    "Bằng trung học nghề có giá trị như bằng cấp 3 không?",
    "Học viên GDTX thi tốt nghiệp mấy môn?",
    "Mất bằng tốt nghiệp thì xin cấp lại ở đâu?",
    "Trường nghề tư có được miễn học phí không?",
    "Hộ cận nghèo có được vay tiền cho con học nghề?",
)
ORDERS = [random.Random(order).sample(QUESTIONS, len(QUESTIONS)) for order in range(5)]
"""What somebody asks, in orders of which each visitor has one."""


@pytest.fixture(scope="module")
def api():
    with BotApi(enforce_pacing=True) as api:
        yield api


@pytest.fixture(scope="module")
def stack(api, tmp_path_factory):
    """The three processes, of this test's own: it kills them."""
    running = Stack(
        tmp_path_factory.mktemp("faults"),
        overrides={"BOT_TELEGRAM_TOKEN": api.token, "BOT_TELEGRAM_API": api.url},
    )
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def answers(api, stack):
    """What the bot says to each order of questions while nothing is wrong.

    No two answers are the same: an answer shows which question it is to.
    """
    users = [api.user("Lan") for _ in ORDERS]
    for turn in range(len(QUESTIONS)):
        for user, questions in zip(users, ORDERS, strict=True):
            api.say(user, questions[turn])
        api.wait_for(lambda turn=turn: all(len(heard(api, user)) > turn for user in users))
    said = [heard(api, user) for user in users]
    assert all(len(set(texts)) == len(QUESTIONS) for texts in said), said
    return said


@pytest.fixture(autouse=True)
def nothing_fails_afterwards(api):
    yield
    api.stop_failing()


def heard(api, user):
    """Return the texts that the bot has written in somebody's chat, oldest first."""
    return [message.text for message in api.messages(user) if message.from_bot]


def bare(text):
    return text.removeprefix(MARK)


class Crowd:
    """Visitors who ask all the questions, whether the one before is answered or not."""

    def __init__(self, api):
        self.api = api
        self.order = {api.user(f"Bạn {number}"): number % len(ORDERS) for number in range(USERS)}
        self._asking = threading.Thread(target=self._ask)

    def __enter__(self):
        self._asking.start()
        return self

    def __exit__(self, *_):
        self._asking.join()

    def _ask(self):
        for turn in range(len(QUESTIONS)):
            for user, order in self.order.items():
                self.api.say(user, ORDERS[order][turn])
            time.sleep(ROUND_SECONDS)

    def answered(self):
        """Return how many answers are in the chats; what is said twice counts once."""
        return sum(
            len({bare(text) for text in heard(self.api, user)} - {LATER}) for user in self.order
        )

    def wait_for(self, count):
        """Wait until so many questions are answered."""
        self.api.wait_for(lambda: self.answered() >= count, ALL_ANSWERED_SECONDS)


def restart(stack, name):
    """Kill a process and start it again; return what was being sent when the bot was killed."""
    stack.kill(name)
    left = being_sent(stack) if name == "bot" else set()
    stack.start(name)
    return left


def rows(stack, query):
    with sqlite3.connect(stack.folder / "bot.db") as database:
        found = database.execute(query).fetchall()
    database.close()
    return found


def being_sent(stack):
    """Return the chats and texts of messages of which a killed bot cannot know the end."""
    left = rows(stack, "SELECT chat_id, params FROM telegram_call WHERE state = 'sending'")
    return {(chat_id, json.loads(params)["text"]) for chat_id, params in left}


def is_settled(api, stack):
    waiting = rows(
        stack,
        "SELECT (SELECT count(*) FROM telegram_update WHERE state = 'received')"
        " + (SELECT count(*) FROM telegram_call WHERE state IN ('pending', 'sending'))",
    )
    return api.unconfirmed == 0 and waiting == [(0,)]


def check_chat(said, expected):
    """Check that a chat shows each answer once and in order, and where not, that it says so."""
    groups = [(text, list(copies)) for text, copies in groupby(said, key=bare)]
    assert [text for text, _ in groups if text != LATER] == expected
    assert groups[-1][0] != LATER  # it stands before the answer that came late
    repeats = [copy for _, copies in groups for copy in copies[1:]]
    assert all(repeat.startswith(MARK) for repeat in repeats), said


def said_in(calls):
    """Return the chats and texts of some requests."""
    return {(call.params["chat_id"], bare(call.params["text"])) for call in calls}


def test_500_messages_are_answered_while_everything_breaks(api, stack, answers):
    crowd = Crowd(api)
    api.fail_randomly(FAILURES, SEED)
    cut_off = set()
    with crowd:
        for count, name in KILLED:
            crowd.wait_for(count)
            cut_off |= restart(stack, name)
        crowd.wait_for(USERS * len(QUESTIONS))
    api.stop_failing()
    api.wait_for(lambda: is_settled(api, stack), SETTLED_SECONDS)

    for user, order in crowd.order.items():
        check_chat(heard(api, user), answers[order])
    ids = {user.id for user in crowd.order}
    calls = [call for call in api.calls_of("sendMessage") if call.params.get("chat_id") in ids]
    assert {call.status for call in calls} == {200, 0, 429, 502}  # 0: the connection was dropped
    dropped = said_in(call for call in calls if call.status == 0)
    marked = said_in(call for call in calls if call.params["text"].startswith(MARK))
    assert dropped <= marked <= dropped | cut_off
    assert rows(stack, "SELECT * FROM telegram_update WHERE state = 'set_aside'") == []
    assert rows(stack, "SELECT * FROM telegram_call WHERE state = 'failed'") == []


MALFORMED = (
    {},
    {"text": 5},
    {"message_id": None},
    {"date": "hôm qua"},
    {"chat": None},
    {"chat": {"id": "nobody", "type": "private"}},
    {"chat": {"id": 2**70, "type": "private"}},
    {"chat": {"id": 1, "type": {"private": True}}},
    {"entities": [{"type": "mention", "offset": -7, "length": 10**9}]},
    {"reply_to_message": 7},
    {"is_topic_message": True, "message_thread_id": {"a": 1}},
)


def test_malformed_updates_do_not_stop_the_rest(api, stack, answers):
    user = api.user("Nam")
    first, second = answers[0][:2]
    whole = {
        "message_id": 10**6,
        "date": int(time.time()),
        "chat": {"id": user.id, "type": "private"},
        "from": {"id": user.id, "is_bot": False},
        "text": "Bằng nghề có giá trị gì?",
    }
    api.say(user, ORDERS[0][0])
    poison = {api.deliver("message", {**whole, **wrong} if wrong else {}) for wrong in MALFORMED}
    api.say(user, ORDERS[0][1])
    api.wait_for(lambda: second in heard(api, user) and is_settled(api, stack))
    assert [text for text in heard(api, user) if text in (first, second)] == [first, second]
    aside = rows(stack, "SELECT update_id FROM telegram_update WHERE state = 'set_aside'")
    assert {number for (number,) in aside} <= poison
    shown = httpx.get(f"{stack.url}/metrics", timeout=60).text
    assert f"bot_telegram_updates_set_aside {len(aside)}" in shown.replace(".0", "")
