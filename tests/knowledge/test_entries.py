from dataclasses import replace

import pytest

from knowledge.entries import Entry, asked_key, entries_of, readable, whole_text
from tests.fakes import FREE, HOSTEL

SHORT = replace(FREE, title="Ai được miễn?", also=("Học có mất tiền?",), text="{Bạn} và {bạn}.")


def test_a_placeholder_is_searched_as_the_word_it_stands_for():
    assert readable("{Bạn} hỏi, {bạn} đáp") == "Bạn hỏi, bạn đáp"


def test_the_whole_text_is_every_question_and_the_answer():
    assert whole_text(SHORT) == "Ai được miễn?\nHọc có mất tiền?\nBạn và bạn."


def test_each_question_is_embedded_and_the_answer_under_its_title():
    assert entries_of([SHORT, HOSTEL]) == [
        Entry(0, "question", "Ai được miễn?"),
        Entry(0, "question", "Học có mất tiền?"),
        Entry(0, "text", "Ai được miễn?\nBạn và bạn."),
        Entry(1, "question", "Ở nội trú trong trường dạy nghề ra sao?"),
        Entry(
            1,
            "text",
            "Ở nội trú trong trường dạy nghề ra sao?\n"
            "Ký túc xá tuỳ từng nơi, bạn gọi cho phòng tuyển sinh.",
        ),
    ]


def test_a_passage_without_a_title_is_its_text_alone():
    clause = replace(FREE, title="", also=(), text="Điều 1. Phạm vi\n\nLuật này quy định học phí.")
    assert clause.questions == ()
    assert whole_text(clause) == clause.text
    assert entries_of([clause]) == [Entry(0, "text", clause.text)]


def test_a_vector_is_known_by_its_text_and_by_how_it_was_embedded():
    keys = {Entry(0, "question", "a").key, Entry(0, "text", "a").key, Entry(0, "question", "b").key}
    assert len(keys) == 3
    assert Entry(0, "question", "a").key == Entry(7, "question", "a").key


@pytest.mark.parametrize("typed", ["học phí?", "HOC  PHI", "  hoc-phi!", "Học phí 👍"])
def test_a_question_is_known_by_its_words_without_diacritics(typed):
    assert asked_key(typed) == "hoc phi"


def test_a_question_is_known_as_a_visitor_asks_it_and_an_answer_is_not():
    assert Entry(0, "question", "Vay mấy tr?").asked == asked_key("vay may tr")
    assert Entry(0, "question", "9 cộng là gì?").asked == "9 la gi"
    assert Entry(0, "text", "Vay vốn").asked is None
