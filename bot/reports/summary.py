"""What of the counts may be shown. Pure: no library, no I/O.

A count of 1 to 4 is shown as "<5". A sum with such a count in it is shown as the range that it
may be in, or the small count could be had by subtracting the others.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.progress import Count
from bot.reports.texts import COURSES, FEW, NONE, REVIEW, ROLES, TOTAL

FEWEST = 5
"""The least count that is shown as it is, besides 0."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, ready to be shown."""

    course: str
    role: str
    started: str
    finished: str
    mean: str
    """Right answers of one quiz, on the average."""


class Summary:
    """The counts of a month ("2026-11")."""

    def __init__(self, month: str, counts: Sequence[Count]) -> None:
        self.month = month
        self._counts = counts

    def lines(self) -> list[Line]:
        """Return a line for each lesson and role."""
        ordered = sorted(self._counts, key=lambda one: (_place(COURSES, one.course), one.role))
        return [_line([one], _title(COURSES, one.course), _role(one)) for one in ordered]

    def by_course(self) -> list[Line]:
        """Return a line for each lesson, and their sum."""
        return self._grouped(COURSES, lambda one: one.course)

    def by_role(self) -> list[Line]:
        """Return a line for each role, and their sum."""
        return self._grouped(ROLES, lambda one: one.role)

    def _grouped(self, titles: dict[str, str], key: Callable[[Count], str]) -> list[Line]:
        groups = sorted({key(one) for one in self._counts}, key=lambda name: _place(titles, name))
        lines = []
        for name in groups:
            title = _title(titles, name)
            lines.append(_line([one for one in self._counts if key(one) == name], title, title))
        return [*lines, _line(self._counts, TOTAL, TOTAL)] if lines else []


def shown(numbers: Iterable[int]) -> str:
    """Return the sum of some counts as it may be shown."""
    numbers = list(numbers)
    small = sum(0 < number < FEWEST for number in numbers)
    known = sum(number for number in numbers if number >= FEWEST)
    if not small:
        return str(known)
    most = known + small * (FEWEST - 1)
    return FEW if most < FEWEST else f"{known + small}–{most}"


def _line(counts: Sequence[Count], course: str, role: str) -> Line:
    return Line(
        course=course,
        role=role,
        started=shown(one.started for one in counts),
        finished=shown(one.finished for one in counts),
        mean=_mean([one for one in counts if one.course != REVIEW]),
    )


def _mean(counts: Sequence[Count]) -> str:
    """Return the mean, with a comma; none where a count in it is not shown."""
    finished = [one.finished for one in counts if one.finished]
    if not finished or min(finished) < FEWEST:
        return NONE
    mean = sum(one.right_answers for one in counts) / sum(finished)
    return f"{mean:.1f}".replace(".", ",")


def _role(one: Count) -> str:
    return _title(ROLES, one.role)


def _title(titles: dict[str, str], name: str) -> str:
    return titles.get(name, name)


def _place(titles: dict[str, str], name: str) -> tuple[int, str]:
    """Return where a name stands: those without a title behind the others."""
    known = list(titles)
    return (known.index(name) if name in titles else len(known), name)
