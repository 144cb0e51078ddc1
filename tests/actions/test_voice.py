from dataclasses import replace
from datetime import date, timedelta

import pytest

from actions.voice import (
    address,
    scope_line,
    source_details,
    source_line,
    source_lines,
    speak,
    time_line,
)
from knowledge.passages import Citation
from tests.fakes import DIPLOMA, FEES, FREE, LOAN, OLD_FEES, PRESS

CHECK = "Mình đọc điều này qua nguồn thứ cấp, nên đối chiếu văn bản gốc trước khi dùng."


@pytest.mark.parametrize(
    ("audience", "name", "said"),
    [
        ("student", "em", "Em nộp đơn, em nhé. Em!"),
        ("parent", "anh/chị", "Anh/chị nộp đơn, anh/chị nhé. Anh/chị!"),
        ("teacher", "thầy/cô", "Thầy/cô nộp đơn, thầy/cô nhé. Thầy/cô!"),
        (None, "bạn", "Bạn nộp đơn, bạn nhé. Bạn!"),
        ("", "bạn", "Bạn nộp đơn, bạn nhé. Bạn!"),
        ("alien", "bạn", "Bạn nộp đơn, bạn nhé. Bạn!"),
    ],
)
def test_everybody_is_addressed_as_is_right(audience, name, said):
    assert address(audience) == name
    assert speak("{Bạn} nộp đơn, {bạn} nhé. {Bạn}!", audience) == said


def test_other_braces_and_words_are_left_alone():
    assert speak("{ban} và bạn bè", "student") == "{ban} và bạn bè"


@pytest.mark.parametrize(
    ("citation", "line"),
    [
        (
            Citation(FEES, "Điều 15"),
            "📄 Nghị định 238/2025/NĐ-CP · Điều 15 · ban hành 03/09/2025 · còn hiệu lực",
        ),
        (
            Citation(OLD_FEES, None, "Nghị định 238/2025/NĐ-CP"),
            "📄 Nghị định 81/2021/NĐ-CP · ban hành 27/08/2021 · "
            "đã được thay thế bằng Nghị định 238/2025/NĐ-CP",
        ),
        (
            Citation(OLD_FEES, None),
            "📄 Nghị định 81/2021/NĐ-CP · ban hành 27/08/2021 · đã được thay thế",
        ),
        (Citation(PRESS, None), "📄 Dân trí: Học nghề ở Quảng Ninh · nguồn tham khảo"),
        (
            Citation(replace(FEES, status="plan", issued=None), "I.2.b"),
            "📄 Nghị định 238/2025/NĐ-CP · I.2.b · kế hoạch",
        ),
        (
            Citation(replace(FEES, status="expired", issued=None), None),
            "📄 Nghị định 238/2025/NĐ-CP · đã hết thời hạn áp dụng",
        ),
        (
            Citation(replace(FEES, status="unknown", issued=None), None),
            "📄 Nghị định 238/2025/NĐ-CP · chưa rõ còn hiệu lực không",
        ),
    ],
    ids=["in force", "superseded", "by nobody knows what", "press", "plan", "expired", "unknown"],
)
def test_a_source_is_a_line_with_its_place_date_and_state(citation, line):
    assert source_line(citation) == line


def test_sources_are_a_line_each():
    both = replace(FREE, citations=(Citation(FEES, "Điều 15"), Citation(PRESS, None)))
    assert source_lines(both) == (
        "📍 Cả nước\n"
        "📄 Nghị định 238/2025/NĐ-CP · Điều 15 · ban hành 03/09/2025 · còn hiệu lực\n"
        "📄 Dân trí: Học nghề ở Quảng Ninh · nguồn tham khảo"
    )


@pytest.mark.parametrize(
    ("level", "province", "title", "line"),
    [
        ("national", None, "Ai được miễn?", "📍 Cả nước"),
        ("national", None, "Học nghề ở Quảng Ninh?", "📍 Cả nước"),
        ("province", "quang-ninh", "Tỉnh muốn gì?", "📍 Tỉnh Quảng Ninh"),
        ("province", "lang-son", "Tỉnh muốn gì?", "📍 Tỉnh Lạng Sơn"),
        ("province", None, "Lạng Sơn muốn gì?", "📍 Tỉnh Lạng Sơn"),
        ("province", None, "Tỉnh muốn gì?", "📍 Tỉnh"),
        ("commune", "lang-son", "Xã làm gì?", "📍 Một xã, Lạng Sơn"),
        ("school", None, "Trường Hạ Long dạy gì?", "📍 Một trường, Quảng Ninh"),
        ("school", None, "Trường dạy gì?", "📍 Một trường"),
    ],
)
def test_it_is_said_where_a_passage_holds(level, province, title, line):
    assert scope_line(replace(FREE, level=level, province=province, title=title)) == line


@pytest.mark.parametrize(
    ("today", "line"),
    [
        (date(2025, 12, 31), "⏳ Chưa áp dụng, bắt đầu từ 01/01/2026."),
        (date(2026, 1, 1), None),
        (date(2026, 7, 5), None),
        (date(2026, 7, 6), "⏳ Quy định cũ, áp dụng đến 05/07/2026."),
    ],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_it_is_said_when_a_passage_does_not_hold(today, line):
    passage = replace(FREE, holds_from=date(2026, 1, 1), holds_until=date(2026, 7, 5))
    assert time_line(passage, today) == line
    assert time_line(FREE, today) is None


@pytest.mark.parametrize(("days", "cautions"), [(-400, 1), (400, 0)])
def test_a_rule_that_is_over_is_said_to_be_between_its_place_and_its_sources(days, cautions):
    until = date.today() + timedelta(days=days)  # noqa: DTZ011 - as the code reads the day
    lines = source_lines(replace(FREE, holds_until=until)).splitlines()
    assert [line[0] for line in lines] == ["📍", *["⏳"] * cautions, "📄"]


def test_what_was_not_read_in_the_original_is_said_with_a_caution():
    assert source_lines(DIPLOMA) == (
        f"{CHECK}\n📍 Cả nước\n📄 Dân trí: Học nghề ở Quảng Ninh · nguồn tham khảo"
    )


@pytest.mark.parametrize("evidence", ["verified", "plan", "conflict", "not-found", "computed"])
def test_no_other_evidence_brings_the_caution(evidence):
    passage = replace(DIPLOMA, evidence=evidence)
    assert CHECK not in source_lines(passage) + source_details(passage)


def test_the_details_of_a_source_are_all_that_is_known_of_it():
    document = replace(OLD_FEES, note="Bản cũ", url="https://vanban.test/81")
    passage = replace(LOAN, citations=(Citation(document, "Điều 3", "Nghị định 238/2025/NĐ-CP"),))
    assert source_details(passage) == (
        "📄 Nghị định 81/2021/NĐ-CP · Điều 3 · ban hành 27/08/2021 · "
        "đã được thay thế bằng Nghị định 238/2025/NĐ-CP\n"
        "- Về: Quy định về học phí, miễn, giảm học phí\n"
        "- Cơ quan ban hành: Chính phủ\n"
        "- Có hiệu lực từ 15/10/2021\n"
        "- Áp dụng đến 03/09/2025\n"
        "- Lưu ý: Bản cũ\n"
        "- Xem tại: https://vanban.test/81"
    )


def test_what_is_not_known_of_a_source_is_left_out():
    bare = replace(PRESS, issuer=None)
    passage = replace(FREE, citations=(Citation(bare, None), Citation(FEES, None)))
    first, second = source_details(passage).split("\n\n")
    assert first == "📄 Học nghề ở Quảng Ninh · nguồn tham khảo"
    assert second.splitlines()[1:] == [
        "- Về: Quy định về học phí, miễn, giảm học phí",
        "- Cơ quan ban hành: Chính phủ",
        "- Có hiệu lực từ 03/09/2025",
    ]


def test_the_details_end_with_the_caution_where_one_is_due():
    assert source_details(DIPLOMA).split("\n\n") == [
        "📄 Dân trí: Học nghề ở Quảng Ninh · nguồn tham khảo\n- Cơ quan ban hành: Dân trí",
        CHECK,
    ]


def test_days_and_months_are_written_in_two_digits():
    citation = Citation(replace(FEES, issued=date(2025, 1, 2)), None)
    assert "ban hành 02/01/2025" in source_line(citation)
