"""The buttons below a message. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation import Audience, Reply, Vote
from bot.telegram import texts
from bot.telegram.callbacks import (
    Chosen,
    Data,
    ExampleChosen,
    Fixed,
    FlowChosen,
    SourceAsked,
    Voted,
    encode,
)
from bot.telegram.splitting import presentable, shortened

Keyboard = Sequence[Sequence[Mapping[str, Any]]]

_LONGEST_TITLE = 60
_MOST_BUTTONS = 20
_MOST_IN_A_ROW = 8
"""Telegram shows no more side by side."""
_THUMBS: tuple[Vote, ...] = ("up", "down")


def below(reply: Reply, row: int, vote: Vote | None = None) -> Keyboard:
    """Return the buttons of a reply that is stored in `row`, with the vote given so far."""
    offers = [
        button(title, Chosen(row, index))
        for index, offered in enumerate(reply.buttons[:_MOST_BUTTONS])
        if (title := presentable(offered.title))
    ]
    is_scale = reply.row and 0 < len(offers) <= _MOST_IN_A_ROW
    rows = [offers] if is_scale else [[offer] for offer in offers]
    if reply.kind != "answer":
        return rows
    last = []
    # What names sources only, as the answer to this button does, says no place.
    if reply.citations and "📍" in reply.text:
        last.append(button(texts.SHOW_SOURCE, SourceAsked(row)))
    if reply.answer_id:
        last += [button(_thumb(thumb, vote), Voted(row, thumb)) for thumb in _THUMBS]
    return [*rows, last] if last else rows


def of_audiences(chosen: Audience | None) -> Keyboard:
    """Return the buttons to say who one is, all in one row."""
    return [
        [
            button(texts.CHOSEN.format(title=title) if audience is chosen else title, audience)
            for audience, title in texts.AUDIENCES.items()
        ]
    ]


def of_examples(name: str) -> Keyboard:
    """Return a list of example questions as buttons."""
    questions = texts.EXAMPLES[name]
    return [[button(text, ExampleChosen(name, at))] for at, text in enumerate(questions)]


def of_flows(audience: Audience | None) -> Keyboard:
    """Return the buttons that begin what may be of use to somebody, in one row."""
    names = texts.FLOWS_FOR[audience]
    return [[button(texts.FLOW_TITLES[name], FlowChosen(name)) for name in names]]


def to_erase() -> Keyboard:
    """Return the buttons to erase everything, or not."""
    return [[button(texts.KEEP, Fixed.KEEP), button(texts.ERASE, Fixed.ERASE)]]


def to_private(username: str, start: str = "rieng") -> Keyboard:
    """Return the button that leads from a group into the private chat with the bot.

    `start` says what begins there.
    """
    return [[{"text": texts.TO_PRIVATE, "url": f"https://t.me/{username}?start={start}"}]]


def button(title: str, data: Data) -> Mapping[str, Any]:
    """Return a button, its title cut to what can be read on a telephone."""
    return {"text": shortened(title, _LONGEST_TITLE), "callback_data": encode(data)}


def _thumb(thumb: Vote, vote: Vote | None) -> str:
    title = texts.THUMBS[thumb]
    return texts.CHOSEN.format(title=title) if thumb == vote else title
