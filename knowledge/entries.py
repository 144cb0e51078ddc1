"""What of a passage is embedded and compared: its questions and its answer. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.passages import Passage
from nlu.text import fold, normalize, words


@dataclass(frozen=True, slots=True)
class Entry:
    """One text that was embedded for a passage: one of its questions, or its answer."""

    passage: int
    kind: Literal["question", "text"]
    text: str

    @property
    def key(self) -> str:
        """What a vector may be reused by: how it was embedded and the whole text."""
        return hashlib.sha256(f"{self.kind}\n{self.text}".encode()).hexdigest()

    @property
    def asked(self) -> str | None:
        """What a question is known by when a visitor asks it word for word."""
        return asked_key(normalize(self.text)) if self.kind == "question" else None


def asked_key(question: str) -> str:
    """Return what is equal for questions that differ in diacritics and punctuation only."""
    return " ".join(words(fold(question)))


def readable(text: str) -> str:
    """Return the text of a card as search sees it: the placeholder read as "bạn"."""
    return text.replace("{bạn}", "bạn").replace("{Bạn}", "Bạn")


def whole_text(passage: Passage) -> str:
    """Return all that a passage says and all the ways it is asked for."""
    return "\n".join([*passage.questions, readable(passage.text)])


def entries_of(passages: Sequence[Passage]) -> list[Entry]:
    """Return what is embedded: each question of each passage, and its answer under its title.

    A passage without a title (a clause) has its text alone.
    """
    entries = []
    for position, passage in enumerate(passages):
        entries += [Entry(position, "question", question) for question in passage.questions]
        answer = readable(passage.text)
        titled = f"{passage.title}\n{answer}" if passage.title else answer
        entries.append(Entry(position, "text", titled))
    return entries
