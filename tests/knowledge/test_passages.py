from dataclasses import replace

import pytest

from tests.fakes import FEES, FREE, PRESS


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (FEES, "Nghị định 238/2025/NĐ-CP"),
        (PRESS, "Dân trí: Học nghề ở Quảng Ninh"),
        (replace(PRESS, issuer=None), "Học nghề ở Quảng Ninh"),
        (replace(FEES, number=None), "Quy định về học phí, miễn, giảm học phí"),
    ],
    ids=["number", "press", "press without a name", "no number"],
)
def test_a_document_is_called_what_people_call_it(document, name):
    assert document.name == name


def test_the_title_is_the_first_of_the_questions():
    assert FREE.questions == ("Ai được miễn học phí khi học nghề?", "Học nghề có mất tiền không?")


def test_the_first_paragraph_is_the_short_answer():
    assert FREE.short == "Tốt nghiệp lớp 9 học tiếp trung cấp thì được miễn học phí."


def test_a_text_of_one_paragraph_is_its_own_short_answer():
    assert replace(FREE, text="Được miễn.\nCả nước.").short == "Được miễn.\nCả nước."
