import pytest

from knowledge.calibration import Case, Trade, fit, trades
from knowledge.confidence import Calibration
from knowledge.passages import Signs

RIGHT = [Signs(0.9, 0.8 + n / 100, 0.3) for n in range(10)]
WRONG = [Signs(0.8, 0.2 + n / 100, 0.0) for n in range(10)]
BY_COVERAGE = Calibration(bias=-5.0, cosine=0.0, coverage=10.0, lead=0.0)


def test_what_is_fitted_tells_right_from_wrong():
    fitted = fit([*(Case(signs, True) for signs in RIGHT), *(Case(s, False) for s in WRONG)])
    assert min(fitted.confidence(signs) for signs in RIGHT) > 0.9
    assert max(fitted.confidence(signs) for signs in WRONG) < 0.1


def test_a_fit_is_the_same_each_time():
    cases = [*(Case(signs, True) for signs in RIGHT), *(Case(s, False) for s in WRONG)]
    assert fit(cases) == fit(cases)


def test_a_threshold_costs_right_answers_and_spares_wrong_ones():
    cases = [
        Case(Signs(0, 0.75, 0), True),
        Case(Signs(0, 0.5, 0), True),
        Case(Signs(0, 1, 0), False),
    ]
    unanswerable = [Signs(0, 0.25, 0), Signs(0, 0.6, 0)]
    # Confidences: right 0.924 and 0.5, unanswerable 0.076 and 0.731; the wrong case is no matter.
    curve = trades(BY_COVERAGE, cases, unanswerable)
    assert [trade.answer_from for trade in curve] == pytest.approx([n / 20 for n in range(1, 20)])
    by_level = {trade.answer_from: trade for trade in curve}
    assert [by_level[level] for level in (0.05, 0.1, 0.55, 0.75, 0.95)] == [
        Trade(0.05, 0.0, 1.0),
        Trade(0.1, 0.0, 0.5),
        Trade(0.55, 0.5, 0.5),
        Trade(0.75, 0.5, 0.0),
        Trade(0.95, 1.0, 0.0),
    ]
