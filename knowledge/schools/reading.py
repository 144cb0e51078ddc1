"""Read the cells of one row, keeping what is wrong with each. Pure."""

from collections.abc import Callable
from typing import TypeVar

from knowledge.schools import cells
from knowledge.schools.cells import BadCell
from knowledge.schools.columns import Row
from knowledge.schools.entry import Programme
from knowledge.schools.errors import Problem

Value = TypeVar("Value")
Read = Callable[[str], Value]


class RowReader:
    """Read cells of a row; `problems` holds what could not be read."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.problems: list[Problem] = []

    def read(self, key: str, read: Read[Value], *, even_empty: bool = False) -> Value | None:
        """Return what a cell says, None where it is empty or wrong."""
        cell = self.row.get(key)
        if not cell and not even_empty:
            return None
        try:
            return read(cell)
        except BadCell as bad:
            self.add(key, str(bad))
            return None

    def read_many(self, key: str, read: Read[Value]) -> tuple[Value, ...]:
        """Return what the parts of a cell say, without those that are wrong."""
        found = []
        for part in cells.several(self.row.get(key)):
            try:
                found.append(read(part))
            except BadCell as bad:
                self.add(key, str(bad))
        return tuple(dict.fromkeys(found))

    def add(self, key: str, reason: str) -> None:
        """Keep a problem of a cell."""
        self.problems.append(Problem(self.row.label, self.row.shown(key), reason))


def read_programme(reader: RowReader) -> Programme | None:
    """Return the programme of a row, None where anything is wrong with it."""
    row = reader.row
    before = len(reader.problems)
    name = reader.read("programme", cells.text)
    level = reader.read("level", cells.level)
    if not row.get("level"):
        reader.add("level", "chưa ghi")
    field = reader.read(
        "field", lambda cell: cells.field(cell, row.get("programme")), even_empty=True
    )
    fee = reader.read("fee", cells.fee)
    quota = reader.read("quota", cells.quota)
    deadline = reader.read("deadline", cells.day)
    licence = reader.read("licence_number", cells.text)
    licensed = reader.read("licence_date", cells.day)
    _check_licence(reader, level)
    if len(reader.problems) > before or not (name and level and field):
        return None
    return Programme(name, field, level, fee, quota, deadline, licence, licensed)


def _check_licence(reader: RowReader, level: str | None) -> None:
    number, day = reader.row.get("licence_number"), reader.row.get("licence_date")
    if bool(number) != bool(day):
        reader.add("licence_date" if number else "licence_number", "giấy phép cần cả số và ngày")
    if number and level and level != "trung-hoc-nghe":
        reader.add("licence_number", "giấy phép ở đây chỉ dành cho trình độ trung học nghề")
