"""Read and write lists of schools as tables (CSV)."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from knowledge.fields import LEVELS
from knowledge.places import gazetteer
from knowledge.schools.columns import COLUMNS, Column, Row, column_of, nearest_heading
from knowledge.schools.entry import KINDS, Programme, School, field_title
from knowledge.schools.errors import Problem, SchoolsRejected, SchoolsUnreadable
from nlu.text import clean

_HEADINGS = "dòng 1"
_SIGNS = ",;\t"
_ZIP = b"PK\x03\x04"


def read_table(path: Path, content: bytes) -> list[Row]:
    """Return the rows of a table.

    Args:
        path: For errors.
        content: The bytes of the file.

    Raises:
        SchoolsUnreadable: It is no table.
        SchoolsRejected: Columns are missing, unknown or double, or a row is too long.
    """
    records = list(_records(path, _decoded(path, content)))
    if not records:
        raise SchoolsUnreadable(path, "tệp trống")
    headings = [clean(heading).strip("* ") for heading in records[0][1]]
    problems = _heading_problems(headings)
    columns = [column_of(heading) for heading in headings]
    rows = []
    for number, record in records[1:]:
        cells = [clean(cell) for cell in record]
        if any(cells[len(columns) :]):
            problems.append(Problem(f"dòng {number}", "", "nhiều ô hơn số cột"))
        read = {c.key: cell for c, cell in zip(columns, cells, strict=False) if c and cell}
        rows += [Row(f"dòng {number}", read)] if any(cells) else []
    if problems:
        raise SchoolsRejected(path, problems)
    return rows


def table_of(schools: Iterable[School]) -> str:
    """Return schools as a table that `read_table` reads, and Excel opens."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(map(_heading, COLUMNS))
    for school in schools:
        for programme in school.programmes or (None,):
            cells = {**_school_cells(school), **(_programme_cells(programme) if programme else {})}
            writer.writerow(cells.get(column.key) or "" for column in COLUMNS)
    return written.getvalue()


def _heading(column: Column) -> str:
    hint = f" ({column.hint})" if column.hint else ""
    return f"{column.heading}{'*' if column.required else ''}{hint}"


def _school_cells(school: School) -> dict[str, str | None]:
    return {
        "id": school.id,
        "name": school.name,
        "kind": KINDS[school.kind],
        "province": gazetteer().name_of(school.province),
        "commune": school.commune,
        "old_names": "; ".join(school.old_names),
        "levels": "; ".join(LEVELS[level] for level in school.levels),
        "site": school.site,
        "note": school.note,
        "source": school.source,
        "source_url": school.source_url,
        "as_of": str(school.as_of).removeprefix("tháng ").removeprefix("năm "),
    }


def _programme_cells(programme: Programme) -> dict[str, str | None]:
    return {
        "programme": programme.name,
        "field": field_title(programme.field),
        "level": LEVELS[programme.level],
        "fee": None if programme.fee is None else f"{programme.fee:,}".replace(",", "."),
        "quota": None if programme.quota is None else str(programme.quota),
        "deadline": _day(programme.deadline),
        "licence_number": programme.licence_number,
        "licence_date": _day(programme.licence_date),
    }


def _day(day: date | None) -> str | None:
    return f"{day:%d/%m/%Y}" if day else None


def _decoded(path: Path, content: bytes) -> str:
    if content.startswith(_ZIP):
        raise SchoolsUnreadable(path, "đây là tệp Excel; hãy lưu lại thành “CSV UTF-8”")
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"không phải UTF-8 (byte {error.start}); trong Excel hãy lưu thành “CSV UTF-8”"
        raise SchoolsUnreadable(path, reason) from None


def _records(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records with their numbers as Excel shows them: from 1, a record a row."""
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"')
    sign = named[4:5] if named.lower().startswith("sep=") else ""
    body = rest if sign else text
    sign = sign or max(_SIGNS, key=body.partition("\n")[0].count)
    try:
        reader = csv.reader(io.StringIO(body, newline=""), delimiter=sign, strict=True)
        for number, record in enumerate(reader, 1):
            if any(map(clean, record)):
                yield number, record
    except csv.Error as error:
        raise SchoolsUnreadable(path, f"bảng hỏng: {error}") from None


def _heading_problems(headings: Sequence[str]) -> list[Problem]:
    problems = []
    seen: set[str] = set()
    for heading in filter(None, headings):
        column = column_of(heading)
        if column is None:
            near = nearest_heading(heading)
            reason = "không có cột này" + (f"; có phải “{near}”?" if near else "")
            problems.append(Problem(_HEADINGS, heading, reason))
        elif column.key in seen:
            problems.append(Problem(_HEADINGS, heading, "cột này có hai lần"))
        else:
            seen.add(column.key)
    problems += [
        Problem(_HEADINGS, column.heading, "thiếu cột này")
        for column in COLUMNS
        if column.required and column.key not in seen
    ]
    return problems
