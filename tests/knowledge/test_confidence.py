from dataclasses import replace
from itertools import pairwise

import pytest

from knowledge.confidence import Calibration
from knowledge.passages import Signs
from tests.fakes import NO_SIGNS

MIDDLE = Signs(cosine=0.85, coverage=0.6, lead=0.1)
STEPS = [step / 20 for step in range(-20, 21)]


@pytest.mark.parametrize(
    ("calibration", "signs", "confidence"),
    [
        (Calibration(0.0, 0.0, 0.0, 0.0), MIDDLE, 0.5),
        (Calibration(2.0, 0.0, 0.0, 0.0), NO_SIGNS, 0.8807970779778823),
        (Calibration(-1.0, 2.0, 0.0, 0.0), Signs(0.5, 0.0, 0.0), 0.5),
        (Calibration(0.0, 0.0, 4.0, 0.0), Signs(0.0, 0.5, 0.0), 0.8807970779778823),
        (Calibration(0.0, 0.0, 0.0, 4.0), Signs(0.0, 0.0, -0.5), 0.11920292202211755),
        (Calibration(-1.0, 1.0, 1.0, 1.0), Signs(1.0, 1.0, 1.0), 0.8807970779778823),
        (Calibration(0.0, 0.0, 0.0, 0.0, 4.0), Signs(0.0, 0.0, 0.0, 0.5), 0.8807970779778823),
    ],
)
def test_confidence_is_the_logistic_of_the_weighed_signs(calibration, signs, confidence):
    assert calibration.confidence(signs) == pytest.approx(confidence)


@pytest.mark.parametrize("sign", ["cosine", "coverage", "lead"])
def test_more_of_a_sign_never_means_less_confidence(sign):
    confidences = [Calibration().confidence(replace(MIDDLE, **{sign: step})) for step in STEPS]
    assert all(less <= more for less, more in pairwise(confidences))
    assert confidences[0] < confidences[-1]


@pytest.mark.parametrize("sign", ["cosine", "coverage", "lead", "answer"])
@pytest.mark.parametrize("amount", [-1e308, -1e6, 0.0, 1e6, 1e308])
def test_confidence_stays_within_bounds_for_any_sign(sign, amount):
    assert 0 <= Calibration().confidence(replace(MIDDLE, **{sign: amount})) <= 1


def test_a_hit_without_any_sign_is_surely_not_an_answer_and_one_with_all_surely_is():
    assert Calibration().confidence(NO_SIGNS) < 0.05
    assert Calibration().confidence(Signs(1.0, 1.0, 1.0)) > 0.95
