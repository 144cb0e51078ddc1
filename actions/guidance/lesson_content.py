"""The five-minute lessons of `lessons.yml`: what is read, and the bank of questions. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from knowledge.frontmatter import read_yaml

LESSONS = Path(__file__).with_name("lessons.yml")
LETTERS = "ABCD"
QUIZ = 5
"""Questions of one quiz."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is read at once."""

    text: str
    """May hold the placeholders that `speak` knows."""
    cards: tuple[str, ...]
    """Ids of the cards that say the same."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the bank, with one right option of four."""

    id: str
    ask: str
    options: tuple[str, ...]
    right: str
    """Letter of the right option."""
    why: str
    """One or two sentences, said after any answer."""
    card: str
    """Id of the card that says why."""
    document: str
    """Id of that source of the card that is shown."""
    reviewed: date

    def option(self, letter: str) -> str:
        """Return the words of an option."""
        return self.options[LETTERS.index(letter)]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Some parts to read, and the questions about them."""

    id: str
    title: str
    said: tuple[str, ...]
    """Other names of it."""
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]

    def quiz(self, attempt: int) -> tuple[Question, ...]:
        """Return the questions of an attempt, 1 for the first: the same ones at every call."""

        def place(question: Question) -> bytes:
            return sha256(f"{self.id} {attempt} {question.id}".encode()).digest()

        return tuple(sorted(self.questions, key=place)[:QUIZ])


def load_lessons(path: Path = LESSONS) -> tuple[Lesson, ...]:
    """Return the lessons in the order in which they are offered.

    Raises:
        CorpusError: The file is missing or is not YAML.
    """
    return tuple(_lesson(row) for row in read_yaml(path))


def _lesson(row: Mapping[str, Any]) -> Lesson:
    return Lesson(
        id=row["id"],
        title=row["title"],
        said=tuple(row["said"]),
        parts=tuple(Part(part["text"].strip(), tuple(part["cards"])) for part in row["parts"]),
        questions=_questions(row["questions"]),
    )


def _questions(rows: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    return tuple(Question(**{**row, "options": tuple(row["options"])}) for row in rows)
