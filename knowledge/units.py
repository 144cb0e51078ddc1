"""The units of `places.tsv`: provinces, districts and communes, of today and of before."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nlu.syllables import place_tone
from nlu.text import clean, fold, words

PROVINCE, DISTRICT, COMMUNE, FORMER_COMMUNE = range(4)
"""Ranks of units: the lower is meant sooner where a name says no more."""

PREFIXES = {
    "tinh": ("tinh",),
    "thanh pho": ("thanh pho",),
    "tp": ("thanh pho",),
    "huyen": ("huyen",),
    "quan": ("quan",),
    "thi xa": ("thi xa",),
    "tx": ("thi xa",),
    "thi tran": ("thi tran",),
    "tt": ("thi tran",),
    "xa": ("xa",),
    "phuong": ("phuong",),
    "dac khu": ("dac khu",),
}
"""What may stand before a name, without diacritics, and the kinds it says."""

_KIND = re.compile(r"(Thành phố|Thị xã|Thị trấn|Huyện|Quận|Phường|Xã|Đặc khu) (.+)", re.IGNORECASE)
_CITIES = frozenset("ha-noi hai-phong hue da-nang ho-chi-minh can-tho".split())
_ALSO = {
    "hue": ("Thừa Thiên Huế",),
    "ho-chi-minh": ("HCM", "TPHCM", "Sài Gòn"),
    "dak-lak": ("Đắc Lắc", "Daklak"),
    "dak-nong": ("Đắc Nông",),
    "ba-ria-vung-tau": ("Bà Rịa", "Vũng Tàu"),
}
EVERYDAY = frozenset(
    "da-nang dien-bien gia-lai ha-nam hoa-binh hue lam-dong phu-tho son-la".split()
)
"""Provinces whose names are everyday words without their diacritics."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A province, district or commune."""

    rank: int
    kind: str
    """ "Tỉnh", "Thành phố", "Huyện", "Xã" and so on."""
    name: str
    """Without its kind: "Cao Lộc"; with it where it is a number: "Quận 1"."""
    province: str
    """Id of the province of today."""
    communes: frozenset[str] = frozenset()
    """Communes of today that it is or went into; none: the whole province."""
    former: bool = False
    words: tuple[str, ...] = ()
    """The name in small letters with diacritics, a tone mark in its one place."""

    @property
    def title(self) -> str:
        """What to call it: "Lạng Sơn", "xã Cao Lộc", "huyện Cao Lộc cũ"."""
        if self.rank == PROVINCE:
            return f"{self.name} cũ" if self.former else self.name
        name = self.name if self.name.startswith(self.kind) else f"{self.kind.lower()} {self.name}"
        return f"{name} cũ" if self.former else name

    def is_(self, typed: Sequence[str]) -> bool:
        """Tell whether typed words that fold as the name do not contradict its diacritics."""
        return all(said in (name, fold(name)) for said, name in zip(typed, self.words, strict=True))

    def lies_with(self, other: "Unit") -> bool:
        """Tell whether two units have a commune in common."""
        if self.province != other.province:
            return False
        return not (self.communes and other.communes) or bool(self.communes & other.communes)


def spelled(tokens: Sequence[str]) -> list[str]:
    """Return words with their tone marks in the one place, "hoà" for "hòa"."""
    return [place_tone(token) for token in tokens]


def slug(name: str) -> str:
    """Return the id of a province by its name."""
    return "-".join(words(fold(clean(name).lower())))


def units(table: Path) -> list[Unit]:
    """Return all units of the table, each spelled as it is compared."""
    return [replace(unit, words=tuple(spelled(words(unit.name.lower())))) for unit in _read(table)]


def _read(table: Path) -> Iterator[Unit]:
    gone: dict[tuple[int, str, str, str], set[str]] = defaultdict(set)
    provinces: dict[str, str] = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        province_name, commune, former = line.split("\t")
        province = provinces.setdefault(province_name, slug(province_name))
        kind, name = _kind_and_name(commune)
        yield Unit(COMMUNE, kind, name, province, frozenset({commune}))
        for rank, old_kind, old_name in _former(former):
            gone[rank, old_kind, old_name, province].add(commune)
    for name, province in provinces.items():
        yield from _provinces(name, province)
    for (rank, kind, name, province), communes in gone.items():
        unit = Unit(rank, kind, name, province, frozenset(communes), former=True)
        yield from _provinces(name, province, communes) if rank == PROVINCE else (unit,)


def _provinces(name: str, province: str, communes: set[str] | None = None) -> Iterator[Unit]:
    """Yield a province under each of its names."""
    id_ = slug(name)
    kind = "Thành phố" if id_ in _CITIES else "Tỉnh"
    for said in (name, *_ALSO.get(id_, ())):
        former = communes is not None
        yield Unit(PROVINCE, kind, said, province, frozenset(communes or ()), former=former)


def _former(written: str) -> Iterator[tuple[int, str, str]]:
    """Yield rank, kind and name of what the third column of a row names."""
    for part in written.split("; "):
        district, _, communes = part.partition(": ")
        province, _, district = district.rpartition(" > ")
        if province:
            yield PROVINCE, "Tỉnh", province
        yield DISTRICT, *_kind_and_name(district)
        for commune in filter(None, communes.split(", ")):
            yield FORMER_COMMUNE, *_kind_and_name(commune)


def _kind_and_name(title: str) -> tuple[str, str]:
    found = _KIND.fullmatch(title)
    if not found:
        raise ValueError(f"not a unit: {title!r}")
    return (found[1].capitalize(), title if found[2].isdigit() else found[2])
