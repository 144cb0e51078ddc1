import json

import pytest

from bot.telegram.updates import lane_of, reduced
from tests.bot.telegram.visitors import AN, AUTHOR, CLASS, ME, Visitor, entities_of

writer = Visitor(talk=None)


def kept(**parts):
    return reduced(writer.update(**parts), ME.username)


def kept_text(text, **parts):
    return kept(text=text, entities=entities_of(text), **parts)


class TestWhatIsKept:
    def test_of_a_message_is_its_words_and_where_they_were_said(self):
        update = writer.update(text="học phí", chat=AN)
        assert reduced(update, ME.username) == {
            "update_id": update["update_id"],
            "message": {
                "chat": {"id": AN, "type": "private"},
                "message_id": update["message"]["message_id"],
                "date": update["message"]["date"],
                "text": "học phí",
            },
        }

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            ({"photo": [{"file_id": "secret"}], "caption": "cccd của em"}, "photo"),
            ({"contact": {"phone_number": "0912345678", "first_name": "secret"}}, "contact"),
            ({"location": {"latitude": 21.0, "longitude": 107.0}}, "location"),
            ({"venue": {"title": "secret"}, "location": {"latitude": 21.0}}, "venue"),
            ({"animation": {"file_id": "secret"}, "document": {"file_id": "x"}}, "animation"),
            ({"voice": {"file_id": "secret"}}, "voice"),
        ],
    )
    def test_of_what_is_no_text_is_its_kind(self, content, kind):
        reduced_ = kept(**content)
        assert reduced_["message"]["unreadable"] == kind
        dumped = json.dumps(reduced_, ensure_ascii=False)
        assert not any(word in dumped for word in ("secret", "0912345678", "21.0", "file_id"))

    def test_never_holds_who_wrote_it(self):
        replied = {"from": AUTHOR, "message_id": 5, "text": "tin trước", "date": 0}
        updates = [
            writer.update(text="chào", reply_to_message=replied, forward_origin={"x": AUTHOR}),
            writer.update(kind="edited_message", text="chào", edit_date=3),
            writer.inline_update("học phí học nghề"),
            {
                "update_id": 1,
                "callback_query": {
                    "id": "q1",
                    "from": AUTHOR,
                    "data": "s:1",
                    "message": writer.update(text="tin trước")["message"],
                },
            },
        ]
        dumped = json.dumps([reduced(update, ME.username) for update in updates])
        for word in ("Nguy", "Bí Mật", "B\\u00ed", "bimat", "9A", "tin tr"):
            assert word not in dumped

    def test_has_no_half_of_a_surrogate_pair(self):
        text = kept(text="chào \ud83d")["message"]["text"]
        assert text.encode()
        assert text.startswith("chào ")

    @pytest.mark.parametrize("service_message", [{"new_chat_title": "9B"}, {"pinned_message": {}}])
    def test_of_what_nobody_wrote_is_nothing(self, service_message):
        assert list(kept(**service_message)) == ["update_id"]

    def test_of_other_bots_and_of_its_own_inline_answers_is_nothing(self):
        bot = {"id": 5, "is_bot": True, "username": "other_bot"}
        own = {"id": ME.id, "is_bot": True, "username": ME.username}
        assert list(kept(text="chào", **{"from": bot})) == ["update_id"]
        assert list(kept(text="chào", via_bot=own)) == ["update_id"]

    def test_of_an_administrator_who_stays_anonymous_is_like_any_other(self):
        stand_in = {"id": 1087968824, "is_bot": True, "username": "GroupAnonymousBot"}
        kept_ = kept_text("/hoi học phí", chat=CLASS, **{"from": stand_in})
        assert kept_["message"]["text"] == "học phí"


class TestACommand:
    @pytest.mark.parametrize(
        ("text", "command", "rest"),
        [
            ("/start lop9", "start", "lop9"),
            ("/HOI@labanbot  học phí ", "hoi", "học phí"),
            ("/xyz", "xyz", ""),
        ],
    )
    def test_is_taken_out_of_the_text(self, text, command, rest):
        message = kept_text(text)["message"]
        assert (message["command"], message["text"]) == (command, rest)

    def test_to_another_bot_is_none(self):
        assert "command" not in kept_text("/hoi@other_bot học phí")["message"]

    def test_in_the_midst_of_a_text_is_none(self):
        assert "command" not in kept_text("gõ /hoi thế nào")["message"]


class TestInAGroup:
    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ("@LaBanBot học phí", "học phí"),
            ("học phí @labanbot ?", "học phí  ?"),
            ("/hoi học phí", "học phí"),
            ("/hoi@LaBanBot học phí", "học phí"),
        ],
    )
    def test_what_calls_the_bot_is_read(self, text, read):
        assert kept_text(text, chat=CLASS)["message"]["text"] == read

    @pytest.mark.parametrize(
        "text", ["học phí", "@other_bot học phí", "/hoi@other_bot học phí", "/ban"]
    )
    def test_anything_else_is_not_kept(self, text):
        assert list(kept_text(text, chat=CLASS)) == ["update_id"]

    def test_a_mention_is_found_behind_letters_of_two_units(self):
        entity = {"type": "mention", "offset": 3, "length": 9}
        message = kept(text="👍 @LaBanBot học phí", entities=[entity], chat=CLASS)["message"]
        assert message["text"] == "👍  học phí"

    def test_a_reply_to_the_bot_is_read(self):
        above = {"from": {"id": ME.id, "is_bot": True, "username": ME.username}}
        assert kept(text="thế còn 9+?", chat=CLASS, reply_to_message=above)["message"]

    def test_a_topic_that_the_bot_opened_is_no_message_of_it(self):
        above = {"from": {"username": ME.username}, "forum_topic_created": {"name": "x"}}
        kept_ = kept(text="chào", chat=CLASS, topic=9, reply_to_message=above)
        assert list(kept_) == ["update_id"]

    def test_a_caption_calls_the_bot_as_a_text_does(self):
        caption = {"caption": "@LaBanBot gì đây", "caption_entities": entities_of("@LaBanBot")}
        assert kept(photo=[{}], chat=CLASS, **caption)["message"]["text"] == "gì đây"
        assert list(kept(photo=[{}], chat=CLASS)) == ["update_id"]


class TestALane:
    def test_is_the_chat(self):
        assert lane_of(writer.update(text="chào", chat=CLASS, topic=9)) == str(CLASS)
        assert lane_of(writer.update(kind="edited_message", text="chào")) == str(AN)

    def test_of_a_tap_is_that_of_the_message(self):
        message = writer.update(text="chào")["message"]
        query = {"id": "q", "from": AUTHOR, "message": message}
        assert lane_of({"update_id": 1, "callback_query": query}) == str(AN)

    def test_of_an_inline_query_is_its_askers_own(self):
        assert lane_of(writer.inline_update("học phí", user=5)) == "inline 5"

    def test_is_the_same_before_and_after_reduction(self):
        for update in (writer.update(text="chào"), writer.inline_update("học phí")):
            assert lane_of(reduced(update, ME.username)) == lane_of(update)

    def test_of_what_is_nothing_to_the_bot_is_one_for_all(self):
        assert lane_of({"update_id": 1}) == "none"
