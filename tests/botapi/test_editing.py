"""The rules for changing messages and taking them away."""

import pytest

MARKUP = {"inline_keyboard": [[{"text": "👍", "callback_data": "v:1:up"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


@pytest.fixture
def sent(ask, an) -> dict:
    result = ask("sendMessage", chat_id=an.id, text="<b>x</b>", parse_mode="HTML")["result"]
    return {"chat_id": an.id, "message_id": result["message_id"]}


def test_text_and_keyboard_change(api, ask, an, sent):
    result = ask("editMessageText", **sent, text="y", reply_markup=MARKUP)["result"]
    assert (result["text"], result["reply_markup"]) == ("y", MARKUP)
    assert result["edit_date"] >= result["date"]
    [shown] = api.messages(an)
    assert (shown.text, shown.entities, shown.labels) == ("y", [], ["👍"])


def test_an_edit_without_keyboard_takes_it_away(api, ask, an, sent):
    ask("editMessageReplyMarkup", **sent, reply_markup=MARKUP)
    assert api.messages(an)[0].labels == ["👍"]
    ask("editMessageText", **sent, text="y")
    assert api.messages(an)[0].labels == []


def test_nothing_changed(refusal, ask, sent):
    assert refusal("editMessageText", **sent, text="<b>x</b>", parse_mode="HTML") == (
        400,
        NOT_MODIFIED,
    )
    assert refusal("editMessageReplyMarkup", **sent) == (400, NOT_MODIFIED)
    ask("editMessageReplyMarkup", **sent, reply_markup=MARKUP)
    assert refusal("editMessageReplyMarkup", **sent, reply_markup=MARKUP) == (400, NOT_MODIFIED)


def test_other_entities_are_a_change(ask, sent):
    assert ask("editMessageText", **sent, text="<i>x</i>", parse_mode="HTML")["ok"]


def test_the_rules_for_text_hold_for_edits(refusal, sent):
    assert refusal("editMessageText", **sent, text="")[0] == 400
    assert refusal("editMessageText", **sent, text="x" * 4097)[0] == 400
    assert refusal("editMessageText", **sent, text="<b>", parse_mode="HTML")[0] == 400


def test_a_message_that_is_gone(api, refusal, an, sent):
    api.delete(api.messages(an)[0])
    gone = (400, "Bad Request: message to edit not found")
    assert refusal("editMessageText", **sent, text="y") == gone
    assert refusal("editMessageReplyMarkup", **sent, reply_markup=MARKUP) == gone


def test_somebody_elses_message(api, refusal, an):
    asked = api.say(an, "x")
    assert refusal("editMessageText", chat_id=an.id, message_id=asked.id, text="y") == (
        400,
        "Bad Request: message can't be edited",
    )


def test_captions_and_texts_are_not_mixed_up(api, http, ask, refusal, an, sent):
    http.post(
        f"{api.url}/bot{api.token}/sendDocument",
        data={"chat_id": str(an.id), "caption": "x"},
        files={"document": ("f.txt", b"x")},
    )
    where = {"chat_id": an.id, "message_id": api.messages(an)[-1].id}
    assert refusal("editMessageText", **where, text="y") == (
        400,
        "Bad Request: there is no text in the message to edit",
    )
    assert refusal("editMessageCaption", **sent, caption="y")[0] == 400
    assert ask("editMessageCaption", **where, caption="y")["result"]["caption"] == "y"
    assert api.messages(an)[-1].text == "y"


def test_deleting(api, ask, refusal, an, sent):
    assert ask("deleteMessage", **sent)["result"] is True
    assert api.messages(an) == []
    assert refusal("deleteMessage", **sent) == (
        400,
        "Bad Request: message to delete not found",
    )


def test_deleting_several_passes_over_what_is_gone(api, ask, refusal, an, sent):
    ids = [sent["message_id"], 99, api.say(an, "x").id]
    assert ask("deleteMessages", chat_id=an.id, message_ids=ids)["result"] is True
    assert api.messages(an) == []
    assert refusal("deleteMessages", chat_id=an.id, message_ids=list(range(101)))[0] == 400


def test_the_bot_does_not_delete_what_others_wrote_in_a_group(api, refusal, an):
    group = api.group("Lớp", [an])
    written = api.say(an, "x", group)
    assert refusal("deleteMessage", chat_id=group.id, message_id=written.id) == (
        400,
        "Bad Request: message can't be deleted",
    )
