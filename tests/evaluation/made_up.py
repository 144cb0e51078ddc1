"""A corpus of any size, made up: for how things grow, never for how good they are.

Passages are sentences of the real cards with their words shuffled. The words are those of
the corpus, so lexical search meets real frequencies; pairs of neighbours are far more
varied than in any text that is written, so what counts pairs is measured at its worst.

Vectors are no embeddings: each is a random unit vector near one of the real corpus, drawn
from a seed that is its text. Embedding 100,000 texts takes hours and is not what is measured.
"""

import random
import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.entries import readable
from knowledge.passages import Passage
from nlu.text import words
from tests.evaluation.public import clause

_SEED = 21
_SENTENCES = 3  # a passage; about as long as a clause of a law
_SPREAD = 0.5  # length of the noise beside a vector of length 1
_END = re.compile(r"(?<=[.!?])\s+|\n+")


def sentences_of(passages: Sequence[Passage]) -> list[list[str]]:
    """Return the words of each sentence of the answers, in order."""
    texts = (sentence for p in passages for sentence in _END.split(readable(p.text)))
    return [found for text in texts if (found := words(text))]


def made_passages(sentences: Sequence[list[str]], count: int, seed: int = _SEED) -> list[Passage]:
    """Return `count` clauses of shuffled sentences; the first are the same for any count."""
    dice = random.Random(seed)
    return [clause(f"made/{number}", _text(sentences, dice)) for number in range(count)]


def _text(sentences: Sequence[list[str]], dice: random.Random) -> str:
    chosen = (dice.choice(sentences) for _ in range(_SENTENCES))
    return " ".join(f"{' '.join(dice.sample(found, len(found)))}." for found in chosen)


class NearbyEmbedder:
    """Random vectors of length 1 near given ones; the same text has always the same."""

    model = "made-up"

    def __init__(self, real: NDArray[np.float32]) -> None:
        self._real = real
        self.dimension = int(real.shape[1])

    def embed_questions(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 vectors of shape (questions, dimension)."""
        return self._vectors(questions)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 vectors of shape (texts, dimension)."""
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> NDArray[np.float32]:
        dice = np.random.default_rng([_SEED, crc32(text.encode())])
        noise = dice.standard_normal(self.dimension) * (_SPREAD / np.sqrt(self.dimension))
        vector = self._real[dice.integers(len(self._real))] + noise
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
