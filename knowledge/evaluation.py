"""How good the answers are: golden questions, and measures over them. Pure but for reading."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from knowledge.passages import Hit
from nlu.text import fold

STYLES = ("accented", "unaccented", "teencode")

Search = Callable[[str], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question with the passages that answer it and the facts an answer must state."""

    id: str
    style: str
    audience: str
    question: str
    passages: frozenset[str]
    says: tuple[tuple[str, ...], ...]
    """Facts; of each, one of the wordings must stand in the answer."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one golden question."""

    question: GoldenQuestion
    found: tuple[str, ...]
    answered: bool
    """The first passage is sure enough to be given as the answer."""
    correct: bool
    """It is given, and it states every fact asked for."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Measures over some results, each 0 to 1."""

    questions: int
    recall_at_1: float
    recall_at_5: float
    mrr: float
    answered: float
    accuracy: float


def load_golden(path: Path) -> list[GoldenQuestion]:
    """Return the golden questions of a JSON-lines file."""
    return [_question(row) for row in _rows(path)]


def load_fresh(path: Path, split: str) -> list[GoldenQuestion]:
    """Return the fresh questions of a split (`fit`, `held_out`): which cards answer is known."""
    return [_question({**row, "says": []}) for row in _rows(path) if row["split"] == split]


def _question(row: dict[str, Any]) -> GoldenQuestion:
    return GoldenQuestion(
        row["id"],
        row["style"],
        row["audience"],
        row["question"],
        frozenset(row["passages"]),
        tuple(tuple(wordings) for wordings in row["says"]),
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def reciprocal_rank(expected: frozenset[str], found: Sequence[str]) -> float:
    """Return 1/rank of the first expected id in `found`, or 0."""
    return next((1 / rank for rank, id_ in enumerate(found, 1) if id_ in expected), 0.0)


def recall(expected: frozenset[str], found: Sequence[str], top_k: int) -> float:
    """Return 1 if one of the expected ids is among the first `top_k`, else 0."""
    return float(not expected.isdisjoint(found[:top_k]))


def states(answer: str, facts: Iterable[Sequence[str]]) -> bool:
    """Tell whether `answer` states every fact, in one of its wordings, diacritics aside."""
    said = _plain(answer)
    return all(any(_stands(_plain(wording), said) for wording in wordings) for wordings in facts)


def _stands(wording: str, said: str) -> bool:
    """Tell whether `wording` stands in `said` as whole words: 5 triệu is not in 15 triệu."""
    return re.search(rf"(?<!\w){re.escape(wording)}(?!\w)", said) is not None


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("–", "-").split())


def evaluate(golden: Iterable[GoldenQuestion], search: Search, answer_from: float) -> list[Result]:
    """Ask every golden question and compare what is found with what is right.

    Args:
        golden: The questions.
        search: From a question to its hits, best first.
        answer_from: Confidence from which on the first passage is given as the answer.
    """
    results = []
    for question in golden:
        hits = search(question.question)
        answered = bool(hits) and hits[0].confidence >= answer_from
        correct = answered and states(hits[0].passage.text, question.says)
        found = tuple(hit.passage.id for hit in hits)
        results.append(Result(question, found, answered, correct))
    return results


def figures(results: Sequence[Result]) -> Figures:
    """Return the measures over `results`; all zero for none."""
    if not results:
        return Figures(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return Figures(
        len(results),
        mean(recall(r.question.passages, r.found, 1) for r in results),
        mean(recall(r.question.passages, r.found, 5) for r in results),
        mean(reciprocal_rank(r.question.passages, r.found) for r in results),
        mean(r.answered for r in results),
        mean(r.correct for r in results),
    )


def load_unanswerable(path: Path, split: str) -> list[str]:
    """Return the questions of a split (`fit`, `held_out`) that the corpus must refuse."""
    return [
        row["question"]
        for row in _rows(path)
        if row["split"] == split and row["expects"] == "refusal"
    ]


def refused(questions: Sequence[str], search: Search, answer_from: float) -> float:
    """Return the share of questions without an answer that get none; 0 for no questions."""
    if not questions:
        return 0.0
    found = (search(question) for question in questions)
    return mean(not hits or hits[0].confidence < answer_from for hits in found)
