"""An embedder that is loaded only when a vector is wanted of it."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.index import Embedder


class DeferredEmbedder:
    """Stand for an embedder that takes seconds to load, until it is needed.

    A build in which no text changed, but a source or a date did, needs its name alone.
    """

    def __init__(self, model: str, load: Callable[[], Embedder]) -> None:
        """Remember the full name of the model and how to load it."""
        self.model = model
        self._load = load

    @cached_property
    def _loaded(self) -> Embedder:
        return self._load()

    @property
    def dimension(self) -> int:
        """Length of its vectors."""
        return self._loaded.dimension

    def embed_questions(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 vectors of length 1 for texts that ask; shape (questions, dimension)."""
        return self._loaded.embed_questions(questions)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 vectors of length 1 for texts that answer; shape (texts, dimension)."""
        return self._loaded.embed_passages(texts)
