"""What a button carries: at most 64 bytes, so never words but where to find them. Pure."""

import re
from dataclasses import dataclass
from enum import IntEnum

from bot.conversation import Audience, Vote


class Fixed(IntEnum):
    """Buttons that mean the same below every message. The numbers are out there: keep them."""

    ERASE = 1
    KEEP = 2


@dataclass(frozen=True, slots=True)
class Chosen:
    """A button that a reply came with."""

    row: int
    """The reply, by the id of its row."""
    index: int


@dataclass(frozen=True, slots=True)
class Voted:
    """A thumb below a reply."""

    row: int
    vote: Vote


@dataclass(frozen=True, slots=True)
class SourceAsked:
    """The button for the source of a reply."""

    row: int


@dataclass(frozen=True, slots=True)
class ExampleChosen:
    """One of the example questions of a list in `texts.EXAMPLES`."""

    examples: str
    index: int


@dataclass(frozen=True, slots=True)
class FlowChosen:
    """A button that begins one of `texts.FLOWS`."""

    name: str


Data = Chosen | Voted | SourceAsked | ExampleChosen | FlowChosen | Audience | Fixed

_NUMBER = "(0|[1-9][0-9]{0,17})"
_CHOSEN = re.compile(f"b:{_NUMBER}:{_NUMBER}")
_VOTED = re.compile(f"v:{_NUMBER}:(up|down)")
_SOURCE = re.compile(f"n:{_NUMBER}")
_EXAMPLE = re.compile(f"e:([a-z]{{1,20}}):{_NUMBER}")
_FLOW = re.compile("f:([a-z]{1,20})")
_AUDIENCE = re.compile("a:(student|parent|teacher)")
_FIXED = re.compile("s:([12])")


def encode(data: Data) -> str:
    """Return the `callback_data` of a button."""
    match data:
        case Chosen(row, index):
            return f"b:{row}:{index}"
        case Voted(row, vote):
            return f"v:{row}:{vote}"
        case SourceAsked(row):
            return f"n:{row}"
        case ExampleChosen(examples, index):
            return f"e:{examples}:{index}"
        case FlowChosen(name):
            return f"f:{name}"
        case Audience():
            return f"a:{data.value}"
        case Fixed():
            return f"s:{data.value}"


def decode(data: str) -> Data | None:
    """Return what `encode` was given, or None for what it never returned."""
    if found := _CHOSEN.fullmatch(data):
        return Chosen(int(found[1]), int(found[2]))
    if found := _VOTED.fullmatch(data):
        return Voted(int(found[1]), "up" if found[2] == "up" else "down")
    if found := _SOURCE.fullmatch(data):
        return SourceAsked(int(found[1]))
    if found := _EXAMPLE.fullmatch(data):
        return ExampleChosen(found[1], int(found[2]))
    if found := _FLOW.fullmatch(data):
        return FlowChosen(found[1])
    if found := _AUDIENCE.fullmatch(data):
        return Audience(found[1])
    if found := _FIXED.fullmatch(data):
        return Fixed(int(found[1]))
    return None
