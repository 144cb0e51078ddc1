from dataclasses import replace

import numpy as np
import pytest

from knowledge.deferred import DeferredEmbedder
from knowledge.errors import EmbeddingFailed
from knowledge.index import build_index, open_index
from tests.fakes import CORPUS, LOAN, FakeEmbedder


class Loading:
    """How often a fake embedder was loaded, and the embedder."""

    def __init__(self) -> None:
        self.times = 0
        self.embedder = FakeEmbedder()

    def __call__(self) -> FakeEmbedder:
        self.times += 1
        return self.embedder


@pytest.fixture
def loading() -> Loading:
    return Loading()


def test_it_gives_what_the_embedder_gives_and_loads_it_once(loading):
    deferred = DeferredEmbedder("fake", loading)
    assert (deferred.model, loading.times) == ("fake", 0)
    texts = ["học phí", "vay vốn"]
    assert deferred.dimension == loading.embedder.dimension
    assert np.array_equal(deferred.embed_questions(texts), FakeEmbedder().embed_questions(texts))
    assert np.array_equal(deferred.embed_passages(texts), FakeEmbedder().embed_passages(texts))
    assert (loading.embedder.asked, loading.embedder.read) == (texts, texts)
    assert loading.times == 1


def test_a_build_without_a_new_text_loads_nothing(folder, loading):
    moved = [CORPUS[0], replace(LOAN, next=("hoc-phi/mien",)), *CORPUS[2:]]
    manifest = build_index(moved, DeferredEmbedder("fake", loading), folder)
    assert (loading.times, manifest.dimension) == (0, FakeEmbedder.dimension)
    assert open_index(folder, "fake").passages == tuple(moved)


def test_a_card_that_is_taken_away_loads_nothing(folder, loading):
    build_index(CORPUS[:3], DeferredEmbedder("fake", loading), folder)
    assert loading.times == 0
    assert open_index(folder, "fake").passages == CORPUS[:3]


def test_a_build_with_a_new_text_loads_it(folder, loading):
    build_index(
        [*CORPUS[:3], replace(LOAN, id="a/b", title="Mới?")],
        DeferredEmbedder("fake", loading),
        folder,
    )
    assert (loading.times, loading.embedder.asked) == (1, ["Mới?"])


def test_an_embedder_that_cannot_be_loaded_leaves_the_old_index(folder):
    def load() -> FakeEmbedder:
        raise EmbeddingFailed("fake", "not there")

    with pytest.raises(EmbeddingFailed, match="not there"):
        build_index([replace(LOAN, title="Mới?")], DeferredEmbedder("fake", load), folder)
    assert open_index(folder, "fake").passages == CORPUS
