"""A corpus on disk without cards yet, and an index of a few passages by a fake embedder."""

from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.index import build_index
from tests.fakes import CORPUS, FakeEmbedder
from tests.knowledge.cards import CorpusFolder


@pytest.fixture
def corpus(tmp_path) -> CorpusFolder:
    return CorpusFolder(tmp_path)


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with an index of `CORPUS`."""
    build_index(CORPUS, FakeEmbedder(), tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def knowledge(folder, embedder) -> KnowledgeBase:
    return KnowledgeBase.open(folder, embedder)
