"""The systems that are compared: ours, and what others would put together. All rank passages.

Each is made from the same passages and an embedder. The peers see a passage as one
text, every question of it and its answer, which is how their recipes take documents.
"""

import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import bm25s
import numpy as np
from numpy.typing import NDArray

from knowledge.base import KnowledgeBase
from knowledge.entries import whole_text
from knowledge.index import Embedder, build_index
from knowledge.passages import Passage
from nlu.text import words
from tests.evaluation.peer import Haystack

_RRF_K = 60
_RRF_POOL = 100  # of each ranking


class System(Protocol):
    """Something that ranks passages for questions."""

    def rank(self, questions: Sequence[str], top_k: int = 10) -> list[list[str]]:
        """Return for each question at most `top_k` passage ids, best first."""
        ...


class LaBan:
    """The product: its index of the passages, its search."""

    def __init__(self, passages: Sequence[Passage], embedder: Embedder) -> None:
        with tempfile.TemporaryDirectory() as folder:
            build_index(passages, embedder, Path(folder))
            self._base = KnowledgeBase.open(Path(folder), embedder)

    def rank(self, questions: Sequence[str], top_k: int = 10) -> list[list[str]]:
        """Return what the product's search finds."""
        found = (self._base.search(question, top_k=top_k) for question in questions)
        return [[hit.passage.id for hit in hits] for hits in found]


class Scored(ABC):
    """A system that gives each passage a score for a question; higher is better."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._ids = [passage.id for passage in passages]

    def rank(self, questions: Sequence[str], top_k: int = 10) -> list[list[str]]:
        """Return the passages of the highest scores; of equals, the first of the corpus."""
        scores = self.scores(questions)
        return [[self._ids[i] for i in ranking(row)[:top_k]] for row in scores]

    @abstractmethod
    def scores(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return scores of shape (questions, passages)."""


class SyllableBM25(Scored):
    """BM25 as the textbook has it, on lower-case syllables as typed."""

    def __init__(self, passages: Sequence[Passage], embedder: Embedder) -> None:
        super().__init__(passages)
        self._bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        texts = [syllables(whole_text(passage)) or [""] for passage in passages]
        self._bm25.index(texts, show_progress=False)

    def scores(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return BM25 scores; 0 where no syllable is shared."""
        return np.stack([self._score(question) for question in questions])

    def _score(self, question: str) -> NDArray[np.float32]:
        known = [word for word in syllables(question) if word in self._bm25.vocab_dict]
        if not known:  # bm25s has no score for a question of unknown words
            return np.zeros(len(self._ids), dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)


class EmbeddedModel(Scored):
    """The embedded model alone: cosine of the question as typed and the passage."""

    def __init__(self, passages: Sequence[Passage], embedder: Embedder) -> None:
        super().__init__(passages)
        self._embedder = embedder
        self._vectors = embedder.embed_passages([whole_text(passage) for passage in passages])

    def scores(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return cosines."""
        return np.asarray(self._embedder.embed_questions(questions) @ self._vectors.T)


class ReciprocalRankFusion(Scored):
    """What most hybrids do: the two above, fused by rank with k = 60."""

    def __init__(self, passages: Sequence[Passage], embedder: Embedder) -> None:
        super().__init__(passages)
        self._arms = [SyllableBM25(passages, embedder), EmbeddedModel(passages, embedder)]

    def scores(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return the sum over the arms of 1 / (k + rank), ranks counted from 1."""
        arms = [arm.scores(questions) for arm in self._arms]
        return np.stack([sum(map(reciprocal_ranks, rows)) for rows in zip(*arms, strict=True)])


OURS = "laban"
SYSTEMS: dict[str, Callable[[Sequence[Passage], Embedder], System]] = {
    OURS: LaBan,
    "haystack": Haystack,
    "rrf": ReciprocalRankFusion,
    "bm25s-syllables": SyllableBM25,
    "embedded-model": EmbeddedModel,
}


def syllables(text: str) -> list[str]:
    """Return the lower-case syllables of `text`, diacritics as they are."""
    return words(text.lower())


def ranking(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return positions by falling score; equals stay in their order."""
    return np.argsort(-scores, kind="stable")


def reciprocal_ranks(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return 1 / (60 + rank) for the best hundred of `scores`, 0 for the rest.

    What does not score above 0 was not found and has no rank.
    """
    best = ranking(scores)[:_RRF_POOL]
    best = best[scores[best] > 0]
    parts = np.zeros_like(scores)
    parts[best] = 1 / (_RRF_K + np.arange(1, len(best) + 1))
    return parts
