import numpy as np
import pytest

from knowledge.vectors import VectorIndex

EAST, NORTH, WEST = [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]
NORTH_EAST = [0.6, 0.8]


def vector(numbers):
    return np.asarray(numbers, dtype=np.float32)


@pytest.fixture
def index() -> VectorIndex:
    return VectorIndex.build(vector([EAST, NORTH, WEST]))


def nearest(index, query, top_k):
    positions, scores = index.nearest(vector(query), top_k)
    return positions.tolist(), scores.tolist()


def test_a_score_is_the_cosine_and_the_best_comes_first(index):
    assert nearest(index, NORTH_EAST, 3) == ([1, 0, 2], pytest.approx([0.8, 0.6, -0.6]))


def test_a_vector_is_nearest_to_itself(index):
    assert nearest(index, WEST, 1) == ([2], pytest.approx([1.0]))


@pytest.mark.parametrize("top_k", [3, 4, 1000])
def test_no_more_than_there_are_and_never_the_last_by_position_minus_one(index, top_k):
    assert nearest(index, EAST, top_k) == ([0, 1, 2], pytest.approx([1.0, 0.0, -1.0]))


def test_an_empty_index_finds_nothing():
    assert nearest(VectorIndex.build(np.zeros((0, 2), dtype=np.float32)), EAST, 5) == ([], [])


def test_vectors_come_back_in_the_order_they_were_given(index):
    assert index.vectors.tolist() == [EAST, NORTH, WEST]
    assert [index.vector(position).tolist() for position in range(3)] == [EAST, NORTH, WEST]
    assert len(index) == 3


def test_what_was_saved_is_what_is_loaded(index, tmp_path):
    index.save(tmp_path / "vectors.faiss")
    loaded = VectorIndex.load(tmp_path / "vectors.faiss")
    assert loaded.vectors.tolist() == [EAST, NORTH, WEST]
    assert nearest(loaded, NORTH_EAST, 2) == ([1, 0], pytest.approx([0.8, 0.6]))
