"""Methods that put messages into chats."""

from typing import Any

from tests.botapi.keyboard import checked_markup
from tests.botapi.markup import MAX_CAPTION, MAX_TEXT, Entity, is_empty, parsed, utf16_length
from tests.botapi.parameters import Parameters
from tests.botapi.problems import bad_request, forbidden
from tests.botapi.state import Telegram
from tests.botapi.world import Chat

CHAT_ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note"),
    "upload_video_note",
}


def open_chat(telegram: Telegram, params: Parameters) -> Chat:
    """The chat of a request, when the bot may write there."""
    if params.values.get("chat_id") in (None, ""):
        raise bad_request("chat_id is empty")
    chat = telegram.chat(params.values["chat_id"])
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to:
        raise bad_request(
            "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
        )
    if not chat.bot_is_member:
        raise forbidden(f"bot was kicked from the {_kind(chat)} chat")
    if chat.user and chat.user.blocked:
        raise forbidden("bot was blocked by the user")
    if chat.user and not chat.user.started:
        raise forbidden("bot can't initiate conversation with a user")
    return chat


def _kind(chat: Chat) -> str:
    return "supergroup" if chat.kind == "supergroup" else "group"


def _entities(params: Parameters, name: str) -> list[Entity]:
    entities = params.items(name) or []
    if not all(_is_entity(entity) for entity in entities):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    return entities


def _is_entity(entity: Any) -> bool:
    return isinstance(entity, dict) and [
        type(entity.get(name)) for name in ("type", "offset", "length")
    ] == [str, int, int]


def checked_text(params: Parameters, name: str = "text") -> tuple[str, list[Entity]]:
    """The text of a message, 1 to 4096 long after parsing."""
    text, entities = parsed(
        params.text(name), params.text("parse_mode"), _entities(params, "entities")
    )
    if is_empty(text):
        raise bad_request("message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, entities


def checked_caption(params: Parameters) -> tuple[str, list[Entity]]:
    text, entities = parsed(
        params.text("caption"), params.text("parse_mode"), _entities(params, "caption_entities")
    )
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def _topic(chat: Chat, params: Parameters) -> int | None:
    topic = params.integer("message_thread_id")
    if topic and topic not in chat.topics:
        raise bad_request("message thread not found")
    return topic or None


def _reply(telegram: Telegram, chat: Chat, params: Parameters) -> dict[str, Any]:
    """The message that is answered, and the quoted part of it."""
    reply = params.structure("reply_parameters")
    if reply is None and params.integer("reply_to_message_id"):
        reply = dict(params.values) | {"message_id": params.integer("reply_to_message_id")}
    if reply is None:
        return {}
    wanted = Parameters(reply)
    answered = telegram.world.message(chat.id, wanted.integer("message_id"))
    if answered is None:
        if wanted.flag("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    quote = wanted.text("quote") or None
    if quote and quote not in answered.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"reply_to": answered.id, "quote": quote}


def _put(telegram: Telegram, params: Parameters, chat: Chat, **fields: Any) -> dict[str, Any]:
    buttons = checked_markup(params.structure("reply_markup"))
    topic = _topic(chat, params)
    reply = _reply(telegram, chat, params)
    telegram.pacing.send(chat)
    message = telegram.world.add_message(
        chat, telegram.world.bot, buttons=buttons, topic=topic, **reply, **fields
    )
    return telegram.world.as_json(message)


def send_message(telegram: Telegram, params: Parameters) -> dict[str, Any]:
    chat = open_chat(telegram, params)
    text, entities = checked_text(params)
    return _put(telegram, params, chat, text=text, entities=entities)


def send_photo(telegram: Telegram, params: Parameters) -> dict[str, Any]:
    return _send_file(telegram, params, "photo")


def send_document(telegram: Telegram, params: Parameters) -> dict[str, Any]:
    return _send_file(telegram, params, "document")


def _send_file(telegram: Telegram, params: Parameters, kind: str) -> dict[str, Any]:
    chat = open_chat(telegram, params)
    if kind in chat.refuses:
        raise bad_request(f"not enough rights to send {kind}s to the chat")
    text, entities = checked_caption(params)
    described = telegram.files.taken(params, kind, telegram.new_id()).described
    content = {kind: [described] if kind == "photo" else described}
    return _put(telegram, params, chat, text=text, entities=entities, content=content)


def send_chat_action(telegram: Telegram, params: Parameters) -> bool:
    chat = open_chat(telegram, params)
    _topic(chat, params)
    if params.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


METHODS = {
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "senddocument": send_document,
    "sendchataction": send_chat_action,
}
