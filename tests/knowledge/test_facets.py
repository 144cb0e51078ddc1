from pathlib import Path

import pytest
import yaml

from knowledge.corpus import load_corpus
from knowledge.facets import Mention, facets_of, mentions, name_of

TABLE = yaml.safe_load(Path("knowledge/facets.yml").read_text(encoding="utf-8"))
VALUES = [(kind, value) for kind, values in TABLE.items() for value in values]


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("Trường ở Lạng Sơn", {"province": "lang-son"}),
        ("truong o LANG SON", {"province": "lang-son"}),
        ("nhà em ở Hạ Long", {"province": "quang-ninh"}),
        ("học ở TP.HCM", {"province": "ho-chi-minh"}),
        ("lop 9 hoc truong cong lap", {"grade": "lop-9", "funding": "public"}),
        ("9+ là gì", {"pathway": "9-plus"}),
        ("trường ngoài công lập", {"funding": "private"}),
        ("cả nước có bao nhiêu trường", {"province": "ca-nuoc"}),
        ("toàn quốc có bao nhiêu trường", {"province": "ca-nuoc"}),
        ("tốt nghiệp THCS thì học gì", {}),
        ("học nghề có khó không", {}),
        ("", {}),
        ("👍?!", {}),
    ],
)
def test_facets_are_named_with_and_without_diacritics(text, facets):
    assert facets_of(text) == facets


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("tỉnh Đà Nẵng", "da-nang"),
        ("đà nẵng có trường nào", "da-nang"),
        ("tinh da nang co truong nao", "da-nang"),
        ("que em o dien bien", "dien-bien"),
        ("da nang", None),
        ("máy đa năng", None),
        ("tỉnh đa năng", None),
        ("dien bien ra sao", None),
        ("em muon hoa binh", None),
    ],
)
def test_a_name_that_is_everyday_words_counts_with_its_marks_or_after_a_cue(text, province):
    assert facets_of(text).get("province") == province


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("Hà Nội hay Quảng Ninh", {}),
        ("Hạ Long, Uông Bí và Quảng Ninh", {"province": "quang-ninh"}),
        ("lớp 9 ở Hà Nội hay ở Lạng Sơn", {"grade": "lop-9"}),
    ],
)
def test_two_values_of_a_kind_name_none_and_two_names_of_a_value_name_it(text, facets):
    assert facets_of(text) == facets


@pytest.mark.parametrize("text", ["lang sonx", "xlạng sơn", "lớp 91", "lớp 10a"])
def test_a_part_of_a_word_is_no_name(text):
    assert facets_of(text) == {}


def test_mentions_are_in_order_with_their_places_and_without_the_cue():
    text = "Lớp 9 ở Đà Nẵng, trung học nghề"
    found = mentions(text)
    assert found[:2] == [Mention("grade", "lop-9", 0, 5), Mention("province", "da-nang", 8, 15)]
    assert [text[m.start : m.end] for m in found] == ["Lớp 9", "Đà Nẵng", "trung học nghề"]


def test_a_name_within_a_longer_one_is_not_named():
    assert [m.value for m in mentions("học trung cấp ở trường ngoài công lập")] == [
        "trung-cap", "private",
    ]  # fmt: skip


def test_a_letter_that_folds_to_two_does_not_move_what_is_named():
    text = "ŉĳ ở Lạng Sơn"
    assert facets_of(text) == {"province": "lang-son"}


@pytest.mark.parametrize(("kind", "value"), VALUES, ids=str)
def test_every_value_has_a_name_and_each_of_its_phrases_names_it(kind, value):
    entry = TABLE[kind][value]
    phrases = entry["marked"] if isinstance(entry, dict) else entry
    assert name_of(kind, value) in phrases
    for phrase in phrases:
        assert facets_of(f"Em hỏi về {phrase} ạ")[kind] == value


def test_every_province_of_a_card_is_one_that_a_question_can_name():
    passages = load_corpus(Path("knowledge/documents"), Path("knowledge/documents.yml"))
    provinces = {passage.province for passage in passages} - {None}
    assert provinces
    assert provinces <= set(TABLE["province"])
