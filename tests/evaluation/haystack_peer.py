"""Haystack 2's hybrid retrieval over a folder of texts and vectors; run by its own Python.

    var/env/haystack/bin/python tests/evaluation/haystack_peer.py <folder>

Reads `wanted.json` (texts, questions, top_k), `passages.npy` and `questions.npy` (float32,
one row a text); writes `rankings.json`, for each question the positions of the texts found.
Every setting is Haystack's default but the joiner's way of joining.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from haystack import Document
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
    asked = zip(wanted["questions"], np.load(folder / "questions.npy").tolist(), strict=True)
    rankings = [
        [int(document.id) for document in found] for found in hybrid(store, asked, wanted["top_k"])
    ]
    partial = folder / "rankings.part"
    partial.write_text(json.dumps(rankings), encoding="utf-8")
    partial.rename(folder / "rankings.json")


def hybrid(
    store: InMemoryDocumentStore, asked: Iterable[tuple[str, list[float]]], top_k: int
) -> Iterator[list[Document]]:
    """Yield what both retrievers find for each question and vector, joined by reciprocal rank.

    The components are called one after the other: a `Pipeline` of them finds the same, and
    copies every document twice on the way.
    """
    bm25 = InMemoryBM25Retriever(store, top_k=top_k)
    embedding = InMemoryEmbeddingRetriever(store, top_k=top_k)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=top_k)
    for done, (question, vector) in enumerate(asked, 1):
        found = [
            bm25.run(query=question)["documents"],
            embedding.run(query_embedding=vector)["documents"],
        ]
        yield joiner.run(documents=found)["documents"]
        if done % 500 == 0:
            sys.stderr.write(f"haystack: {done} questions\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
