"""Ask the whole system over HTTP, and judge what it says as a person would: by the facts in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from knowledge.evaluation import GoldenQuestion, states
from tests.e2e.stack import Visitor


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what the system made of it."""

    style: str
    audience: str | None
    kind: str
    """answer, clarify, no_answer, handoff or notice."""
    right: bool
    """It is an answer, and states every fact asked for."""
    confidence: float
    question: str


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of some questions, each 0 to 1."""

    questions: int
    answered: float
    right: float
    asked_back: float
    refused: float


def ask_golden(url: str, golden: Iterable[GoldenQuestion]) -> list[Asked]:
    """Ask each golden question in a conversation of its own, as who it belongs to."""
    return [_ask(url, g.question, g.style, g.audience, g.says) for g in golden]


def ask_unanswerable(url: str, rows: Iterable[dict[str, str]]) -> list[Asked]:
    """Ask what has no answer; `right` is always false of it."""
    return [_ask(url, row.get("question") or row["text"], row["style"], None, None) for row in rows]


def _ask(
    url: str,
    question: str,
    style: str,
    audience: str | None,
    says: Sequence[Sequence[str]] | None,
) -> Asked:
    visitor = Visitor(url, audience)
    try:
        reply = visitor.ask(question)
    finally:
        visitor.client.close()
    is_answer = reply["kind"] in ("answer", "safety")
    right = is_answer and says is not None and states(reply["text"], says)
    return Asked(style, audience, reply["kind"], right, reply["confidence"] or 0.0, question)


def shares(asked: Sequence[Asked]) -> Shares:
    """Return the shares over some questions; all zero for none."""
    if not asked:
        return Shares(0, 0.0, 0.0, 0.0, 0.0)
    return Shares(
        len(asked),
        mean(a.kind in ("answer", "safety") for a in asked),
        mean(a.right for a in asked),
        mean(a.kind == "clarify" for a in asked),
        mean(a.kind not in ("answer", "safety", "clarify") for a in asked),
    )
