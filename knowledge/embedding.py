"""Turn text into vectors. The only importer of sentence-transformers.

Importing this module takes seconds, so only commands and servers that embed do it.
"""

import os
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules.input_module import InputModule

from knowledge.encoder import Encoder, load_tuning
from knowledge.errors import EmbeddingFailed
from knowledge.naming import EMBEDDED_MODEL, TUNING, UNTUNED_MODEL, full_name
from knowledge.packed import PackedModel

_PROMPTS = {"query": "query: ", "document": "passage: "}
_SLICE = 8  # texts that a core embeds at once: of like length, since they are padded


class PackedE5(InputModule):
    """The embedded model as a first module: it reads texts and gives vectors.

    Each core embeds slices of a batch on one thread of its own: threads that share one
    matrix product wait for each other, which on a busy machine costs ten times the work.
    """

    def __init__(self, tuning: Path | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        torch.set_num_threads(1)
        self._encoder = Encoder(PackedModel())
        if tuning is not None:
            self._encoder.tune(load_tuning(tuning))
        cores = os.cpu_count() or 1
        self._workers = ThreadPoolExecutor(cores, thread_name_prefix="encoder")

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: Any
    ) -> dict[str, Any]:
        """Return the texts with their prompt; NFC, since the pieces are composed letters."""
        return {"texts": [unicodedata.normalize("NFC", (prompt or "") + text) for text in inputs]}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Add `sentence_embedding`, float32 of shape (texts, 384), of length 1."""
        texts = features["texts"]
        slices = [texts[start : start + _SLICE] for start in range(0, len(texts), _SLICE)]
        vectors = self._workers.map(self._encode, slices)
        features["sentence_embedding"] = torch.cat(list(vectors))
        return features

    def _encode(self, texts: Sequence[str]) -> torch.Tensor:
        with torch.inference_mode():
            return self._encoder.embed(texts)

    def get_embedding_dimension(self) -> int:
        """Return the length of a vector."""
        return self._encoder.dimension

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Refuse: the weights stay in their package."""
        raise EmbeddingFailed(EMBEDDED_MODEL, f"is installed, not saved to {output_path}")


class SentenceTransformerEmbedder:
    """Embed with any sentence-transformers model, the embedded one by default."""

    def __init__(self, model: str = EMBEDDED_MODEL) -> None:
        """Load the model.

        Raises:
            EmbeddingFailed: There is no such model on this machine.
        """
        self.model = full_name(model)
        try:
            self._encoder = _load(model)
        except (OSError, ValueError) as error:
            raise EmbeddingFailed(model, str(error)) from error
        self.dimension = int(self._encoder.get_embedding_dimension() or 0)

    def embed_questions(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 vectors of length 1 for texts that ask; shape (questions, dimension)."""
        return self._embed(self._encoder.encode_query, questions)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 vectors of length 1 for texts that answer; shape (texts, dimension)."""
        return self._embed(self._encoder.encode_document, texts)

    def _embed(self, encode: Any, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False, batch_size=16
        )
        return np.asarray(vectors, dtype=np.float32)


def _load(model: str) -> SentenceTransformer:
    if model in (EMBEDDED_MODEL, UNTUNED_MODEL):
        packed = PackedE5(TUNING if model == EMBEDDED_MODEL else None)
        return SentenceTransformer(modules=[packed], prompts=_PROMPTS, device="cpu")
    return SentenceTransformer(model, device="cpu", local_files_only=True)
