"""Haystack's usual hybrid recipe, run in the environment of its own on our vectors."""

import hashlib
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.entries import whole_text
from knowledge.index import Embedder
from knowledge.passages import Passage
from tests.evaluation.remembering import HOME

PYTHON = Path("var/env/haystack/bin/python")
_PEER = Path(__file__).with_name("haystack_peer.py")
_LIST = Path("deploy/haystack.txt")


class PeerMissing(Exception):
    """Haystack is not installed."""

    def __init__(self) -> None:
        super().__init__(f"no {PYTHON}: run 'python3 deploy/environments.py haystack'")


class Haystack:
    """Haystack 2: BM25 and embeddings in memory, joined by reciprocal rank.

    It gets the texts and both kinds of vectors as we made them, so that only the recipe
    differs. Rankings are kept: while nothing that makes them changes, they are not made again.
    """

    def __init__(
        self, passages: Sequence[Passage], embedder: Embedder, home: Path = HOME / "haystack"
    ) -> None:
        self._passages = passages
        self._embedder = embedder
        self._home = home

    def rank(self, questions: Sequence[str], top_k: int = 10) -> list[list[str]]:
        """Return what the pipeline finds.

        Raises:
            PeerMissing: It has no environment.
        """
        texts = [whole_text(passage) for passage in self._passages]
        wanted = {"texts": texts, "questions": list(questions), "top_k": top_k}
        folder = self._home / digest(json.dumps(wanted), self._embedder.model)
        rankings = folder / "rankings.json"
        if not rankings.exists():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "wanted.json").write_text(json.dumps(wanted), encoding="utf-8")
            np.save(folder / "passages.npy", self._embedder.embed_passages(texts))
            np.save(folder / "questions.npy", self._embedder.embed_questions(questions))
            run_peer(folder)
        found = json.loads(rankings.read_text(encoding="utf-8"))
        return [[self._passages[position].id for position in row] for row in found]


def digest(wanted: str, model: str) -> str:
    """Return what names a set of rankings: all that they are made from."""
    parts = [wanted, model, _PEER.read_text(encoding="utf-8"), _LIST.read_text(encoding="utf-8")]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def run_peer(folder: Path) -> None:
    """Let Haystack rank what is in `folder`."""
    if not PYTHON.exists():
        raise PeerMissing
    # Its environment is empty but for what it needs: no key, no hub, no telemetry.
    around = {"HAYSTACK_TELEMETRY_ENABLED": "False", "OMP_NUM_THREADS": "1", "HOME": str(folder)}
    subprocess.run([PYTHON, "-I", _PEER, folder], env=around, check=True)
