"""Clauses written for this project: the development set of search over passages without questions.

Each question is asked as written, and in four other ways that `nlu.noise` makes of it, the
same in every run. Public data, which is nobody's to tune on, is asked in these styles too.
"""

import json
from pathlib import Path
from random import Random
from typing import Any

from nlu.noise import noisy, unaccented
from tests.evaluation.public import STYLES, Benchmark, PublicQuestion, clause

FOLDER = Path(__file__).parent / "clauses"
_SOME, _MANY = 0.3, 0.6  # shares of the words that get a slip


def load_clauses(folder: Path = FOLDER) -> Benchmark:
    """Return the made-up clauses and their questions."""
    passages, questions = (_rows(folder / f"{name}.jsonl") for name in ("passages", "questions"))
    return Benchmark(
        "clauses",
        tuple(clause(row["id"], row["text"]) for row in passages),
        tuple(
            PublicQuestion(row["id"], frozenset(row["relevant"]), asked_in_styles(row["text"], at))
            for at, row in enumerate(questions)
        ),
    )


def asked_in_styles(question: str, seed: int) -> dict[str, str]:
    """Return a question in each of the five styles of the public data."""
    rng = Random(seed)
    some, many = (noisy(question, rng, share=share) for share in (_SOME, _MANY))
    typed = (question, unaccented(question), some, unaccented(some), unaccented(many))
    return dict(zip(STYLES, typed, strict=True))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
