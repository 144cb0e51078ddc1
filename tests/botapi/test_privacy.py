"""What the bot gets to see of a group."""

import pytest

from tests.botapi.api import BotApi


@pytest.fixture
def group(api, an):
    return api.group("Lớp 12A1", [an, api.user("Bình")])


def seen(ask):
    return [update["message"]["text"] for update in ask("getUpdates")["result"]]


@pytest.mark.parametrize(
    ("text", "reaches_us"),
    [
        ("Mai học gì?", False),
        ("/hoi ngành y", True),
        ("/hoi@la_ban_bot ngành y", True),
        ("/hoi@other_bot ngành y", False),
        ("@La_Ban_Bot ngành y?", True),
        ("Hỏi @la_ban_bot đi", True),
        ("@la_ban_bot2 ngành y?", False),
        ("an@la_ban_bot", False),
    ],
)
def test_privacy_mode(api, ask, an, group, text, reaches_us):
    api.say(an, text, group)
    assert seen(ask) == ([text] if reaches_us else [])
    assert api.messages(group)[0].text == text


def test_replies_to_the_bot_reach_it(api, ask, an, group):
    ask("sendMessage", chat_id=group.id, text="x")
    [from_bot] = api.messages(group)
    own = api.say(an, "a", group, reply_to=from_bot)
    api.say(an, "b", group, reply_to=own)
    assert seen(ask) == ["a"]


def test_edits_are_hidden_as_well(api, ask, an, group):
    said = api.say(an, "x", group)
    api.edit(said, "y")
    assert seen(ask) == []
    api.edit(said, "/hoi y")
    assert "edited_message" in ask("getUpdates")["result"][0]


def test_a_photo_between_people_is_not_ours(api, ask, an, group):
    api.send_photo(an, group)
    api.send_photo(an, group, caption="@la_ban_bot đây là gì?")
    [update] = ask("getUpdates")["result"]
    assert update["message"]["caption"] == "@la_ban_bot đây là gì?"


def test_only_members_write(api, group):
    with pytest.raises(ValueError, match="member"):
        api.say(api.user("Chi"), "x", group)


def test_privacy_mode_can_be_off(http):
    with BotApi(privacy=False) as api:
        an = api.user()
        api.say(an, "Mai học gì?", api.group("Lớp", [an]))
        url = f"{api.url}/bot{api.token}"
        assert len(http.get(f"{url}/getUpdates").json()["result"]) == 1
        assert http.get(f"{url}/getMe").json()["result"]["can_read_all_group_messages"] is True
