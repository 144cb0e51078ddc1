import pytest

from knowledge.facets import _read as facet_table
from knowledge.facets import name_of
from knowledge.places import Gazetteer, gazetteer
from knowledge.units import COMMUNE, PROVINCE


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer()


def found(places, text, **how):
    return [(place.province, place.name) for place in places.find(text, **how)]


@pytest.mark.parametrize(
    ("text", "province", "name"),
    [
        ("Lạng Sơn", "lang-son", "Lạng Sơn"),
        ("tinh quang ninh", "quang-ninh", "Quảng Ninh"),
        ("Cao Lộc", "lang-son", "huyện Cao Lộc cũ"),
        ("cao loc", "lang-son", "huyện Cao Lộc cũ"),
        ("huyện Cao Lộc", "lang-son", "huyện Cao Lộc cũ"),
        ("xa cao loc", "lang-son", "xã Cao Lộc"),
        ("thị trấn Cao Lộc", "lang-son", "thị trấn Cao Lộc cũ"),
        ("Hoành Bồ", "quang-ninh", "phường Hoành Bồ"),
        ("huyen hoanh bo", "quang-ninh", "phường Hoành Bồ"),
        ("phường Hoành Bồ", "quang-ninh", "phường Hoành Bồ"),
        ("Hải Dương", "hai-phong", "Hải Dương cũ"),
        ("tinh hai duong", "hai-phong", "Hải Dương cũ"),
        ("Hải Dương cũ, Hải Phòng", "hai-phong", "Hải Dương cũ"),
        ("Phường Tân An, Tây Ninh", "tay-ninh", "phường Tân An"),
        ("TP Hải Dương", "hai-phong", "thành phố Hải Dương cũ"),
        ("bắc giang", "bac-ninh", "Bắc Giang cũ"),
        ("Thừa Thiên Huế", "hue", "Thừa Thiên Huế"),
        ("tphcm", "ho-chi-minh", "TPHCM"),
        ("Hoà Bình", "phu-tho", "Hòa Bình cũ"),
        ("hòa bình", "phu-tho", "Hòa Bình cũ"),
        ("Quận 1", "ho-chi-minh", "Quận 1 cũ"),
        ("Đồng Đăng", "lang-son", "xã Đồng Đăng"),
        ("huyện Châu Thành, Tiền Giang", "dong-thap", "huyện Châu Thành cũ"),
        ("xã Thống Nhất, Hạ Long", "quang-ninh", "xã Thống Nhất"),
        ("à nhầm, mình ở Móng Cái", "quang-ninh", "thành phố Móng Cái cũ"),
    ],
)
def test_a_place_is_understood_by_its_new_and_its_old_name(places, text, province, name):
    assert found(places, text, asked=True) == [(province, name)]


def test_a_former_district_is_all_the_communes_it_went_into(places):
    cao_loc = places.find("huyện Cao Lộc")[0]
    assert {"Xã Cao Lộc", "Xã Đồng Đăng"} <= cao_loc.communes
    assert places.find("xã Cao Lộc")[0].communes == {"Xã Cao Lộc"}
    assert places.find("Lạng Sơn")[0].communes == frozenset()


def test_a_former_province_is_a_part_of_the_one_it_went_into(places):
    hai_duong = places.find("Hải Dương")[0].communes
    assert "Phường Hải Dương" in hai_duong
    assert "Phường Hồng Bàng" not in hai_duong


def test_a_name_of_several_provinces_gives_them_all(places):
    several = places.find("Châu Thành", asked=True)
    assert {"an-giang", "tay-ninh", "vinh-long"} <= {place.province for place in several}
    assert {place.called for place in several} == {"Châu Thành"}
    assert found(places, "Châu Thành", asked=True, within="tay-ninh") == [
        ("tay-ninh", "huyện Châu Thành cũ")
    ]


def test_two_provinces_are_a_doubt(places):
    assert [p for p, _ in found(places, "Quảng Ninh hay Lạng Sơn")] == ["quang-ninh", "lang-son"]


def test_the_larger_place_is_meant_where_a_name_says_no_more(places):
    """There is a commune of the name in Thanh Hoá."""
    assert found(places, "Quảng Yên", asked=True) == [("quang-ninh", "thị xã Quảng Yên cũ")]


def test_a_province_that_a_place_does_not_lie_in_leaves_nothing(places):
    assert places.find("Cao Lộc", asked=True, within="quang-ninh") == []


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("tìm trường dạy cơ khí ở Cao Lộc", "lang-son"),
        ("tim truong day han o cao loc", "lang-son"),
        ("tim truong nghe cao loc", "lang-son"),
        ("truong nao day o to gan hoanh bo", "quang-ninh"),
        ("trường nào dạy may mặc ở Điện Biên", "dien-bien"),
    ],
)
def test_a_place_is_found_in_a_question(places, text, province):
    assert [p for p, _ in found(places, text)] == [province]


@pytest.mark.parametrize(
    "text",
    [
        "tìm trường dạy điện",
        "tim truong day nau an",
        "tim truong hoc dien cong nghiep",
        "tim truong day sua chua dien thoai",
        "trường dạy nghề cho con trai tôi thích máy móc",
        "em gia lai",
        "tân tiến lắm em ơi",
        "",
        "???",
    ],
)
def test_everyday_words_are_no_place(places, text):
    assert places.find(text) == []


def test_diacritics_that_contradict_a_name_are_another_word(places):
    assert places.find("cạo lọc", asked=True) == []
    assert places.find("lăng sơn", asked=True) == []


def test_a_name_of_one_everyday_word_needs_to_stand_alone_or_behind_a_cue(places):
    assert found(places, "Vinh", asked=True) == [("nghe-an", "thành phố Vinh cũ")]
    assert found(places, "em ở Vinh", asked=True) == [("nghe-an", "thành phố Vinh cũ")]
    assert found(places, "tp Vinh") == [("nghe-an", "thành phố Vinh cũ")]
    assert places.find("ba mẹ cho con đi học", asked=True) == []


def test_the_rest_of_an_answer_is_what_names_no_place(places):
    assert places.rest("mình ở huyện Cao Lộc, Lạng Sơn nhé", asked=True) == ["mình", "ở", "nhé"]


def test_there_are_34_provinces_and_3321_communes(places):
    units = {(u.province, u.kind, u.name) for named in places._units.values() for u in named
             if u.rank == COMMUNE}  # fmt: skip
    whole = {u.province for named in places._units.values() for u in named
             if u.rank == PROVINCE and not u.communes}  # fmt: skip
    assert (len(whole), len(units)) == (34, 3321)


def test_every_commune_is_found_with_its_province(places):
    """But for a name that the front door takes for a slip of the keyboard."""
    lost = [unit for named in places._units.values() for unit in named if unit.rank == COMMUNE
            and not _finds(places, unit)]  # fmt: skip
    assert lost == []


def _finds(places, unit) -> bool:
    written = f"{unit.kind} {unit.name}, {places.name_of(unit.province)}"
    read = places.find(written, asked=True)
    return [place.province for place in read] == [unit.province] and all(
        unit.communes <= place.communes for place in read
    )


def test_every_province_of_the_facets_is_known(places):
    """What a visitor said before is remembered as a facet."""
    known = [id_ for id_ in facet_table()["province"] if id_ != "ca-nuoc"]
    assert [id_ for id_ in known if places.province_now(id_) is None] == []
    assert [id_ for id_ in known if places.province_called(name_of("province", id_)) is None] == []
    assert places.province_now("hai-duong") == "hai-phong"


def test_a_province_is_called_with_what_it_is(places):
    assert places.title_of("lang-son") == "tỉnh Lạng Sơn"
    assert places.title_of("hai-phong") == "thành phố Hải Phòng"
    assert places.province_called("Lạng Giang") is None
    assert places.province_called("Cao Lộc") is None
