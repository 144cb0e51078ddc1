"""Order passages by what speaks for them. Pure; no third-party library but numpy."""

from dataclasses import dataclass, field

import numpy as np

from knowledge.lexical import Weights
from knowledge.signals import Floats


@dataclass(frozen=True, slots=True)
class Fusion:
    """How much each signal counts.

    Chosen on golden and fresh questions for the cards, and on tests/evaluation/clauses.jsonl
    for passages that are only a text; `related` and `remembered` on tests/e2e/dialogues.yml.
    """

    nearest: float = 0.5
    """Of the meaning: cosine of the passage's nearest question."""
    support: float = 0.2
    """Of the meaning: mean cosine of its three nearest questions."""
    answer: float = 0.3
    """Of the meaning: cosine of its answer."""
    lexical: float = 0.4
    """BM25 over three readings of the words; what is left is the meaning's."""
    guessed: float = 0.15
    """Added to `lexical` where every word had to be guessed: the model sees what was guessed,
    words compare without diacritics."""
    shared: float = 0.04
    """For each facet that question and passage share."""
    against: float = 0.05
    """Taken off for each facet of the passage that contradicts the question's."""
    remembered: float = 0.12
    """The same, both ways, for what the visitor said before and does not say now."""
    related: float = 0.3
    """How near the passage is to the one that the question leans on."""
    readings: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for each passage: arrays over the passages, but for `guessed`."""

    nearest: Floats
    support: Floats
    answer: Floats
    lexical: Floats
    guessed: float
    """Share of the question's words that were not typed as they are understood."""
    shared: Floats
    against: Floats
    remembered: Floats
    """Facets said before that the passage shares, less those that it contradicts."""
    related: Floats
    """Nearness to the passage that the question leans on, 0 to 1; zeros where there is none."""


def fuse(signals: Signals, fusion: Fusion) -> Floats:
    """Return one score for each passage; without facets 0 to 1, higher is better."""
    meaning = (
        fusion.nearest * scaled(signals.nearest)
        + fusion.support * scaled(signals.support)
        + fusion.answer * scaled(signals.answer)
    )
    by_words = fusion.lexical + fusion.guessed * signals.guessed
    score = (
        (1 - by_words) * meaning
        + by_words * scaled(signals.lexical, low=0.0)
        + fusion.shared * signals.shared
        - fusion.against * signals.against
        + fusion.remembered * signals.remembered
        + fusion.related * signals.related
    )
    return np.asarray(score, dtype=np.float32)


def scaled(scores: Floats, low: float | None = None) -> Floats:
    """Return scores stretched to 0..1, from `low` or the lowest to the highest."""
    bottom = float(scores.min()) if low is None else low
    span = float(scores.max()) - bottom
    stretched = (scores - bottom) / span if span > 0 else np.zeros_like(scores)
    return np.asarray(stretched, dtype=np.float32)
