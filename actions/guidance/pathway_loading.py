"""Read the table of the pathway advisor, wholly checked.

A counsellor edits `pathways.yml`; what is wrong is said with its line, all of it at once.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from actions.guidance.pathway_table import Aspect, PathwayTable, When
from knowledge.errors import CorpusError
from knowledge.frontmatter import read_yaml

TABLE = Path(__file__).with_name("pathways.yml")


class TableRejected(Exception):
    """The table has problems; each is listed with its line."""

    def __init__(self, path: Path, problems: list[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"{path}:{line}: {problem}" for line, problem in problems))
        self.problems = tuple(problems)


def load_table(path: Path = TABLE) -> PathwayTable:
    """Return the table.

    Raises:
        TableRejected: Something in it is not as it must be; all is named.
    """
    try:
        rows = read_yaml(path)
    except CorpusError as error:
        raise TableRejected(path, [(error.line, error.problem)]) from None
    try:
        table = PathwayTable.model_validate(rows)
    except ValidationError as error:
        raise TableRejected(
            path, [_explained(path, rows, detail) for detail in error.errors()]
        ) from None
    if problems := [(_line_of(path, near), problem) for near, problem in _faults(table)]:
        raise TableRejected(path, problems)
    return table


def _explained(path: Path, rows: Any, detail: Any) -> tuple[int, str]:
    near, place = "", rows
    for part in detail["loc"]:
        try:
            place = place[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(place, dict):
            name = next((key for key in ("id", "slot", "value") if key in place), None)
            near = f"{name}: {place[name]}" if name else near
    where = ".".join(str(part) for part in detail["loc"])
    return _line_of(path, near), f"{where}: {detail['msg']}"


def _faults(table: PathwayTable) -> Iterator[tuple[str, str]]:
    """Yield (text of the line, problem) for what a schema cannot say."""
    yield from _twice("slot", [question.slot for question in table.questions])
    yield from _twice("id", [way.id for way in table.ways])
    yield from _twice("id", [rule.id for rule in table.rules])
    for question in table.questions:
        yield from _twice("value", [answer.value for answer in question.choices])
    if missing := set(get_args(Aspect)) - set(table.aspects):
        yield "aspects:", f"aspects without a title: {', '.join(sorted(missing))}"
    yield from _faults_of_ways(table)
    yield from _faults_of_rules(table)


def _faults_of_ways(table: PathwayTable) -> Iterator[tuple[str, str]]:
    stages = {answer.value for answer in table.question("stage").choices}
    for way in table.ways:
        near = f"id: {way.id}"
        if missing := set(get_args(Aspect)) - set(way.cells):
            yield near, f"way {way.id!r} says nothing of: {', '.join(sorted(missing))}"
        for stage in set(way.stages) - stages:
            yield near, f"way {way.id!r} names unknown stage {stage!r}"
    for stage in stages - {stage for way in table.ways for stage in way.stages}:
        yield f"value: {stage}", f"no way is open to stage {stage!r}"


def _faults_of_rules(table: PathwayTable) -> Iterator[tuple[str, str]]:
    ways = {way.id for way in table.ways}
    for rule in table.rules:
        near = f"id: {rule.id}"
        yield from ((near, problem) for problem in _faults_of_when(table, rule.when))
        for effect in rule.effects:
            for unknown in set(effect.ways) - ways:
                yield near, f"rule {rule.id!r} names unknown way {unknown!r}"
            if bool(effect.points) == effect.exclude:
                yield near, f"rule {rule.id!r}: an effect has either points or 'exclude: true'"
    for note in table.notes:
        yield from ((note.text[:40], problem) for problem in _faults_of_when(table, note.when))


def _faults_of_when(table: PathwayTable, when: When) -> Iterator[str]:
    for slot, values in when.items():
        known = {answer.value for answer in table.question(slot).choices}
        for unknown in set(values) - known:
            yield f"'when' names unknown answer {unknown!r} to {slot!r}"


def _twice(key: str, names: list[Any]) -> Iterator[tuple[str, str]]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{key}: {name}", f"{key} {name!r} is there twice"


def _line_of(path: Path, near: str) -> int:
    """Return the last line of the file that has a text, 1 where none has."""
    lines = path.read_text(encoding="utf-8").split("\n")
    found = [number for number, line in enumerate(lines, 1) if near and near in line]
    return found[-1] if found else 1
