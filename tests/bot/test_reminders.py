from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update

from bot.conversation import Audience, Direction, Incoming, Reminder, Reply, Status
from bot.erasures import ErasureStore
from bot.errors import ConversationNotFound, ReminderNotFound
from bot.reminder_store import ReminderStore, set_reminder, stop
from bot.reminders import Daytime, Kept, State, due_at, reminding
from bot.tables import conversation, reminder
from bot.telegram.tables import telegram_call, telegram_chat
from bot.telegram.unasked import TelegramOutlet
from bot.unasked import Unasked
from bot.upkeep import keeping_up
from tests.bot.test_upkeep import until

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CARD = Reminder("luat-moi/ma", date(2027, 1, 1), "Bao giờ có mã học tập?", days_before=7)
OWN = Reminder("ngay-2026-12-20", date(2026, 12, 20), "Việc em nhờ mình nhắc")


def at(text: str) -> datetime:
    """Return a moment in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


class Now:
    """A clock that stands still until it is set."""

    def __init__(self, moment: datetime):
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


class Sent:
    """Whoever sends calls in Telegram: there, or not there yet."""

    def __init__(self):
        self.calls = []
        self.is_up = True

    def sender(self):
        return self._send if self.is_up else None

    def _send(self, *calls):
        self.calls.extend(calls)


@pytest.fixture
def now() -> Now:
    return Now(at("2026-11-22 10:00"))


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def reminders(database, now, sent) -> ReminderStore:
    unasked = Unasked({"telegram": TelegramOutlet(sent.sender)})
    return ReminderStore(database, unasked, Daytime(), now=now)


@pytest.fixture
def promise(store, database, now):
    """Let somebody ask for a reminder on a channel; return the conversation."""

    async def promise(wanted=CARD, *, channel="web", audience=None) -> str:
        asked = await store.accept(Incoming("nhắc em", audience=audience, channel=channel))
        await store.complete(asked, [Reply("Mình nhớ rồi.")])
        async with database.write() as connection:
            when = due_at(wanted.on, wanted.days_before, now(), Daytime())
            await set_reminder(connection, asked.conversation_id, wanted, when)
        return asked.conversation_id

    return promise


@pytest.fixture
def chat(database):
    """Let a conversation be a chat of Telegram."""

    async def chat(conversation_id, *, gone=False, chat_id=1001, thread_id=0):
        async with database.write() as connection:
            await connection.execute(
                insert(telegram_chat).values(
                    chat_id=chat_id,
                    thread_id=thread_id,
                    kind="private" if chat_id > 0 else "supergroup",
                    conversation_id=conversation_id,
                    gone=gone,
                    created_at=datetime.now(UTC),
                )
            )

    return chat


async def said(store, conversation_id) -> list[str]:
    """Return what the bot said unasked."""
    history = await store.history(conversation_id, after=0)
    return [message.text for message in history.messages if message.unasked]


async def states(reminders, conversation_id) -> list[State]:
    return [kept.state for kept in await reminders.of(conversation_id)]


async def outbox(database):
    async with database.read() as connection:
        return (await connection.execute(select(telegram_call))).all()


# --- when ---


@pytest.mark.parametrize(
    ("on", "before", "now", "due"),
    [
        ("2027-01-01", 7, "2026-11-22 10:00", "2026-12-25 09:00"),
        ("2026-11-23", 0, "2026-11-22 10:00", "2026-11-23 09:00"),
        ("2026-11-25", 7, "2026-11-22 10:00", "2026-11-22 10:00"),
        ("2026-11-25", 7, "2026-11-22 22:30", "2026-11-23 07:00"),
        ("2026-11-25", 7, "2026-11-22 05:59", "2026-11-22 07:00"),
        ("2026-11-22", 0, "2026-11-22 08:59", "2026-11-22 09:00"),
        ("2026-11-22", 0, "2026-11-22 20:59", "2026-11-22 20:59"),
        ("2026-12-31", 0, "2026-12-31 21:00", "2027-01-01 07:00"),
    ],
)
def test_it_is_due_in_the_morning_and_never_in_the_quiet_hours(on, before, now, due):
    moment = due_at(date.fromisoformat(on), before, at(now), Daytime())
    assert moment == at(due)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "end", "hour"), [(7, 21, 9), (10, 21, 10), (6, 8, 7), (0, 24, 9), (9, 10, 9)]
)
def test_the_usual_hour_is_nine_or_as_near_as_is_allowed(start, end, hour):
    daytime = Daytime(start, end)
    due = due_at(date(2026, 12, 1), 0, at("2026-11-22 10:00"), daytime)
    assert due == at(f"2026-12-01 {hour:02}:00")
    assert daytime.allows(due)


def test_a_whole_day_may_be_allowed():
    daytime = Daytime(0, 24)
    assert daytime.next(at("2026-11-22 23:59")) == at("2026-11-22 23:59")


# --- in which words ---


@pytest.mark.parametrize(
    ("audience", "today", "text"),
    [
        (Audience.STUDENT, "2026-12-25", "⏰ Em ơi, {}\n📅 01/01/2027, còn 7 ngày nữa"),
        (Audience.PARENT, "2026-12-31", "⏰ Anh/chị ơi, {}\n📅 Ngày mai, 01/01/2027"),
        (None, "2027-01-01", "⏰ Bạn ơi, {}\n📅 Hôm nay, 01/01/2027"),
    ],
)
def test_a_reminder_speaks_to_its_visitor(audience, today, text):
    reply = reminding(CARD.title, CARD.on, date.fromisoformat(today), audience)
    assert reply.text == text.format(f"mình nhắc như đã hẹn:\n\n{CARD.title}")
    assert reply.kind == "notice"
    assert [(button.title, button.payload) for button in reply.buttons] == [
        ("Xem lại thông tin", CARD.title),
        ("Thôi, đừng nhắc nữa", "Đừng nhắc nữa"),
    ]


def test_only_a_question_is_offered_to_be_asked_again():
    reply = reminding(OWN.title, OWN.on, date(2026, 12, 20), None)
    assert [button.payload for button in reply.buttons] == ["Đừng nhắc nữa"]


def test_a_title_may_hold_anything():
    assert "{bạn} {0}" in reminding("{bạn} {0}", OWN.on, OWN.on, None).text


# --- keeping and sending ---


async def test_it_is_sent_once_when_it_is_due(store, reminders, now, promise):
    conversation_id = await promise(audience=Audience.STUDENT)
    now.moment = at("2026-12-25 08:59")
    await reminders.send_due()
    assert await said(store, conversation_id) == []
    now.moment = at("2026-12-25 09:00")
    await reminders.send_due()
    await reminders.send_due()
    (text,) = await said(store, conversation_id)
    assert text.startswith("⏰ Em ơi, ")
    (kept,) = await reminders.of(conversation_id)
    assert kept == Kept(CARD.key, CARD.title, CARD.on, now(), State.SENT, now())
    last = (await store.history(conversation_id, after=0)).messages[-1]
    assert (last.direction, last.channel, last.reply.kind) == (Direction.OUTGOING, "web", "notice")
    assert await store.button(conversation_id, last.id, 1) == last.reply.buttons[1]


async def test_two_who_send_at_the_same_moment_send_one(store, reminders, now, promise):
    conversation_id = await promise()
    now.moment = at("2026-12-25 09:00")
    (number,) = await reminders.due(now())
    assert await reminders.send(number, now()) is State.SENT
    assert await reminders.send(number, now()) is None
    assert len(await said(store, conversation_id)) == 1


async def test_it_waits_for_the_morning_where_the_bot_comes_back_at_night(
    store, reminders, now, promise
):
    conversation_id = await promise()
    now.moment = at("2026-12-27 23:00")
    await reminders.send_due()
    assert await said(store, conversation_id) == []
    now.moment = at("2026-12-28 07:00")
    await reminders.send_due()
    (text,) = await said(store, conversation_id)
    assert "còn 4 ngày nữa" in text


async def test_what_comes_too_late_is_missed_and_not_said(store, reminders, now, promise):
    conversation_id = await promise()
    now.moment = at("2027-01-02 07:00")
    await reminders.send_due()
    assert await states(reminders, conversation_id) == [State.MISSED]
    assert await said(store, conversation_id) == []


@pytest.mark.parametrize("status", [Status.OPEN, Status.RESOLVED])
async def test_it_is_sent_whoever_has_the_word(store, reminders, database, now, promise, status):
    conversation_id = await promise()
    async with database.write() as connection:
        await connection.execute(update(conversation).values(status=status))
    now.moment = at("2026-12-25 09:00")
    await reminders.send_due()
    assert len(await said(store, conversation_id)) == 1
    history = await store.history(conversation_id, after=0)
    assert history.conversation.status is status


async def test_a_second_of_the_same_key_replaces_the_first(reminders, database, promise, now):
    conversation_id = await promise(OWN)
    later = Reminder(OWN.key, date(2027, 3, 1), "Việc khác")
    async with database.write() as connection:
        await set_reminder(connection, conversation_id, later, at("2027-03-01 09:00"))
        await set_reminder(connection, conversation_id, CARD, at("2026-12-25 09:00"))
    kept = await reminders.of(conversation_id)
    assert [(k.key, k.on, k.title) for k in kept] == [
        (CARD.key, CARD.on, CARD.title),
        (later.key, later.on, later.title),
    ]


async def test_what_was_sent_may_be_wanted_again(store, reminders, database, now, promise):
    conversation_id = await promise()
    now.moment = at("2026-12-25 09:00")
    await reminders.send_due()
    async with database.write() as connection:
        await set_reminder(connection, conversation_id, CARD, at("2026-12-31 09:00"))
    now.moment = at("2026-12-31 09:00")
    await reminders.send_due()
    assert len(await said(store, conversation_id)) == 2


@pytest.mark.parametrize(
    ("key", "left"),
    [
        ("*", [State.STOPPED, State.STOPPED]),
        (CARD.key, [State.SCHEDULED, State.STOPPED]),
        ("another", [State.SCHEDULED, State.SCHEDULED]),
    ],
)
async def test_one_or_all_of_a_conversation_are_stopped(
    store, reminders, database, now, promise, key, left
):
    conversation_id, other = await promise(OWN), await promise()
    async with database.write() as connection:
        await set_reminder(connection, conversation_id, CARD, at("2026-12-25 09:00"))
        await stop(connection, conversation_id, key)
    assert await states(reminders, conversation_id) == left
    assert await states(reminders, other) == [State.SCHEDULED]
    now.moment = at("2026-12-25 09:00")
    await reminders.send_due()
    sent = len(await said(store, conversation_id))
    # The own one was due five days before, and over by now.
    assert sent == (1 if left[1] is State.SCHEDULED else 0)


async def test_stopping_does_not_undo_what_was_sent(reminders, database, now, promise):
    conversation_id = await promise()
    now.moment = at("2026-12-25 09:00")
    await reminders.send_due()
    assert (await reminders.stop(conversation_id, CARD.key)).state is State.SENT


async def test_what_is_not_there_cannot_be_stopped_or_listed(reminders, promise):
    conversation_id = await promise()
    with pytest.raises(ReminderNotFound):
        await reminders.stop(conversation_id, "another")
    for work in (reminders.of("nobody"), reminders.stop("nobody", CARD.key)):
        with pytest.raises(ConversationNotFound):
            await work


async def test_erasing_a_conversation_erases_its_reminders(
    store, reminders, database, now, promise
):
    conversation_id = await promise()
    await ErasureStore(database).erase(conversation_id)
    now.moment = at("2026-12-25 09:00")
    await reminders.send_due()
    async with database.read() as connection:
        assert (await connection.execute(select(reminder))).all() == []


async def test_a_crash_before_the_end_of_the_transaction_leaves_it_due(
    store, reminders, database, now, promise, chat, sent, monkeypatch
):
    conversation_id = await promise(channel="telegram")
    await chat(conversation_id)
    now.moment = at("2026-12-25 09:00")
    with monkeypatch.context() as broken:
        broken.setattr("bot.telegram.unasked.insert_calls", _killed)
        with pytest.raises(KeyboardInterrupt):
            await reminders.send_due()
    assert (await said(store, conversation_id), await outbox(database), sent.calls) == ([], [], [])
    assert await states(reminders, conversation_id) == [State.SCHEDULED]
    await reminders.send_due()
    assert len(await said(store, conversation_id)) == len(sent.calls) == 1


async def _killed(*_arguments):
    raise KeyboardInterrupt


async def test_a_crash_after_it_leaves_the_call_to_the_outbox(
    store, reminders, database, now, promise, chat, sent, monkeypatch
):
    conversation_id = await promise(channel="telegram")
    await chat(conversation_id)
    now.moment = at("2026-12-25 09:00")

    def killed(*_calls):
        raise KeyboardInterrupt

    monkeypatch.setattr(sent, "_send", killed)
    with pytest.raises(KeyboardInterrupt):
        await reminders.send_due()
    await reminders.send_due()
    assert len(await said(store, conversation_id)) == 1
    (call,) = await outbox(database)
    assert call.state == "pending"
    assert call.params["text"].startswith("⏰ Bạn ơi")


# --- Telegram ---


@pytest.mark.parametrize(("chat_id", "topic"), [(1001, 0), (-2002, 0), (-2002, 7)])
async def test_a_chat_gets_it_through_the_outbox(
    store, reminders, database, now, promise, chat, sent, chat_id, topic
):
    conversation_id = await promise(channel="telegram")
    await chat(conversation_id, chat_id=chat_id, thread_id=topic)
    now.moment = at("2026-12-25 09:00")
    await reminders.send_due()
    (call,) = await outbox(database)
    last = (await store.history(conversation_id, after=0)).messages[-1]
    assert (call.method, call.lane, call.chat_id, call.reply_to_row, call.state) == (
        "sendMessage",
        str(chat_id),
        chat_id,
        last.id,
        "pending",
    )
    assert call.params.get("message_thread_id", 0) == topic
    titles = [row[0]["text"] for row in call.params["reply_markup"]["inline_keyboard"]]
    assert titles == ["Xem lại thông tin", "Thôi, đừng nhắc nữa"]
    assert [(c.number, c.params, c.unknown) for c in sent.calls] == [(call.id, call.params, False)]
    assert last.channel == "telegram"


async def test_a_chat_that_is_gone_is_not_written_to(
    store, reminders, database, now, promise, chat, sent
):
    conversation_id = await promise(channel="telegram")
    await chat(conversation_id, gone=True)
    now.moment = at("2026-12-25 09:00")
    await reminders.send_due()
    assert await states(reminders, conversation_id) == [State.STOPPED]
    assert (await said(store, conversation_id), await outbox(database), sent.calls) == ([], [], [])


async def test_it_waits_until_the_channel_is_up(
    store, reminders, database, now, promise, chat, sent
):
    conversation_id = await promise(channel="telegram")
    await chat(conversation_id)
    sent.is_up = False
    now.moment = at("2026-12-25 09:00")
    await reminders.send_due()
    assert await states(reminders, conversation_id) == [State.SCHEDULED]
    assert await said(store, conversation_id) == []
    sent.is_up = True
    await reminders.send_due()
    assert await states(reminders, conversation_id) == [State.SENT]
    assert len(sent.calls) == 1


async def test_without_the_channel_nothing_is_said_into_the_void(
    store, database, now, promise, chat
):
    conversation_id = await promise(channel="telegram")
    await chat(conversation_id)
    without = ReminderStore(database, Unasked({}), Daytime(), now=now)
    now.moment = at("2026-12-25 09:00")
    await without.send_due()
    assert await states(without, conversation_id) == [State.SCHEDULED]
    now.moment = at("2027-01-02 09:00")
    await without.send_due()
    assert await states(without, conversation_id) == [State.MISSED]


# --- beside the rest ---


async def test_what_fell_due_while_the_bot_was_down_is_sent_at_the_next_start(
    store, service, reminders, now, promise
):
    conversation_id = await promise()
    now.moment = at("2026-12-26 12:00")

    async def is_ready():
        return False

    rounds = []

    async def one_round():
        await reminders.send_due()
        rounds.append(1)

    async with keeping_up(service, is_ready, one_round):
        await until(lambda: rounds)
    assert len(await said(store, conversation_id)) == 1


async def test_no_log_line_says_what_it_is_about(reminders, now, promise, caplog):
    caplog.set_level("DEBUG", logger="bot")
    conversation_id = await promise()
    now.moment = at("2026-12-25 09:00") + timedelta(minutes=1)
    await reminders.send_due()
    lines = [record.getMessage() for record in caplog.records if "reminder" in record.getMessage()]
    assert len(lines) == 1
    for secret in (conversation_id, CARD.title, CARD.key):
        assert secret not in caplog.text
