"""What a visitor typed, checked at the door and made safe to pass on. Pure."""

import re

from bot.conversation import MESSAGE_LIMIT
from bot.errors import EmptyMessage, MessageTooLong
from nlu.text import clean, normalize

GREETING = "xin chào"
"""What a message of slashes alone is taken for: nothing was asked yet."""

_COMMAND = re.compile(r"^/[/\s]*")


def whole(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON allows and no database takes.

    A client that cuts a text after so many characters makes them of emoji.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def readable(text: str) -> str:
    """Return the text of a message as it was meant.

    Raises:
        EmptyMessage: Only spaces, control or zero-width characters were typed.
        MessageTooLong: More than `MESSAGE_LIMIT` characters, as they were typed: short forms
            count as they are, and letters put together of several marks count once.
    """
    typed = clean(text)
    if len(typed) > MESSAGE_LIMIT:
        raise MessageTooLong(len(typed), MESSAGE_LIMIT)
    meant = normalize(text)
    if not meant:
        raise EmptyMessage
    return meant


def without_command(text: str) -> str:
    """Return a readable text so that Rasa takes it for words.

    Rasa 3.6 reads any text that begins with "/" as an intent, with entities of the writer's
    choice. `normalize` has made a "/" of its full-width twin.
    """
    return _COMMAND.sub("", text) or GREETING
