"""The values of the directory: a school, its programmes, and how old the data are. Pure."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.fields import fields, plain

KINDS: Mapping[str, str] = {
    "cao-dang": "trường cao đẳng",
    "trung-cap": "trường trung cấp",
    "trung-hoc-nghe": "trường trung học nghề",
    "dai-hoc": "trường đại học",
    "trung-tam": "trung tâm GDNN – GDTX",
    "khac": "cơ sở khác",
}
"""Ids of kinds of schools and what they are called."""

_LEVEL_OF_KIND = {
    "cao-dang": "cao-dang",
    "trung-cap": "trung-cap",
    "trung-hoc-nghe": "trung-hoc-nghe",
    "dai-hoc": "dai-hoc",
    "trung-tam": "gdtx",
}
_OLD_AFTER_MONTHS = 12


@dataclass(frozen=True, slots=True)
class DataDate:
    """When data were so: a day, a month or a year, as exactly as the source says."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def last_day(self) -> date:
        """The last day that it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def iso(self) -> str:
        """Return "2026", "2026-01" or "2026-01-31"."""
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    def __str__(self) -> str:
        if not self.month:
            return f"năm {self.year}"
        if not self.day:
            return f"tháng {self.month}/{self.year}"
        return f"{self.day:02}/{self.month:02}/{self.year}"

    def is_old(self, today: date) -> bool:
        """Tell whether more than twelve months have gone since."""
        last = self.last_day
        months = (today.year - last.year) * 12 + today.month - last.month
        return (months, today.day) > (_OLD_AFTER_MONTHS, last.day)


@dataclass(frozen=True, slots=True)
class Programme:
    """What is taught at a school at one level; None is not known."""

    name: str
    field: str
    level: str
    fee: int | None = None
    """Đồng a month; 0 is free of charge."""
    quota: int | None = None
    """Places a year."""
    deadline: date | None = None
    """Last day to hand in papers."""
    licence_number: str | None = None
    """Licence to enrol for trung học nghề."""
    licence_date: date | None = None


@dataclass(frozen=True, slots=True)
class School:
    """A school, or a kind of school in a province where no list of them is known."""

    id: str
    name: str
    kind: str
    province: str
    """Id of the province of today."""
    source: str
    as_of: DataDate
    commune: str | None = None
    """As it was written; today's name or the one before."""
    old_names: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    """Ids of the levels that its source names."""
    programmes: tuple[Programme, ...] = ()
    site: str | None = None
    note: str | None = None
    source_url: str | None = None
    facts: tuple[str, ...] = ()
    """Ids of the facts of a shipped entry."""

    @property
    def all_levels(self) -> frozenset[str]:
        """Levels named, those of its programmes, and the one its kind is called by."""
        by_kind = {_LEVEL_OF_KIND[self.kind]} if self.kind in _LEVEL_OF_KIND else set()
        return frozenset({*self.levels, *(p.level for p in self.programmes), *by_kind})

    @property
    def known_as(self) -> tuple[str, ...]:
        """All its names, old ones last."""
        return (self.name, *self.old_names)

    def is_called(self, name: str) -> bool:
        """Tell whether it bears or bore a name, whatever its diacritics and signs."""
        return _bare(name) in map(_bare, self.known_as)

    def fitting(self, field: str | None, level: str | None) -> tuple[Programme, ...]:
        """Return its programmes of a field and a level; None is any."""
        return tuple(
            programme
            for programme in self.programmes
            if field in (None, programme.field) and level in (None, programme.level)
        )


def next_due(programmes: Iterable[Programme], today: date) -> Programme | None:
    """Return the programme with the nearest day from today on to hand in papers by."""
    coming = [(p.deadline, p) for p in programmes if p.deadline and p.deadline >= today]
    return min(coming, key=lambda due: due[0])[1] if coming else None


def field_title(id_: str) -> str:
    """Return what a field is called."""
    return fields()[id_].title


def _bare(name: str) -> str:
    return plain(name).removeprefix("truong ")
