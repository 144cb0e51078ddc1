"""Methods that change messages or take them away."""

import time
from typing import Any

from tests.botapi.keyboard import checked_markup
from tests.botapi.parameters import Parameters
from tests.botapi.problems import bad_request
from tests.botapi.sending import checked_caption, checked_text, open_chat
from tests.botapi.state import Telegram
from tests.botapi.world import Message

MAX_DELETED_AT_ONCE = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


def _own_message(telegram: Telegram, params: Parameters) -> Message:
    """The message that is to be edited; it must be the bot's and still be there."""
    inline_id = params.text("inline_message_id")
    if inline_id:
        message = telegram.world.inline_message(inline_id)
    else:
        chat = open_chat(telegram, params)
        message = telegram.world.message(chat.id, params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot and not inline_id:
        raise bad_request("message can't be edited")
    return message


def _edit(telegram: Telegram, message: Message, **fields: Any) -> dict[str, Any] | bool:
    if all(getattr(message, name) == value for name, value in fields.items()):
        raise bad_request(NOT_MODIFIED)
    for name, value in fields.items():
        setattr(message, name, value)
    message.edit_date = int(time.time())
    return True if message.inline_id else telegram.world.as_json(message)


def edit_message_text(telegram: Telegram, params: Parameters) -> dict[str, Any] | bool:
    message = _own_message(telegram, params)
    if message.content:
        raise bad_request("there is no text in the message to edit")
    text, entities = checked_text(params)
    buttons = checked_markup(params.structure("reply_markup"))
    return _edit(telegram, message, text=text, entities=entities, buttons=buttons)


def edit_message_caption(telegram: Telegram, params: Parameters) -> dict[str, Any] | bool:
    message = _own_message(telegram, params)
    if not message.content:
        raise bad_request("there is no caption in the message to edit")
    text, entities = checked_caption(params)
    buttons = checked_markup(params.structure("reply_markup"))
    return _edit(telegram, message, text=text, entities=entities, buttons=buttons)


def edit_message_reply_markup(telegram: Telegram, params: Parameters) -> dict[str, Any] | bool:
    message = _own_message(telegram, params)
    return _edit(telegram, message, buttons=checked_markup(params.structure("reply_markup")))


def delete_message(telegram: Telegram, params: Parameters) -> bool:
    chat = open_chat(telegram, params)
    message = telegram.world.message(chat.id, params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not message.from_bot and chat.kind != "private":
        raise bad_request("message can't be deleted")
    telegram.world.remove(message)
    return True


def delete_messages(telegram: Telegram, params: Parameters) -> bool:
    """Takes away several; those that are gone already are passed over."""
    chat = open_chat(telegram, params)
    ids = params.items("message_ids") or []
    if not 1 <= len(ids) <= MAX_DELETED_AT_ONCE:
        raise bad_request("there must be 1 to 100 message identifiers")
    for message_id in ids:
        message = telegram.world.message(chat.id, message_id)
        if message and (message.from_bot or chat.kind == "private"):
            telegram.world.remove(message)
    return True


def leave_chat(telegram: Telegram, params: Parameters) -> bool:
    chat = open_chat(telegram, params)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_is_member = False
    return True


METHODS = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "leavechat": leave_chat,
}
