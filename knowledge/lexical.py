"""Lexical search over syllables, with and without diacritics. The only importer of bm25s."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from nlu.text import fold, words

_K1, _B = 0.9, 0.6
_GRAMS = (3, 4)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each reading of the words counts in the lexical score."""

    accented: float = 1.0
    folded: float = 1.0
    characters: float = 0.5


def accented_terms(text: str) -> list[str]:
    """Return lower-case syllables and pairs of neighbours, with their diacritics."""
    return _with_pairs([word.lower() for word in words(text)])


def folded_terms(text: str) -> list[str]:
    """Return syllables and pairs without diacritics: how a pupil types them."""
    return _with_pairs(words(fold(text)))


def character_terms(text: str) -> list[str]:
    """Return groups of 3 and 4 characters of the folded text; they survive typing slips."""
    padded = f" {' '.join(words(fold(text)))} "
    return [padded[i : i + n] for n in _GRAMS for i in range(len(padded) - n + 1)]


def _with_pairs(syllables: list[str]) -> list[str]:
    return syllables + [f"{a} {b}" for a, b in pairwise(syllables)]


def _numbered(
    texts: Sequence[str], terms: Callable[[str], list[str]]
) -> tuple[list[list[int]], dict[str, int]]:
    """Return the terms of each text by number, and the number of each term, in one pass.

    bm25s has no empty index and no empty vocabulary: a blank term stands in.
    """
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    return [[numbers[term] for term in terms(text) or [""]] for text in texts], dict(numbers)


_FIELDS = {"accented": accented_terms, "folded": folded_terms, "characters": character_terms}


class LexicalIndex:
    """BM25 over three readings of the same texts."""

    def __init__(self, fields: dict[str, bm25s.BM25], size: int) -> None:
        self._fields = fields
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Index `texts`; positions in the scores are positions in `texts`."""
        fields = {}
        for name, terms in _FIELDS.items():
            field = bm25s.BM25(method="lucene", k1=_K1, b=_B)
            field.index(_numbered(texts, terms), show_progress=False)
            fields[name] = field
        return cls(fields, len(texts))

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Read what `save` wrote."""
        fields = {name: bm25s.BM25.load(str(folder / name)) for name in _FIELDS}
        return cls(fields, int(fields["folded"].scores["num_docs"]))

    def save(self, folder: Path) -> None:
        """Write one folder a field."""
        for name, field in self._fields.items():
            field.save(str(folder / name), show_progress=False)

    def scores(
        self, restored: str, folded: Sequence[str], weights: Weights | None = None
    ) -> NDArray[np.float32]:
        """Return a score for each text; higher is better, 0 where nothing matches.

        Args:
            restored: The question with its diacritics, for the accented reading.
            folded: Readings of the question of which the folded scores are averaged,
                such as what was typed and what it was understood as.
            weights: Of the three readings.
        """
        weights = weights or Weights()
        total = weights.accented * self._score("accented", restored)
        for question in folded:
            total += weights.folded * self._score("folded", question) / len(folded)
        return total + weights.characters * self._score("characters", folded[-1])

    def _score(self, name: str, question: str) -> NDArray[np.float32]:
        field = self._fields[name]
        known = [term for term in _FIELDS[name](question) if term in field.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(field.get_scores(known), dtype=np.float32)
