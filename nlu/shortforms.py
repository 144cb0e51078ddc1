"""What pupils' short forms stand for; ambiguous ones are decided by their neighbours.

Standard library only: both Pythons run it. The table is `shortforms.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlu.syllables import fold, is_syllable, strip_marks

_TABLE = Path(__file__).with_name("shortforms.tsv")
_WINDOW = 2  # words on each side that may decide what a short form means
# "21-CT/TW", "238/2025/NĐ-CP", "50-55": a number that is to stay as it is, or a word.
TOKEN = re.compile(r"\d\w*(?:[-–/]\w+)+|[^\W_]+", re.UNICODE)


def is_short_form(folded: str) -> bool:
    """Tell whether a folded word is in the table."""
    return folded in _readings()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a short form stands for, and the neighbours it needs."""

    text: str
    anywhere: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]

    def fits(self, before: list[str], after: list[str]) -> bool:
        """Tell whether the folded neighbours, nearest first, allow this reading."""
        if not (self.anywhere or self.before or self.after):
            return True
        number_follows = bool(after) and after[0].isdigit()
        return (
            not self.anywhere.isdisjoint(before + after)
            or not self.before.isdisjoint(before)
            or not self.after.isdisjoint(after)
            or ("#" in self.anywhere and number_follows)
            or ("#" in self.before and bool(before) and before[0].isdigit())
        )


def always_read() -> Iterator[tuple[str, str]]:
    """Yield each short form and its reading that holds whatever stands beside it."""
    for form, readings in _readings().items():
        last = readings[-1]
        if last.text not in ("", "-") and not (last.anywhere or last.before or last.after):
            yield form, last.text


@cache
def _readings() -> dict[str, tuple[Reading, ...]]:
    """Return the table of short forms, read once."""
    table: dict[str, tuple[Reading, ...]] = {}
    for form, reading in _parse(_TABLE.read_text(encoding="utf-8")):
        table[form] = (*table.get(form, ()), reading)
    return table


def _parse(tsv: str) -> Iterator[tuple[str, Reading]]:
    for line in tsv.splitlines():
        if not line.strip() or line.startswith("# "):
            continue
        form, text, *when = line.split("\t")
        conditions = when[0].split() if when else []
        yield (
            form,
            Reading(
                text,
                anywhere=frozenset(c for c in conditions if "<" not in c and ">" not in c),
                before=frozenset(c[1:] for c in conditions if c.startswith("<")),
                after=frozenset(c[:-1] for c in conditions if c.endswith(">")),
            ),
        )


def expand(text: str) -> str:
    """Replace each short form by the reading that its neighbours allow."""
    found = list(TOKEN.finditer(text))
    folded = [fold(match[0]) for match in found]
    out, end = [], 0
    for position, match in enumerate(found):
        out.append(text[end : match.start()])
        out.append(_reading_at(position, match[0], folded))
        end = match.end()
    return "".join([*out, text[end:]])


def _reading_at(position: int, word: str, folded: list[str]) -> str:
    readings = _readings().get(folded[position], ())
    # A marked word is written out ("đường" folds to no short form, "đc" to "dc").
    if not readings or (is_syllable(word) and strip_marks(word) != word):
        return word
    before = folded[max(0, position - _WINDOW) : position][::-1]
    after = folded[position + 1 : position + 1 + _WINDOW]
    for reading in readings:
        if reading.fits(before, after):
            return word if reading.text == "-" else reading.text
    return word
