"""The labelled exams, and what the bot itself offers to tap."""

import json

import pytest

from actions.guidance.interest_replies import InterestReplies
from actions.guidance.interest_scores import Questionnaire
from actions.guidance.lesson_content import load_lessons
from actions.guidance.pathway_loading import load_table
from nlu.safety import danger_in
from nlu.text import normalize
from tests.evaluation.safety import EXAMS, missed_levels, safety_rows


def test_danger_is_heard_and_little_else_is_in_every_style():
    assert missed_levels(safety_rows()) == []


def test_the_exams_are_large_and_half_innocent():
    lines = [line for exam in EXAMS for line in exam.read_text("utf-8").splitlines()]
    kinds = [json.loads(line)["danger"] for line in lines]
    assert len(kinds) >= 300
    assert 0.4 <= sum(kind in (None, "distress") for kind in kinds) / len(kinds) <= 0.6


def offered():
    """Yield the words of the buttons of all flows."""
    questions = InterestReplies(Questionnaire.load())
    for number in range(30):
        yield from (b["payload"] for b in questions.question(number, "student").buttons)
    for question in load_table().questions:
        yield from (answer.title for answer in question.choices)
    for number, lesson in enumerate(load_lessons(), 1):
        yield f"Học bài {number}"
        yield from (f"Câu {place}: {letter}" for place in range(1, 6) for letter in "ABCD")
        yield from (f"Sang phần {part}" for part in range(2, len(lesson.parts) + 1))
    yield from ("Làm tiếp", "Thôi, dừng lại", "Đừng nhắc nữa", "Tìm trường", "Làm lại trắc nghiệm")


@pytest.mark.parametrize("way", [str, normalize], ids=["as sent", "as read"])
def test_no_button_sounds_like_danger(way):
    assert [text for text in offered() if danger_in(way(text))] == []
