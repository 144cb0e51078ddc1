"""Read and write lists of schools as YAML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import CorpusError
from knowledge.frontmatter import read_yaml
from knowledge.schools.columns import COLUMNS, Row
from knowledge.schools.entry import Programme, School
from knowledge.schools.errors import Problem, SchoolsRejected, SchoolsUnreadable
from nlu.text import clean

_SCHOOL = {column.key: column for column in COLUMNS if not column.of_programme}
_PROGRAMME = {
    "name" if column.key == "programme" else column.key: column
    for column in COLUMNS
    if column.of_programme
}


def read_list(path: Path) -> list[Row]:
    """Return the rows of a YAML list: one a programme, one for a school without any.

    Raises:
        SchoolsUnreadable: It is no YAML, or no list.
        SchoolsRejected: Keys or their values are not as they must be.
    """
    try:
        entries = read_yaml(path)
    except CorpusError as error:
        raise SchoolsUnreadable(path, f"dòng {error.line}: {error.problem}") from None
    if entries is None:
        return []
    if not isinstance(entries, list):
        raise SchoolsUnreadable(path, "phải là một danh sách trường, mỗi trường bắt đầu bằng “- ”")
    flattened = _Flattened()
    for number, entry in enumerate(entries, 1):
        flattened.add(f"trường {number}", entry)
    if flattened.problems:
        raise SchoolsRejected(path, flattened.problems)
    return flattened.rows


def list_of(schools: Iterable[School]) -> str:
    """Return schools as YAML that `read_list` reads; "" for none."""
    entries = [_mapping(school) for school in schools]
    if not entries:
        return ""
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100)


@dataclass(slots=True)
class _Flattened:
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, label: str, entry: Any) -> None:
        """Add the rows of one school."""
        if not isinstance(entry, dict):
            self.problems.append(Problem(label, "", "phải gồm các dòng “khoá: giá trị”"))
            return
        programmes = entry.get("programmes") or []
        facts = entry.get("facts") or []
        cells = self._cells(label, entry, [*_SCHOOL, "programmes", "facts"])
        if not isinstance(programmes, list) or not isinstance(facts, list):
            self.problems.append(Problem(label, "programmes", "phải là một danh sách"))
            return
        known = tuple(map(str, facts))
        if not programmes:
            self.rows.append(Row(label, cells, headed=False, facts=known))
        for number, programme in enumerate(programmes, 1):
            where = f"{label}, ngành {number}"
            if not isinstance(programme, dict):
                self.problems.append(Problem(where, "", "phải gồm các dòng “khoá: giá trị”"))
                continue
            own = self._cells(where, programme, [*_PROGRAMME])
            named = {_PROGRAMME[key].key: cell for key, cell in own.items()}
            self.rows.append(Row(where, {**cells, **named}, headed=False, facts=known))

    def _cells(self, label: str, entry: Mapping[Any, Any], known: list[str]) -> dict[str, str]:
        self.problems += [Problem(label, str(key), "không có khoá này")
                          for key in entry if key not in known]  # fmt: skip
        cells = {}
        for key in set(entry) & ({*known} - {"programmes", "facts"}):
            try:
                cells[key] = _cell(entry[key])
            except TypeError:
                reason = "phải là một giá trị đơn, hoặc danh sách các giá trị đơn"
                self.problems.append(Problem(label, key, reason))
        return {key: cell for key, cell in cells.items() if cell}


def _cell(value: Any) -> str:
    """Return a value as it would stand in a table.

    Raises:
        TypeError: It is a mapping, or a list of something else than plain values.
    """
    if isinstance(value, list):
        return "; ".join(map(_plain_cell, value))
    return _plain_cell(value)


def _plain_cell(value: Any) -> str:
    if isinstance(value, list | dict | bool):
        raise TypeError
    return "" if value is None else clean(str(value))


def _mapping(school: School) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": school.id,
        "name": school.name,
        "kind": school.kind,
        "province": school.province,
        "commune": school.commune,
        "old_names": list(school.old_names),
        "levels": list(school.levels),
        "programmes": list(map(_programme_mapping, school.programmes)),
        "site": school.site,
        "note": school.note,
        "source": school.source,
        "source_url": school.source_url,
        "as_of": school.as_of.iso,
        "facts": list(school.facts),
    }
    return _filled(made)


def _programme_mapping(programme: Programme) -> dict[str, Any]:
    return _filled(
        {
            "name": programme.name,
            "field": programme.field,
            "level": programme.level,
            "fee": programme.fee,
            "quota": programme.quota,
            "deadline": programme.deadline,
            "licence_number": programme.licence_number,
            "licence_date": programme.licence_date,
        }
    )


def _filled(made: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in made.items() if value not in (None, [])}
