"""What a reply looks like in Telegram: messages in HTML, the last with its buttons. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from bot.conversation import Reply
from bot.telegram import texts
from bot.telegram.calls import Attachment, Call
from bot.telegram.keyboards import Keyboard, below
from bot.telegram.reading import Place
from bot.telegram.splitting import presentable, shortened, split, units

LIMIT = 3_800
"""UTF-16 units of one part. Telegram takes 4,096: the rest is for what is put before it."""
_CAPTION_LIMIT = 900
"""The same of a caption, of which Telegram takes 1,024."""
_LONGEST_ECHO = 100

_UPLOADS = {
    Attachment.PICTURE: ("sendPhoto", "photo"),
    Attachment.CALENDAR: ("sendDocument", "document"),
}
"""By what is uploaded: the method, and the name of the parameter."""

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
    params = _where(place) | text_params(html, keyboard)
    if markup:
        params["reply_markup"] = markup
    if quotes is not None:
        params["reply_parameters"] = {"message_id": quotes, "allow_sending_without_reply": True}
    return Call("sendMessage", params, row)


def upload(place: Place, attachment: Attachment, caption: str, row: int) -> Call:
    """Return the call that shows a file in a place.

    Args:
        place: Where.
        attachment: What is to be made of the reply.
        caption: Plain text that says what it is; shown in its place where it cannot be.
        row: Our own message that the file belongs to.
    """
    method, field = _UPLOADS[attachment]
    params = {**_where(place), field: attachment.address}
    said = split(presentable(caption), _CAPTION_LIMIT)
    if said:
        params["caption"] = said[0]
    return Call(method, params, row)


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
    calls = [
        message(place, html, quotes=None if number else quotes, row=row)
        for number, html in enumerate(parts)
    ]
    if calls:
        calls += _uploads(reply, place, row)
        calls[-1] = _with_buttons(calls[-1], below(reply, row))
    return calls


def _uploads(reply: Reply, place: Place, row: int) -> list[Call]:
    calls = []
    if reply.picture:
        calls.append(upload(place, Attachment.PICTURE, reply.picture.alt, row))
    if reply.reminder:
        calls.append(upload(place, Attachment.CALENDAR, texts.CALENDAR, row))
    return calls


def _with_buttons(call: Call, keyboard: Keyboard) -> Call:
    if not keyboard:
        return call
    return replace(call, params={**call.params, "reply_markup": {"inline_keyboard": keyboard}})


def _where(place: Place) -> dict[str, Any]:
    params: dict[str, Any] = {"chat_id": place.chat_id}
    if place.thread_id:
        params["message_thread_id"] = place.thread_id
    return params


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
