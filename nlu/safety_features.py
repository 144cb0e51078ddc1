"""What the danger detector's linear model sees of a message. Standard library only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from nlu.safety_reading import LITERAL, Reading, Span

_NEAR = 8  # words from one idea to the next that still belong together
_WINDOW, _STEP = 40, 20  # words looked at together, and how far on the next look begins


def windows(reading: Reading) -> Iterator[Reading]:
    """Yield the parts of a long message that overlap, of a short one itself."""
    count = len(reading.words)
    if count <= _WINDOW:
        yield reading
        return
    for start in range(0, count - _STEP, _STEP):
        end = start + _WINDOW
        spans = {
            idea: [(a - start, b - start) for a, b in found if start <= a and b <= end]
            for idea, found in reading.spans.items()
        }
        kept = {idea: found for idea, found in spans.items() if found}
        yield Reading(reading.words[start:end], kept)


def features(reading: Reading, kinds_of_rules: Iterable[str]) -> set[str]:
    """Return words, ideas and their neighbourhoods, and the kinds of the rules that fit."""
    ideas = {idea: found for idea, found in reading.spans.items() if not idea.startswith(LITERAL)}
    found = {f"r:{kind}" for kind in kinds_of_rules}
    found.update(f"i:{idea}" for idea in ideas)
    found.update(_pairs(ideas))
    found.update(_runs("w", reading.words, 3))
    found.update(_runs("s", _sketch(reading.words, ideas), 3))
    return found


def _pairs(ideas: dict[str, list[Span]]) -> Iterator[str]:
    """Yield which idea stands after which, near it."""
    placed = sorted((start, end, idea) for idea, found in ideas.items() for start, end in found)
    for at, (_, end, first) in enumerate(placed):
        for start, _, second in placed[at + 1 :]:
            if start - end > _NEAR:
                break
            if start >= end:
                yield f"p:{first}>{second}"


def _sketch(typed: tuple[str, ...], ideas: dict[str, list[Span]]) -> list[str]:
    """Return the message with its ideas in the place of their words, the longest first."""
    longest: dict[int, tuple[int, str]] = {}
    for idea, found in ideas.items():
        for start, end in found:
            if end > longest.get(start, (start, ""))[0]:
                longest[start] = (end, idea)
    sketch = []
    at = 0
    while at < len(typed):
        end, name = longest.get(at, (at + 1, typed[at]))
        sketch.append(f"@{name}" if at in longest else name)
        at = end
    return sketch


def _runs(prefix: str, parts: Iterable[str], longest: int) -> Iterator[str]:
    """Yield all runs of up to `longest` parts, the edges of the message among them."""
    edged = ["^", *parts, "$"]
    if prefix == "w":
        yield from (f"w:{part}" for part in edged[1:-1])
    for first, second in pairwise(edged):
        yield f"{prefix}:{first} {second}"
    for at in range(len(edged) - longest + 1):
        yield f"{prefix}:{' '.join(edged[at : at + longest])}"
