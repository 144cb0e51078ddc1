"""Train the danger detector's model and measure it by cross-validation.

    var/env/app/bin/python -m tests.safety.train             # writes nlu/safety_model.tsv
    var/env/app/bin/python -m tests.safety.train --measure   # writes nothing, minutes

Seeded: the same words, rules and messages give the same model. What is measured are
messages whose near-duplicates the model has not seen, put through the whole detector.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlu.safety import Detector
from nlu.safety_features import features
from nlu.safety_reading import Lexicon
from nlu.safety_rules import load_rules
from nlu.safety_vote import ALARMS, BIAS, MODEL, SCALE, LinearVote
from tests.safety.material import NOTHING, STYLES, Labelled, groups_of, innocent, load_dev, styled

SEED, FOLDS = 7, 4
KEPT = 45_000  # features; the file stays below 1.2 MB
SELDOM = 4  # an example each style: features of a single message are left out
STRENGTH, KIND_STRENGTH = 30.0, 10.0  # inverse of the regularisation
ALARM_WEIGHT = 1.7  # a missed alarm is worse than a false one
TEENCODED = 2  # copies in teencode, each with its own slips
DISTRESS, ALARM = "distress", "alarm"
COARSE = ("i:", "r:", "p:")  # what tells the kinds apart, with single words


class Example(NamedTuple):
    """What the model sees of a message, its danger, and its group (negative: innocent)."""

    found: frozenset[str]
    danger: str
    group: int


class Trainer:
    """Reads messages with the detector's own words and rules, and fits its model."""

    def __init__(self) -> None:
        self._rules, literals = load_rules()
        self._lexicon = Lexicon.load(literals)

    def examples(self, rows: list[Labelled], extra: list[str]) -> Iterator[Example]:
        """Yield each message in all styles, of the innocent ones every second stripped bare."""
        rng = Random(SEED)
        for row, group in zip(rows, groups_of(rows), strict=True):
            for style in (*STYLES, *["teencode"] * (TEENCODED - 1)):
                yield Example(self._found(styled(row.text, style, rng)), row.danger, group)
        for number, text in enumerate(extra):
            for style in STYLES[: 1 + number % 2]:
                yield Example(self._found(styled(text, style, rng)), NOTHING, -1 - number)

    def detector(self, examples: list[Example]) -> Detector:
        """Return the detector with the model of these examples."""
        return Detector(self._lexicon, self._rules, LinearVote(fit(examples)))

    def _found(self, text: str) -> frozenset[str]:
        reading = self._lexicon.read(text)
        return frozenset(features(reading, [r.kind for r in self._rules if r.fits(reading)]))


def fit(examples: list[Example]) -> dict[str, tuple[int, ...]]:
    """Return the rows of the model: alarm and distress, of coarse features the kinds too."""
    seen = Counter(name for example in examples for name in example.found)
    names = sorted(name for name, count in seen.items() if count >= SELDOM)
    labels = [_label(example.danger) for example in examples]
    first = _regression(examples, names, labels, STRENGTH)
    size = np.abs(first[:-1]).max(axis=1) * np.sqrt([seen[name] for name in names])
    names = sorted(names[at] for at in np.argsort(-size, kind="stable")[:KEPT])
    judged = _regression(examples, names, labels, STRENGTH)
    alarms = [example for example in examples if example.danger in ALARMS]
    coarse = [n for n in names if n.startswith(COARSE) or (n[:2] == "w:" and " " not in n)]
    kinds = _regression(alarms, coarse, [e.danger for e in alarms], KIND_STRENGTH, ALARMS)
    rows = dict(zip([*names, BIAS], judged.tolist(), strict=True))
    for name, weights in zip([*coarse, BIAS], kinds.tolist(), strict=True):
        rows[name] = [*rows[name], *weights]
    return {name: tuple(round(w * SCALE) for w in weights) for name, weights in rows.items()}


def _label(danger: str) -> str:
    return ALARM if danger in ALARMS else danger


def _regression(
    examples: list[Example],
    names: list[str],
    labels: list[str],
    strength: float,
    columns: Iterable[str] = (ALARM, DISTRESS),
) -> np.ndarray:
    """Return weights of shape (names + 1, columns), the bias last, relative to NOTHING."""
    weights = [ALARM_WEIGHT if label == ALARM else 1.0 for label in labels]
    model = LogisticRegression(C=strength, max_iter=400, tol=1e-5)
    model.fit(_matrix(examples, names), labels, sample_weight=weights)
    table = np.vstack([model.coef_.T, model.intercept_])
    of = {label: table[:, at] for at, label in enumerate(model.classes_)}
    return np.column_stack([of[column] - of.get(NOTHING, 0.0) for column in columns])


def _matrix(examples: list[Example], names: list[str]) -> csr_matrix:
    column = {name: at for at, name in enumerate(names)}
    values, columns, ends = [], [], [0]
    for example in examples:
        known = sorted(column[name] for name in example.found if name in column)
        columns += known
        values += [len(example.found) ** -0.5] * len(known)
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(examples), len(names)), dtype=np.float32)


def write() -> None:
    """Fit the model on everything and write it."""
    rows = fit(list(Trainer().examples(load_dev(), innocent())))
    lines = ("\t".join([name, *map(str, weights)]) for name, weights in sorted(rows.items()))
    MODEL.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure() -> Iterator[str]:
    """Yield a line for each style and danger: how many are found, raised falsely, told apart."""
    trainer, rows, extra = Trainer(), load_dev(), innocent()
    examples = list(trainer.examples(rows, extra))
    groups = groups_of(rows)
    seen: Counter[tuple[str, str, str]] = Counter()
    for fold in range(FOLDS):
        detector = trainer.detector([e for e in examples if _fold(e.group) != fold])
        rng = Random(fold)
        for row in (r for r, group in zip(rows, groups, strict=True) if _fold(group) == fold):
            for style in STYLES:
                typed = styled(row.text, style, rng)
                said = detector.danger_in(typed)
                seen[style, row.danger, said.value if said else NOTHING] += 1
                if style == STYLES[0] and _label(said.value if said else NOTHING) != _label(
                    row.danger
                ):
                    yield f"{row.danger} as {said.value if said else None}: {typed}"
        for number, text in enumerate(extra):
            if _fold(-1 - number) == fold:
                said = detector.danger_in(text)
                seen["corpus", NOTHING, said.value if said else NOTHING] += 1
                if said:
                    yield f"corpus as {said.value}: {text}"
    yield from _table(seen)


def _fold(group: int) -> int:
    return Random(group).randrange(FOLDS)


def _table(seen: Counter[tuple[str, str, str]]) -> Iterator[str]:
    for style, danger in sorted({(style, danger) for style, danger, _ in seen}):
        of = Counter({said: n for (s, d, said), n in seen.items() if (s, d) == (style, danger)})
        alarms = sum(of[kind] for kind in ALARMS)
        yield (
            f"{style:10} {danger:12} {of.total():5} messages: {alarms / of.total():.4f} alarms, "
            f"{of[DISTRESS] / of.total():.4f} distress, {of[danger] / of.total():.4f} exactly"
        )
    for style in STYLES:
        told = Counter({(d, said): n for (s, d, said), n in seen.items() if s == style})
        found = sum(n for (d, said), n in told.items() if d in ALARMS and said in ALARMS)
        yield f"{style:10} recall {found / sum(n for (d, _), n in told.items() if d in ALARMS):.4f}"


if __name__ == "__main__":
    if "--measure" in sys.argv:
        for line in measure():
            print(line)  # noqa: T201
    else:
        write()
