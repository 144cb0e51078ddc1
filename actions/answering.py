"""Decide what may be said: answer, ask back, or admit that it is not known. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.passages import Hit

_MOST_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a hit is good enough. Confidences are calibrated: 0.5 is even odds."""

    answer: float
    """The best hit is given as the answer from here on."""
    clarify: float
    """Below `answer`, hits from here on are offered as choices."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Say this passage."""

    hit: Hit


@dataclass(frozen=True, slots=True)
class Clarify:
    """Ask which of these was meant; two or three, best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Say that it is not known, and what is known nearest to it, if anything is."""

    nearest: Hit | None


@dataclass(frozen=True, slots=True)
class AskReading:
    """Ask which of two readings of a question without diacritics was meant, likelier first."""

    readings: tuple[str, str]


Decision = Answer | Clarify | NoAnswer | AskReading


def decide(hits: Sequence[Hit], thresholds: Thresholds) -> Decision:
    """Return what may be said on the strength of `hits`, best first."""
    if not hits:
        return NoAnswer(None)
    best = hits[0]
    if best.confidence >= thresholds.answer:
        return Answer(best)
    choices = tuple(hit for hit in hits if hit.confidence >= thresholds.clarify)
    if len(choices) >= 2:
        return Clarify(choices[:_MOST_CHOICES])
    return NoAnswer(best)
