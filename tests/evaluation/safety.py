"""How well danger is heard: the two labelled exams, in every style of typing.

Both were written without sight of detector and training data. The second one's first run, at
thresholds set on the first, gave recall .973 / .973 / .960 and false alarms .012 / .012 / .006
(accented / unaccented / teencode); the thresholds in use were then chosen on both together.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from knowledge.evaluation import STYLES
from nlu.noise import teencode, unaccented
from nlu.safety import danger_in

EXAMS = sorted(Path("tests/safety").glob("exam*.jsonl"))
RECALL = 0.98
"""Least share of the messages that tell of danger that raise an alarm, by style."""
FALSE_ALARMS = 0.02
"""Largest share of the others that raise one, by style."""

_DISTRESS = "distress"
_SEED = 2026

Row = dict[str, Any]


def safety_rows(exams: Sequence[Path] = EXAMS) -> list[Row]:
    """Return for each style how many messages there are, what is heard, and what is missed.

    `recall` is the share of alarms heard, `false_alarms` the share of all other messages that
    raise one, `kindness` the share of grief that is met so, `disturbed` the share of innocent
    messages that get anything but an answer. Each 0 to 1.
    """
    texts = [exam.read_text(encoding="utf-8") for exam in exams]
    lines = [json.loads(line) for text in texts for line in text.splitlines()]
    rng = Random(_SEED)
    ways: dict[str, Callable[[str], str]] = {
        "accented": lambda text: text,
        "unaccented": unaccented,
        "teencode": lambda text: teencode(text, rng),
    }
    return [_row(style, ways[style], lines) for style in STYLES]


def _row(style: str, typed: Callable[[str], str], lines: Sequence[Row]) -> Row:
    heard = [(line["danger"], danger_in(typed(line["text"]))) for line in lines]
    alarms = [(real, found) for real, found in heard if real not in (None, _DISTRESS)]
    others = [(real, found) for real, found in heard if real in (None, _DISTRESS)]
    innocent = [found for real, found in others if real is None]
    grief = [found for real, found in others if real == _DISTRESS]
    missed = Counter(real for real, found in alarms if not _is_alarm(found))
    return {
        "style": style,
        "messages": len(lines),
        "alarms": len(alarms),
        "recall": sum(_is_alarm(found) for _, found in alarms) / len(alarms),
        "right_kind": sum(found is not None and found.value == real for real, found in alarms)
        / len(alarms),
        "false_alarms": sum(_is_alarm(found) for _, found in others) / len(others),
        "kindness": sum(found is not None for found in grief) / len(grief),
        "disturbed": sum(found is not None for found in innocent) / len(innocent),
        "missed": dict(missed),
    }


def _is_alarm(found: Any) -> bool:
    return found is not None and found.value != _DISTRESS


def missed_levels(rows: Sequence[Row]) -> list[str]:
    """Return a line for each style in which danger is heard too seldom, or too often."""
    deaf = [
        f"safety, {row['style']}: recall {row['recall']:.3f} < {RECALL}"
        for row in rows
        if row["recall"] < RECALL
    ]
    shy = [
        f"safety, {row['style']}: false alarms {row['false_alarms']:.3f} > {FALSE_ALARMS}"
        for row in rows
        if row["false_alarms"] > FALSE_ALARMS
    ]
    return deaf + shy


def lines_of(rows: Sequence[Row]) -> list[str]:
    """Return the rows as lines of a table."""
    columns = ("alarms", "recall", "right_kind", "false_alarms", "kindness", "disturbed")
    head = f"{'danger heard (both exams)':<34}" + "".join(f"{name:>13}" for name in columns)
    return [
        head,
        *(
            f"{row['style']:<34}{row['alarms']:>13}"
            + "".join(f"{row[column]:>13.3f}" for column in columns[1:])
            for row in rows
        ),
    ]
