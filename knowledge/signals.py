"""What speaks for each passage when a question is asked: arrays over the passages. Pure.

Every signal is scaled so that it means about the same for every question: cosines as they
are, lexical scores as shares of the best, facets counted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.entries import whole_text
from knowledge.facets import facets_of
from knowledge.lexical import character_terms
from knowledge.passages import Passage
from nlu.text import fold, words

Floats = NDArray[np.float32]
K = TypeVar("K")

_SUPPORT = 3  # questions of a passage that support one another
_WHOLE_COUNTRY = "ca-nuoc"  # as facets.yml has it
_RIVALS = 6  # a matter has up to five cards


class Questions:
    """Which vectors belong to which passage, and the measures over them."""

    def __init__(self, owners: NDArray[np.int64], asking: NDArray[np.bool_], size: int) -> None:
        self._size = size
        asked = Counter(owners[asking].tolist())
        width = max(asked.values(), default=0)
        self._rows = np.full((size, max(width, 1)), -1, dtype=np.int64)
        filled = np.zeros(size, dtype=np.int64)
        for row in np.flatnonzero(asking):
            owner = owners[row]
            self._rows[owner, filled[owner]] = row
            filled[owner] += 1
        self._answers = np.full(size, -1, dtype=np.int64)
        self._answers[owners[~asking]] = np.flatnonzero(~asking)

    def answer_row(self, position: int) -> int:
        """Return which vector is the answer of a passage."""
        return int(self._answers[position])

    def cosines(self, all_cosines: Floats) -> tuple[Floats, Floats, Floats]:
        """Return for each passage the nearest question, the mean of the nearest three, the answer.

        A passage without questions has its answer's cosine in all of them.
        """
        padded = np.append(all_cosines, np.float32(-1.0))  # row -1: no such question
        answer = padded[self._answers]
        table = -np.sort(-padded[self._rows], axis=1)[:, :_SUPPORT]
        is_asked = self._rows[:, 0] >= 0
        count = np.maximum((table > -1).sum(axis=1), 1)
        support = np.where(table > -1, table, 0).sum(axis=1) / count
        nearest = np.where(is_asked, table[:, 0], answer)
        support = np.where(is_asked, support, answer)
        return nearest, support.astype(np.float32), answer


def sixth_best(scores: Floats) -> float:
    """Return the sixth highest score, or the lowest of fewer: what any question comes to."""
    rank = min(_RIVALS, len(scores))
    return float(np.partition(scores, -rank)[-rank])


class Vocabulary:
    """Which words each passage has, and how much a word tells."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        found = [words(fold(whole_text(passage))) for passage in passages]
        self._words = [frozenset(passage_words) for passage_words in found]
        self._spelt = [f" {' '.join(passage_words)} " for passage_words in found]
        spread = Counter(word for vocabulary in self._words for word in vocabulary)
        self._rarity = {word: log(1 + len(passages) / n) for word, n in spread.items()}
        self._unknown = log(1 + 2 * max(len(passages), 1))

    def coverage(self, question: str, position: int) -> float:
        """Return the share of the question's rare words that the passage has, 0 to 1."""
        rarity = {w: self._rarity.get(w, self._unknown) for w in words(fold(question))}
        covered = sum(rarity[word] for word in rarity if word in self._words[position])
        return covered / (sum(rarity.values()) or 1.0)

    def spelling(self, question: str, position: int) -> float:
        """Return the share of the question's groups of letters that the passage has, 0 to 1.

        Words with a slip of the keyboard, which no passage has, keep most of theirs.
        """
        groups = set(character_terms(question))
        spelt = self._spelt[position]
        return sum(group in spelt for group in groups) / max(len(groups), 1)


class FacetTable:
    """Which facets the passages have, and how they fit those of a question."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._size = len(passages)
        self._places: dict[tuple[str, str], NDArray[np.bool_]] = {}
        self._any: dict[str, NDArray[np.bool_]] = {}
        for position, passage in enumerate(passages):
            for kind, value in _facets(passage).items():
                self._mark(self._places, (kind, value), position)
                self._mark(self._any, kind, position)

    def _mark(self, table: dict[K, NDArray[np.bool_]], key: K, position: int) -> None:
        table.setdefault(key, np.zeros(self._size, dtype=np.bool_))[position] = True

    def fit(self, facets: Mapping[str, str]) -> tuple[Floats, Floats]:
        """Return for each passage how many of `facets` it shares, and how many it contradicts."""
        shared = np.zeros(self._size, dtype=np.float32)
        against = np.zeros(self._size, dtype=np.float32)
        nowhere = np.zeros(self._size, dtype=np.bool_)
        for kind, value in facets.items():
            has_it = self._places.get((kind, value), nowhere)
            shared += has_it
            against += self._any.get(kind, nowhere) & ~has_it
        return shared, against

    def misses(self, province: str | None) -> NDArray[np.bool_]:
        """Return which passages are not about a province that is named; none where none is."""
        if province in (None, _WHOLE_COUNTRY):
            return np.zeros(self._size, dtype=np.bool_)
        nowhere = np.zeros(self._size, dtype=np.bool_)
        return ~self._places.get(("province", province), nowhere)

    def elsewhere(self, province: str) -> NDArray[np.bool_]:
        """Return which passages hold in another province only."""
        nowhere = np.zeros(self._size, dtype=np.bool_)
        return self._any.get("province", nowhere) & ~self._places.get(
            ("province", province), nowhere
        )


def _facets(passage: Passage) -> dict[str, str]:
    named = facets_of(passage.title)
    return {**named, "province": passage.province} if passage.province else named
