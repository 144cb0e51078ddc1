"""Haystack 2's hybrid retrieval over a folder of texts and vectors; run by its own Python.

    var/env/haystack/bin/python tests/evaluation/haystack_peer.py <folder>

Reads `wanted.json` (texts, questions, top_k), `passages.npy` and `questions.npy` (float32,
one row a text); writes `rankings.json`, for each question the positions of the texts found.
Every setting is Haystack's default but the joiner's way of joining.
"""

import json
import sys
from pathlib import Path

import numpy as np
from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore


def main(folder: Path) -> None:
    """Rank all questions of `folder`."""
    wanted = json.loads((folder / "wanted.json").read_text(encoding="utf-8"))
    store = InMemoryDocumentStore()
    vectors = np.load(folder / "passages.npy").tolist()
    store.write_documents(
        [
            Document(id=str(position), content=text, embedding=vector)
            for position, (text, vector) in enumerate(zip(wanted["texts"], vectors, strict=True))
        ]
    )
    pipeline = hybrid(store, wanted["top_k"])
    asked = np.load(folder / "questions.npy").tolist()
    rankings = []
    for question, vector in zip(wanted["questions"], asked, strict=True):
        joined = pipeline.run(
            {"bm25": {"query": question}, "embedding": {"query_embedding": vector}}
        )
        rankings.append([int(document.id) for document in joined["joiner"]["documents"]])
        if len(rankings) % 500 == 0:
            sys.stderr.write(f"haystack: {len(rankings)} of {len(asked)} questions\n")
    partial = folder / "rankings.part"
    partial.write_text(json.dumps(rankings), encoding="utf-8")
    partial.rename(folder / "rankings.json")


def hybrid(store: InMemoryDocumentStore, top_k: int) -> Pipeline:
    """Return both retrievers, joined by reciprocal rank."""
    pipeline = Pipeline()
    pipeline.add_component("bm25", InMemoryBM25Retriever(store, top_k=top_k))
    pipeline.add_component("embedding", InMemoryEmbeddingRetriever(store, top_k=top_k))
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=top_k)
    pipeline.add_component("joiner", joiner)
    pipeline.connect("bm25", "joiner")
    pipeline.connect("embedding", "joiner")
    return pipeline


if __name__ == "__main__":
    main(Path(sys.argv[1]))
