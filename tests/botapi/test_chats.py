"""Where the bot may write: private chats, groups, topics, and replies in them."""

import pytest


def test_unknown_chat(refusal):
    assert refusal("sendMessage", chat_id=99, text="x") == (400, "Bad Request: chat not found")
    assert refusal("sendMessage", text="x") == (400, "Bad Request: chat_id is empty")


def test_who_never_started_the_bot(api, ask, refusal):
    stranger = api.user("Bình")
    assert refusal("sendMessage", chat_id=stranger.id, text="x") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    api.start(stranger)
    assert ask("sendMessage", chat_id=stranger.id, text="x")["ok"]


@pytest.mark.parametrize("method", ["sendMessage", "sendChatAction", "editMessageText"])
def test_who_blocked_the_bot(api, refusal, method):
    blocked = api.user("Bình", blocked=True)
    params = {"chat_id": blocked.id, "text": "x", "action": "typing", "message_id": 1}
    assert refusal(method, **params) == (403, "Forbidden: bot was blocked by the user")


def test_blocking_is_told_and_can_be_taken_back(api, ask, refusal, an):
    api.block(an)
    assert refusal("sendMessage", chat_id=an.id, text="x")[0] == 403
    with pytest.raises(ValueError, match="blocked"):
        api.say(an, "x")
    api.start(an)
    assert ask("sendMessage", chat_id=an.id, text="x")["ok"]
    statuses = [
        update["my_chat_member"]["new_chat_member"]["status"]
        for update in ask("getUpdates")["result"]
        if "my_chat_member" in update
    ]
    assert statuses == ["kicked", "member"]


def test_kicked_from_a_group(api, ask, refusal, an):
    group = api.group("Lớp 12A1", [an])
    assert ask("sendMessage", chat_id=group.id, text="x")["ok"]
    api.kick(group, an)
    assert refusal("sendMessage", chat_id=group.id, text="x") == (
        403,
        "Forbidden: bot was kicked from the group chat",
    )


def test_leaving_a_group(api, ask, refusal, an):
    group = api.group("Lớp 12A1", [an])
    assert ask("leaveChat", chat_id=group.id)["result"] is True
    assert refusal("sendMessage", chat_id=group.id, text="x")[0] == 403
    assert refusal("leaveChat", chat_id=an.id)[0] == 400


def test_a_group_migrates(api, ask, an):
    group = api.group("Lớp 12A1", [an])
    supergroup = api.migrate(group)
    assert ask("sendMessage", chat_id=group.id, text="x") == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": supergroup.id},
    }
    assert ask("sendMessage", chat_id=supergroup.id, text="x")["ok"]
    old, new = (update["message"] for update in ask("getUpdates")["result"])
    assert (old["chat"]["id"], old["migrate_to_chat_id"]) == (group.id, supergroup.id)
    assert (new["chat"]["id"], new["migrate_from_chat_id"]) == (supergroup.id, group.id)
    with pytest.raises(ValueError, match="migrated"):
        api.say(an, "x", group)


def test_ids_are_as_long_as_telegrams(api, an):
    group, forum = api.group("Lớp", [an]), api.group("Khối", [an], forum=True)
    assert an.id > 2**32
    assert group.id < 0
    assert str(forum.id).startswith("-100")


def test_message_ids_grow_and_supergroups_count_their_own(api, ask, an):
    forum = api.group("Khối 9", [an], forum=True)
    ids = [ask("sendMessage", chat_id=an.id, text="x")["result"]["message_id"] for _ in range(3)]
    assert ids == sorted(set(ids))
    assert ask("sendMessage", chat_id=forum.id, text="x")["result"]["message_id"] == 1


def test_replies_quote_what_they_answer(api, ask, an):
    asked = api.say(an, "Ngành y học mấy năm?")
    reply = {"message_id": asked.id, "quote": "mấy năm"}
    result = ask("sendMessage", chat_id=an.id, text="6 năm", reply_parameters=reply)["result"]
    assert result["reply_to_message"]["text"] == asked.text
    shown = api.messages(an)[-1]
    assert (shown.reply_to, shown.quote) == (asked.id, "mấy năm")


def test_the_older_way_to_reply(api, ask, an):
    asked = api.say(an, "x")
    ask("sendMessage", chat_id=an.id, text="y", reply_to_message_id=asked.id)
    assert api.messages(an)[-1].reply_to == asked.id


def test_reply_to_a_message_that_is_gone(api, ask, refusal, an):
    asked = api.say(an, "x")
    api.delete(asked)
    reply = {"message_id": asked.id}
    assert refusal("sendMessage", chat_id=an.id, text="y", reply_parameters=reply) == (
        400,
        "Bad Request: message to be replied not found",
    )
    reply["allow_sending_without_reply"] = True
    assert ask("sendMessage", chat_id=an.id, text="y", reply_parameters=reply)["ok"]
    assert [message.reply_to for message in api.messages(an)] == [None]


def test_a_quote_must_be_in_the_message(api, refusal, an):
    reply = {"message_id": api.say(an, "x").id, "quote": "y"}
    assert refusal("sendMessage", chat_id=an.id, text="y", reply_parameters=reply) == (
        400,
        "Bad Request: QUOTE_TEXT_INVALID",
    )


def test_forum_topics(api, ask, refusal, an):
    forum = api.group("Khối 9", [an], forum=True)
    topic = api.topic(forum, "Chọn tổ hợp", by=an)
    sent = ask("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic)["result"]
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    assert sent["chat"]["is_forum"] is True
    params = {"chat_id": forum.id, "text": "x", "action": "typing", "message_thread_id": 99}
    for method in ("sendMessage", "sendChatAction"):
        assert refusal(method, **params) == (400, "Bad Request: message thread not found")


def test_what_is_said_in_a_topic_carries_its_number(api, ask, an):
    forum = api.group("Khối 9", [an], forum=True)
    topic = api.topic(forum, "Chọn tổ hợp", by=an)
    api.say(an, "/hoi ngành y", forum, topic=topic)
    message = ask("getUpdates")["result"][-1]["message"]
    assert message["message_thread_id"] == topic
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "Chọn tổ hợp"


@pytest.mark.parametrize("action", ["typing", "upload_document"])
def test_chat_actions(ask, an, action):
    assert ask("sendChatAction", chat_id=an.id, action=action)["result"] is True


def test_an_unknown_chat_action(refusal, an):
    assert refusal("sendChatAction", chat_id=an.id, action="thinking")[0] == 400
