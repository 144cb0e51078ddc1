from datetime import date

import pytest

from knowledge.places import gazetteer
from knowledge.schools.entry import DataDate, Programme, next_due
from knowledge.schools.finding import Directory, Wanted
from tests.knowledge.schools import CARS, TODAY, WELDING, school

NURSING = Programme("Điều dưỡng", "y-duoc", "cao-dang")
WELDING_SHORT = Programme("Hàn", "han", "so-cap")
MAU_SON = school(commune="huyện Lộc Bình", programmes=(WELDING, CARS))
COLLEGE = school(
    "cao-dang-lang-son", "Trường Cao đẳng Lạng Sơn", kind="cao-dang",
    programmes=(NURSING, WELDING_SHORT), as_of=DataDate(2025, 9, 23),
)  # fmt: skip
UNKNOWN = school("trung-tam", "Trung tâm Cao Lộc", kind="trung-tam", commune="xã Cao Lộc")
ELSEWHERE = school("ha-long", "Trường ở Hạ Long", "quang-ninh", programmes=(WELDING,))
ALL = Directory([UNKNOWN, COLLEGE, MAU_SON, ELSEWHERE])


def communes(text: str) -> frozenset[str]:
    return gazetteer().find(text, asked=True)[0].communes


def found(**wanted):
    result = ALL.find(Wanted("lang-son", **wanted))
    return [match.school.id for match in result.matches], set(result.let_go)


MAU_SON_ID, COLLEGE_ID, UNKNOWN_ID = MAU_SON.id, COLLEGE.id, UNKNOWN.id


@pytest.mark.parametrize(
    ("wanted", "ids", "let_go"),
    [
        ({}, [MAU_SON_ID, COLLEGE_ID, UNKNOWN_ID], set()),
        ({"field": "han"}, [MAU_SON_ID, COLLEGE_ID], set()),
        ({"field": "han", "level": "so-cap"}, [COLLEGE_ID], set()),
        ({"level": "trung-hoc-nghe"}, [MAU_SON_ID], set()),
        ({"level": "gdtx"}, [UNKNOWN_ID], set()),
        ({"level": "cao-dang"}, [COLLEGE_ID], set()),
        ({"commune": communes("Lộc Bình")}, [MAU_SON_ID], set()),
        ({"commune": communes("xã Lộc Bình")}, [MAU_SON_ID], set()),
        ({"commune": communes("huyện Cao Lộc")}, [UNKNOWN_ID], set()),
        ({"commune": communes("Cao Lộc"), "field": "han"}, [MAU_SON_ID, COLLEGE_ID], {"commune"}),
        ({"field": "y-duoc", "level": "so-cap"}, [COLLEGE_ID], {"level"}),
        ({"field": "mo"}, [MAU_SON_ID, COLLEGE_ID, UNKNOWN_ID], {"field"}),
        ({"field": "mo", "level": "so-cap"}, [COLLEGE_ID], {"field"}),
        (
            {"field": "mo", "level": "dai-hoc"},
            [MAU_SON_ID, COLLEGE_ID, UNKNOWN_ID],
            {"field", "level"},
        ),
        (
            {"commune": communes("Đồng Đăng"), "field": "mo", "level": "9-plus"},
            [MAU_SON_ID, COLLEGE_ID, UNKNOWN_ID],
            {"commune", "field", "level"},
        ),
    ],
)
def test_what_fits_is_found_else_the_nearest_of_the_province(wanted, ids, let_go):
    assert found(**wanted) == (ids, let_go)


def test_a_province_without_schools_gives_none_of_another():
    result = ALL.find(Wanted("hai-phong", field="han"))
    assert (result.matches, result.let_go) == ((), frozenset())


def test_the_programmes_that_were_looked_for_come_with_the_school():
    matches = ALL.find(Wanted("lang-son", field="han")).matches
    assert [match.programmes for match in matches] == [(WELDING,), (WELDING_SHORT,)]


def test_fields_are_counted_in_their_province():
    assert ALL.fields_in("lang-son") == ["han", "o-to", "y-duoc"]
    assert ALL.fields_in("hai-phong") == []


@pytest.mark.parametrize(
    ("as_of", "today", "old"),
    [
        (DataDate(2025, 11, 22), date(2026, 11, 22), False),
        (DataDate(2025, 11, 22), date(2026, 11, 23), True),
        (DataDate(2025, 11), date(2026, 11, 30), False),
        (DataDate(2025, 11), date(2026, 12, 1), True),
        (DataDate(2024, 2, 29), date(2025, 2, 28), False),
        (DataDate(2025), date(2026, 12, 31), False),
        (DataDate(2025), date(2027, 1, 1), True),
    ],
)
def test_data_are_old_after_twelve_months(as_of, today, old):
    assert as_of.is_old(today) is old


@pytest.mark.parametrize(
    ("as_of", "said", "iso"),
    [
        (DataDate(2026, 1, 5), "05/01/2026", "2026-01-05"),
        (DataDate(2026, 1), "tháng 1/2026", "2026-01"),
        (DataDate(2014), "năm 2014", "2014"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(as_of, said, iso):
    assert (str(as_of), as_of.iso) == (said, iso)


def test_the_next_deadline_is_the_nearest_from_today_on():
    assert next_due([WELDING, CARS], TODAY) is CARS
    assert next_due([WELDING, CARS], date(2026, 12, 15)) is CARS
    assert next_due([WELDING, CARS], date(2026, 12, 16)) is WELDING
    assert next_due([WELDING, CARS], date(2027, 8, 1)) is None
    assert next_due([NURSING], TODAY) is None


def test_a_school_is_known_by_its_names():
    one = school(old_names=("Trường Dạy nghề Mẫu Sơn",))
    assert one.is_called("trung cap mau son")
    assert one.is_called("Dạy nghề Mẫu Sơn")
    assert not one.is_called("Mẫu Sơn")
    assert one.known_as == ("Trường Trung cấp Mẫu Sơn", "Trường Dạy nghề Mẫu Sơn")
