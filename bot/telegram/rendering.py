"""What a reply looks like in Telegram: messages in HTML, the last with its buttons. Pure."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from bot.conversation import Reply
from bot.telegram.calls import Call
from bot.telegram.keyboards import Keyboard, below
from bot.telegram.reading import Place
from bot.telegram.splitting import presentable, shortened, split, units

LIMIT = 3_800
"""UTF-16 units of one part. Telegram takes 4,096: the rest is for what is put before it."""
_LONGEST_ECHO = 100

_SOURCE_MARKS = ("📄", "📍", "⏳")
_ITEM = re.compile(r"^- ", re.MULTILINE)
_ADDRESS = re.compile(r'https?://([^\s/<>"&]+)[^\s<>"]*')


def message(
    place: Place,
    html: str,
    *,
    keyboard: Keyboard = (),
    markup: Mapping[str, Any] | None = None,
    quotes: int | None = None,
    row: int | None = None,
) -> Call:
    """Return the call that says something in a place.

    Args:
        place: Where.
        html: Telegram HTML of at most 4,096 units once it is read.
        keyboard: Rows of buttons below it.
        markup: Another reply markup, where there is no keyboard.
        quotes: The id of the message that it answers, to be shown with it.
        row: Our own message that it shows.
    """
    params: dict[str, Any] = {"chat_id": place.chat_id}
    if place.thread_id:
        params["message_thread_id"] = place.thread_id
    params |= text_params(html, keyboard)
    if markup:
        params["reply_markup"] = markup
    if quotes is not None:
        params["reply_parameters"] = {"message_id": quotes, "allow_sending_without_reply": True}
    return Call("sendMessage", params, row)


def edited(place: Place, message_id: int, html: str, keyboard: Keyboard = ()) -> Call:
    """Return the call that puts another text, and other buttons, in place of a message's."""
    where = {"chat_id": place.chat_id, "message_id": message_id}
    return Call("editMessageText", {**where, **text_params(html, keyboard)})


def text_params(html: str, keyboard: Keyboard = ()) -> dict[str, Any]:
    """Return the parameters that say a text, with links as they are."""
    params: dict[str, Any] = {
        "text": html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if keyboard:
        params["reply_markup"] = {"inline_keyboard": keyboard}
    return params


def render(
    reply: Reply,
    place: Place,
    row: int,
    *,
    quotes: int | None = None,
    echo: str | None = None,
) -> list[Call]:
    """Return the calls that show a reply; none where there is nothing to be seen in it.

    Args:
        reply: What is to be said.
        place: Where.
        row: The id under which the reply is stored.
        quotes: The id of the message that it answers, in a group.
        echo: The words of a tapped button: nobody would see otherwise what is answered here.
    """
    parts = bodies(reply.text)
    if parts and echo and (asked := presentable(echo)):
        parts[0] = f"💬 <i>{escape(shortened(asked, _LONGEST_ECHO), quote=False)}</i>\n\n{parts[0]}"
    last = len(parts) - 1
    return [
        message(
            place,
            html,
            keyboard=below(reply, row) if number == last else (),
            quotes=None if number else quotes,
            row=row,
        )
        for number, html in enumerate(parts)
    ]


def bodies(text: str) -> list[str]:
    """Return a text as HTML in parts that fit, the sources at its end set apart."""
    said, sources = _set_apart(presentable(text))
    parts = split(said, LIMIT)
    html = [_escaped(part) for part in parts]
    if not sources:
        return html
    if parts and units(parts[-1]) + units(sources) < LIMIT:
        html[-1] += f"\n\n{_quoted(sources)}"
        return html
    return [*html, *map(_quoted, split(sources, LIMIT))]


def _set_apart(text: str) -> tuple[str, str]:
    """Return what a text says, and from where on it says where that comes from."""
    paragraphs = text.split("\n\n")
    numbers = range(1, len(paragraphs))
    first = next((at for at in numbers if _is_source(paragraphs[at].split("\n"))), None)
    return "\n\n".join(paragraphs[:first]), "\n\n".join(paragraphs[first:] if first else ())


def _is_source(lines: Sequence[str]) -> bool:
    return any(line.startswith(_SOURCE_MARKS) for line in lines)


def _quoted(text: str) -> str:
    linked = _ADDRESS.sub(r'<a href="\g<0>">\g<1></a>', _escaped(text))  # else half a screen long
    return f"<blockquote>{linked}</blockquote>"


def _escaped(text: str) -> str:
    return escape(_ITEM.sub("• ", text), quote=False)
