"""How well rankings fit: recall and MRR, as the golden questions are measured. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from knowledge.evaluation import recall, reciprocal_rank

TOP_K = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Measures over some questions, each 0 to 1."""

    questions: int
    recall_at_1: float
    recall_at_10: float
    mrr_at_10: float


def measure(relevant: Sequence[frozenset[str]], rankings: Sequence[Sequence[str]]) -> Figures:
    """Return the measures of one ranking of passage ids a question; all zero for no question.

    Args:
        relevant: For each question, the ids of the passages that answer it.
        rankings: For each question, the ids found, best first; beyond ten they do not count.
    """
    pairs = [(right, found[:TOP_K]) for right, found in zip(relevant, rankings, strict=True)]
    if not pairs:
        return Figures(0, 0.0, 0.0, 0.0)
    return Figures(
        len(pairs),
        mean(recall(right, found, 1) for right, found in pairs),
        mean(recall(right, found, TOP_K) for right, found in pairs),
        mean(reciprocal_rank(right, found) for right, found in pairs),
    )
