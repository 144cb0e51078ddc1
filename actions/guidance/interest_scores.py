"""The interests questionnaire: what it asks, and what answers to it are worth. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.frontmatter import read_yaml

_TABLE = Path(__file__).with_name("interests.yml")

LETTERS = "RIASEC"
LEAST, MOST = 5, 25
"""Points that a type may have: five answers of one to five."""
_ENOUGH_OF_A_TYPE = 3
_ITEMS_OF_A_TYPE = 5
_NEUTRAL = 15  # every item of a type "neither": from here on somebody rather likes it
_TIE = 1  # one face on one of thirty items tells two types apart no better than chance
_FLAT = 3  # from the highest to the lowest type
_SAME_SHARE = 0.9
_MOST_NAMED = 3
_ANSWERED = "answered"
_CODE = re.compile(
    r"\b" + r"\s*".join(rf"{letter}(?P<{letter}>\d{{1,2}})" for letter in LETTERS)
    + r"\b(?:\s*\((?P<answered>\d{1,2})/)?",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Family:
    """Occupations that are alike, and the levels at which they are commonly learnt."""

    name: str
    levels: tuple[str, ...]
    """From the lowest to the highest, without a gap."""


@dataclass(frozen=True, slots=True)
class InterestType:
    """One of Holland's six."""

    letter: str
    name: str
    likes: str
    families: tuple[Family, ...]
    tries: tuple[str, ...]
    """Small things to do within a month, free, at home or at school."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to do; how gladly is what the questionnaire asks."""

    letter: str
    text: str
    region: str
    gender: str


@dataclass(frozen=True)
class Questionnaire:
    """The types by letter, and the items in the order in which they are asked."""

    types: Mapping[str, InterestType]
    items: tuple[Item, ...]

    @classmethod
    def load(cls, table: Path = _TABLE) -> "Questionnaire":
        """Read the table.

        Raises:
            CorpusError: It is missing or is not YAML.
            KeyError: A field is missing.
        """
        read = read_yaml(table)
        return cls(
            {letter: _type(letter, read["types"][letter]) for letter in LETTERS},
            tuple(
                Item(row["type"], row["text"], row["region"], row["gender"])
                for row in read["items"]
            ),
        )

    @cached_property
    def enough(self) -> int:
        """How many answers it takes to have three of every type."""
        count: Counter[str] = Counter()
        for place, item in enumerate(self.items, 1):
            count[item.letter] += 1
            if all(count[letter] >= _ENOUGH_OF_A_TYPE for letter in LETTERS):
                return place
        raise ValueError("a type has too few items")

    def scores(self, answers: Sequence[int]) -> "Scores":
        """Return the points by type; of a half-finished run in proportion.

        Args:
            answers: 1 to 5, in the order of the items; at least `enough` of them.
        """
        given: dict[str, list[int]] = {letter: [] for letter in LETTERS}
        for item, answer in zip(self.items, answers, strict=False):
            given[item.letter].append(answer)
        points = {
            letter: round(_ITEMS_OF_A_TYPE * sum(of_type) / len(of_type))
            for letter, of_type in given.items()
        }
        return Scores(points, len(answers))


@dataclass(frozen=True, slots=True)
class Scores:
    """What came out: points by letter, 5 to 25, and of how many answers."""

    points: Mapping[str, int]
    answered: int

    @classmethod
    def from_slot(cls, value: Mapping[str, int]) -> "Scores":
        """Return what `as_slot` wrote."""
        return cls({letter: value[letter] for letter in LETTERS}, value[_ANSWERED])

    def as_slot(self) -> dict[str, int]:
        """Return it in JSON values."""
        return {**self.points, _ANSWERED: self.answered}

    @property
    def code(self) -> str:
        """Return it as a button carries it: "R18I12A9S20E11C7".

        In one word, since what is typed is taken for slips of the keyboard otherwise: "A5" is
        how one types "ạ".
        """
        return "".join(f"{letter}{self.points[letter]}" for letter in LETTERS)

    @property
    def values(self) -> dict[str, float]:
        """Return the points from 0.0 to 1.0."""
        return {letter: (points - LEAST) / (MOST - LEAST) for letter, points in self.points.items()}

    @property
    def is_flat(self) -> bool:
        """Whether no type stands out."""
        return max(self.points.values()) - min(self.points.values()) <= _FLAT

    @property
    def is_low(self) -> bool:
        """Whether no type is liked, even the highest."""
        return max(self.points.values()) < _NEUTRAL

    @property
    def strongest(self) -> list[list[str]]:
        """Return the letters that lead, those that tie together, in descending order.

        Two where they are clear, three where a tie wants it, more only where they tie for the
        first place. One where it leads alone: no other is liked, or too many come second.
        """
        liked = [letter for letter in LETTERS if self.points[letter] >= _NEUTRAL]
        tiers = self._tiers(liked or LETTERS)
        if not liked:
            return tiers[:1]
        named = tiers[:1]
        if len(named[0]) == 1 and len(tiers) > 1 and len(tiers[1]) < _MOST_NAMED:
            named.append(tiers[1])
        return named

    def _tiers(self, letters: Sequence[str]) -> list[list[str]]:
        tiers: list[list[str]] = []
        for letter in sorted(letters, key=lambda letter: -self.points[letter]):
            if tiers and self.points[tiers[-1][0]] - self.points[letter] <= _TIE:
                tiers[-1].append(letter)
            else:
                tiers.append([letter])
        return tiers


def is_straight(answers: Sequence[int]) -> bool:
    """Tell whether (nearly) all answers are the same: they say nothing about types."""
    return max(Counter(answers).values()) >= _SAME_SHARE * len(answers)


def kept(text: str, items: int = len(LETTERS) * _ITEMS_OF_A_TYPE) -> dict[str, int] | None:
    """Return the scores that a button's words carry, as `Scores.as_slot` writes them.

    None where there are none, or where they are not possible.
    """
    found = _CODE.search(text)
    if found is None:
        return None
    points = {letter: int(found[letter]) for letter in LETTERS}
    if not all(LEAST <= value <= MOST for value in points.values()):
        return None
    return Scores(points, min(int(found[_ANSWERED] or items), items)).as_slot()


def _type(letter: str, row: Mapping[str, Any]) -> InterestType:
    families = (Family(family["name"], tuple(family["levels"])) for family in row["families"])
    return InterestType(letter, row["name"], row["likes"], tuple(families), tuple(row["tries"]))
