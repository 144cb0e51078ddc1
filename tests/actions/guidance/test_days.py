from datetime import date

import pytest

from actions.guidance.days import day_in, is_ahead

SUNDAY = date(2026, 11, 22)
WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Nhắc em ngày 20/5", "2027-05-20"),
        ("nhac em ngay 20/5 nhe", "2027-05-20"),
        ("hạn 1/12.", "2026-12-01"),
        ("nhắc em 22/11", "2026-11-22"),
        ("nhắc em 20/5/2027", "2027-05-20"),
        ("nhắc em 20-5-2027", "2027-05-20"),
        ("nhắc em 20.5.2027", "2027-05-20"),
        ("nhắc em 20/5/27", "2027-05-20"),
        ("nhắc em 20/5/2020", "2020-05-20"),
        ("ngày 3 tháng 6", "2027-06-03"),
        ("NGÀY 3 THÁNG 6 NĂM 2028", "2028-06-03"),
        ("29/2", "2028-02-29"),
        ("31/4 hay 30/4", "2027-04-30"),
        ("Nhắc mình trước ngày 01/01/2027", "2027-01-01"),
    ],
)
def test_figures_name_a_day(text, day):
    assert day_in(text, SUNDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hôm nay", "2026-11-25"),
        ("nhắc em ngày mai", "2026-11-26"),
        ("mai nhac e nha", "2026-11-26"),
        ("ngày kia", "2026-11-27"),
        ("ngày mốt nhắc con", "2026-11-27"),
        ("3 ngày nữa", "2026-11-28"),
        ("2 tuần nữa", "2026-12-09"),
        ("tuần sau", "2026-11-30"),
        ("tuan toi", "2026-11-30"),
        ("thứ tư", "2026-12-02"),
        ("thứ hai", "2026-11-30"),
        ("thu 5", "2026-11-26"),
        ("thứ bảy", "2026-11-28"),
        ("chủ nhật", "2026-11-29"),
        ("thứ năm tuần sau", "2026-12-03"),
        ("chủ nhật tuần tới", "2026-12-06"),
    ],
)
def test_words_name_a_day(text, day):
    assert day_in(text, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nhắc em khi sắp hết hạn",
        "nhắc em một ngày trước hạn",
        "năm học 2026-2027",
        "lần thứ hai rồi đó",
        "ngày 31/2",
        "ngày 0/5",
        "Thông tư 52/2026/TT-BGDĐT",
        "ngày 45 tháng 3",
        "được 8.5 điểm",
    ],
)
def test_what_names_no_day_is_not_taken_for_one(text):
    assert day_in(text, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("Nhắc mình trước ngày 20/5", True),
        ("hạn 20/5", True),
        ("truoc 20/5", True),
        ("ngày 20/5", False),
    ],
)
def test_before_a_day_is_not_on_it(text, ahead):
    assert is_ahead(text) is ahead
