"""Find schools by place, field and level; what is nearest where nothing fits. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.fields import plain
from knowledge.places import gazetteer
from knowledge.schools.entry import Programme, School

_WIDER = (
    ("commune",),
    ("commune", "level"),
    ("commune", "field"),
    ("commune", "field", "level"),
)
"""What is let go, in this order, where nothing fits; never the province."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None is any."""

    province: str
    """Id of a province of today."""
    commune: frozenset[str] | None = None
    """Communes of today, such as a former district went into."""
    field: str | None = None
    level: str | None = None

    @property
    def said(self) -> frozenset[str]:
        """What narrows the search."""
        return frozenset(key for key in _WIDER[-1] if getattr(self, key))


@dataclass(frozen=True, slots=True)
class Match:
    """A school, and which of its programmes were looked for."""

    school: School
    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the best first."""

    matches: tuple[Match, ...]
    let_go: frozenset[str] = frozenset()
    """Of "commune", "field", "level", what nothing fitted and was let go."""


class Directory:
    """All schools that are known."""

    def __init__(self, schools: Iterable[School]) -> None:
        self._schools = {school.id: school for school in schools}
        self._communes = {
            school.id: _communes(school) for school in self._schools.values() if school.commune
        }

    def __len__(self) -> int:
        return len(self._schools)

    @property
    def schools(self) -> tuple[School, ...]:
        """The schools in the order of their lists."""
        return tuple(self._schools.values())

    def get(self, id_: str) -> School | None:
        """Return the school with an id."""
        return self._schools.get(id_)

    def fields_in(self, province: str) -> list[str]:
        """Return the fields taught in a province as far as is known, the commonest first."""
        counts: dict[str, int] = {}
        for school in self._schools.values():
            for programme in school.programmes if school.province == province else ():
                counts[programme.field] = counts.get(programme.field, 0) + 1
        return sorted(counts, key=lambda field: (-counts[field], field))

    def find(self, wanted: Wanted) -> Found:
        """Return what fits; else what fits best in the province, and what was let go for it."""
        matches = self._fitting(wanted)
        for keys in () if matches else _WIDER:
            let_go = wanted.said.intersection(keys)
            matches = self._fitting(_without(wanted, let_go)) if let_go else []
            if matches:
                return Found(tuple(matches), let_go)
        return Found(tuple(matches))

    def _fitting(self, wanted: Wanted) -> list[Match]:
        found = [
            Match(school, school.fitting(wanted.field, wanted.level))
            for school in self._schools.values()
            if self._fits(school, wanted)
        ]
        return sorted(found, key=_rank)

    def _fits(self, school: School, wanted: Wanted) -> bool:
        if school.province != wanted.province:
            return False
        if wanted.commune and not wanted.commune & self._communes.get(school.id, frozenset()):
            return False
        if wanted.field:
            return bool(school.fitting(wanted.field, wanted.level))
        return not wanted.level or wanted.level in school.all_levels


def _without(wanted: Wanted, let_go: frozenset[str]) -> Wanted:
    return Wanted(
        wanted.province,
        None if "commune" in let_go else wanted.commune,
        None if "field" in let_go else wanted.field,
        None if "level" in let_go else wanted.level,
    )


def _communes(school: School) -> frozenset[str]:
    places = gazetteer().find(school.commune or "", asked=True, within=school.province)
    return places[0].communes if places else frozenset()


def _rank(match: Match) -> tuple[bool, int, str]:
    """Say what is taught before what is not known, and newer data before older."""
    newest = match.school.as_of.last_day.toordinal()
    return (not match.programmes, -newest, plain(match.school.name))
