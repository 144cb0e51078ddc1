import json

import pytest

from bot.telegram import texts
from tests.bot.telegram.visitors import AUTHOR, CLASS, ME, buttons_of, titles_of

LINK = f"https://t.me/{ME.username}?start=rieng"
WORDS = "em bị bạn đánh"
DANGERS = ["self_harm", "violence", "bullying", "abuse", "exploitation", "scam", "distress"]


def of_kind(kind):
    return lambda _text: [{"text": "Chuyện riêng của em."}, {"custom": {"kind": kind}}]


async def test_what_is_not_for_the_bot_is_not_answered(visitor, rasa):
    assert await visitor.say("mai nộp bài nhé", chat=CLASS) == []
    assert rasa.messages == []


@pytest.mark.parametrize("text", ["@LaBanBot học phí", "/hoi học phí", "/hoi@LaBanBot học phí"])
async def test_what_is_for_the_bot_is_answered_with_the_question(visitor, answering, text):
    [call] = await visitor.say(text, chat=CLASS, message_id=77)
    assert answering.texts == ["học phí"]
    assert call.params["reply_parameters"] == {
        "message_id": 77,
        "allow_sending_without_reply": True,
    }
    assert "👍" in titles_of(call)


async def test_nobody_is_named(visitor, answering):
    calls = await visitor.say("/hoi học phí", chat=CLASS)
    said = json.dumps([call.params for call in calls], ensure_ascii=False)
    assert AUTHOR["first_name"] not in said
    assert AUTHOR["username"] not in said


async def test_each_topic_is_a_conversation_and_answered_there(visitor, rasa):
    [first] = await visitor.say("/hoi một", chat=CLASS, topic=11)
    await visitor.say("/hoi hai", chat=CLASS, topic=12)
    [third] = await visitor.say("/hoi ba", chat=CLASS, topic=11)
    assert first.params["message_thread_id"] == third.params["message_thread_id"] == 11
    one, two, three = (message["sender"] for message in rasa.messages)
    assert one == three != two


async def test_a_suggestion_works_for_all(visitor, answering):
    [call] = await visitor.say("/hoi học phí", chat=CLASS)
    [reply] = await visitor.tap(call, "Học phí thế nào?", chat=CLASS)
    assert reply.params["reply_parameters"]["message_id"]
    assert answering.texts[-1] == "Học nghề có mất học phí không?"


class TestWhatIsPersonal:
    @pytest.mark.parametrize("command", ["/tuvan", "/xoadulieu", "/quyenriengtu"])
    async def test_is_moved_to_private(self, visitor, rasa, command):
        [call] = await visitor.say(command, chat=CLASS)
        assert call.params["text"] == texts.MOVED_TO_PRIVATE
        assert buttons_of(call) == [(texts.TO_PRIVATE, LINK)]
        assert rasa.messages == []

    @pytest.mark.parametrize("flow", ["lotrinh", "tracnghiem", "hoctap", "nhacviec"])
    async def test_is_begun_in_private(self, visitor, rasa, flow):
        [call] = await visitor.say(f"/{flow} 20/5", chat=CLASS)
        assert call.params["text"] == texts.MOVED_TO_PRIVATE
        assert buttons_of(call) == [(texts.TO_PRIVATE, f"https://t.me/{ME.username}?start={flow}")]
        assert rasa.messages == []

    async def test_like_a_hand_over_is_not_said_before_all(self, visitor, rasa):
        rasa.reply = of_kind("handoff")
        [call] = await visitor.say("/hoi em muốn gặp thầy cô", chat=CLASS)
        assert call.params["text"] == texts.MOVED_TO_PRIVATE
        assert buttons_of(call) == [(texts.TO_PRIVATE, LINK)]

    async def test_like_danger_still_names_who_helps(self, visitor, rasa):
        rasa.reply = of_kind("safety")
        [call] = await visitor.say("/hoi em sợ lắm", chat=CLASS)
        assert "Chuyện riêng của em" not in call.params["text"]
        assert "111" in call.params["text"]
        assert buttons_of(call) == [(texts.TO_PRIVATE, LINK)]

    @pytest.mark.parametrize("danger", DANGERS)
    @pytest.mark.parametrize("kind", ["safety", "notice"])
    async def test_like_every_danger_is_answered_without_a_word_of_it(
        self, visitor, rasa, danger, kind
    ):
        said = [{"text": f"Em kể: {WORDS}."}, {"custom": {"kind": kind, "danger": danger}}]
        rasa.reply = lambda _text: said
        [call] = await visitor.say(f"/hoi {WORDS}", chat=CLASS, topic=11)
        assert "111" in call.params["text"]
        assert WORDS not in json.dumps(call.params, ensure_ascii=False)
        assert "reply_parameters" not in call.params
        assert call.params["message_thread_id"] == 11
        assert buttons_of(call) == [(texts.TO_PRIVATE, LINK)]

    async def test_like_danger_told_by_a_tap_shows_not_what_was_tapped(self, visitor, rasa):
        button = {"title": WORDS, "payload": WORDS}
        rasa.reply = lambda _text: [{"text": "Chuyện gì vậy?", "buttons": [button]}]
        [asked] = await visitor.say("/hoi chuyện này", chat=CLASS)
        rasa.reply = of_kind("safety")
        [call] = await visitor.tap(asked, WORDS, chat=CLASS)
        assert WORDS not in json.dumps(call.params, ensure_ascii=False)
        assert "111" in call.params["text"]

    async def test_like_violence_is_so_as_an_answer_too(self, visitor, rasa):
        cited = {"document": "tongdai111.vn", "passage_id": "an-toan/bao-luc-gia-dinh/bi-danh"}
        custom = {"kind": "answer", "citations": [cited]}
        rasa.reply = lambda _text: [{"text": "Không ai đáng bị đánh."}, {"custom": custom}]
        [call] = await visitor.say("/hoi em bị đánh", chat=CLASS)
        assert "Không ai đáng bị đánh." not in call.params["text"]
        assert "111" in call.params["text"]
        assert buttons_of(call) == [(texts.TO_PRIVATE, LINK)]

    async def test_is_said_where_nobody_reads_along(self, visitor, rasa):
        rasa.reply = of_kind("safety")
        [call] = await visitor.say("em sợ lắm")
        assert call.params["text"] == "Chuyện riêng của em."


class TestComingIn:
    async def test_is_greeted_once_and_says_when_it_speaks(self, visitor):
        [hello] = await visitor.membership("left", "member", chat=CLASS)
        assert "Mình chỉ lên tiếng khi được gọi" in hello.params["text"]
        assert f"@{ME.username}" in hello.params["text"]
        assert await visitor.membership("member", "administrator", chat=CLASS) == []

    async def test_and_going_is_no_error(self, visitor):
        assert await visitor.membership("member", "kicked", chat=CLASS) == []

    @pytest.mark.parametrize("command", ["/start@LaBanBot", "/trogiup"])
    async def test_can_be_asked_for_again(self, visitor, command):
        [hello] = await visitor.say(command, chat=CLASS)
        assert "Mình chỉ lên tiếng khi được gọi" in hello.params["text"]
