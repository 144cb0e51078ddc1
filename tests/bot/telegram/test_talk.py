import asyncio
import json

import httpx
import pytest

from bot.conversation import Status
from bot.errors import Unanswered
from bot.limits import RateLimiter
from bot.service import ConversationService
from bot.telegram import activity, texts
from bot.telegram.asking import Identity
from bot.telegram.calls import Call
from bot.telegram.reading import Place
from bot.telegram.talk import TelegramTalk
from tests.bot.telegram.visitors import AN, CLASS, ME, Visitor, titles_of

HERE = Place(AN, 0, "private")


def text_of(call):
    assert call.method == "sendMessage"
    return call.params["text"]


class TestAQuestion:
    async def test_is_answered_in_the_chat_it_came_from(self, visitor, answering):
        [call] = await visitor.say("học phí")
        assert call.params["chat_id"] == AN
        assert text_of(call).startswith("Về học phí.\n\n<blockquote>📍 Cả nước")
        assert titles_of(call) == [
            "Học phí thế nào?",
            "Gặp thầy cô tư vấn",
            "📄 Nguồn",
            "👍",
            "👎",
        ]
        assert "reply_parameters" not in call.params

    async def test_goes_on_in_the_same_conversation(self, visitor, rasa, chats):
        await visitor.say("một")
        await visitor.say("hai")
        assert len({message["sender"] for message in rasa.messages}) == 1
        assert (await chats.get(HERE)).conversation_id

    async def test_of_another_chat_is_another_conversation(self, visitor, rasa):
        await visitor.say("một", chat=AN)
        await visitor.say("hai", chat=AN + 1)
        assert len({message["sender"] for message in rasa.messages}) == 2

    async def test_handled_again_gets_the_same_answer_and_is_asked_once(self, visitor, rasa):
        update = visitor.update(text="học phí")
        assert await visitor.handle(update) == await visitor.handle(update)
        assert rasa.texts == ["học phí"]

    async def test_handled_again_before_its_chat_was_stored_does_so_too(self, visitor, rasa, chats):
        update = visitor.update(text="học phí")
        first = await visitor.handle(update)
        await chats.forget(HERE)  # as if the process had ended just before
        assert await visitor.handle(update) == first
        assert rasa.texts == ["học phí"]

    async def test_is_kept_under_the_updates_own_name(self, visitor, service, chats):
        update = visitor.update(text="học phí")
        await visitor.handle(update)
        conversation_id = (await chats.get(HERE)).conversation_id
        asked, _ = (await service.history(conversation_id, after=0)).messages
        assert asked.message_id == f"tg{ME.id}.{update['update_id']}"
        assert asked.channel == "telegram"

    async def test_shows_which_stored_reply_each_call_is(self, visitor, service, chats):
        [call] = await visitor.say("học phí")
        conversation_id = (await chats.get(HERE)).conversation_id
        _, replied = (await service.history(conversation_id, after=0)).messages
        assert call.row == replied.id

    async def test_gets_no_word_while_a_counsellor_has_it(self, visitor, store, chats):
        await visitor.say("một")
        conversation_id = (await chats.get(HERE)).conversation_id
        await store.change_status(conversation_id, Status.OPEN)
        assert await visitor.say("hai") == []

    async def test_in_an_erased_conversation_opens_another(self, visitor, service, rasa, chats):
        await visitor.say("một")
        await service.erase((await chats.get(HERE)).conversation_id)
        [call] = await visitor.say("hai")
        assert text_of(call) == "Về: hai"
        assert (await chats.get(HERE)).conversation_id

    async def test_that_is_erased_while_it_is_answered_stays_so(
        self, visitor, service, rasa, chats
    ):
        await visitor.say("một")
        conversation_id = (await chats.get(HERE)).conversation_id
        rasa.gate.clear()
        asked = asyncio.create_task(visitor.say("hai"))
        await rasa.until(lambda rasa: rasa.at_work)
        erased = asyncio.create_task(service.erase(conversation_id))
        while (await chats.get(HERE)).conversation_id:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)
        rasa.gate.set()
        await erased
        assert await asked == []
        assert (await chats.get(HERE)).conversation_id is None


class TestWithoutAnAnswer:
    async def test_it_is_raised_on_and_the_next_try_answers(self, visitor, rasa):
        rasa.failure = httpx.ConnectError("refused")
        update = visitor.update(text="học phí")
        with pytest.raises(Unanswered):
            await visitor.handle(update)
        rasa.failure = None
        [call] = await visitor.handle(update)
        assert text_of(call) == "Về: học phí"

    @pytest.mark.parametrize("text", ["\u200b", "   "])
    async def test_because_there_is_nothing_to_read(self, visitor, rasa, text):
        [call] = await visitor.say(text)
        assert text_of(call).startswith("Mình chưa thấy câu hỏi nào.")
        assert rasa.messages == []

    async def test_because_it_is_too_long(self, visitor):
        [call] = await visitor.say("học phí " * 600)
        assert text_of(call).startswith("Tin này dài quá")


class TestOneWhoWritesTooFast:
    @pytest.fixture
    async def now(self):
        return [1_000_000.0]

    @pytest.fixture
    async def visitor(self, store, erasures, rasa_client, chats, now):
        limiter = RateLimiter(2, clock=lambda: now[0])
        service = ConversationService(store, erasures, rasa_client, limiter, patience_seconds=5)
        yield Visitor(TelegramTalk(service, store, chats, ME, now=lambda: now[0]))
        await service.close(grace_seconds=0)

    async def write(self, visitor, now, texts):
        return [await visitor.say(text, date=int(now[0])) for text in texts]

    async def test_is_told_once_a_minute(self, visitor, now):
        opened, *_, told, third, fourth = await self.write(visitor, now, "012345")
        assert text_of(opened[0]) == "Về: 0"
        assert text_of(told[0]) == texts.speak(texts.TOO_FAST, None, seconds=60)
        assert third == fourth == []

    async def test_is_told_the_same_when_the_update_is_handled_again(self, visitor, now):
        await self.write(visitor, now, "012")
        update = visitor.update(text="3", date=int(now[0]))
        assert await visitor.handle(update) == await visitor.handle(update) != []

    async def test_is_no_one_whose_messages_waited_here(self, visitor, now, rasa):
        await self.write(visitor, now, "012")
        waited = visitor.update(text="3", date=int(now[0]) - 100)
        with pytest.raises(Unanswered):
            await visitor.handle(waited)
        now[0] += 61
        [call] = await visitor.handle(waited)
        assert text_of(call) == "Về: 3"

    async def test_is_no_one_whose_message_is_tried_again(self, visitor, now):
        await self.write(visitor, now, "01")
        update = visitor.update(text="2", date=int(now[0]))
        first = await visitor.handle(update)
        assert [await visitor.handle(update) for _ in range(3)] == [first] * 3


class TestAnEdit:
    async def test_is_answered_once(self, visitor, rasa):
        await visitor.say("hoc phi", message_id=5)
        [call] = await visitor.say("học nghề", kind="edited_message", message_id=5)
        assert text_of(call) == "Về: học nghề"
        assert await visitor.say("học gì", kind="edited_message", message_id=5) == []
        assert rasa.texts[1:] == ["học nghề"]

    async def test_handled_again_gets_the_same_answer(self, visitor):
        update = visitor.update(text="học nghề", kind="edited_message")
        assert await visitor.handle(update) == await visitor.handle(update) != []

    async def test_of_a_command_is_none_but_for_a_question(self, visitor, rasa):
        assert await visitor.say("/xoadulieu", kind="edited_message") == []
        [call] = await visitor.say("/hoi học nghề", kind="edited_message")
        assert text_of(call) == "Về: học nghề"

    async def test_of_a_location_that_moves_is_none(self, visitor):
        assert await visitor.send(kind="edited_message", location={"latitude": 1.0}) == []


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("photo", "không giữ lại ảnh"),
            ("contact", "không giữ lại số vừa gửi"),
            ("voice", "chưa nghe được tin thoại"),
            ("sticker", "Nhãn dán"),
            ("document", "chưa đọc được tệp"),
            ("location", "tên tỉnh"),
            ("poll", "bình chọn"),
            ("paid_media", "Loại tin này"),
        ],
    )
    async def test_is_told_kindly(self, visitor, rasa, content, said):
        [call] = await visitor.send(**{content: {}})
        assert said in text_of(call)
        assert text_of(call).endswith("Bạn gõ câu hỏi thành chữ giúp mình nhé.")
        assert rasa.messages == []

    async def test_is_told_once_for_an_album(self, visitor):
        sent = [await visitor.send(photo=[{}], media_group_id="7") for _ in range(4)]
        assert [len(calls) for calls in sent] == [1, 0, 0, 0]

    async def test_has_its_caption_answered(self, visitor):
        notice, reply = await visitor.send(photo=[{}], caption="học phí")
        assert text_of(notice).endswith("Mình đọc phần chữ đi kèm nhé.")
        assert text_of(reply) == "Về: học phí"


class TestTyping:
    @staticmethod
    async def shown(visitor, times):
        async with asyncio.timeout(60):  # only what never comes takes as long
            while len(visitor.immediate) < times:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)

    async def test_is_shown_when_an_answer_takes_its_time(self, visitor, rasa, monkeypatch):
        monkeypatch.setattr(activity, "FIRST_AFTER_SECONDS", 0.01)
        monkeypatch.setattr(activity, "AGAIN_AFTER_SECONDS", 3600)
        rasa.gate.clear()
        asked = asyncio.create_task(visitor.say("học phí"))
        await self.shown(visitor, 1)
        rasa.gate.set()
        await asked
        assert visitor.immediate == [Call("sendChatAction", {"chat_id": AN, "action": "typing"})]

    async def test_is_shown_again_while_it_lasts(self, visitor, rasa, monkeypatch):
        monkeypatch.setattr(activity, "FIRST_AFTER_SECONDS", 0.01)
        monkeypatch.setattr(activity, "AGAIN_AFTER_SECONDS", 0.02)
        rasa.gate.clear()
        asked = asyncio.create_task(visitor.say("/hoi học phí", chat=CLASS, topic=3))
        await self.shown(visitor, 3)
        rasa.gate.set()
        await asked
        shown = len(visitor.immediate)
        assert visitor.immediate[0].params["message_thread_id"] == 3
        await asyncio.sleep(0.1)
        assert len(visitor.immediate) == shown

    async def test_is_not_shown_otherwise(self, visitor, monkeypatch):
        monkeypatch.setattr(activity, "FIRST_AFTER_SECONDS", 3600)
        await visitor.say("học phí")
        assert visitor.immediate == []


class TestMembership:
    async def gone(self, database):
        async with database.read() as connection:
            rows = await connection.exec_driver_sql("SELECT gone FROM telegram_chat")
            return [bool(row.gone) for row in rows]

    async def test_of_a_blocked_bot_marks_the_chat_and_says_nothing(self, visitor, database):
        await visitor.say("chào")
        assert await visitor.membership("member", "kicked") == []
        assert await self.gone(database) == [True]
        assert await visitor.membership("kicked", "member") == []
        assert await self.gone(database) == [False]


async def test_a_group_that_moves_keeps_its_conversation(visitor, rasa):
    await visitor.say("/hoi một", chat=-5)
    assert await visitor.send(chat=-5, migrate_to_chat_id=-1005) == []
    await visitor.say("/hoi hai", chat=-1005)
    assert len({message["sender"] for message in rasa.messages}) == 1


async def test_what_is_nothing_to_the_bot_is_not_answered(visitor, rasa):
    assert await visitor.send(new_chat_title="9B") == []
    assert await visitor.handle({"update_id": 1, "unheard_of": {}}) == []


async def test_every_call_can_be_stored_as_json(visitor, answering):
    calls = [
        *await visitor.say("học phí"),
        *await visitor.say("/start"),
        *await visitor.inline("học phí học nghề"),
    ]
    assert [call.params for call in calls] == [
        json.loads(json.dumps(call.params)) for call in calls
    ]


async def test_two_bots_on_one_store_do_not_mix_their_updates(service, store, chats, rasa):
    first, second = (Visitor(TelegramTalk(service, store, chats, Identity(n, "b"))) for n in (1, 2))
    await first.say("một", chat=1)
    await second.say("hai", chat=2)
    assert rasa.texts == ["một", "hai"]
