import pytest

from tests.evaluation.measures import Figures, measure

RIGHT = [frozenset({"a"}), frozenset({"b", "c"}), frozenset({"d"})]


def test_the_first_right_passage_of_each_question_counts():
    rankings = [["a", "x"], ["x", "c", "b"], ["x", "y"]]
    assert measure(RIGHT, rankings) == Figures(3, 1 / 3, 2 / 3, 0.5)


def test_what_stands_after_ten_does_not_count():
    late = [*"0123456789", "a"]
    assert measure([frozenset({"a"})], [late]) == Figures(1, 0.0, 0.0, 0.0)
    assert measure([frozenset({"a"})], [late[1:]]).mrr_at_10 == pytest.approx(0.1)


def test_no_question_measures_nothing():
    assert measure([], []) == Figures(0, 0.0, 0.0, 0.0)


def test_every_question_has_a_ranking():
    with pytest.raises(ValueError, match="shorter"):
        measure(RIGHT, [["a"]])
