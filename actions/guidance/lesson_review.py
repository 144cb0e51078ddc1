"""Spaced repetition: when a question comes again. Pure.

Leitner's boxes: a right answer moves a question one box up, a wrong one back to the first;
the higher the box, the longer the rest.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

DAYS = (1, 3, 7, 21, 60)
"""How long a question rests in box 1, 2, …"""

Boxes = Mapping[str, Mapping[str, Any]]
"""By id of a question: "box" (1 to 5) and "due" (ISO date). JSON, as a slot keeps it."""


def moved(boxes: Boxes, answers: Mapping[str, bool], today: date) -> dict[str, dict[str, Any]]:
    """Return the boxes after answers; `answers` tells for ids of questions which were right.

    A right answer before its time leaves a question where it is: nothing was forgotten yet.
    """
    after = {id_: dict(place) for id_, place in boxes.items()}
    for id_, is_right in answers.items():
        before = after.get(id_)
        if before and is_right and date.fromisoformat(before["due"]) > today:
            continue
        box = min((before["box"] if before else 1) + 1, len(DAYS)) if is_right else 1
        after[id_] = {"box": box, "due": (today + timedelta(days=DAYS[box - 1])).isoformat()}
    return after


def due(boxes: Boxes, today: date, known: Collection[str]) -> list[str]:
    """Return the questions whose rest is over, the longest waiting first.

    `known` are the questions that there still are.
    """
    waiting = [
        (place["due"], id_)
        for id_, place in boxes.items()
        if id_ in known and date.fromisoformat(place["due"]) <= today
    ]
    return [id_ for _, id_ in sorted(waiting)]


def next_review(boxes: Boxes, today: date) -> date | None:
    """Return the next day after today on which something is to be repeated; None: nothing is."""
    if not boxes:
        return None
    first = min(date.fromisoformat(place["due"]) for place in boxes.values())
    return max(first, today + timedelta(days=1))


def review_reminder(boxes: Boxes, today: date) -> dict[str, Any] | None:
    """Return the payload's "reminder" for the next review; None where there is none."""
    on = next_review(boxes, today)
    if on is None:
        return None
    return {
        "key": "review",
        "on": on.isoformat(),
        "title": "Ôn lại bài đã học",
        "days_before": 0,
    }
