"""The columns of a list of schools: keys of YAML, headings of a table. Pure."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.fields import plain


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, which is one key of a YAML list."""

    key: str
    heading: str
    hint: str = ""
    """Said in the heading of a template, in brackets."""
    required: bool = False
    of_programme: bool = False
    many: bool = False
    """Several values, with ";" between them."""


COLUMNS = (
    Column("id", "Mã trường"),
    Column("name", "Tên trường", required=True),
    Column("kind", "Loại", required=True),
    Column("province", "Tỉnh", required=True),
    Column("commune", "Xã/phường"),
    Column("old_names", "Tên cũ", many=True),
    Column("levels", "Trình độ", many=True),
    Column("programme", "Ngành, nghề", of_programme=True),
    Column("field", "Lĩnh vực", of_programme=True),
    Column("level", "Trình độ của ngành", of_programme=True),
    Column("fee", "Học phí", "đồng/tháng", of_programme=True),
    Column("quota", "Chỉ tiêu", "người/năm", of_programme=True),
    Column("deadline", "Hạn nộp hồ sơ", "dd/mm/yyyy", of_programme=True),
    Column("licence_number", "Số giấy phép", "trung học nghề", of_programme=True),
    Column("licence_date", "Ngày giấy phép", "dd/mm/yyyy", of_programme=True),
    Column("site", "Trang web"),
    Column("note", "Ghi chú"),
    Column("source", "Nguồn", required=True),
    Column("source_url", "Đường dẫn nguồn"),
    Column("as_of", "Ngày dữ liệu", "dd/mm/yyyy", required=True),
)
BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}
_BY_HEADING = {plain(name): column for column in COLUMNS for name in (column.heading, column.key)}


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read: a school with at most one of its programmes."""

    label: str
    """Where it stands, as a person counts: "dòng 7"."""
    cells: Mapping[str, str]
    """By the keys of the columns; an empty cell may be left out."""
    headed: bool = True
    """The columns are known by headings, not by keys."""
    facts: tuple[str, ...] = ()

    def get(self, key: str) -> str:
        """Return a cell, "" where nothing stands."""
        return self.cells.get(key, "")

    def shown(self, key: str) -> str:
        """Return what the writer of the list calls a column."""
        if self.headed:
            return BY_KEY[key].heading
        return "name" if key == "programme" else key


def column_of(heading: str) -> Column | None:
    """Return the column with a heading, whatever its diacritics, star and bracket."""
    return _BY_HEADING.get(plain(heading.partition("(")[0]))


def nearest_heading(heading: str) -> str | None:
    """Return the heading that a wrong one may be meant for."""
    near = difflib.get_close_matches(plain(heading.partition("(")[0]), _BY_HEADING, 1)
    return _BY_HEADING[near[0]].heading if near else None
