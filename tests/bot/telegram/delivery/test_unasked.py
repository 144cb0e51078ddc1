"""What the bot says unasked, through the real channel to the offline Bot API server."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select

from bot.conversation import Incoming, Reminder, Reply
from bot.reminder_store import ReminderStore, set_reminder
from bot.reminders import Daytime, State
from bot.tables import reminder
from bot.telegram.tables import telegram_chat
from bot.unasked import Unasked

DUE = datetime(2026, 12, 25, 2, 0, tzinfo=UTC)
CARD = Reminder("luat-moi/ma", date(2027, 1, 1), "Bao giờ có mã học tập?", 7)


@pytest.fixture
async def an(api, store, database):
    """Somebody whose chat is a conversation with a reminder that is due."""
    an = api.user("An")
    asked = await store.accept(Incoming("nhắc em", channel="telegram"))
    await store.complete(asked, [Reply("Mình nhớ rồi.")])
    async with database.write() as connection:
        await set_reminder(connection, asked.conversation_id, CARD, DUE)
        await connection.execute(
            insert(telegram_chat).values(
                chat_id=an.id,
                thread_id=0,
                kind="private",
                conversation_id=asked.conversation_id,
                gone=False,
                created_at=DUE,
            )
        )
    return an


def reminders_of(channel, database) -> ReminderStore:
    return ReminderStore(
        database, Unasked({"telegram": channel.outlet}), Daytime(), now=lambda: DUE
    )


async def state(database) -> str:
    async with database.read() as connection:
        return await connection.scalar(select(reminder.c.state))


async def until_up(outside, api, an) -> None:
    """Let the person write first, without which no bot may write to them, and get an answer."""
    api.say(an, "xin chào")
    await api.until(lambda: outside.said(an) == ["xin chào"])


async def test_a_chat_is_reminded_once_the_channel_is_up(outside, api, an, database):
    channel = outside.channel()
    reminders = reminders_of(channel, database)
    await reminders.send_due()
    assert await state(database) == State.SCHEDULED
    async with channel.running():
        await until_up(outside, api, an)
        await reminders.send_due()
        await reminders.send_due()
        await api.until(lambda: len(outside.said(an)) == 2)
        api.say(an, "cảm ơn")
        await api.until(lambda: len(outside.said(an)) == 3)
    _, second, third = outside.said(an)
    assert second.startswith("⏰ Bạn ơi, mình nhắc như đã hẹn:")
    assert third == "cảm ơn"


async def test_what_was_stored_before_a_crash_is_said_after_it_and_once(outside, api, an, database):
    killed = outside.channel()
    reminders = reminders_of(killed, database)
    async with killed.running():
        await until_up(outside, api, an)
        killed.outlet._send = lambda _calls: None
        await reminders.send_due()
    assert (outside.said(an), await state(database)) == (["xin chào"], State.SENT)
    async with outside.running():
        await api.until(lambda: len(outside.said(an)) == 2)
        api.say(an, "cảm ơn")
        await api.until(lambda: len(outside.said(an)) == 3)
    assert [text[:1] for text in outside.said(an)] == ["x", "⏰", "c"]


async def test_who_has_blocked_the_bot_hears_no_more(outside, api, an, database):
    channel = outside.channel()
    reminders = reminders_of(channel, database)
    async with channel.running():
        await until_up(outside, api, an)
        async with database.write() as connection:
            await connection.execute(telegram_chat.update().values(gone=True))
        await reminders.send_due()
    assert await state(database) == State.STOPPED
    assert len(api.calls_of("sendMessage")) == 1
