"""Fit the confidence: which signs of a hit tell that it answers. The only importer of sklearn."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from knowledge.confidence import Calibration
from knowledge.passages import Signs

_SEED = 21


@dataclass(frozen=True, slots=True)
class Case:
    """The best hit of one question, and whether giving it as the answer would be right."""

    signs: Signs
    right: bool


def fit(cases: Sequence[Case]) -> Calibration:
    """Return the logistic model of these cases; both kinds of case weigh the same."""
    rows = np.array([astuple(case.signs) for case in cases])
    model = LogisticRegression(C=1e4, class_weight="balanced", max_iter=5000, random_state=_SEED)
    model.fit(rows, [case.right for case in cases])
    weights = (round(float(weight), 2) for weight in (model.intercept_[0], *model.coef_[0]))
    return Calibration(*weights)


@dataclass(frozen=True, slots=True)
class Trade:
    """What a threshold costs: right answers withheld, and questions wrongly answered."""

    answer_from: float
    right_withheld: float
    unanswerable_answered: float


def trades(
    calibration: Calibration, cases: Sequence[Case], unanswerable: Sequence[Signs]
) -> list[Trade]:
    """Return the curve of abstention over thresholds, for cases not fitted on."""
    right = np.array([calibration.confidence(case.signs) for case in cases if case.right])
    none = np.array([calibration.confidence(signs) for signs in unanswerable])
    return [
        Trade(float(level), float((right < level).mean()), float((none >= level).mean()))
        for level in np.arange(0.05, 1.0, 0.05).round(2)
    ]
