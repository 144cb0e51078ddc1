import pytest

from actions.answering import Answer, Clarify, NoAnswer, Thresholds, decide, weighed
from knowledge.passages import Hit
from tests.fakes import CORPUS, NO_SIGNS

THRESHOLDS = Thresholds(answer=0.5, clarify=0.2)


def hits_of(*confidences):
    """Return a hit for each, in this order."""
    return [Hit(CORPUS[n], 1.0, c, NO_SIGNS) for n, c in enumerate(confidences)]


def test_without_hits_nothing_is_known_nor_near():
    assert decide([], THRESHOLDS) == NoAnswer(None)


@pytest.mark.parametrize("confidences", [(0.5,), (1.0,), (0.5, 0.5), (0.9, 0.8, 0.7), (0.6, 0.1)])
def test_the_best_is_the_answer_from_the_threshold_on(confidences):
    hits = hits_of(*confidences)
    assert decide(hits, THRESHOLDS) == Answer(hits[0])


@pytest.mark.parametrize(
    "confidences", [(0.49,), (0.2, 0.19), (0.49, 0.0, 0.0), (0.0,), (0.1, 0.1)]
)
def test_one_that_is_half_sure_or_none_is_no_answer_but_the_nearest(confidences):
    hits = hits_of(*confidences)
    assert decide(hits, THRESHOLDS) == NoAnswer(hits[0])


@pytest.mark.parametrize(
    ("confidences", "choices"),
    [
        ((0.49, 0.2), 2),
        ((0.2, 0.2, 0.19), 2),
        ((0.4, 0.3, 0.2), 3),
        ((0.4, 0.4, 0.4, 0.4), 3),
    ],
)
def test_two_or_three_that_are_half_sure_are_choices(confidences, choices):
    hits = hits_of(*confidences)
    assert decide(hits, THRESHOLDS) == Clarify(tuple(hits[:choices]))


def test_a_later_hit_that_is_surer_is_offered_and_the_unsure_left_out():
    hits = hits_of(0.3, 0.1, 0.45)
    assert decide(hits, THRESHOLDS) == Clarify((hits[0], hits[2]))


def test_where_choices_are_never_offered_there_is_answer_or_none():
    surer = Thresholds(answer=0.8, clarify=1.0)
    hits = hits_of(0.79, 0.78)
    assert decide(hits, surer) == NoAnswer(hits[0])
    assert decide(hits_of(0.8), surer) == Answer(hits_of(0.8)[0])


@pytest.mark.parametrize(
    ("confidence", "out_of_scope", "weighed_as"),
    [
        (0.5, 0.0, 0.5818),  # 1 / (1 + e^-0.33)
        (0.5, 1.0, 0.1638),  # 1 / (1 + e^1.63)
        (0.9, 0.5, 0.8046),  # 1 / (1 + e^-(0.33 + 0.94 · 2.1972 - 0.98))
        (0.0, 0.0, 0.0002),
        (1.0, 0.0, 0.9999),
    ],
)
def test_what_seems_out_of_scope_is_less_sure(confidence, out_of_scope, weighed_as):
    (hit,) = weighed(hits_of(confidence), out_of_scope)
    assert hit.confidence == pytest.approx(weighed_as, abs=1e-4)
