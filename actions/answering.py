"""Decide what may be said: answer, ask back, or admit that it is not known. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log

from knowledge.passages import Hit

_MOST_CHOICES = 3
_BIAS, _FOUND, _FOREIGN = 0.33, 0.94, -1.96
_LEAST = 1e-4


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


def weighed(hits: Sequence[Hit], out_of_scope: float) -> list[Hit]:
    """Return the hits with what the dialogue model thinks of the message in their confidence.

    A logistic model over both, fitted on the golden, fresh and unanswerable questions: at 5%
    of the questions without an answer answered, 4.7% of the fresh ones are refused; 7.2% by
    the confidence alone.

    Args:
        hits: As search gives them.
        out_of_scope: The share, 0 to 1, that the intent `out_of_scope` has of the message.
    """
    return [replace(hit, confidence=_weighed(hit.confidence, out_of_scope)) for hit in hits]


def _weighed(confidence: float, out_of_scope: float) -> float:
    likely = min(max(confidence, _LEAST), 1 - _LEAST)
    odds = _BIAS + _FOUND * log(likely / (1 - likely)) + _FOREIGN * out_of_scope
    return 1 / (1 + exp(-odds))


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
