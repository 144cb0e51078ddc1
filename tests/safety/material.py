"""What the danger detector is trained and measured on, in the three styles of visitors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from knowledge.frontmatter import read_card, read_yaml
from nlu.noise import teencode, unaccented
from nlu.text import fold, words

ROOT = Path(__file__).parents[2]
DEV = sorted(Path(__file__).parent.glob("dev*.jsonl"))  # one file an author
STYLES = ("accented", "unaccented", "teencode")
SAFETY_CARDS = "an-toan"
NOTHING = "none"
_ALIKE = 0.6  # share of common words from which on two messages are one group


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message with its diacritics, and its danger or `NOTHING`."""

    text: str
    danger: str


def load_dev() -> list[Labelled]:
    """Return the development set."""
    lines = [line for file in DEV for line in file.read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in lines]
    return [Labelled(row["text"], row["danger"] or NOTHING) for row in rows]


def groups_of(rows: list[Labelled]) -> list[int]:
    """Return a number for each message, the same for near-duplicates."""
    bags = [set(words(fold(row.text))) for row in rows]
    group = list(range(len(bags)))
    for one in range(len(bags)):
        for other in range(one):
            common = len(bags[one] & bags[other])
            if common >= _ALIKE * len(bags[one] | bags[other]):
                group[one] = group[other]
                break
    return group


def styled(text: str, style: str, rng: Random) -> str:
    """Return `text` as it is typed in `style`."""
    if style == "unaccented":
        return unaccented(text)
    return teencode(text, rng) if style == "teencode" else text


def innocent() -> list[str]:
    """Return what the project has of questions without danger, each once, sorted."""
    return sorted({*_of_cards(), *_of_questions(), *_of_intents()})


def _of_cards() -> Iterator[str]:
    for path in (ROOT / "knowledge" / "documents").rglob("*.md"):
        if path.parent.name != SAFETY_CARDS:
            front, _, _ = read_card(path)
            yield from (front["title"], *front.get("also", ()))


def _of_questions() -> Iterator[str]:
    """Yield the golden questions and what of the other sets may be looked at."""
    for name in ("golden", "fresh", "out_of_scope"):
        lines = (ROOT / "knowledge" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for row in map(json.loads, lines):
            about = row.get("passages") or [""]
            seen = name == "golden" or row.get("split") == "fit"
            if seen and not any(p.startswith(SAFETY_CARDS) for p in about) and row["question"]:
                yield row["question"]


def _of_intents() -> Iterator[str]:
    """Yield the examples that Rasa learns its intents from, small talk among them."""
    for path in sorted((ROOT / "nlu" / "data" / "nlu").glob("*.yml")):
        for block in read_yaml(path)["nlu"]:
            if "intent" in block and block["intent"] != "ask_knowledge":
                yield from (line[2:] for line in block["examples"].splitlines())
