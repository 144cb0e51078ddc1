"""Exact nearest vectors. The only importer of faiss."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray


class VectorIndex:
    """Vectors of length 1, searched by inner product: the score is the cosine."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> "VectorIndex":
        """Index float32 vectors of shape (n, dimension)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "VectorIndex":
        """Read what `save` wrote."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the vectors to one file."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def vectors(self) -> NDArray[np.float32]:
        """All vectors, shape (n, dimension), in the order they were given."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), dtype=np.float32)

    def vector(self, position: int) -> NDArray[np.float32]:
        """Return one vector."""
        return np.asarray(self._index.reconstruct(position), dtype=np.float32)

    def nearest(
        self, query: NDArray[np.float32], top_k: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return positions and cosines of the `top_k` vectors nearest to `query`, best first.

        `top_k` is cut to the size of the index: faiss pads with position -1, which
        would be read as the last vector.
        """
        top_k = min(top_k, len(self))
        if top_k == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        scores, positions = self._index.search(query.reshape(1, -1), top_k)
        return positions[0], scores[0]
