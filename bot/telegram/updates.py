"""What is kept of an update: what an answer takes, and nothing about who sent it. Pure."""

from collections.abc import Mapping
from typing import Any

from bot.incoming import whole

Json = Mapping[str, Any]

COMMANDS = frozenset(
    """
    start hoi nguon ngan tuvan xoadulieu quyenriengtu trogiup
    lotrinh tracnghiem timtruong hoctap nhacviec dung
    """.split()
)

_UNREADABLE = (
    "animation",  # before "document", which comes with it
    "audio",
    "checklist",
    "contact",
    "dice",
    "document",
    "game",
    "invoice",
    "paid_media",
    "photo",
    "poll",
    "sticker",
    "story",
    "venue",  # before "location", which comes with it
    "location",
    "video",
    "video_note",
    "voice",
)
# Whose messages come under the name of a bot though a person wrote them: Telegram's stand-ins
# for an administrator who stays anonymous and for a channel.
_STAND_INS = frozenset((1087968824, 136817688))


def reduced(update: Json, bot_username: str) -> dict[str, Any]:
    """Return the parts of an update that are stored, in Telegram's own names where it has one.

    Names, usernames, phone numbers, file ids and the senders of messages are left out. A mention
    of the bot and a command are taken out of the text: `command` has the command's name. What is
    not for the bot, as all that a group says to itself, is reduced to its `update_id`.

    Args:
        update: As Telegram sent it.
        bot_username: The bot's, without "@".
    """
    kept: dict[str, Any] = {"update_id": update["update_id"]}
    for kind in ("message", "edited_message"):
        if kind in update and (message := _message(update[kind], bot_username)):
            kept[kind] = message
    if query := update.get("callback_query"):
        kept["callback_query"] = _callback(query)
    if query := update.get("inline_query"):
        kept["inline_query"] = {
            "id": query["id"],
            "from": {"id": query["from"]["id"]},
            "query": whole(query["query"]),
        }
    if member := update.get("my_chat_member"):
        kept["my_chat_member"] = {
            "chat": _chat(member["chat"]),
            "old_chat_member": {"status": member["old_chat_member"]["status"]},
            "new_chat_member": {"status": member["new_chat_member"]["status"]},
        }
    return kept


def lane_of(update: Json) -> str:
    """Return in which queue an update stands: its chat's, its asker's if it has no chat."""
    if query := update.get("inline_query"):
        return inline_lane(query["from"]["id"])
    query = update.get("callback_query", {})
    for place in ("message", "edited_message", "my_chat_member"):
        if chat := (update.get(place) or query.get(place) or {}).get("chat"):
            return str(chat["id"])
    return "none"


def inline_lane(user_id: int) -> str:
    """Return the queue of what one user asks inline."""
    return f"inline {user_id}"


def _message(message: Json, username: str) -> dict[str, Any] | None:
    """Return what is kept of a message, or None where it is not for the bot."""
    kept = _place(message) | {
        "message_id": message["message_id"],
        "date": message.get("edit_date") or message["date"],
    }
    if to := message.get("migrate_to_chat_id"):
        return kept | {"migrate_to_chat_id": to}
    content = _content(message)
    if content is None or _is_machine_made(message, username):
        return None
    text, command, mentioned = _read(message, username)
    if not _is_for_bot(message, username, command=command, mentioned=mentioned):
        return None
    kept |= content | {"text": text}
    return kept | {"command": command} if command else kept


def _content(message: Json) -> dict[str, Any] | None:
    """Return what a message is besides its text, or None for one that nobody wrote."""
    kind = next((kind for kind in _UNREADABLE if kind in message), None)
    if kind is None:
        return {} if "text" in message else None
    album = {"media_group_id": message["media_group_id"]} if "media_group_id" in message else {}
    return {"unreadable": kind, **album}


def _is_machine_made(message: Json, username: str) -> bool:
    """Say whether another bot wrote it, or this one for a visitor in inline mode."""
    sender = message.get("from", {})
    if sender.get("is_bot") and sender["id"] not in _STAND_INS:
        return True
    return _is_bot(message.get("via_bot"), username)


def _is_for_bot(message: Json, username: str, *, command: str | None, mentioned: bool) -> bool:
    if message["chat"]["type"] == "private" or mentioned or command in COMMANDS:
        return True
    above = message.get("reply_to_message", {})
    # The first message of a forum topic stands above all of them.
    return _is_bot(above.get("from"), username) and "forum_topic_created" not in above


def _is_bot(user: Json | None, username: str) -> bool:
    return user is not None and _same(user.get("username", ""), username)


def _same(name: str, other: str) -> bool:
    return name.lower() == other.lower()


def _read(message: Json, username: str) -> tuple[str, str | None, bool]:
    """Return text or caption without what calls the bot, the command, and if it is mentioned."""
    text = message.get("text") or message.get("caption") or ""
    units = text.encode("utf-16-le", "surrogatepass")  # entities count these, two bytes each
    command, mentioned, rest, end = None, False, b"", 0
    for entity in message.get("entities") or message.get("caption_entities") or ():
        start = 2 * entity["offset"]
        after = start + 2 * entity["length"]
        word = units[start:after].decode("utf-16-le", "replace")
        name, _, to = word[1:].partition("@")
        if entity["type"] == "bot_command" and start == 0 and (not to or _same(to, username)):
            command, mentioned = name.lower(), bool(to)
        elif entity["type"] == "mention" and _same(word[1:], username):
            mentioned = True
        else:
            continue
        rest, end = rest + units[end:start], after
    rest += units[end:]
    return rest.decode("utf-16-le", "replace").strip(), command, mentioned


def _callback(query: Json) -> dict[str, Any]:
    kept: dict[str, Any] = {"id": query["id"], "data": whole(query.get("data", ""))}
    if message := query.get("message"):
        kept["message"] = _place(message) | {"message_id": message["message_id"]}
    return kept


def _place(message: Json) -> dict[str, Any]:
    place: dict[str, Any] = {"chat": _chat(message["chat"])}
    if message.get("is_topic_message"):
        place["message_thread_id"] = message["message_thread_id"]
    return place


def _chat(chat: Json) -> dict[str, Any]:
    return {"id": chat["id"], "type": chat["type"]}
