"""The knowledge base: an index and an embedder behind one search."""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.confidence import Calibration
from knowledge.entries import whole_text
from knowledge.errors import IndexMismatch, PassageNotFound
from knowledge.index import Embedder, Index, current_build, open_index
from knowledge.lexical import Weights
from knowledge.passages import Hit, Passage, Signs
from nlu.text import clean, fold, normalize, words

_REMEMBERED = 2048  # questions whose vector is kept, in memory only


@dataclass(frozen=True, slots=True)
class Fusion:
    """How dense and lexical scores become one. Chosen on the golden questions."""

    dense: float = 0.7
    """Weight of the cosine; the lexical score has the rest."""
    asked: float = 0.5
    """Weight of the nearest question of a passage in its cosine; its answer has the rest."""
    pool: int = 4096
    """Vectors looked at; what is not among them counts as near as the worst of them."""
    lexical: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as typed, as understood, and with its diacritics restored."""

    typed: str
    normalized: str
    restored: str


class KnowledgeBase:
    """Find the passages of the corpus that answer a question."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        *,
        calibration: Calibration | None = None,
        fusion: Fusion | None = None,
    ) -> None:
        self._index = index
        self._embed = lru_cache(_REMEMBERED)(lambda text: embedder.embed_questions([text])[0])
        self._calibration = calibration or Calibration()
        self._fusion = fusion or Fusion()
        self._is_asked = np.asarray([bool(p.questions) for p in index.passages], dtype=np.bool_)
        self._by_id = {passage.id: passage for passage in index.passages}
        self._foreseen = {
            _key(normalize(question)): p.id for p in index.passages for question in p.questions
        }
        self._vocabulary = [set(words(fold(whole_text(p)))) for p in index.passages]
        spread = Counter(word for vocabulary in self._vocabulary for word in vocabulary)
        self._rarity = {w: log(1 + len(self._vocabulary) / n) for w, n in spread.items()}
        self._unknown = log(1 + 2 * max(len(self._vocabulary), 1))

    @classmethod
    def open(cls, folder: Path, embedder: Embedder) -> "KnowledgeBase":
        """Open the index in `folder`.

        Raises:
            IndexMissing, IndexMismatch, IndexBroken: There is none that fits.
        """
        index = open_index(folder, embedder.model)
        if index.manifest.dimension != embedder.dimension:
            raise IndexMismatch(
                built=f"{index.manifest.model} of {index.manifest.dimension} dimensions",
                wanted=f"{embedder.model} of {embedder.dimension}",
            )
        return cls(index, embedder)

    def __len__(self) -> int:
        return len(self._index.passages)

    def passage(self, id_: str) -> Passage:
        """Return the passage with this id.

        Raises:
            PassageNotFound: There is none.
        """
        try:
            return self._by_id[id_]
        except KeyError:
            raise PassageNotFound(id_) from None

    def read(self, question: str) -> Question:
        """Return the readings of a question that search works with."""
        typed, normalized = clean(question), normalize(question)
        return Question(typed, normalized, self._index.restorer.restore(normalized, typed))

    def search(self, question: str, *, top_k: int = 5) -> list[Hit]:
        """Return the passages nearest in meaning to `question`, best first.

        A question that is blank after normalization has no hits.

        Raises:
            EmbeddingFailed: The model could not embed the question.
        """
        asked = self.read(question)
        if not words(asked.normalized) or not self._by_id:
            return []
        cosines = self._cosines(asked)
        lexical = self._lexical(asked)
        fused = self._fuse(cosines, lexical)
        order = np.argsort(-fused, kind="stable")[: max(top_k, 2)]
        best = [int(position) for position in order]
        hits = [self._hit(asked, position, cosines, fused, rivals=best) for position in best]
        return self._known_first(asked, hits)[:top_k]

    def _known_first(self, asked: Question, hits: list[Hit]) -> list[Hit]:
        """Put first, and sure, the passage that is asked for in one of its own questions.

        A suggestion that is tapped is such a question: it must lead where it says.
        """
        id_ = self._foreseen.get(_key(asked.normalized))
        if id_ is None:
            return hits
        known = Hit(self._by_id[id_], 1.0, 1.0, Signs(cosine=1.0, coverage=1.0, lead=1.0))
        return [known, *(hit for hit in hits if hit.passage.id != id_)]

    def _cosines(self, asked: Question) -> NDArray[np.float32]:
        """Return for each passage how near it is: its nearest question and its answer, weighed.

        A passage may be asked for in the very words of the visitor and still be about
        something else, or answer what nobody foresaw being asked: together they tell more.
        """
        index = self._index
        positions, scores = index.vectors.nearest(self._embed(asked.restored), self._fusion.pool)
        nearest = np.full((2, len(index.passages)), scores[-1], dtype=np.float32)
        rows = index.asking[positions].astype(np.int64)
        np.maximum.at(nearest, (rows, index.owners[positions]), scores)
        answer, question = nearest
        question = np.where(self._is_asked, question, answer)
        weight = self._fusion.asked
        return np.asarray(weight * question + (1 - weight) * answer, dtype=np.float32)

    def _lexical(self, asked: Question) -> NDArray[np.float32]:
        readings = list(dict.fromkeys([asked.typed, asked.normalized]))
        return self._index.lexical.scores(asked.restored, readings, self._fusion.lexical)

    def _fuse(
        self, cosines: NDArray[np.float32], lexical: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return the convex sum of both scores, each scaled to 0..1 over the passages."""
        dense = self._fusion.dense
        return dense * _scaled(cosines, cosines.min()) + (1 - dense) * _scaled(lexical, 0.0)

    def _hit(
        self,
        asked: Question,
        position: int,
        cosines: NDArray[np.float32],
        fused: NDArray[np.float32],
        *,
        rivals: Sequence[int],
    ) -> Hit:
        score = float(fused[position])
        rival = max((float(fused[other]) for other in rivals if other != position), default=0.0)
        signs = Signs(
            cosine=float(cosines[position]),
            coverage=self._coverage(asked, position),
            lead=score - rival,
        )
        confidence = self._calibration.confidence(signs)
        return Hit(self._index.passages[position], score, confidence, signs)

    def _coverage(self, asked: Question, position: int) -> float:
        """Return the share of the question's rare words that the passage has, 0 to 1."""
        asked_for = {w: self._rarity.get(w, self._unknown) for w in words(fold(asked.normalized))}
        covered = sum(asked_for[w] for w in asked_for if w in self._vocabulary[position])
        return covered / sum(asked_for.values())


def _key(question: str) -> str:
    """Return what is equal for questions that differ in diacritics and punctuation only."""
    return " ".join(words(fold(question)))


def _scaled(scores: NDArray[np.float32], low: float) -> NDArray[np.float32]:
    span = float(scores.max()) - low
    return (scores - low) / span if span > 0 else np.zeros_like(scores)


class LiveKnowledgeBase:
    """A knowledge base that takes up a new index while it serves."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        """Open the index in `folder`.

        Raises:
            IndexMissing, IndexMismatch, IndexBroken: There is none that fits.
        """
        self._folder = folder
        self._embedder = embedder
        self._lock = threading.Lock()
        self._build = current_build(folder)
        self._base = KnowledgeBase.open(folder, embedder)

    @property
    def base(self) -> KnowledgeBase:
        """The knowledge base of the index in use."""
        return self._base

    def refresh(self) -> bool:
        """Take up the index if it was rebuilt; tell whether it was.

        Raises:
            IndexMissing, IndexMismatch, IndexBroken: The new one cannot be used; the old
                one goes on serving.
        """
        with self._lock:
            build = current_build(self._folder)
            if build == self._build:
                return False
            self._base = KnowledgeBase.open(self._folder, self._embedder)
            self._build = build
            return True
