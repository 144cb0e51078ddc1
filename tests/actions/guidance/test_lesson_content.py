import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from actions.guidance.forms import plain
from actions.guidance.lesson_content import LETTERS, QUIZ, Lesson, Part, Question, load_lessons
from bot.reports.texts import COURSES, REVIEW
from knowledge.corpus import load_corpus
from knowledge.passages import Passage

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
LESSONS = load_lessons()
PARTS = [(lesson, part) for lesson in LESSONS for part in lesson.parts]
QUESTIONS = [question for lesson in LESSONS for question in lesson.questions]
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def figures(text: str) -> set[str]:
    return set(FIGURE.findall(text))


def told(card: Passage) -> str:
    """All that a card says, its sources included."""
    sources = (f"{one.document.name} {one.clause or ''}" for one in card.citations)
    return " ".join([card.title, card.text, *sources])


def name(value: object) -> str:
    if isinstance(value, Part):
        return value.text[:30]
    return value.id if isinstance(value, Lesson | Question) else str(value)


@pytest.fixture(scope="module")
def cards() -> dict[str, Passage]:
    corpus = load_corpus(KNOWLEDGE / "documents", KNOWLEDGE / "documents.yml")
    return {card.id: card for card in corpus}


def test_there_are_eight_lessons_with_names_of_their_own():
    assert len(LESSONS) == 8
    names = [plain(way) for lesson in LESSONS for way in (lesson.title, *lesson.said)]
    assert len(set(names)) == len(names)
    assert max(len(f"8. {lesson.title}") for lesson in LESSONS) <= 40


def test_every_id_is_there_once_and_none_is_taken_by_the_review():
    ids = [lesson.id for lesson in LESSONS] + [question.id for question in QUESTIONS]
    assert len({*ids, REVIEW}) == len(ids) + 1


def test_a_report_knows_every_lesson_by_its_title():
    titles = {lesson.id: lesson.title for lesson in LESSONS}
    assert {id_: title for id_, title in COURSES.items() if id_ != REVIEW} == titles


@pytest.mark.parametrize("lesson", LESSONS, ids=name)
def test_a_lesson_is_short_and_has_questions_enough(lesson):
    assert 3 <= len(lesson.parts) <= 5
    assert len(lesson.questions) >= 8


@pytest.mark.parametrize(("lesson", "part"), PARTS, ids=name)
def test_a_part_says_no_figure_that_its_cards_do_not(lesson, part, cards):
    assert len(part.text) <= 600
    assert unicodedata.is_normalized("NFC", part.text)
    known = figures(" ".join(told(cards[id_]) for id_ in part.cards))
    assert figures(part.text) <= known, figures(part.text) - known


@pytest.mark.parametrize(("lesson", "part"), PARTS, ids=name)
def test_a_part_stands_on_cards_that_hold(lesson, part, cards):
    assert part.cards
    for id_ in part.cards:
        assert cards[id_].holds_until is None
        assert cards[id_].holds_from is None or cards[id_].holds_from <= date(2026, 11, 22)


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_a_question_says_no_figure_that_its_card_does_not(question, cards):
    said = f"{question.why} {question.option(question.right)} {question.ask}"
    known = figures(told(cards[question.card]))
    assert figures(said) <= known, figures(said) - known


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_a_question_shows_a_source_of_a_card_that_holds(question, cards):
    card = cards[question.card]
    assert question.document in {citation.document.id for citation in card.citations}
    assert card.holds_until is None
    assert question.reviewed >= card.reviewed


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_the_options_are_four_alike(question):
    assert question.right in LETTERS
    assert len({plain(option) for option in question.options}) == len(LETTERS) == 4
    lengths = [len(option) for option in question.options]
    assert max(lengths) <= 40
    assert max(lengths) - min(lengths) <= 14
    assert all(unicodedata.is_normalized("NFC", text) for text in (*question.options, question.why))


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_the_reason_is_one_or_two_sentences(question):
    assert 1 <= len(re.findall(r"[.?!](?:\s|$)", question.why)) <= 2
    assert len(question.why) <= 220


@pytest.mark.parametrize("lesson", LESSONS, ids=name)
def test_the_right_option_is_not_told_by_its_letter(lesson):
    letters = Counter(question.right for question in lesson.questions)
    assert set(letters) == set(LETTERS)
    assert max(letters.values()) <= len(lesson.questions) / 2
    row = "".join(question.right for question in lesson.questions)
    assert not re.search(r"(.)\1\1", row)


@pytest.mark.parametrize("lesson", LESSONS, ids=name)
def test_the_right_option_is_not_told_by_its_length(lesson):
    longest = [
        question
        for question in lesson.questions
        if all(
            len(question.option(question.right)) > len(question.option(letter))
            for letter in LETTERS
            if letter != question.right
        )
    ]
    assert len(longest) <= len(lesson.questions) / 2


@pytest.mark.parametrize("lesson", LESSONS, ids=name)
def test_a_quiz_is_the_same_at_every_call_and_another_at_the_next_attempt(lesson):
    first = lesson.quiz(1)
    assert len({question.id for question in first}) == QUIZ
    assert load_lessons()[LESSONS.index(lesson)].quiz(1) == first
    seen = {question.id for attempt in range(1, 6) for question in lesson.quiz(attempt)}
    assert lesson.quiz(2) != first
    assert len(seen) >= 8
