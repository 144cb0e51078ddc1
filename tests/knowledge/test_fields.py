import pytest

from knowledge.fields import LEVELS, field_in, fields, level_in


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("cơ khí", "co-khi"),
        ("tim truong day co khi", "co-khi"),
        ("hàn", "han"),
        ("han", "han"),
        ("tìm trường dạy hàn ở Lạng Sơn", "han"),
        ("tim truong day han", "han"),
        ("tìm trường Việt Hàn dạy hàn", "han"),
        ("Điện công nghiệp", "dien"),
        ("dien", "dien"),
        ("em muốn học điện", "dien"),
        ("ô tô", "o-to"),
        ("sua oto", "o-to"),
        ("lái xe ô tô", "van-tai"),
        ("CNTT", "cntt"),
        ("nau an", "nau-an"),
        ("Kỹ thuật chế biến món ăn", "nau-an"),
        ("dieu duong", "y-duoc"),
        ("cao đẳng y tế", "y-duoc"),
        ("nghề may", "may"),
        ("tiếng Hàn", "ngoai-ngu"),
        ("thương mại điện tử", "kinh-te"),
    ],
)
def test_a_field_is_told_from_how_people_say_it(text, field):
    assert field_in(text) == field


@pytest.mark.parametrize(
    "text",
    [
        "Cao đẳng Việt Hàn",
        "Điện Biên có trường nào",
        "sửa điện thoại",
        "máy",
        "may quá",
        "hạn nộp hồ sơ",
        "nhac em han nop ho so",
        "đi nhật hay hàn quốc",
        "",
    ],
)
def test_other_words_name_no_field(text):
    assert field_in(text) is None


@pytest.mark.parametrize("id_", [id_ for id_ in fields() if id_ != "khac"])
def test_the_title_of_a_field_names_it(id_):
    assert field_in(fields()[id_].title) == id_


@pytest.mark.parametrize(
    ("text", "level"),
    [
        *((title, id_) for id_, title in LEVELS.items()),
        ("trung cap nghe", "trung-cap"),
        ("THN", "trung-hoc-nghe"),
        ("trung hoc nghe", "trung-hoc-nghe"),
        ("hệ 9 cộng", "9-plus"),
        ("lớp 9 +", "9-plus"),
        ("bổ túc", "gdtx"),
    ],
)
def test_a_level_is_told_from_how_people_say_it(text, level):
    assert level_in(text) == level


@pytest.mark.parametrize("text", ["lớp 9", "học nghề", "trung tâm", "19+"])
def test_other_words_name_no_level(text):
    assert level_in(text) is None
