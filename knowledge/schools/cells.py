"""Read one cell of a list of schools, as a clerk or Excel writes it. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from knowledge.fields import LEVELS, field_in, fields, level_in, plain
from knowledge.places import gazetteer
from knowledge.schools.entry import KINDS, DataDate
from nlu.text import clean

LONGEST_NAME, LONGEST_NOTE = 150, 200
_EARLIEST, _LATEST = 2000, 2100
_LEAST_FEE, _MOST_FEE = 1_000, 100_000_000
_MOST_PLACES = 20_000
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 0:00| 00:00(?::00)?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_MONTH = re.compile(r"(\d{1,2})/(\d{4})|(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"\d{4}")
_SERIAL = re.compile(r"\d{5}")
_NUMBER = re.compile(r"\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+")
_MONEY = re.compile(r"\s*(?:đồng|đ|vnđ|vnd)?(?:\s*/\s*tháng)?$", re.IGNORECASE)
_FREE = frozenset({"0", "mien phi", "khong thu", "mien"})
_URL = re.compile(r"https?://[^\s/.]+\.[^\s]+")
_KINDS_SAID: Mapping[str, tuple[str, ...]] = {
    "cao-dang": ("cao dang", "truong cao dang"),
    "trung-cap": ("trung cap", "truong trung cap"),
    "trung-hoc-nghe": ("trung hoc nghe", "truong trung hoc nghe"),
    "dai-hoc": ("dai hoc", "truong dai hoc"),
    "trung-tam": ("trung tam gdnn gdtx", "trung tam", "trung tam gdtx", "trung tam gdnn",
                  "trung tam giao duc nghe nghiep giao duc thuong xuyen"),
    "khac": ("khac", "co so khac"),
}  # fmt: skip


class BadCell(Exception):
    """A cell cannot be taken; the message is the reason, in Vietnamese."""


def text(cell: str, longest: int = LONGEST_NAME) -> str:
    """Return a cell as one line."""
    read = clean(cell)
    if len(read) > longest:
        raise BadCell(f"dài {len(read)} chữ, tối đa {longest}")
    return read


def name(cell: str) -> str:
    """Return the name of a school; that of the template's example is none."""
    if "vi du" in plain(cell):
        raise BadCell("đây là dòng ví dụ của mẫu; hãy xoá đi")
    return text(cell)


def identity(cell: str) -> str:
    """Return the id of a school."""
    if not _ID.fullmatch(cell):
        raise BadCell(f"“{cell}” không phải mã: chỉ dùng chữ thường không dấu, số và dấu “-”")
    return cell


def kind(cell: str) -> str:
    """Return the id of a kind of school."""
    said = plain(cell)
    found = next((id_ for id_, ways in _KINDS_SAID.items() if said in (*ways, plain(id_))), None)
    if not found:
        raise BadCell(f"không có loại “{cell}”; chọn: {_listed(KINDS.values())}")
    return found


def province(cell: str) -> str:
    """Return the id of the province of today that a name means."""
    found = gazetteer().province_called(cell)
    if not found:
        raise BadCell(f"không có tỉnh “{cell}”; ghi tên tỉnh, tên mới hay tên cũ đều được")
    return found


def commune(cell: str, within: str) -> str:
    """Return a name of a commune or former district that lies in a province."""
    if not gazetteer().find(cell, asked=True, within=within):
        name = gazetteer().name_of(within)
        raise BadCell(f"không thấy “{cell}” ở {name}, cả tên mới lẫn tên cũ")
    return clean(cell)


def several(cell: str) -> list[str]:
    """Return the parts of a cell with ";" between them."""
    return [part for part in map(clean, cell.split(";")) if part]


def level(cell: str) -> str:
    """Return the id of a level."""
    found = cell if cell in LEVELS else level_in(cell)
    if not found:
        raise BadCell(f"không có trình độ “{cell}”; chọn: {_listed(LEVELS.values())}")
    return found


def field(cell: str, programme: str) -> str:
    """Return the id of a field; an empty cell is told from the name of the programme."""
    said = cell or programme
    found = cell if cell in fields() else field_in(said)
    if not found and cell and plain(cell) in ("khac", "nghe khac"):
        found = "khac"
    if not found:
        titles = _listed(one.title for one in fields().values())
        raise BadCell(f"chưa rõ “{said}” thuộc lĩnh vực nào; chọn: {titles}")
    return found


def fee(cell: str) -> int:
    """Return đồng a month."""
    if plain(cell) in _FREE:
        return 0
    value = _number(_MONEY.sub("", cell), "1.200.000")
    if not _LEAST_FEE <= value <= _MOST_FEE:
        raise BadCell(f"{value} đồng một tháng không hợp lý; ghi đủ số 0, ví dụ 1.200.000")
    return value


def quota(cell: str) -> int:
    """Return places a year."""
    value = _number(cell, "120")
    if not 0 < value <= _MOST_PLACES:
        raise BadCell(f"chỉ tiêu {value} không hợp lý")
    return value


def day(cell: str) -> date:
    """Return a day written dd/mm/yyyy or yyyy-mm-dd."""
    if found := _DAY.fullmatch(cell):
        return _date(int(found[3]), int(found[2]), int(found[1]), cell)
    if found := _ISO.fullmatch(cell):
        return _date(int(found[1]), int(found[2]), int(found[3]), cell)
    if _SERIAL.fullmatch(cell):
        raise BadCell(f"“{cell}” là số ngày của Excel; đổi định dạng ô thành dd/mm/yyyy")
    raise BadCell(f"“{cell}” không phải ngày; ghi như 31/07/2026")


def as_of(cell: str, today: date) -> DataDate:
    """Return when data were so: a day, a month or a year, not after today."""
    found = _MONTH.fullmatch(cell)
    if found:
        month, year = int(found[1] or found[4]), int(found[2] or found[3])
        first = _date(year, month, 1, cell)
        read = DataDate(year, month)
    elif _YEAR.fullmatch(cell):
        first = _date(int(cell), 1, 1, cell)
        read = DataDate(first.year)
    else:
        first = day(cell)
        read = DataDate(first.year, first.month, first.day)
    if first > today:
        raise BadCell(f"“{cell}” là ngày chưa tới; ghi ngày số liệu được lập")
    return read


def url(cell: str) -> str:
    """Return a web address."""
    if not _URL.fullmatch(cell):
        raise BadCell(f"“{cell}” không phải địa chỉ web; bắt đầu bằng https://")
    return cell


def _number(cell: str, example: str) -> int:
    if not _NUMBER.fullmatch(cell):
        raise BadCell(f"“{cell}” không phải số; ghi như {example}")
    return int(re.sub(r"\D", "", cell))


def _date(year: int, month: int, day_: int, cell: str) -> date:
    if not _EARLIEST <= year <= _LATEST:
        raise BadCell(f"năm trong “{cell}” phải từ {_EARLIEST} đến {_LATEST}")
    try:
        return date(year, month, day_)
    except ValueError:
        raise BadCell(f"không có ngày “{cell}”; ghi ngày trước, tháng sau") from None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
