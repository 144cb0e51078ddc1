"""Actions on a tiny index, called as Rasa calls them."""

from pathlib import Path

import pytest

from knowledge.base import LiveKnowledgeBase
from knowledge.index import build_index
from tests.fakes import CORPUS, FakeEmbedder


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with an index of `CORPUS`."""
    build_index(CORPUS, FakeEmbedder(), tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def knowledge(folder, embedder) -> LiveKnowledgeBase:
    return LiveKnowledgeBase(folder, embedder)
