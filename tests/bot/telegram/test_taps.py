import httpx
import pytest

from bot.conversation import Audience
from bot.errors import Unanswered
from bot.telegram import texts
from bot.telegram.reading import Place
from tests.bot.telegram.visitors import AN, CLASS, buttons_of, titles_of

HERE = Place(AN, 0, "private")


def notes(visitor):
    return [call.params.get("text") for call in visitor.immediate if "Callback" in call.method]


class TestASuggestion:
    async def test_is_asked_in_its_own_words_and_shown_with_the_answer(self, visitor, answering):
        [call] = await visitor.say("học phí")
        [reply] = await visitor.tap(call, "Học phí thế nào?")
        assert answering.texts == ["học phí", "Học nghề có mất học phí không?"]
        assert reply.params["text"].startswith(
            "💬 <i>Học phí thế nào?</i>\n\nVề Học nghề có mất học phí không?."
        )
        assert notes(visitor) == [None]

    async def test_of_an_older_answer_still_works(self, visitor, answering):
        [first] = await visitor.say("một")
        await visitor.say("hai")
        assert await visitor.tap(first, "Học phí thế nào?")

    async def test_ends_the_waiting_even_where_there_is_no_answer(self, visitor, answering):
        [call] = await visitor.say("học phí")
        answering.failure = httpx.ConnectError("refused")
        with pytest.raises(Unanswered):
            await visitor.tap(call, "Học phí thế nào?")
        assert notes(visitor) == [None]

    async def test_tapped_twice_in_a_row_is_asked_twice_and_both_are_answered(
        self, visitor, answering
    ):
        [call] = await visitor.say("học phí")
        data = dict(buttons_of(call))["Học phí thế nào?"]
        taps = [visitor.tap_data(data), visitor.tap_data(data)]
        first, again = [call for tap in taps for call in await tap]
        assert first.params["text"] == again.params["text"]
        assert answering.texts[1:] == ["Học nghề có mất học phí không?"] * 2
        assert notes(visitor) == [None] * 2


class TestAFlow:
    async def test_begins_and_shows_what_was_tapped(self, visitor, rasa):
        [start] = await visitor.say("/start")
        [begun] = await visitor.tap(start, "🧭 Tư vấn lộ trình")
        assert rasa.texts == ["Tư vấn lộ trình"]
        assert begun.params["text"] == "💬 <i>🧭 Tư vấn lộ trình</i>\n\nVề: Tư vấn lộ trình"

    async def test_that_fits_is_offered_once_it_is_known_who_one_is(self, visitor, rasa):
        [start] = await visitor.say("/start")
        [edit] = await visitor.tap(start, "Thầy cô")
        await visitor.tap(edit, "📚 Học Chỉ thị 21")
        assert rasa.texts == ["Học Chỉ thị 21"]

    async def test_does_not_begin_in_a_group(self, visitor, rasa):
        assert await visitor.tap_data("f:lotrinh", chat=CLASS) == []
        assert rasa.texts == []


class TestAButtonThatIsTooOld:
    async def test_says_so_once_the_conversation_is_erased(
        self, visitor, answering, service, chats
    ):
        [call] = await visitor.say("học phí")
        await service.erase((await chats.get(HERE)).conversation_id)
        for title in ("Học phí", "📄 Nguồn", "👍"):
            assert await visitor.tap(call, title) == []
        assert notes(visitor) == [texts.speak(texts.OLD_BUTTON, None)] * 3

    async def test_says_so_in_another_chat(self, visitor, answering):
        [call] = await visitor.say("học phí")
        await visitor.say("chào", chat=AN + 1)
        assert await visitor.tap(call, "Học phí", chat=AN + 1) == []
        assert await visitor.tap(call, "👍", chat=AN + 1) == []
        assert notes(visitor) == [texts.speak(texts.OLD_BUTTON, None)] * 2

    @pytest.mark.parametrize(
        "data", ["b:1:99", "b:999:0", "e:general:99", "e:x:0", "f:dung", "f:x", "rubbish", ""]
    )
    async def test_says_so_whatever_it_carries(self, visitor, answering, data):
        await visitor.say("học phí")
        assert await visitor.tap_data(data) == []
        assert notes(visitor) == [texts.speak(texts.OLD_BUTTON, None)]

    async def test_below_a_message_that_telegram_forgot_says_so(self, visitor):
        query = {"id": "q1", "from": {"id": AN}, "data": "b:1:0", "inline_message_id": "x"}
        assert await visitor.handle({"update_id": 1, "callback_query": query}) == []
        assert notes(visitor) == [texts.speak(texts.OLD_BUTTON, None)]


class TestTheSource:
    async def test_is_asked_for(self, visitor, answering):
        [call] = await visitor.say("học phí")
        [reply] = await visitor.tap(call, "📄 Nguồn")
        assert answering.texts[-1] == "nguồn đâu"
        assert not reply.params["text"].startswith("💬")

    async def test_of_an_older_answer_is_not_mistaken(self, visitor, answering):
        [call] = await visitor.say("một")
        await visitor.say("hai")
        assert await visitor.tap(call, "📄 Nguồn") == []
        assert answering.texts == ["một", "hai"]
        assert notes(visitor) == [texts.speak(texts.OLD_SOURCE, None)]
        assert visitor.immediate[-1].params["show_alert"]


class TestAThumb:
    async def opinion(self, service, chats):
        conversation_id = (await chats.get(HERE)).conversation_id
        _, answer = (await service.history(conversation_id, after=0)).messages
        return answer.feedback

    async def test_is_kept_and_marked_in_place(self, visitor, answering, service, chats):
        [call] = await visitor.say("học phí")
        [edit] = await visitor.tap(call, "👍")
        assert edit.method == "editMessageReplyMarkup"
        assert titles_of(edit) == [*titles_of(call)[:-2], "✓ 👍", "👎"]
        assert await self.opinion(service, chats) == "up"
        assert notes(visitor) == ["Cảm ơn bạn, mình vui vì giúp được!"]

    async def test_may_be_changed_and_repeated(self, visitor, answering, service, chats):
        [call] = await visitor.say("học phí")
        [edit] = await visitor.tap(call, "👍")
        [again] = await visitor.tap(edit, "👍")
        assert buttons_of(again) == buttons_of(edit)
        [changed] = await visitor.tap(edit, "👎")
        assert titles_of(changed)[-2:] == ["👍", "✓ 👎"]
        assert await self.opinion(service, chats) == "down"


class TestWhoOneIs:
    async def test_is_remembered_and_confirmed_in_place(self, visitor, chats):
        [start] = await visitor.say("/start")
        [edit] = await visitor.tap(start, "Phụ huynh")
        assert edit.method == "editMessageText"
        assert edit.params["text"].startswith("Mình nhớ rồi ạ, anh/chị là phụ huynh.")
        assert titles_of(edit)[:3] == ["Học sinh", "✓ Phụ huynh", "Thầy cô"]
        assert titles_of(edit)[3:6] == list(texts.EXAMPLES["parent"])
        assert (await chats.get(HERE)).audience is Audience.PARENT

    async def test_holds_for_what_is_asked_then(self, visitor, rasa):
        await visitor.say("một")
        [start] = await visitor.say("/start")
        [edit] = await visitor.tap(start, "Học sinh")
        await visitor.tap(edit, texts.EXAMPLES["student"][0][:20])
        assert [m["metadata"]["audience"] for m in rasa.messages] == [None, "student"]
        assert rasa.texts[-1] == texts.EXAMPLES["student"][0]

    async def test_is_not_asked_of_a_group(self, visitor, chats):
        assert await visitor.tap_data("a:student", chat=CLASS) == []
        assert (await chats.get(Place(CLASS, 0, "supergroup"))).audience is None


class TestErasing:
    async def kept(self, database):
        names = ("message", "conversation", "telegram_chat")
        async with database.snapshot() as connection:
            return [
                (await connection.exec_driver_sql(f"SELECT count(*) FROM {name}")).scalar_one()
                for name in names
            ]

    async def test_is_confirmed_first(self, visitor, database):
        await visitor.say("chào")
        [asked] = await visitor.say("/xoadulieu")
        assert titles_of(asked) == ["Giữ lại", "Xoá hết"]
        [kept] = await visitor.tap(asked, "Giữ lại")
        assert kept.params["text"] == texts.KEPT
        assert await self.kept(database) == [2, 1, 1]

    async def test_leaves_a_receipt_and_nothing_else(self, visitor, database, rasa, erasures):
        await visitor.say("chào")
        [asked] = await visitor.say("/xoadulieu")
        [done] = await visitor.tap(asked, "Xoá hết")
        assert done.method == "editMessageText"
        assert "Đã xoá 2 tin nhắn" in done.params["text"]
        assert "reply_markup" not in done.params
        assert await self.kept(database) == [0, 0, 0]
        assert rasa.erased == [rasa.messages[0]["sender"]]

    async def test_says_that_rasa_will_forget_later(self, visitor, rasa):
        await visitor.say("chào")
        rasa.failure = httpx.ConnectError("refused")
        [done] = await visitor.tap_data("s:2") and await visitor.tap_data("s:1")
        assert texts.ERASED_LATER in done.params["text"]

    async def test_of_nothing_says_so_and_forgets_who_one_is(self, visitor, database):
        await visitor.tap_data("a:student")
        [done] = await visitor.tap_data("s:1")
        assert done.params["text"] == texts.NOTHING_TO_ERASE
        assert await self.kept(database) == [0, 0, 0]

    async def test_is_not_for_a_group(self, visitor, database):
        await visitor.say("/hoi chào", chat=CLASS)
        assert await visitor.tap_data("s:1", chat=CLASS) == []
        assert await self.kept(database) == [2, 1, 1]
