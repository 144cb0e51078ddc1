"""Pictures and calendars, made of stored replies and uploaded to the offline Bot API server."""

import logging
from datetime import UTC, date, datetime

import icalendar
import pytest
from sqlalchemy import insert

from bot.conversation import Button, Incoming, Picture, Reminder, Reply
from bot.erasures import ErasureStore
from bot.reminders import Daytime
from bot.telegram.attaching import AttachmentMaker
from bot.telegram.calls import Attachment, Call
from bot.telegram.channel import TelegramChannel
from bot.telegram.errors import NotMade
from bot.telegram.reading import Place
from bot.telegram.records import Outgoing
from bot.telegram.rendering import render
from bot.telegram.tables import CallState, telegram_call, telegram_chat
from bot.texts import TELEGRAM_DELIVERY
from tests.botapi.api import BotApi
from tests.botapi.files import PNG_START
from tests.botapi.world import Chat

MARK = TELEGRAM_DELIVERY["again"] + "\n"
INTERESTS = Reply(
    "Em nghiêng về nhóm Kỹ thuật.",
    buttons=(Button("Giữ kết quả này", "Giữ kết quả"),),
    picture=Picture(
        "interests",
        {"R": 1.0, "I": 0.5, "A": 0.0, "S": 0.25, "E": 0.75, "C": 0.1},
        "Biểu đồ sáu nhóm sở thích.",
    ),
)
PROMISE = Reply(
    "Mình nhớ rồi.",
    reminder=Reminder("luat-moi/ma", date(2030, 1, 1), "Bao giờ có mã học tập?", 7),
)


class Talk:
    """Answers every message with one reply, stored as the service stores it."""

    def __init__(self, store, database, reply):
        self._store = store
        self._database = database
        self._reply = reply

    async def handle(self, update, _immediate):
        if "message" not in update:
            return []
        chat = update["message"]["chat"]
        place = Place(chat["id"], 0, chat["type"])
        asked = await self._store.accept(Incoming(update["message"]["text"], channel="telegram"))
        given = await self._store.complete(asked, [self._reply])
        async with self._database.write() as connection:
            await connection.execute(
                insert(telegram_chat).values(
                    chat_id=place.chat_id,
                    thread_id=0,
                    kind=place.kind,
                    conversation_id=asked.conversation_id,
                    gone=False,
                    created_at=datetime.now(UTC),
                )
            )
        self.conversation_id = asked.conversation_id
        return [call for row, reply in given.items() for call in render(reply, place, row)]


@pytest.fixture
def answering(outside, store, database):
    """Let the channel answer with a reply."""

    def answering(reply) -> TelegramChannel:
        outside.talk = Talk(store, database, reply)
        return outside.channel()

    return answering


@pytest.fixture
def an(api):
    return api.user("An")


def said(api: BotApi, chat: Chat):
    return [message for message in api.messages(chat) if message.from_bot]


async def quiet(api, chat, channel, count):
    await api.until(lambda: len(said(api, chat)) == count and channel.waiting == 0)
    return said(api, chat)


async def test_a_picture_is_drawn_of_the_reply_and_comes_after_its_words(answering, api, an):
    channel = answering(INTERESTS)
    async with channel.running():
        api.say(an, "kết quả")
        words, picture = await quiet(api, an, channel, 2)
    assert (words.text, words.labels) == (INTERESTS.text, [])
    assert (picture.text, picture.labels) == ("Biểu đồ sáu nhóm sở thích.", ["Giữ kết quả này"])
    file = api.file(picture)
    assert file.name == "la-ban-so-thich.png"
    assert file.content.startswith(PNG_START)
    assert file.described["width"] == 800


async def test_a_promise_brings_a_calendar_with_the_day_and_when_to_be_reminded(answering, api, an):
    channel = answering(PROMISE)
    async with channel.running():
        api.say(an, "nhắc em")
        _, calendar = await quiet(api, an, channel, 2)
    file = api.file(calendar)
    assert (file.name, file.described["mime_type"]) == ("la-ban-nhac-hen.ics", "text/calendar")
    [event] = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    assert event["dtstart"].dt == date(2030, 1, 1)
    assert "Bao giờ có mã học tập?" in event["summary"]
    [alarm] = event.walk("VALARM")
    assert (alarm["trigger"].dt.days, alarm["trigger"].dt.seconds) == (-7, 9 * 3600)


async def test_the_outbox_holds_no_picture(answering, api, an, database):
    channel = answering(INTERESTS)
    api.fail(502, times=10_000, methods=["sendPhoto"])
    async with channel.running():
        api.say(an, "kết quả")
        await api.until(lambda: len(api.calls_of("sendPhoto")) >= 2)
        async with database.read() as connection:
            waiting = (await connection.execute(telegram_call.select())).all()[-1]
        assert (waiting.method, waiting.params["photo"]) == ("sendPhoto", "attach://picture")
        api.stop_failing()
        await quiet(api, an, channel, 2)


@pytest.mark.parametrize("status", [502, "drop_before"])
async def test_a_picture_that_did_not_arrive_is_sent_again(answering, api, an, status):
    channel = answering(INTERESTS)
    api.fail(status, methods=["sendPhoto"])
    async with channel.running():
        api.say(an, "kết quả")
        _, picture = await quiet(api, an, channel, 2)
    mark = MARK if status == "drop_before" else ""
    assert picture.text == f"{mark}Biểu đồ sáu nhóm sở thích."
    first, again = api.calls_of("sendPhoto")
    assert first.params["photo"].content == again.params["photo"].content


async def test_a_picture_that_may_have_arrived_says_so(answering, api, an):
    channel = answering(INTERESTS)
    api.fail("drop_after", methods=["sendPhoto"])
    async with channel.running():
        api.say(an, "kết quả")
        _, first, again = await quiet(api, an, channel, 3)
    assert (first.text, again.text) == (INTERESTS.picture.alt, MARK + INTERESTS.picture.alt)


async def test_after_a_crash_the_picture_is_drawn_anew(answering, api, an, outside):
    api.fail(502, times=10_000, methods=["sendPhoto"])
    async with answering(INTERESTS).running():
        api.say(an, "kết quả")
        await api.until(lambda: api.calls_of("sendPhoto"))
    api.stop_failing()
    channel = outside.channel()
    async with channel.running():
        _, picture = await quiet(api, an, channel, 2)
    assert api.file(picture).content.startswith(PNG_START)


async def test_who_has_blocked_the_bot_gets_no_picture(answering, api, an, caplog):
    channel = answering(INTERESTS)
    async with channel.running():
        api.fail(502, times=10_000, methods=["sendPhoto"])
        api.say(an, "kết quả")
        await api.until(lambda: api.calls_of("sendPhoto"))
        api.block(an)
        api.stop_failing()
        await api.until(lambda: channel.waiting == 0)
    assert len(said(api, an)) == 1
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []


@pytest.mark.parametrize(("reply", "kind"), [(INTERESTS, "photo"), (PROMISE, "document")])
async def test_where_no_files_are_allowed_it_is_said_in_words(answering, api, an, reply, kind):
    group = api.group("Lớp 9A", [an])
    api.forbid(group, kind)
    channel = answering(reply)
    async with channel.running():
        api.say(an, "/hoi kết quả", group)
        _, instead = await quiet(api, group, channel, 2)
    assert instead.text
    assert instead.content == {}
    assert instead.labels == [button.title for button in reply.buttons]


async def test_what_cannot_be_drawn_is_said_in_words(answering, api, an, caplog):
    broken = Picture("interests", {"R": 7.0}, "Biểu đồ sáu nhóm sở thích.")
    channel = answering(Reply("Kết quả.", picture=broken))
    async with channel.running():
        api.say(an, "kết quả")
        _, instead = await quiet(api, an, channel, 2)
    assert (instead.text, instead.content) == ("Biểu đồ sáu nhóm sở thích.", {})
    assert "NotMade" in caplog.text
    assert "Biểu đồ" not in caplog.text


@pytest.mark.parametrize(
    ("method", "field"), [("sendPhoto", "photo"), ("sendDocument", "document")]
)
async def test_a_reply_without_what_is_wanted_of_it_has_no_file(
    store, telegram_store, method, field
):
    asked = await store.accept(Incoming("kết quả", channel="telegram"))
    [row] = await store.complete(asked, [Reply("Chưa có.")])
    kinds = {"photo": Attachment.PICTURE, "document": Attachment.CALENDAR}
    call = Outgoing(1, "1", 1, 1, method, {"chat_id": 1, field: kinds[field].address}, row)
    maker = AttachmentMaker(telegram_store, Daytime())
    with pytest.raises(NotMade, match=kinds[field].value):
        await maker.made_for(call)


async def test_with_the_conversation_its_picture_is_forgotten(
    answering, api, an, database, outside
):
    channel = answering(INTERESTS)
    api.fail(502, times=10_000, methods=["sendPhoto"])
    async with channel.running():
        api.say(an, "kết quả")
        await api.until(lambda: api.calls_of("sendPhoto"))
        erasures = ErasureStore(database, beside=[channel.forget])
        await erasures.erase(outside.talk.conversation_id)
        api.stop_failing()
        await api.until(lambda: channel.waiting == 0)
    assert [message.text for message in said(api, an)] == [INTERESTS.text]
    async with database.read() as connection:
        assert (await connection.execute(telegram_call.select())).all() == []


async def test_a_call_without_a_reply_is_let_go(outside, api, an, database):
    """As after an erasure by a process whose channel was off."""
    channel = outside.channel()
    async with channel.running():
        api.say(an, "chào")
        await api.until(lambda: said(api, an))
    lost = Call("sendPhoto", {"chat_id": an.id, "photo": "attach://picture"}, 99)
    async with database.write() as connection:
        await connection.execute(
            insert(telegram_call).values(
                lane=str(an.id),
                chat_id=an.id,
                update_id=0,
                method=lost.method,
                params=lost.params,
                state=CallState.PENDING,
                reply_to_row=lost.row,
                created_at=datetime.now(UTC),
            )
        )
    channel = outside.channel()
    async with channel.running():
        await api.until(lambda: api.is_polled and channel.waiting == 0)
    assert api.calls_of("sendPhoto") == []
    async with database.read() as connection:
        rows = (await connection.execute(telegram_call.select())).all()
    assert [row.state for row in rows] == [CallState.SENT, CallState.FAILED]
