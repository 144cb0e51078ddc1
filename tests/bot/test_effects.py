from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.alarms import AlarmStore
from bot.conversation import Audience, Incoming, Progress, Reminder, Reply
from bot.errors import AlarmNotFound
from bot.progress import Count, ProgressStore, month_of
from bot.tables import reminder

LATER = date(datetime.now(UTC).year + 1, 6, 15)


@pytest.fixture
def say(store, database):
    """Store a message with these replies; return its conversation."""

    async def said(*replies, text="em xin hỏi", conversation=None):
        message = await store.accept(Incoming(text, conversation, Audience.TEACHER))
        await store.complete(message, replies)
        return message.conversation_id

    return said


async def reminders_of(database):
    async with database.read() as connection:
        rows = await connection.execute(select(reminder).order_by(reminder.c.id))
        return [(row.key, row.on, row.state) for row in rows]


async def test_danger_raises_an_alarm_that_waits_for_somebody(say, database):
    conversation = await say(Reply("111", "safety", danger="violence"), text="bố đánh em")
    alarms = AlarmStore(database)
    [alarm] = await alarms.open()
    assert (alarm.conversation_id, alarm.kind, alarm.text) == (
        conversation,
        "violence",
        "bố đánh em",
    )
    await alarms.see(alarm.id)
    assert await alarms.open() == []


async def test_grief_raises_none(say, database):
    await say(Reply("…", "safety", danger="distress"))
    assert await AlarmStore(database).open() == []


async def test_an_alarm_goes_with_its_conversation(say, database, erasures):
    conversation = await say(Reply("111", "safety", danger="scam"))
    await erasures.erase(conversation)
    assert await AlarmStore(database).open() == []


async def test_an_alarm_that_is_none_cannot_be_seen_to(database):
    with pytest.raises(AlarmNotFound):
        await AlarmStore(database).see(7)


async def test_an_alarm_is_logged_without_what_was_written(say, caplog):
    await say(Reply("111", "safety", danger="abuse"), text="chuyện riêng của em")
    assert "an alarm was raised" in caplog.text
    assert "chuyện riêng" not in caplog.text
    assert "abuse" not in caplog.text


async def test_a_lesson_is_counted_by_role(say, database):
    await say(Reply("…", progress=Progress("bai-1", "started")))
    await say(Reply("…", progress=Progress("bai-1", "finished", 4, 5)))
    counts = await ProgressStore(database).counts(month_of(datetime.now(UTC)))
    assert counts == [Count("teacher", "bai-1", 1, 1, 4)]


async def test_a_reminder_is_kept_and_replaced_and_stopped(say, database):
    wanted = Reminder("hoc-phi/x", LATER, "Hạn nộp", 7)
    conversation = await say(Reply("…", reminder=wanted))
    await say(Reply("…", reminder=wanted), conversation=conversation)
    assert await reminders_of(database) == [("hoc-phi/x", LATER, "scheduled")]
    await say(Reply("…", stop_reminders="*"), conversation=conversation)
    assert await reminders_of(database) == [("hoc-phi/x", LATER, "stopped")]


async def test_a_reply_that_brings_nothing_about_stores_nothing(say, database):
    await say(Reply("Chào bạn."))
    assert await reminders_of(database) == []
    assert await AlarmStore(database).open() == []
