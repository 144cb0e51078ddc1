"""Read what a learner writes: which lesson, "go on", which option. Pure.

Buttons send words with a number in them ("Sang phần 2", "Câu 3: B"), so that a second tap is
known for what it is and does not answer what comes next.
"""

import re
from collections.abc import Sequence
from typing import Literal

from actions.guidance.forms import Choice, choice_in, plain
from actions.guidance.lesson_content import LETTERS, Lesson, Question
from nlu.text import words

STALE: Literal["stale"] = "stale"
"""A button of a step that is over, or a nudge: the same is asked again."""

SKIPPED = "-"
"""The answer of somebody who does not know."""

_LESSON = re.compile(r"^(?:minh |em |toi )?(?:muon )?(?:hoc )?(?:lai )?bai (?:so )?(\d{1,2})$")
_OTHER = re.compile(r"\b(?:bai khac|danh sach bai|doi bai|cac bai hoc)\b")
_REVIEW = re.compile(r"\bon (?:lai|tap|bai)\b|\bden han on\b")
_RECORD = re.compile(r"\bket qua hoc\b|\bda hoc (?:nhung |duoc )?(?:bai nao|bai gi|may bai)\b")
_PART = re.compile(r"^(?:sang |doc )?phan (\d{1,2})$")
_TO_QUIZ = re.compile(r"^(?:sang |lam |vao )(?:5 |nam )?cau hoi(?: luon| di| nhe)?$")
_ON = re.compile(
    r"^(?:(?:ok|da|vang|u|uh|roi|xong|xem|doc|hoc) )*"
    r"(?:tiep|tiep tuc|tiep di|tiep nhe|next|ok|da|vang|roi|xong)(?: a| nhe| di)?$"
)
_SKIP = re.compile(
    r"^(?:em |minh |toi |con |cai nay |cau nay )*(?:(?:khong|ko|k|chua) (?:biet|ro)|chiu|bo qua)"
    r"(?: a| roi| thoi| luon| nua)*$"
)
_TAPPED = re.compile(r"^cau (\d) ([a-d])$")
_OPTION = re.compile(r"^(?:(?:dap an|phuong an|cau|chon|y|so|la) )*([a-d1-4])$")


def asks_for_list(text: str) -> bool:
    """Tell whether somebody wants to choose another lesson."""
    return bool(_OTHER.search(plain(text)))


def asks_for_review(text: str) -> bool:
    """Tell whether somebody wants to repeat what they learnt."""
    return bool(_REVIEW.search(plain(text)))


def asks_for_record(text: str) -> bool:
    """Tell whether somebody wants to see what they have learnt."""
    return bool(_RECORD.search(plain(text)))


def numbered_lesson(text: str, lessons: Sequence[Lesson]) -> Lesson | None:
    """Return the lesson of "bài 3"."""
    found = _LESSON.match(plain(text))
    place = int(found[1]) - 1 if found else -1
    return lessons[place] if 0 <= place < len(lessons) else None


def named_lesson(text: str, lessons: Sequence[Lesson]) -> Lesson | None:
    """Return the lesson that a message names, by number, title or another name of it."""
    choices = [Choice(lesson.id, lesson.title, lesson.said) for lesson in lessons]
    choice = choice_in(text, choices)
    return next((lesson for lesson in lessons if choice and lesson.id == choice.value), None)


def parts_read(text: str, read: int, parts: int) -> int | None:
    """Return how many parts are read after a message; None where it is about something else.

    Args:
        text: What was written.
        read: How many were read before; the next one is on the screen.
        parts: How many the lesson has.
    """
    said = plain(text)
    if _TO_QUIZ.match(said):
        return parts
    named = _PART.match(said)
    if named:
        return read + 1 if int(named[1]) == read + 2 <= parts else read
    return read + 1 if _ON.match(said) else None


def option_in(text: str, number: int, question: Question) -> str | None:
    """Return the letter of the option that a message chooses, `SKIPPED` for "em không biết".

    None where it is about something else, `STALE` where it belongs to another step.

    Args:
        text: What was written: a letter, a number, or the words of an option.
        number: Of the question that is open, from 1.
        question: That question.
    """
    said = plain(text)
    tapped = _TAPPED.match(said)
    if tapped:
        return tapped[2].upper() if int(tapped[1]) == number else STALE
    if _PART.match(said) or _TO_QUIZ.match(said) or _ON.match(said):
        return STALE
    if _SKIP.match(said):
        return SKIPPED
    worded = _worded(text, question)
    if worded:
        return worded
    named = _OPTION.match(said)
    return _letter(named[1]) if named else None


def _letter(named: str) -> str:
    return LETTERS[int(named) - 1] if named.isdigit() else named.upper()


def _worded(text: str, question: Question) -> str | None:
    """Return the option that is written out, whole or by at least half of its words.

    Half a sentence with a question mark is a question in between.
    """
    said = plain(text)
    options = {letter: plain(question.option(letter)) for letter in LETTERS}
    whole = [letter for letter, option in options.items() if option == said]
    if whole or "?" in text:
        return whole[0] if whole else None
    within = [
        letter
        for letter, option in options.items()
        if said and f" {said} " in f" {option} " and 2 * len(words(said)) >= len(words(option))
    ]
    return within[0] if len(within) == 1 else None
