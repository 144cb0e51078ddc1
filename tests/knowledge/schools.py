"""Lists of schools for tests, as a department would write them."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from knowledge.schools.entry import DataDate, Programme, School

TODAY = date(2026, 11, 22)

HEADINGS = (
    "Mã trường;Tên trường*;Loại*;Tỉnh*;Xã/phường;Tên cũ;Trình độ;Ngành, nghề;Lĩnh vực;"
    "Trình độ của ngành;Học phí (đồng/tháng);Chỉ tiêu;Hạn nộp hồ sơ;Số giấy phép;Ngày giấy phép;"
    "Trang web;Ghi chú;Nguồn*;Đường dẫn nguồn;Ngày dữ liệu*"
)
KEYS = tuple(heading.strip("*").split(" (")[0] for heading in HEADINGS.split(";"))
GOOD = {
    "Tên trường": "Trường Trung cấp Mẫu Sơn",
    "Loại": "trung cấp",
    "Tỉnh": "Lạng Sơn",
    "Ngành, nghề": "Hàn",
    "Trình độ của ngành": "trung cấp",
    "Nguồn": "Danh sách của Sở",
    "Ngày dữ liệu": "01/10/2026",
}


def line(**changes: str) -> str:
    """Return one row: the good one with cells changed; keys have "_" for what is no letter."""
    cells = GOOD | {heading_of(key): cell for key, cell in changes.items()}
    return ";".join(cells.get(heading, "") for heading in KEYS)


def heading_of(key: str) -> str:
    return next(h for h in KEYS if h.replace(", ", "_").replace("/", "_").replace(" ", "_") == key)


def write(folder: Path, *lines: str, name: str = "truong.csv", encoding: str = "utf-8") -> Path:
    """Write a table of these rows under the headings."""
    path = folder / name
    path.write_bytes("\n".join((HEADINGS, *lines)).encode(encoding))
    return path


def school(
    id_: str = "trung-cap-mau-son-lang-son",
    name: str = "Trường Trung cấp Mẫu Sơn",
    province: str = "lang-son",
    programmes: Iterable[Programme] = (),
    **other,
) -> School:
    about = {"kind": "trung-cap", "source": "Danh sách của Sở", "as_of": DataDate(2026, 10, 1)}
    return School(id=id_, name=name, province=province, programmes=tuple(programmes),
                  **about | other)  # fmt: skip


WELDING = Programme("Hàn", "han", "trung-cap", 1_200_000, 40, date(2027, 7, 31))
CARS = Programme(
    "Công nghệ ô tô", "o-to", "trung-hoc-nghe", 0, None, date(2026, 12, 15),
    "12/GP-SGDĐT", date(2026, 7, 1),
)  # fmt: skip
FULL = school(
    commune="huyện Lộc Bình",
    old_names=("Trường Dạy nghề Mẫu Sơn", "Trung tâm Dạy nghề Lộc Bình"),
    levels=("trung-cap", "so-cap"),
    programmes=(WELDING, CARS),
    site="https://mauson.example.vn",
    note="Có ký túc xá; xe đưa đón, “miễn phí”",
    source_url="https://so.example.vn/danh-sach?nam=2026",
)
