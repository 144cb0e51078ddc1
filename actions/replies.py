"""Build what goes back through Rasa: one text, its buttons and one payload. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from actions.answering import Answer, AskReading, Clarify, Decision, NoAnswer
from actions.voice import address, source_lines, speak
from knowledge.passages import Citation, Hit, Passage

_MOST_SUGGESTIONS = 2
_LONGEST_ECHO = 80

Button = dict[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, as the dispatcher and the dialogue want it."""

    text: str
    buttons: list[Button]
    payload: dict[str, Any]
    passage: Passage | None = None
    """The passage it says, for "nguồn đâu?" and "ngắn thôi" afterwards."""


def counsellor_button(audience: str | None) -> Button:
    """Return the button that asks for a person, in the visitor's own voice."""
    who = {"student": "Em", "parent": "Tôi", "teacher": "Tôi"}.get(audience or "", "Mình")
    return {"title": "Gặp thầy cô tư vấn", "payload": f"{who} muốn gặp thầy cô tư vấn"}


def reply_to(
    question: str, decision: Decision, audience: str | None, suggestions: Sequence[str] = ()
) -> Reply:
    """Return the reply that carries out a decision about `question`.

    Args:
        question: As it was understood; a refusal says what it is about.
        decision: What may be said.
        audience: To whom: student, parent, teacher, or None.
        suggestions: What to ask after an answer.
    """
    match decision:
        case Answer(hit):
            return passage_reply(hit.passage, hit.confidence, audience, suggestions)
        case Clarify(hits):
            return _clarify(hits, audience)
        case AskReading(readings):
            return _ask_reading(readings, audience)
        case NoAnswer(nearest):
            return _no_answer(question, nearest, audience)


def passage_reply(
    passage: Passage,
    confidence: float,
    audience: str | None,
    suggestions: Sequence[str] = (),
    *,
    text: str | None = None,
) -> Reply:
    """Return a passage as an answer, with its sources and what to ask next.

    `text` is said instead of the whole text of the passage.
    """
    suggestions = suggestions[:_MOST_SUGGESTIONS]
    said = speak(text or passage.text, audience)
    return Reply(
        f"{said}\n\n{source_lines(passage)}",
        [*map(question_button, suggestions), counsellor_button(audience)],
        payload("answer", confidence, [(passage, confidence)], passage.citations, suggestions),
        passage,
    )


def payload(
    kind: str,
    confidence: float,
    passages: Sequence[tuple[Passage, float]] = (),
    citations: Sequence[Citation] = (),
    suggestions: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the `custom` object of DESIGN 4.1."""
    return {
        "kind": kind,
        "answer_id": uuid4().hex,
        "confidence": round(confidence, 3),
        "passages": [{"id": passage.id, "score": round(score, 3)} for passage, score in passages],
        "citations": [
            _citation(citation, passage) for passage, _ in passages[:1] for citation in citations
        ],
        "suggestions": list(suggestions),
    }


def _clarify(hits: Sequence[Hit], audience: str | None) -> Reply:
    titles = [hit.passage.title for hit in hits]
    name = address(audience)
    return Reply(
        f"Để trả lời cho đúng, {name} cho mình biết {name} muốn hỏi điều nào nhé:",
        [*map(question_button, titles), counsellor_button(audience)],
        payload(
            "clarify",
            hits[0].confidence,
            [(hit.passage, hit.confidence) for hit in hits],
            suggestions=titles,
        ),
    )


def _ask_reading(readings: Sequence[str], audience: str | None) -> Reply:
    first, second = readings
    return Reply(
        speak(f"Ý {{bạn}} là “{first}” hay “{second}”?", audience),
        [*map(question_button, readings), counsellor_button(audience)],
        payload("clarify", 0.0, suggestions=readings),
    )


def _no_answer(question: str, nearest: Hit | None, audience: str | None) -> Reply:
    lines = [
        f"Mình chưa tìm thấy trong các văn bản mình có câu trả lời chắc chắn cho: "
        f"“{_shortened(question)}”. Mình không đoán để khỏi nói sai."
    ]
    if nearest:
        lines.append(f"Điều gần nhất mình biết: {nearest.passage.title}")
    lines.append("{Bạn} thử hỏi cách khác, hoặc gặp thầy cô tư vấn nhé.")
    titles = [nearest.passage.title] if nearest else []
    return Reply(
        speak("\n\n".join(lines), audience),
        [*map(question_button, titles), counsellor_button(audience)],
        payload(
            "no_answer",
            nearest.confidence if nearest else 0.0,
            [(nearest.passage, nearest.confidence)] if nearest else [],
            suggestions=titles,
        ),
    )


def question_button(title: str) -> Button:
    """Return the button that asks a question of the corpus."""
    return {"title": title, "payload": title}


def _shortened(question: str) -> str:
    if len(question) <= _LONGEST_ECHO:
        return question
    return question[:_LONGEST_ECHO].rsplit(" ", 1)[0] + "…"


def _citation(citation: Citation, passage: Passage) -> dict[str, Any]:
    document = citation.document
    return {
        "document": document.name,
        "title": document.title if document.number else None,
        "clause": citation.clause,
        "issued": document.issued.isoformat() if document.issued else None,
        "in_force_from": document.in_force_from.isoformat() if document.in_force_from else None,
        "status": document.status,
        "superseded_by": citation.superseded_by,
        "url": document.url,
        "passage_id": passage.id,
    }
