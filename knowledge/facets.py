"""What a text is about besides its topic: province, grade, pathway, who pays.

The table is `facets.yml`. A question that names no province may still be asked by somebody
who said one before; a card of another province must not answer it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlu.text import fold

_TABLE = Path(__file__).with_name("facets.yml")
_CUE = r"(?:tinh|tp|thanh pho|o|que|tai|dan|con|the|ve)\s+"

Facets = Mapping[str, str]
"""From a kind to the one value that is named, such as {"province": "lang-son"}."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where in a text a facet is named."""

    kind: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: str
    value: str
    text: str
    marked: bool


def mentions(text: str) -> list[Mention]:
    """Return every facet that `text` names, in order, none within another.

    Phrases that are everyday words without diacritics ("da nang", "dien bien") count only
    with them or after a cue such as "tỉnh".
    """
    folded = fold(text)
    if len(folded) != len(text):  # a letter that folds to two: places would not fit
        text = folded
    found: list[Mention] = []
    for phrase, match in _matches(folded):
        start, end = match.span("name")
        is_free = all(end <= other.start or other.end <= start for other in found)
        if is_free and _is_meant(phrase, text[start:end].lower(), cued=bool(match["cue"])):
            found.append(Mention(phrase.kind, phrase.value, start, end))
    return sorted(found, key=lambda mention: mention.start)


def facets_of(text: str) -> dict[str, str]:
    """Return the facets that `text` names once: a comparison of two values names none."""
    values: dict[str, set[str]] = {}
    for mention in mentions(text):
        values.setdefault(mention.kind, set()).add(mention.value)
    return {kind: next(iter(named)) for kind, named in values.items() if len(named) == 1}


def name_of(kind: str, value: str) -> str:
    """Return what people call a value: its first phrase in the table."""
    return _texts(_read()[kind][value])[0][0]


def _is_meant(phrase: _Phrase, written: str, *, cued: bool) -> bool:
    """Tell whether words that fold as the phrase does are the phrase: "đa năng" is no town."""
    return not phrase.marked or written == phrase.text or (cued and written == fold(written))


def _matches(folded: str) -> Iterator[tuple[_Phrase, re.Match[str]]]:
    for phrase, pattern in _phrases():
        for match in pattern.finditer(folded):
            yield phrase, match


@cache
def _phrases() -> list[tuple[_Phrase, re.Pattern[str]]]:
    """Return the table, read once, the longest phrases first."""
    rows = [
        _Phrase(kind, value, text, marked)
        for kind, values in _read().items()
        for value, entry in values.items()
        for text, marked in _texts(entry)
    ]
    longest_first = sorted(rows, key=lambda phrase: -len(phrase.text))
    return [(phrase, _pattern(phrase)) for phrase in longest_first]


def _pattern(phrase: _Phrase) -> re.Pattern[str]:
    name = re.escape(fold(phrase.text))
    return re.compile(rf"(?<!\w)(?P<cue>{_CUE})?(?P<name>{name})(?!\w)")


def _texts(entry: list[str] | dict[str, list[str]]) -> list[tuple[str, bool]]:
    if isinstance(entry, dict):
        return [(str(text), True) for text in entry["marked"]]
    return [(str(text), False) for text in entry]


@cache
def _read() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return table
