"""Fields of work and levels of training, as people say them. Pure but for its one table.

The fields are `fields.yml`: families of programmes with their synonyms.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.frontmatter import read_yaml
from nlu.syllables import place_tone
from nlu.text import clean, fold, words

_TABLE = Path(__file__).with_name("fields.yml")

LEVELS: Mapping[str, str] = {
    "so-cap": "sơ cấp",
    "trung-cap": "trung cấp",
    "trung-hoc-nghe": "trung học nghề",
    "9-plus": "9+",
    "gdtx": "GDTX cấp THPT",
    "cao-dang": "cao đẳng",
    "dai-hoc": "đại học",
}
"""Ids of levels and what they are called. They are those of the facet `pathway`."""

_LEVEL_SAID: Mapping[str, tuple[str, ...]] = {
    "so-cap": ("so cap", "ngan han", "duoi 3 thang", "chung chi nghe"),
    "trung-cap": ("trung cap", "tc"),
    "trung-hoc-nghe": ("trung hoc nghe", "thn"),
    "9-plus": ("he 9", "9 cong", "9 plus", "chin cong", "vua hoc van hoa vua hoc nghe"),
    "gdtx": ("gdtx", "giao duc thuong xuyen", "bo tuc", "gdtx cap thpt"),
    "cao-dang": ("cao dang", "cd"),
    "dai-hoc": ("dai hoc", "dh"),
}
_NINE_PLUS = re.compile(r"(?<!\d)9\s*\+")


@dataclass(frozen=True, slots=True)
class Field:
    """A family of programmes."""

    id: str
    title: str
    said: tuple[str, ...]
    """Without diacritics."""
    marked: tuple[str, ...]
    """With diacritics: counts only so, or as the whole of a text."""
    but: tuple[str, ...]
    """Without diacritics: holds one of the others and is not meant."""


@cache
def fields() -> Mapping[str, Field]:
    """Return the fields by id, in the order of the table."""
    rows = read_yaml(_TABLE)
    return {id_: _field(id_, row) for id_, row in rows.items()}


def field_in(text: str) -> str | None:
    """Return the id of the field that a text names; of several, the one with the longest words."""
    found = [(length, id_) for id_, field in fields().items() if (length := _named(field, text))]
    return max(found)[1] if found else None


def level_in(text: str) -> str | None:
    """Return the id of the level that a text names; of several, the one with the longest words."""
    read = plain(_NINE_PLUS.sub("9 cong", text))
    found = [(length, id_) for id_, said in _LEVEL_SAID.items() if (length := _longest(said, read))]
    return max(found)[1] if found else None


def plain(text: str) -> str:
    """Return the words of a text without diacritics, signs and capitals."""
    return fold(" ".join(words(text.lower())))


def _field(id_: str, row: Mapping[str, Any]) -> Field:
    title, marked = row["title"], tuple(_marked(said) for said in row.get("marked", ()))
    named = () if _marked(title) in marked else (title,)
    return Field(
        id_,
        title,
        tuple(plain(said) for said in (*named, *row["said"])),
        marked,
        tuple(plain(said) for said in row.get("not", ())),
    )


def _named(field: Field, text: str) -> int:
    """Return how many letters of a text name a field: 0 where it does not."""
    tokens = _marked(text).split()
    for other in field.but:
        tokens = _without(tokens, other.split())
    marked = " ".join(tokens)
    folded = fold(marked)
    if folded in map(fold, field.marked):
        return len(folded)
    return max(_longest(field.said, folded), _longest(field.marked, marked))


def _without(tokens: list[str], phrase: list[str]) -> list[str]:
    """Return words with a folded phrase made one sign that is no word."""
    folded, length = [fold(token) for token in tokens], len(phrase)
    for at in range(len(tokens) - length + 1):
        if folded[at : at + length] == phrase:
            return [*tokens[:at], "|", *_without(tokens[at + length :], phrase)]
    return tokens


def _longest(said: Iterable[str], text: str) -> int:
    return max((len(phrase) for phrase in said if f" {phrase} " in f" {text} "), default=0)


def _marked(text: str) -> str:
    return " ".join(place_tone(word) for word in words(clean(text).lower()))
