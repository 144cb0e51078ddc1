"""The rules for inline keyboards."""

import pytest


def keyboard(*buttons):
    return {"inline_keyboard": [[button] for button in buttons]}


def button(**action):
    return {"text": "Gặp thầy cô", **action}


@pytest.mark.parametrize(
    "good",
    [
        button(callback_data="x"),
        button(callback_data="x" * 64),
        button(callback_data="ă" * 32),
        button(url="https://moet.gov.vn/van-ban?id=1"),
        button(url="http://192.168.1.1/"),
        button(url="tg://user?id=5"),
        button(url="t.me/la_ban_bot?start=lop9"),
        button(switch_inline_query=""),
    ],
)
def test_good_buttons(api, ask, an, good):
    answer = ask("sendMessage", chat_id=an.id, text="x", reply_markup=keyboard(good))
    assert answer["result"]["reply_markup"] == keyboard(good)
    assert api.messages(an)[0].buttons == [[good]]


LABEL_ONLY = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
NO_TEXT = "can't parse inline keyboard button: Can't find field \"text\""


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (button(callback_data=""), "BUTTON_DATA_INVALID"),
        (button(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (button(callback_data="ă" * 33), "BUTTON_DATA_INVALID"),
        (button(callback_data=5), "BUTTON_DATA_INVALID"),
        (button(), LABEL_ONLY),
        ({"callback_data": "x"}, NO_TEXT),
        ({"text": " ", "callback_data": "x"}, "BUTTON_TEXT_INVALID"),
        (button(callback_data="x", url="https://a.vn"), "BUTTON_TYPE_INVALID"),
    ],
)
def test_bad_buttons(api, refusal, an, bad, problem):
    found = refusal("sendMessage", chat_id=an.id, text="x", reply_markup=keyboard(bad))
    assert found == (400, f"Bad Request: {problem}")
    assert api.messages(an) == []


@pytest.mark.parametrize("url", ["localhost", "http://localhost:80/", "javascript:x", "a b.vn", ""])
def test_bad_addresses(refusal, an, url):
    markup = keyboard(button(url=url))
    assert refusal("sendMessage", chat_id=an.id, text="x", reply_markup=markup) == (
        400,
        f"Bad Request: inline keyboard button URL '{url}' is invalid: Wrong HTTP URL",
    )


def test_a_hundred_buttons_and_no_more(ask, refusal, an):
    buttons = [button(callback_data=f"b:1:{number}") for number in range(101)]
    assert ask("sendMessage", chat_id=an.id, text="x", reply_markup=keyboard(*buttons[1:]))["ok"]
    markup = keyboard(*buttons)
    assert refusal("sendMessage", chat_id=an.id, text="x", reply_markup=markup) == (
        400,
        "Bad Request: REPLY_MARKUP_TOO_LONG",
    )


@pytest.mark.parametrize("markup", [{"x": 1}, "x", [1], {"inline_keyboard": {"text": "x"}}])
def test_what_is_no_markup(refusal, an, markup):
    assert refusal("sendMessage", chat_id=an.id, text="x", reply_markup=markup)[0] == 400


def test_other_markup_is_taken(ask, an):
    for markup in ({"remove_keyboard": True}, {"force_reply": True}, {"keyboard": [["Có"]]}):
        assert ask("sendMessage", chat_id=an.id, text="x", reply_markup=markup)["ok"]
