"""The levels that the intents have to be told apart at; some minutes, it trains five times."""

import pytest

from tests.nlu.crossvalidation import cross_validate, score


@pytest.fixture(scope="module")
def scores():
    return {style: score(asked) for style, asked in cross_validate().items()}


@pytest.mark.parametrize(
    ("style", "least"), [("accented", 0.95), ("unaccented", 0.92), ("teencode", 0.9)]
)
def test_intents_are_told_apart_in_every_style(scores, style, least):
    assert scores[style].macro_f1 >= least, scores[style]


@pytest.mark.parametrize("style", ["accented", "unaccented", "teencode"])
def test_a_question_is_seldom_surely_taken_for_something_that_is_not_looked_up(scores, style):
    assert scores[style].lost <= 0.045, scores[style]
