"""Rules of the danger detector: ideas in an order, with gaps. The rules are `safety_rules.tsv`.

Matching walks the spans of each step once, so a long message costs what its ideas are
many. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nlu.safety_reading import LITERAL, Reading, Span

_RULES = Path(__file__).with_name("safety_rules.tsv")
_GAPS = {"..": 3, "...": 6}  # words that may stand between two steps
_NO_GAP = 1  # a filler may always: "thì", "lại", "cứ"


@dataclass(frozen=True, slots=True)
class Step:
    """One of these ideas, at most `gap` words after the step before."""

    ideas: tuple[str, ...]
    gap: int


@dataclass(frozen=True, slots=True)
class Rule:
    """An alarm of a kind for steps in their order, where none of `unless` is in the message."""

    kind: str
    steps: tuple[Step, ...]
    unless: frozenset[str]

    def fits(self, reading: Reading) -> bool:
        """Tell whether the message says what the rule looks for."""
        spans = reading.spans
        if not self.unless.isdisjoint(spans) or any(
            spans.keys().isdisjoint(step.ideas) for step in self.steps
        ):
            return False
        ends = {end for _, end in _spans_of(self.steps[0], spans)}
        for step in self.steps[1:]:
            if not ends:
                return False
            ends = {
                end
                for start, end in _spans_of(step, spans)
                if any(start - gap in ends for gap in range(step.gap + 1))
            }
        return bool(ends)


def load_rules() -> tuple[tuple[Rule, ...], dict[str, list[str]]]:
    """Return the rules, and the words they name themselves, by the name of their idea.

    Raises:
        ValueError: where a line of the file has not three columns.
    """
    literals: dict[str, list[str]] = {}
    rules = tuple(_parse(_RULES.read_text(encoding="utf-8"), literals))
    return rules, literals


def _parse(tsv: str, literals: dict[str, list[str]]) -> Iterator[Rule]:
    for line in tsv.splitlines():
        if line and not line.startswith("#"):
            kind, pattern, unless = line.split("\t")
            yield Rule(kind, tuple(_steps(pattern, literals)), frozenset(unless.split()))


def _steps(pattern: str, literals: dict[str, list[str]]) -> Iterator[Step]:
    gap = _NO_GAP
    for part in pattern.split():
        if part in _GAPS:
            gap = _GAPS[part]
        else:
            yield Step(tuple(_idea(choice, literals) for choice in part.split("|")), gap)
            gap = _NO_GAP


def _idea(choice: str, literals: dict[str, list[str]]) -> str:
    if choice.startswith("@"):
        return choice[1:]
    literals[LITERAL + choice] = [choice.replace("_", " ")]
    return LITERAL + choice


def _spans_of(step: Step, spans: dict[str, list[Span]]) -> Iterator[Span]:
    for idea in step.ideas:
        yield from spans.get(idea, ())
