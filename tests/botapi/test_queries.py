"""Tapped buttons and inline queries, and how they are answered."""

import pytest

MARKUP = {
    "inline_keyboard": [
        [{"text": "Xem nguyên văn", "callback_data": "b:1:0"}],
        [{"text": "Trang nguồn", "url": "https://moet.gov.vn"}],
    ]
}
TOO_OLD = (
    400,
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
)


@pytest.fixture
def sent(api, ask, an):
    ask("sendMessage", chat_id=an.id, text="x", reply_markup=MARKUP)
    return api.messages(an)[-1]


def article(number=1, **other):
    content = {"message_text": "<b>6</b> năm", "parse_mode": "HTML"}
    return {
        "type": "article",
        "id": str(number),
        "title": "Ngành y",
        "input_message_content": content,
        **other,
    }


@pytest.mark.parametrize("button", ["Xem nguyên văn", "b:1:0"])
def test_a_tap_reaches_the_bot(api, ask, an, sent, button):
    callback = api.tap(an, sent, button)
    query = ask("getUpdates")["result"][-1]["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (callback.id, "b:1:0", an.id)
    assert query["message"]["message_id"] == sent.id
    assert query["message"]["reply_markup"] == MARKUP


def test_only_what_is_shown_can_be_tapped(api, an, sent):
    for label in ("Không có", "Trang nguồn"):
        with pytest.raises(LookupError):
            api.tap(an, sent, label)


def test_an_old_button_can_still_be_tapped(api, ask, an, sent):
    ask("editMessageReplyMarkup", chat_id=an.id, message_id=sent.id)
    api.tap_old(an, sent, "b:1:0")
    edited = ask("getUpdates")["result"][-1]["callback_query"]["message"]
    assert "reply_markup" not in edited
    api.delete(sent)
    api.tap_old(an, sent, "b:1:0")
    gone = ask("getUpdates")["result"][-1]["callback_query"]["message"]
    assert gone["date"] == 0
    assert "text" not in gone


def test_a_callback_is_answered_once(api, ask, refusal, an, sent):
    callback = api.tap(an, sent, "b:1:0")
    assert api.answers(callback) == []
    params = {"callback_query_id": callback.id, "text": "Cảm ơn", "show_alert": True}
    assert ask("answerCallbackQuery", **params)["result"] is True
    assert api.answers(callback) == [params]
    assert refusal("answerCallbackQuery", **params) == TOO_OLD
    assert len(api.answers(callback)) == 1


def test_a_callback_too_old_or_unknown(api, refusal, an, sent):
    callback = api.tap(an, sent, "b:1:0")
    api.expire(callback)
    assert refusal("answerCallbackQuery", callback_query_id=callback.id) == TOO_OLD
    assert refusal("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    assert refusal("answerCallbackQuery") == TOO_OLD


def test_the_answers_text_is_short(api, ask, refusal, an, sent):
    callback = api.tap(an, sent, "b:1:0")
    answer = {"callback_query_id": callback.id}
    assert refusal("answerCallbackQuery", **answer, text="ă" * 201)[0] == 400
    assert ask("answerCallbackQuery", **answer, text="ă" * 200)["ok"]


def test_an_inline_query_reaches_the_bot(api, ask, an):
    asked = api.inline(an, "ngành y")
    query = ask("getUpdates")["result"][-1]["inline_query"]
    assert (query["id"], query["query"], query["offset"]) == (asked.id, "ngành y", "")
    assert query["from"]["id"] == an.id


def test_inline_results_and_more_of_them(api, ask, an):
    asked = api.inline(an, "ngành y")
    results = [article(number) for number in range(50)]
    answer = {"inline_query_id": asked.id, "results": results, "next_offset": "50"}
    assert api.inline_results(asked) is None
    assert ask("answerInlineQuery", **answer)["result"] is True
    assert api.inline_results(asked) == results
    assert asked.next_offset == "50"
    api.inline(an, "ngành y", offset=asked.next_offset)
    assert ask("getUpdates")["result"][-1]["inline_query"]["offset"] == "50"


@pytest.mark.parametrize(
    "bad",
    [
        {"results": [article(number) for number in range(51)]},
        {"results": [article(), article()]},
        {"results": [article("x" * 65)]},
        {"results": [article("")]},
        {"results": [article(title=" ")]},
        {"results": [article(type="essay")]},
        {"results": [article(input_message_content=None)]},
        {"results": [article(input_message_content={"message_text": ""})]},
        {"results": [article(input_message_content={"message_text": "x" * 4097})]},
        {"results": [article(input_message_content={"message_text": "<", "parse_mode": "HTML"})]},
        {"results": [article(reply_markup={"inline_keyboard": [[{"text": "x"}]]})]},
        {"results": [], "next_offset": "x" * 65},
        {"results": [], "button": {"text": "Mở", "start_parameter": "lớp 9"}},
        {"results": [], "button": {"text": "", "start_parameter": "lop9"}},
        {"results": {}},
        {},
    ],
)
def test_bad_inline_answers(api, refusal, an, bad):
    asked = api.inline(an, "x")
    assert refusal("answerInlineQuery", inline_query_id=asked.id, **bad)[0] == 400
    assert api.inline_results(asked) is None


def test_good_inline_answers(api, ask, an):
    asked = api.inline(an, "x")
    answer = {"inline_query_id": asked.id, "results": []}
    button = {"text": "Mở La Bàn", "start_parameter": "lop9"}
    assert ask("answerInlineQuery", **answer, button=button)["ok"]


def test_an_inline_query_too_old(api, refusal, an):
    asked = api.inline(an, "x")
    api.expire(asked)
    assert refusal("answerInlineQuery", inline_query_id=asked.id, results=[]) == TOO_OLD


def test_a_chosen_result_is_sent_via_the_bot(api, ask, an):
    group = api.group("Lớp", [an])
    asked = api.inline(an, "x")
    ask("answerInlineQuery", inline_query_id=asked.id, results=[article(reply_markup=MARKUP)])
    chosen = api.choose(asked, "1", group)
    assert (chosen.text, chosen.sender, chosen.via_bot) == ("6 năm", an, True)
    assert chosen.entities == [{"type": "bold", "offset": 0, "length": 1}]
    api.tap(an, chosen, "Xem nguyên văn")
    query = ask("getUpdates")["result"][-1]["callback_query"]
    assert "message" not in query
    where = {"inline_message_id": query["inline_message_id"]}
    assert ask("editMessageText", **where, text="y")["result"] is True
    assert api.messages(group)[-1].text == "y"
