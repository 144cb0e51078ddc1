"""What a list may look like, and what is said of one that is wrong."""

import csv
from dataclasses import replace
from datetime import date

import pytest

from knowledge.fields import LEVELS, fields
from knowledge.schools.columns import COLUMNS
from knowledge.schools.entry import KINDS, DataDate, Programme
from knowledge.schools.errors import SchoolsRejected, SchoolsUnreadable
from knowledge.schools.lists import list_of
from knowledge.schools.store import load_schools
from knowledge.schools.tables import table_of
from tests.knowledge.schools import CARS, FULL, GOOD, HEADINGS, TODAY, line, school, write


def problems(path) -> list[str]:
    with pytest.raises(SchoolsRejected) as caught:
        load_schools(path, TODAY)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Tên_trường": ""}, "dòng 2, cột “Tên trường”: chưa ghi"),
        ({"Loại": ""}, "dòng 2, cột “Loại”: chưa ghi"),
        ({"Tỉnh": ""}, "dòng 2, cột “Tỉnh”: chưa ghi"),
        ({"Nguồn": ""}, "dòng 2, cột “Nguồn”: chưa ghi"),
        ({"Ngày_dữ_liệu": ""}, "dòng 2, cột “Ngày dữ liệu”: chưa ghi"),
        ({"Tên_trường": "x" * 151}, "dòng 2, cột “Tên trường”: dài 151 chữ, tối đa 150"),
        ({"Tên_trường": "Trường Ví Dụ"}, "cột “Tên trường”: đây là dòng ví dụ của mẫu; hãy xoá đi"),
        ({"Mã_trường": "Mẫu Sơn"}, "cột “Mã trường”: “Mẫu Sơn” không phải mã"),
        ({"Loại": "học viện"}, "cột “Loại”: không có loại “học viện”; chọn: trường cao đẳng"),
        ({"Tỉnh": "Lạng Giang"}, "cột “Tỉnh”: không có tỉnh “Lạng Giang”"),
        ({"Xã_phường": "Hoành Bồ"}, "cột “Xã/phường”: không thấy “Hoành Bồ” ở Lạng Sơn"),
        ({"Trình_độ": '"trung cấp; cao học"'}, "cột “Trình độ”: không có trình độ “cao học”"),
        ({"Ngành_nghề": "Nghề lạ"}, "cột “Lĩnh vực”: chưa rõ “Nghề lạ” thuộc lĩnh vực nào"),
        ({"Lĩnh_vực": "xyz"}, "cột “Lĩnh vực”: chưa rõ “xyz” thuộc lĩnh vực nào; chọn: Cơ khí"),
        ({"Trình_độ_của_ngành": ""}, "cột “Trình độ của ngành”: chưa ghi"),
        ({"Trình_độ_của_ngành": "bậc 3"}, "không có trình độ “bậc 3”; chọn: sơ cấp, trung cấp"),
        ({"Học_phí": "1.2"}, "cột “Học phí”: “1.2” không phải số; ghi như 1.200.000"),
        ({"Học_phí": "1,2 triệu"}, "cột “Học phí”: “1,2 triệu” không phải số"),
        ({"Học_phí": "500"}, "cột “Học phí”: 500 đồng một tháng không hợp lý"),
        ({"Học_phí": "900000000"}, "cột “Học phí”: 900000000 đồng một tháng không hợp lý"),
        ({"Chỉ_tiêu": "nhiều"}, "cột “Chỉ tiêu”: “nhiều” không phải số; ghi như 120"),
        ({"Chỉ_tiêu": "0"}, "cột “Chỉ tiêu”: chỉ tiêu 0 không hợp lý"),
        ({"Hạn_nộp_hồ_sơ": "31/02/2027"}, "cột “Hạn nộp hồ sơ”: không có ngày “31/02/2027”"),
        ({"Hạn_nộp_hồ_sơ": "2/13/2027"}, "không có ngày “2/13/2027”; ghi ngày trước, tháng sau"),
        ({"Hạn_nộp_hồ_sơ": "31/7/27"}, "“31/7/27” không phải ngày; ghi như 31/07/2026"),
        ({"Hạn_nộp_hồ_sơ": "46204"}, "“46204” là số ngày của Excel; đổi định dạng ô"),
        ({"Hạn_nộp_hồ_sơ": "1/1/1926"}, "năm trong “1/1/1926” phải từ 2000 đến 2100"),
        ({"Số_giấy_phép": "12"}, "cột “Ngày giấy phép”: giấy phép cần cả số và ngày"),
        ({"Ngày_giấy_phép": "1/7/2026"}, "cột “Số giấy phép”: giấy phép cần cả số và ngày"),
        (
            {"Số_giấy_phép": "12", "Ngày_giấy_phép": "1/7/2026"},
            "cột “Số giấy phép”: giấy phép ở đây chỉ dành cho trình độ trung học nghề",
        ),
        ({"Trang_web": "www.truong.vn"}, "“www.truong.vn” không phải địa chỉ web; bắt đầu bằng"),
        ({"Đường_dẫn_nguồn": "Sở"}, "cột “Đường dẫn nguồn”: “Sở” không phải địa chỉ web"),
        ({"Ghi_chú": "x" * 201}, "cột “Ghi chú”: dài 201 chữ, tối đa 200"),
        ({"Ngày_dữ_liệu": "23/11/2026"}, "“23/11/2026” là ngày chưa tới"),
        ({"Ngày_dữ_liệu": "12/2026"}, "“12/2026” là ngày chưa tới"),
        ({"Ngày_dữ_liệu": "hôm qua"}, "“hôm qua” không phải ngày; ghi như 31/07/2026"),
        ({"Ngành_nghề": "", "Học_phí": "1.000"}, "cột “Học phí”: chưa ghi “Ngành, nghề”"),
    ],
)
def test_a_wrong_cell_is_named_by_row_column_and_reason(tmp_path, cells, said):
    assert any(said in problem for problem in problems(write(tmp_path, line(**cells))))


def test_one_wrong_cell_is_one_problem(tmp_path):
    path = write(tmp_path, line(), line(Ngành_nghề="Điện dân dụng", Học_phí="1.2"))
    assert problems(path) == ["dòng 3, cột “Học phí”: “1.2” không phải số; ghi như 1.200.000"]


def test_all_problems_are_named_at_once_in_the_order_of_the_rows(tmp_path):
    path = write(
        tmp_path,
        line(Ngành_nghề="Điện dân dụng", Chỉ_tiêu="x", Hạn_nộp_hồ_sơ="x"),
        line(Tên_trường="Trường Khác", Tỉnh=""),
        "",
        line(Tên_trường="Trường Nữa", Loại="x"),
    )
    rows = [problem.split(",")[0] for problem in problems(path)]
    assert rows == ["dòng 2", "dòng 2", "dòng 3", "dòng 5"]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (line(), "dòng 3, cột “Ngành, nghề”: trùng với dòng 2"),
        (line(Ngành_nghề="", Trình_độ_của_ngành=""),
         "dòng 3, cột “Ngành, nghề”: trường này đã có ở dòng 2"),
        (line(Ngành_nghề="Điện dân dụng", Loại="cao đẳng"),
         "dòng 3, cột “Loại”: khác với dòng 2 của cùng trường"),
        (line(Mã_trường="trung-cap-mau-son-lang-son", Tên_trường="Trường Khác"),
         "dòng 3, cột “Mã trường”: mã “trung-cap-mau-son-lang-son” trùng với dòng 2"),
    ],
)  # fmt: skip
def test_rows_that_contradict_each_other_are_named(tmp_path, second, said):
    assert problems(write(tmp_path, line(), second)) == [said]


def test_the_same_programme_at_two_levels_is_two_programmes(tmp_path):
    path = write(tmp_path, line(), line(Trình_độ_của_ngành="sơ cấp"))
    levels = [programme.level for programme in load_schools(path, TODAY)[0].programmes]
    assert levels == ["trung-cap", "so-cap"]


def test_what_is_of_the_school_may_stand_in_its_first_row_alone(tmp_path):
    bare = line(Ngành_nghề="Điện dân dụng", Loại="", Nguồn="", Ngày_dữ_liệu="")
    found = load_schools(write(tmp_path, line(), bare), TODAY)
    assert [len(one.programmes) for one in found] == [2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "tệp trống"),
        ("PK\x03\x04xyz", "đây là tệp Excel; hãy lưu lại thành “CSV UTF-8”"),
        ('Tên trường,"Loại\n', "bảng hỏng"),
    ],
)
def test_what_is_no_table_is_said(tmp_path, content, said):
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SchoolsUnreadable, match=said):
        load_schools(path, TODAY)


def test_another_coding_is_said(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Tên trường".encode("utf-16-le"))
    with pytest.raises(SchoolsUnreadable, match="hãy lưu thành “CSV UTF-8”"):
        load_schools(path, TODAY)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(SchoolsUnreadable, match="không mở được tệp"):
        load_schools(tmp_path / "none.csv", TODAY)


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (HEADINGS.replace("Nguồn*;", ""), "dòng 1, cột “Nguồn”: thiếu cột này"),
        (HEADINGS.replace("Học phí", "Học phi phi"),
         "dòng 1, cột “Học phi phi (đồng/tháng)”: không có cột này; có phải “Học phí”?"),
        (HEADINGS.replace("Ghi chú", "Điện thoại"), "dòng 1, cột “Điện thoại”: không có cột này"),
        (HEADINGS.replace("Ghi chú", "Tỉnh"), "dòng 1, cột “Tỉnh”: cột này có hai lần"),
    ],
)  # fmt: skip
def test_wrong_headings_are_named(tmp_path, headings, said):
    path = tmp_path / "a.csv"
    path.write_text(f"{headings}\n{line()}", encoding="utf-8")
    assert said in problems(path)


def test_a_row_longer_than_the_headings_is_named(tmp_path):
    assert problems(write(tmp_path, line() + ";;thừa")) == ["dòng 2: nhiều ô hơn số cột"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_every_coding_and_separator_of_excel_is_read(tmp_path, encoding, sign):
    text = table_of([FULL])
    rewritten = "\r\n".join(
        sign.join(f'"{cell}"' for cell in row) for row in csv.reader(text.splitlines())
    )
    path = tmp_path / "a.csv"
    path.write_bytes(rewritten.encode(encoding))
    assert load_schools(path, TODAY) == [FULL]


def test_the_line_by_which_excel_is_told_the_separator_is_no_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"sep=;\n{HEADINGS}\n{line(Loại='x')}\n", encoding="utf-8")
    assert problems(path)[0].startswith("dòng 2, cột “Loại”")


def test_a_row_is_counted_as_excel_shows_it_where_a_cell_has_two_lines(tmp_path):
    path = write(tmp_path, line(Ghi_chú='"hai\ndòng"'), line(Ngành_nghề="Điện", Học_phí="x"))
    assert [problem[:6] for problem in problems(path)] == ["dòng 3"]


def test_headings_and_words_may_lack_their_diacritics(tmp_path):
    path = tmp_path / "a.csv"
    rows = ("ten truong,LOAI,tinh,nguon,ngay du lieu,nganh nghe,trinh do cua nganh",
            "Truong Mau,Trung Cap,lang son,So,9/2026,dieu duong,CAO DANG")  # fmt: skip
    path.write_text("\n".join(rows), encoding="utf-8")
    found = load_schools(path, TODAY)[0]
    assert (found.id, found.kind, found.province) == ("mau-lang-son", "trung-cap", "lang-son")
    assert found.programmes == (Programme("dieu duong", "y-duoc", "cao-dang"),)


@pytest.mark.parametrize(
    ("cell", "fee"),
    [
        ("1.200.000", 1_200_000), ("1,200,000", 1_200_000), ("1200000", 1_200_000),
        ("1 200 000 đ", 1_200_000), ("1.200.000 đồng/tháng", 1_200_000), ("0", 0),
        ("Miễn phí", 0), ("", None),
    ],
)  # fmt: skip
def test_a_fee_is_read_as_it_is_written(tmp_path, cell, fee):
    assert load_schools(write(tmp_path, line(Học_phí=cell)), TODAY)[0].programmes[0].fee == fee


@pytest.mark.parametrize(
    "cell", ["31/07/2027", "31/7/2027", "31-7-2027", "31.07.2027", "2027-07-31",
             "2027-07-31 00:00:00"],
)  # fmt: skip
def test_a_day_is_read_as_it_is_written(tmp_path, cell):
    read = load_schools(write(tmp_path, line(Hạn_nộp_hồ_sơ=cell)), TODAY)[0]
    assert read.programmes[0].deadline == date(2027, 7, 31)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("22/11/2026", DataDate(2026, 11, 22)), ("2026-11-22", DataDate(2026, 11, 22)),
        ("9/2026", DataDate(2026, 9)), ("2026-09", DataDate(2026, 9)), ("2026", DataDate(2026)),
    ],
)  # fmt: skip
def test_data_are_of_a_day_a_month_or_a_year(tmp_path, cell, read):
    assert load_schools(write(tmp_path, line(Ngày_dữ_liệu=cell)), TODAY)[0].as_of == read


def test_a_former_province_and_district_are_understood(tmp_path):
    path = write(tmp_path, line(Tỉnh="Tỉnh Hải Dương", Xã_phường="huyện Nam Sách"))
    assert load_schools(path, TODAY)[0].province == "hai-phong"


def test_a_school_goes_through_yaml_and_csv_and_back(tmp_path):
    as_table, as_list = tmp_path / "a.csv", tmp_path / "a.yml"
    as_table.write_text(table_of([FULL]), encoding="utf-8", newline="")
    from_table = load_schools(as_table, TODAY)
    as_list.write_text(list_of(from_table), encoding="utf-8")
    from_list = load_schools(as_list, TODAY)
    assert from_table == from_list == [FULL]
    assert table_of(from_list) == table_of([FULL])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_goes_through_a_table(tmp_path, kind):
    one = school(kind=kind)
    path = tmp_path / "a.csv"
    path.write_text(table_of([one]), encoding="utf-8", newline="")
    assert load_schools(path, TODAY) == [one]


def test_every_field_and_level_goes_through_a_table(tmp_path):
    taught = [Programme(f"Nghề {field} {level}", field, level)
              for field in fields() for level in LEVELS]  # fmt: skip
    one = replace(FULL, programmes=tuple(taught), levels=tuple(LEVELS))
    path = tmp_path / "a.csv"
    path.write_text(table_of([one]), encoding="utf-8", newline="")
    assert load_schools(path, TODAY) == [one]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- name: A\n  phone: 1", "trường 1, cột “phone”: không có khoá này"),
        ("- just words", "trường 1: phải gồm các dòng “khoá: giá trị”"),
        ("- name: A\n  programmes: Hàn", "trường 1, cột “programmes”: phải là một danh sách"),
        ("- name: A\n  programmes: [Hàn]", "trường 1, ngành 1: phải gồm các dòng “khoá: giá trị”"),
        ("- name: {a: b}", "trường 1, cột “name”: phải là một giá trị đơn"),
        ("- name: A", "trường 1, cột “province”: chưa ghi"),
        (
            "- {name: A, kind: khac, province: lang-son, source: S, as_of: 2026,"
            " programmes: [{name: Hàn, level: so-cap, fee: 12}]}",
            "trường 1, ngành 1, cột “fee”: 12 đồng một tháng không hợp lý",
        ),
    ],
)
def test_a_wrong_key_of_yaml_is_named(tmp_path, text, said):
    path = tmp_path / "a.yml"
    path.write_text(text, encoding="utf-8")
    assert any(problem.startswith(said) for problem in problems(path))


@pytest.mark.parametrize(
    ("text", "said"), [("a: b", "phải là một danh sách trường"), ("- [", "dòng ")]
)
def test_what_is_no_yaml_list_is_said(tmp_path, text, said):
    path = tmp_path / "a.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SchoolsUnreadable, match=said):
        load_schools(path, TODAY)


def test_the_headings_of_the_tests_are_all_columns():
    assert set(GOOD) < {column.heading for column in COLUMNS}
    assert len(HEADINGS.split(";")) == len(COLUMNS)
    assert CARS.level == "trung-hoc-nghe"
