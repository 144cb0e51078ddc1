"""Ask the whole system over HTTP, and judge what it says as a person would: by the facts in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

from knowledge.evaluation import GoldenQuestion, states
from tests.e2e.stack import Visitor

Reply = dict[str, Any]

_ANSWERS = ("answer", "safety")


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
    return [
        _ask(url, g.question, g.style, g.audience, lambda reply, g=g: states(reply["text"], g.says))
        for g in golden
    ]


def ask_fresh(url: str, fresh: Iterable[GoldenQuestion]) -> list[Asked]:
    """Ask each fresh question; right is an answer with a card that was accepted for it."""
    return [
        _ask(url, f.question, f.style, f.audience, lambda reply, f=f: _card(reply) in f.passages)
        for f in fresh
    ]


def ask_unanswerable(url: str, rows: Iterable[dict[str, str]]) -> list[Asked]:
    """Ask what has no answer; `right` is always false of it."""
    return [
        _ask(url, row.get("question") or row["text"], row["style"], None, lambda _: False)
        for row in rows
    ]


def _card(reply: Reply) -> str | None:
    passages = [citation["passage_id"] for citation in reply["citations"]]
    return passages[0] if passages else None


def _ask(
    url: str, question: str, style: str, audience: str | None, is_right: Callable[[Reply], bool]
) -> Asked:
    with Visitor(url, audience) as visitor:
        reply = visitor.ask(question)
    is_answer = reply["kind"] in _ANSWERS
    right = is_answer and is_right(reply)
    return Asked(style, audience, reply["kind"], right, reply["confidence"] or 0.0, question)


def shares(asked: Sequence[Asked]) -> Shares:
    """Return the shares over some questions; all zero for none."""
    if not asked:
        return Shares(0, 0.0, 0.0, 0.0, 0.0)
    return Shares(
        len(asked),
        mean(a.kind in _ANSWERS for a in asked),
        mean(a.right for a in asked),
        mean(a.kind == "clarify" for a in asked),
        mean(a.kind not in (*_ANSWERS, "clarify") for a in asked),
    )
