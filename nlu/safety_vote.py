"""The linear model of the danger detector: it weighs what the rules found with every word.

`safety_model.tsv` is written by `python -m tests.safety.train`. Standard library only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MODEL = Path(__file__).with_name("safety_model.tsv")
SCALE = 100
"""Weights are stored as whole hundredths."""
BIAS = "="
"""The name of the row that every message has."""
ALARMS = ("self_harm", "violence", "bullying", "abuse", "exploitation", "scam")
"""The kinds in the order of their columns, after the columns of alarm and distress."""


@dataclass(frozen=True, slots=True)
class Vote:
    """How likely an alarm and a distress are (0.0 to 1.0), and the alarm that fits best."""

    alarm: float
    distress: float
    kind: str


class LinearVote:
    """Sums the weights of what a message has; rows are alarm, distress and maybe the kinds."""

    def __init__(self, rows: dict[str, tuple[int, ...]]) -> None:
        self._rows = rows

    @classmethod
    def load(cls, path: Path = MODEL) -> LinearVote:
        """Read the weights.

        Raises:
            ValueError: where a row holds something else than whole numbers.
        """
        rows = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            name, *weights = line.split("\t")
            rows[name] = tuple(map(int, weights))
        return cls(rows)

    def judge(self, found: set[str]) -> Vote:
        """Return the vote on a message of these features."""
        share = 1 / math.sqrt(len(found) or 1)
        alarm, distress, *kinds = (weight / SCALE for weight in self._rows[BIAS])
        for name in found & self._rows.keys():
            row = self._rows[name]
            alarm += row[0] * share / SCALE
            distress += row[1] * share / SCALE
            for at, weight in enumerate(row[2:]):
                kinds[at] += weight * share / SCALE
        of_alarm, of_distress = _probabilities((alarm, distress))
        return Vote(of_alarm, of_distress, ALARMS[kinds.index(max(kinds))])


def _probabilities(logits: Iterable[float]) -> list[float]:
    """Return the probability of each, where that of nothing at all has the logit zero."""
    powers = [math.exp(min(logit, 50.0)) for logit in logits]
    total = 1 + sum(powers)
    return [power / total for power in powers]
