"""How sure a hit is: signs that mean the same for every question, calibrated. Pure."""

from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a hit, each about 0 to 1."""

    cosine: float
    """Cosine of the question and the nearest text of the passage."""
    coverage: float
    """Share of the question's rare words that the passage has."""
    lead: float
    """Fused score above the next passage's; negative for those behind the first."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of "this passage answers the question".

    Fitted by `python -m knowledge calibrate` on golden questions and on questions the
    corpus must refuse; the figures below are what it printed.
    """

    bias: float = -45.0
    cosine: float = 46.0
    coverage: float = 5.0
    lead: float = 4.0

    def confidence(self, signs: Signs) -> float:
        """Return the probability, 0 to 1, that a hit with these signs answers."""
        total = (
            self.bias
            + self.cosine * signs.cosine
            + self.coverage * signs.coverage
            + self.lead * signs.lead
        )
        return 1 / (1 + exp(-max(-60.0, min(60.0, total))))
