"""An embedder that remembers on disk what it embedded, so that a second run embeds only new texts.

Vectors are kept as they came, in float32: a rounder one could change a rank. A name does not
tell whether a model was tuned anew, so two known texts are embedded at the start: where they
come out otherwise than before, what is kept is another model's and is forgotten.
"""

import hashlib
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.index import Embedder

HOME = Path("var/benchmark")
_BATCH = 64
_SAY_EVERY = 512  # new texts
_EQUAL = 1e-4  # how far two runs of one model may be apart, in any dimension
# Short and asking; and longer than a model reads at once, which may be read another way.
_PROBES = ("Học nghề xong có được lên đại học không?", "Học nghề, học chữ, học suốt đời. " * 80)
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB)"

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


class RememberingEmbedder:
    """Another embedder, whose vectors are kept under `home/<model>/` by kind and text."""

    def __init__(self, embedder: Embedder, home: Path = HOME) -> None:
        self.model = embedder.model
        self.dimension = embedder.dimension
        self._embedder = embedder
        self._new = 0
        folder = home / embedder.model.replace("/", "--")
        folder.mkdir(parents=True, exist_ok=True)
        self._store = sqlite3.connect(folder / "vectors.db", timeout=60, isolation_level=None)
        self._store.execute("PRAGMA journal_mode = WAL")
        self._store.execute("PRAGMA synchronous = OFF")  # what is lost is embedded again
        self._store.execute(_TABLE)
        self._forget_another_model()

    def embed_questions(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors of length 1 for texts that ask; shape (questions, dimension)."""
        return self._vectors("question", questions, self._embedder.embed_questions)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors of length 1 for texts that answer; shape (texts, dimension)."""
        return self._vectors("text", texts, self._embedder.embed_passages)

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def _forget_another_model(self) -> None:
        short, long = _PROBES
        now = np.concatenate(
            [self._embedder.embed_questions([short]), self._embedder.embed_passages([long])]
        ).ravel()
        before = self._read("probe")
        if before is None or before.shape != now.shape or np.abs(before - now).max() > _EQUAL:
            self._store.execute("DELETE FROM vectors")
            self._keep({"probe": now})

    def _vectors(self, kind: str, texts: Sequence[str], embed: Embed) -> NDArray[np.float32]:
        keys = [key_of(kind, text) for text in texts]
        known = {key: vector for key in keys if (vector := self._read(key)) is not None}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        items = list(missing.items())
        for start in range(0, len(items), _BATCH):
            batch = items[start : start + _BATCH]
            vectors = np.asarray(embed([text for _, text in batch]), dtype=np.float32)
            new = {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
            self._keep(new)
            self._tell(len(new), of=len(missing))
            known |= new
        rows = [known[key] for key in keys]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def _read(self, key: str) -> NDArray[np.float32] | None:
        row = self._store.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        return np.frombuffer(row[0], dtype=np.float32) if row else None

    def _keep(self, new: dict[str, NDArray[np.float32]]) -> None:
        rows = [(key, vector.tobytes()) for key, vector in new.items()]
        self._store.execute("BEGIN")
        self._store.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        self._store.execute("COMMIT")

    def _tell(self, new: int, *, of: int) -> None:
        before, self._new = self._new, self._new + new
        if before // _SAY_EVERY != self._new // _SAY_EVERY:
            of_these = f" ({of} asked for at once)" if of > 1 else ""
            sys.stderr.write(f"embedded {self._new} new texts with {self.model}{of_these}\n")


def key_of(kind: str, text: str) -> str:
    """Return what a vector is kept by: how it was embedded and the whole text."""
    return hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()
