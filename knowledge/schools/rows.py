"""Turn the rows of a list into schools, naming all that is wrong in one pass. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from knowledge.fields import plain
from knowledge.schools import cells
from knowledge.schools.columns import COLUMNS, Row
from knowledge.schools.entry import Programme, School
from knowledge.schools.errors import Problem
from knowledge.schools.reading import RowReader, read_programme

_NAMING = ("name", "province")


Placed = tuple[Row, School]
"""A school and the first of its rows."""


def schools_of(rows: Sequence[Row], today: date) -> tuple[list[Placed], list[Problem]]:
    """Return the schools of a list with their first rows, and every problem of every row.

    Args:
        rows: As they were read, in order.
        today: Data cannot be from a later day.
    """
    problems: list[Problem] = []
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        unnamed = [key for key in _NAMING if not row.get(key)]
        problems += [Problem(row.label, row.shown(key), "chưa ghi") for key in unnamed]
        if not unnamed:
            groups.setdefault(tuple(plain(row.get(key)) for key in _NAMING), []).append(row)
    read = [_SchoolReader(group, today) for group in groups.values()]
    schools = [(reader.first, school) for reader in read if (school := reader.school())]
    problems += [problem for reader in read for problem in reader.problems]
    problems += _same_ids(read)
    places = {row.label: place for place, row in enumerate(rows)}
    return schools, sorted(problems, key=lambda problem: places[problem.row])


def made_id(name: str, province: str) -> str:
    """Return the id of a school that was given none: its name, and its province once."""
    read = plain(name).replace(" ", "-").removeprefix("truong-")
    return read if province in read else f"{read}-{province}"


class _SchoolReader:
    """Read the rows of one school."""

    def __init__(self, rows: Sequence[Row], today: date) -> None:
        self.first = rows[0]
        self.id: str | None = None
        self._rows = rows
        self._today = today
        self._readers = [RowReader(row) for row in rows]

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with its rows."""
        return [problem for reader in self._readers for problem in reader.problems]

    def school(self) -> School | None:
        """Return the school, None where anything is wrong with it."""
        read = self._readers[0].read
        many = self._readers[0].read_many
        self._check_required()
        self._check_repeated()
        province = read("province", cells.province)
        self.id = read("id", cells.identity)
        if province and not self.first.get("id"):
            self.id = made_id(self.first.get("name"), province)
        found: dict[str, Any] = {
            "id": self.id,
            "name": read("name", cells.name),
            "kind": read("kind", cells.kind),
            "province": province,
            "commune": read("commune", lambda cell: cells.commune(cell, province or "")),
            "old_names": many("old_names", cells.text),
            "levels": many("levels", cells.level),
            "programmes": tuple(self._programmes()),
            "site": read("site", cells.url),
            "note": read("note", lambda cell: cells.text(cell, cells.LONGEST_NOTE)),
            "source": read("source", cells.text),
            "source_url": read("source_url", cells.url),
            "as_of": read("as_of", lambda cell: cells.as_of(cell, self._today)),
            "facts": self.first.facts,
        }
        return None if self.problems else School(**found)

    def _check_required(self) -> None:
        for column in COLUMNS:
            if column.required and not self.first.get(column.key):
                self._readers[0].add(column.key, "chưa ghi")

    def _check_repeated(self) -> None:
        """A later row of a school may repeat what its first row says, and no more."""
        own = [column.key for column in COLUMNS if not column.of_programme]
        for reader in self._readers[1:]:
            for key in own:
                said = reader.row.get(key)
                if said and plain(said) != plain(self.first.get(key)):
                    reader.add(key, f"khác với {self.first.label} của cùng trường")
            if not reader.row.get("programme"):
                reader.add("programme", f"trường này đã có ở {self.first.label}")

    def _programmes(self) -> Iterator[Programme]:
        seen: dict[tuple[str, str], Row] = {}
        for reader in self._readers:
            row = reader.row
            if not row.get("programme"):
                _check_empty(reader)
                continue
            key = (plain(row.get("programme")), plain(row.get("level")))
            if key in seen:
                reader.add("programme", f"trùng với {seen[key].label}")
            seen.setdefault(key, row)
            programme = read_programme(reader)
            if programme:
                yield programme


def _check_empty(reader: RowReader) -> None:
    """Without a programme nothing of a programme may be said."""
    for column in COLUMNS:
        if column.of_programme and reader.row.get(column.key):
            reader.add(column.key, f"chưa ghi “{reader.row.shown('programme')}”")


def _same_ids(readers: Sequence[_SchoolReader]) -> Iterator[Problem]:
    seen: dict[str, Row] = {}
    for reader in readers:
        row, id_ = reader.first, reader.id
        if id_ in seen:
            yield Problem(row.label, row.shown("id"), f"mã “{id_}” trùng với {seen[id_].label}")
        elif id_:
            seen[id_] = row
