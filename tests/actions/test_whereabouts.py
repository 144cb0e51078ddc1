import unicodedata

import pytest

from actions.whereabouts import with_what_was_said, without_whereabouts

SAID = {"province": "quang-ninh", "grade": "lop-9"}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Em ở Quảng Ninh, trượt lớp 10 thì làm sao?", "trượt lớp 10 thì làm sao?"),
        ("em o ha long, hoc nghe mat tien khong", "hoc nghe mat tien khong"),
        ("Nhà em ở Cao Lộc, Lạng Sơn, học nghề có mất tiền không", "học nghề có mất tiền không"),
        ("Dạ con tôi đang học ở Lạng Sơn. Có được miễn phí?", "Có được miễn phí?"),
        ("Tôi dạy ở Quảng Ninh: học sinh trượt thì sao", "học sinh trượt thì sao"),
    ],
)
def test_where_the_writer_lives_is_left_out_of_what_is_asked(text, asked):
    assert without_whereabouts(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "Em ở Quảng Ninh, học gì?",
        "Em ở Quảng Ninh, Lạng Sơn",
        "Em ở Quảng Ninh có trường nào dạy nghề",
        "Em ở nội trú, có được vay tiền ăn không",
        "Trường ở Quảng Ninh, có nghề hàn hay không",
        "Trượt lớp 10, em ở Quảng Ninh, thì làm sao",
        unicodedata.normalize("NFD", "Em ở Quảng Ninh, trượt lớp 10 thì làm sao?"),
        "Trượt lớp 10 thì làm sao?",
        "",
        "👍",
    ],
    ids=[
        "too little is left",
        "nothing is left",
        "no clause",
        "no place",
        "not the writer",
        "not before it",
        "decomposed",
        "nothing of it",
        "blank",
        "no words",
    ],
)
def test_all_else_stays(text):
    assert without_whereabouts(text) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Tỉnh mình hỗ trợ gì?", "tỉnh Quảng Ninh hỗ trợ gì?"),
        ("tỉnh em hỗ trợ gì", "tỉnh Quảng Ninh hỗ trợ gì"),
        ("hết lớp này học gì", "hết lớp 9 học gì"),
        ("lớp này ở tỉnh này", "lớp 9 ở tỉnh Quảng Ninh"),
        ("học nghề ra sao", "học nghề ra sao"),
        ("", ""),
    ],
)
def test_what_was_said_before_takes_the_place_of_the_word_for_it(text, meant):
    assert with_what_was_said(text, {}, SAID) == meant


@pytest.mark.parametrize(
    ("text", "named", "said"),
    [
        ("tỉnh mình hỗ trợ gì", {}, {}),
        ("tỉnh mình hỗ trợ gì", {}, {"grade": "lop-9"}),
        ("tỉnh Lạng Sơn hỗ trợ gì", {"province": "lang-son"}, SAID),
        ("lớp 12 rồi, lớp này học gì", {"grade": "lop-12"}, SAID),
        (unicodedata.normalize("NFD", "tỉnh mình hỗ trợ gì"), {}, SAID),
    ],
    ids=["nothing said", "another said", "province named", "grade named", "decomposed"],
)
def test_what_is_named_now_or_was_not_said_stays(text, named, said):
    assert with_what_was_said(text, named, said) == text
