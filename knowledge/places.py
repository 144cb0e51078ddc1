"""Provinces and communes, by the names of today and those before the mergers of 1/7/2025.

The table is `places.tsv`. A name is understood with or without diacritics and the word before
it ("xã", "huyện cũ", "tp"); one that several provinces have gives several places, to ask back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from knowledge.units import EVERYDAY, PREFIXES, Unit, slug, spelled, units
from nlu.text import clean, fold, words

_TABLE = Path(__file__).with_name("places.tsv")
_BREAK = re.compile(r"[,;()]")
_STOP = ","
_CUES = frozenset("o tai gan que tinh".split())
_LONGEST = 6  # words of the longest name, "Bà Rịa - Vũng Tàu" among them
_COMMUNE_NOW = 2  # rank of units up to which a name may stand at the end without a cue


@dataclass(frozen=True, slots=True)
class Place:
    """One place that a message may mean."""

    province: str
    """Id of the province of today, such as "hai-phong"."""
    name: str
    """What to call it: "Lạng Sơn", "xã Cao Lộc", "huyện Cao Lộc cũ"."""
    called: str
    """The name alone: "Cao Lộc"."""
    communes: frozenset[str]
    """The communes of today that it is or went into; none means all of the province."""


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    units: tuple[Unit, ...]


class Gazetteer:
    """Find the places that a text names."""

    def __init__(self, table: Path = _TABLE) -> None:
        """Read the table: 0.3 s and 15 MB, once in a process."""
        self._units: dict[str, list[Unit]] = {}
        self._provinces: dict[str, Unit] = {}
        for unit in units(table):
            self._units.setdefault(" ".join(map(fold, unit.words)), []).append(unit)
            if unit.rank == 0:
                self._provinces.setdefault(slug(unit.name), unit)

    def province_now(self, id_: str) -> str | None:
        """Return the id of the province that one of before the mergers belongs to now."""
        unit = self._provinces.get(id_)
        return unit.province if unit else None

    def province_called(self, name: str) -> str | None:
        """Return the id of the province of today that a name of a province means, old or new."""
        tokens = [fold(token) for token in words(clean(name).lower())]
        prefix = _prefix_at(tokens, 0)
        return self.province_now("-".join(tokens[len(prefix) :]))

    def name_of(self, province: str) -> str:
        """Return the name of a province of today, "Hải Phòng"."""
        return self._provinces[province].name

    def title_of(self, province: str) -> str:
        """Return the name with what it is: "tỉnh Lạng Sơn", "thành phố Hải Phòng"."""
        unit = self._provinces[province]
        return f"{unit.kind.lower()} {unit.name}"

    def find(self, text: str, *, asked: bool = False, within: str | None = None) -> list[Place]:
        """Return the places that `text` may mean, one a province; more than one are a doubt.

        Args:
            text: A message, with or without diacritics.
            asked: The message answers where; else a name of everyday words needs a cue.
            within: Id of the only province that counts.
        """
        found = self._mentions(_tokens(text), asked=asked)
        return _consistent([mention.units for mention in found], within)

    def rest(self, text: str, *, asked: bool = False) -> list[str]:
        """Return the words of a text beside the places that `find` finds in it."""
        tokens = _tokens(text)
        named = {at for mention in self._mentions(tokens, asked=asked)
                 for at in range(mention.start, mention.end)}  # fmt: skip
        return [token for at, token in enumerate(tokens) if at not in named and token != _STOP]

    def _mentions(self, tokens: Sequence[str], *, asked: bool) -> list[_Mention]:
        found: list[_Mention] = []
        at = 0
        while at < len(tokens):
            mention = self._mention_at(tokens, at, asked=asked)
            if mention:
                found.append(mention)
            at = mention.end if mention else at + 1
        return found

    def _mention_at(self, tokens: Sequence[str], at: int, *, asked: bool) -> _Mention | None:
        """Return the longest name that begins at a word, with the prefix before the name."""
        prefix = _prefix_at(tokens, at)
        kinds = PREFIXES.get(" ".join(prefix), ())
        # A number is a name with its kind only: "quận 1".
        for start in dict.fromkeys((at + len(prefix), at)):
            for end in range(min(len(tokens), start + _LONGEST), start, -1):
                fitting = self._spelled_as(tokens[start:end])
                of_kind = [unit for unit in fitting if fold(unit.kind.lower()) in kinds]
                if of_kind or _is_meant(fitting, tokens, (at, end), cued=bool(prefix), asked=asked):
                    return _Mention(at, end, tuple(of_kind or fitting))
        return None

    def _spelled_as(self, typed: Sequence[str]) -> list[Unit]:
        named = self._units.get(" ".join(map(fold, typed)), ())
        return [unit for unit in named if unit.is_(typed)]


@cache
def gazetteer() -> Gazetteer:
    """Return the one gazetteer of the shipped table."""
    return Gazetteer()


def _tokens(text: str) -> list[str]:
    """Return the words of a text, and a stop where no name goes on: "Tân An, Tây Ninh"."""
    tokens: list[str] = []
    for part in _BREAK.split(clean(text).lower()):
        tokens += [*([_STOP] if tokens else []), *spelled(words(part))]
    return tokens


def _prefix_at(tokens: Sequence[str], at: int) -> tuple[str, ...]:
    """Return the folded words at a place that say what kind of unit follows."""
    for length in (2, 1):
        said = tuple(map(fold, tokens[at : at + length]))
        if len(said) == length and " ".join(said) in PREFIXES:
            return said
    return ()


def _is_meant(
    fitting: Sequence[Unit],
    tokens: Sequence[str],
    span: tuple[int, int],
    *,
    cued: bool,
    asked: bool,
) -> bool:
    """Tell whether words that are a name are meant as one."""
    at, end = span
    typed = tokens[at:end]
    after_cue = at > 0 and fold(tokens[at - 1]) in _CUES
    rank = min((unit.rank for unit in fitting), default=None)
    if rank is None:
        return False
    if rank and len(typed) == 1:  # "xã Ba", "xã Lăng": one everyday word
        return asked and end == len(tokens) and (at == 0 or after_cue)
    if asked or cued or after_cue:
        return True
    if rank == 0:  # "dien bien" and "gia lai" are everyday words without diacritics
        return typed != list(map(fold, typed)) or slug(" ".join(typed)) not in EVERYDAY
    return end == len(tokens) and rank <= _COMMUNE_NOW


def _consistent(mentions: Sequence[Sequence[Unit]], within: str | None) -> list[Place]:
    """Return the places of the narrowest name that fit with all other names."""
    if not mentions:
        return []
    if within:
        mentions = [[u for u in named if u.province == within] for named in mentions]
    left = [[u for u in named if u.rank == 0] or named for named in mentions if named]
    if not left:
        return []
    if all(min(u.rank for u in named) == 0 for named in left):
        provinces = [u for named in left for u in named if u.rank == 0]
        parts = {u.province for u in provinces if u.communes}  # "Hải Dương, Hải Phòng"
        return _places([u for u in provinces if u.communes or u.province not in parts])
    left = sorted(left, key=lambda named: -min(u.rank for u in named))
    fitting = [part for unit in left[0] for part in _parts(unit, left[1:])]
    return _places(_foremost(fitting or left[0]))


def _parts(unit: Unit, rest: Sequence[Sequence[Unit]]) -> list[Unit]:
    """Return what of a unit lies in one of each of the other names; none where nothing does."""
    parts = [unit]
    for named in rest:
        parts = [
            replace(part, communes=part.communes & other.communes or part.communes)
            for part in parts
            for other in named
            if part.lies_with(other)
        ]
    return parts


def _foremost(named: Sequence[Unit]) -> list[Unit]:
    """Return of several with one name the largest: "Quảng Yên" is the town, not a far commune."""
    best = min(unit.rank for unit in named)
    return [unit for unit in named if unit.rank == best]


def _places(named: Sequence[Unit]) -> list[Place]:
    by_province: dict[str, list[Unit]] = {}
    for unit in named:
        by_province.setdefault(unit.province, []).append(unit)
    return [_place(province, of_it) for province, of_it in by_province.items()]


def _place(province: str, named: Sequence[Unit]) -> Place:
    whole = any(not unit.communes for unit in named)
    communes = frozenset[str]() if whole else frozenset().union(*(u.communes for u in named))
    return Place(province, _titles(named), named[0].name, communes)


def _titles(named: Sequence[Unit]) -> str:
    return " / ".join(dict.fromkeys(unit.title for unit in named))
