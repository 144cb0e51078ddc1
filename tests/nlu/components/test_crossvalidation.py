"""The levels that the intents have to be told apart at; some minutes, it trains five times."""

import pytest

from tests.nlu.crossvalidation import cross_validate, score

NOT_YET = pytest.mark.xfail(strict=True, reason="measured 0.938: greetings, farewells, off-topic")


@pytest.fixture(scope="module")
def scores():
    return {style: score(asked) for style, asked in cross_validate().items()}


@pytest.mark.parametrize(
    ("style", "least"),
    [
        ("accented", 0.93),
        pytest.param("accented", 0.95, marks=NOT_YET),
        ("unaccented", 0.92),
        ("teencode", 0.9),
    ],
)
def test_intents_are_told_apart_in_every_style(scores, style, least):
    assert scores[style].macro_f1 >= least, scores[style]


@pytest.mark.parametrize("style", ["accented", "unaccented", "teencode"])
def test_a_question_is_seldom_surely_taken_for_something_that_is_not_looked_up(scores, style):
    assert scores[style].lost <= 0.035, scores[style]
