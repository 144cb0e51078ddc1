import pytest

from knowledge.reading import Question, read_question
from knowledge.restoring import Restorer

RESTORER = Restorer.learn(["Không có học phí ở Lạng Sơn", "Bạn vay", "Bạn vậy"])


def test_a_question_is_read_as_typed_as_meant_and_with_its_diacritics():
    assert read_question(" k co  hoc phi\u200b o lang son", None, RESTORER) == Question(
        typed="k co hoc phi o lang son",
        normalized="không co hoc phi o lang son",
        restored="không có học phí ở lạng sơn",
        other=None,
        facets={"province": "lang-son"},
    )


@pytest.mark.parametrize(
    ("text", "typed", "guessed"),
    [
        ("không có học phí", None, 0.0),
        ("không có học phí", "k có học phí", 0.25),
        ("không có hoc phi", "k co hoc phi", 1.0),
        ("???", None, 0.0),
    ],
)
def test_the_share_of_words_that_were_not_typed_so_is_what_was_guessed(text, typed, guessed):
    assert read_question(text, typed, RESTORER).guessed == guessed


def test_another_reading_that_is_as_likely_is_kept():
    question = read_question("ban vay", None, RESTORER)
    assert (question.restored, question.other) == ("bạn vay", "bạn vậy")
    assert read_question("bạn vậy", None, RESTORER).other is None


@pytest.mark.parametrize(
    ("text", "blank"), [("", True), ("  \n", True), ("?!👍_", True), ("ok", False), ("9", False)]
)
def test_a_question_is_blank_without_a_word(text, blank):
    assert read_question(text, None, RESTORER).is_blank is blank
