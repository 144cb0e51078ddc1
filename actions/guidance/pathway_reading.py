"""What a message answers: one of the choices, a province, or a correction. Pure."""

import re
from collections.abc import Iterable, Mapping

from actions.guidance.forms import choice_in, plain
from actions.guidance.pathway_table import Answer, PathwayTable, Question
from knowledge.facets import facets_of
from nlu.text import normalize

_CLAUSE = re.compile(r"[.,;:!?\n…–]+|\s(?:nhưng|nhung|mà|còn|chứ)\s", re.IGNORECASE)
_CORRECTS = re.compile(
    r"\b(?:nham|lon roi|a khong|a quen|y (?:em|minh|toi|con|chau|tui|la)|sua lai|doi lai"
    r"|noi lai|khong phai|chu khong|doi thanh|sua thanh|tinh lai)\b"
)
_HESITATES = re.compile(r"^(?:da |thoi )?(?:a|o|u|y|oi|ay) khong ")
_ASKS = re.compile(
    r"\b(?:la gi|la sao|bao nhieu|bao lau|the nao|nhu nao|lam sao|tai sao|vi sao|may nam|o dau"
    r"|khi nao|bao gio|truong nao|khac gi|khac nhau|co duoc|duoc khong|phai khong|dung khong)\b"
    r"|\bco .+ khong$"
)
_NUMBER = re.compile(r"(?:so |cau |chon |y )?\d{1,2}")
_DENIES = r"(?:khong|chang|chua) (?:\w+ ){0,2}"
_CLASS = re.compile(r"(?<=\d)\s?[a-k]\d{0,2}\b", re.IGNORECASE)
"""What follows the grade in the name of a class: 9A, 9 A2."""
_MOST_WORDS = 30
_MOST_WORDS_ASIDE = 8
_MOST_WORDS_OF_A_NAME = 3

Values = dict[str, str]
"""From a question ("stage") to the value of its answer."""


def read_start(table: PathwayTable, text: str) -> Values:
    """Return what the message that starts the flow says already."""
    return _named(text, _volunteered(table))


def read_answer(
    table: PathwayTable, text: str, requested: str, state: Mapping[str, str | None]
) -> Values:
    """Return what a message answers, none where it answers nothing.

    A whole message that is a choice of the question asked comes first; then a correction, which
    may be of any question; then, unless the message asks something itself, a choice within a
    sentence; then an answer to another question: a button tapped twice, or "em lớp 12 cơ".
    """
    question = table.question(requested)
    if whole := _whole(text, question):
        return {requested: whole}
    if _CORRECTS.search(plain(normalize(text))):
        return _named(text, table.questions)
    if _is_question(text):
        return {}
    if within := _within(text, question):
        return {requested: within}
    return _aside(table, text, state)


def _aside(table: PathwayTable, text: str, state: Mapping[str, str | None]) -> Values:
    for question in reversed(table.questions):
        for answer in question.choices:
            if state.get(question.slot) and plain(answer.title) == plain(text):
                return {question.slot: answer.value}
    is_short = len(plain(text).split()) <= _MOST_WORDS_ASIDE
    return _named(text, _volunteered(table)) if is_short else {}


def _volunteered(table: PathwayTable) -> list[Question]:
    return [question for question in table.questions if question.from_start]


def _named(text: str, questions: Iterable[Question]) -> Values:
    """Return every answer that stands in a text; one that says nothing does not count."""
    found = ((question, _within(text, question)) for question in questions)
    return {question.slot: value for question, value in found if value and _says(question, value)}


def _says(question: Question, value: str) -> bool:
    answer = question.answer(value)
    return answer is None or answer.recap is not None


def _whole(text: str, question: Question) -> str | None:
    """Return the choice that the message is, as it stands or as it was meant."""
    for said in dict.fromkeys((plain(text), plain(_meant(text)))):
        for answer in question.choices:
            if said in map(plain, (answer.title, *answer.said, *answer.alone)):
                return answer.value
    if _NUMBER.fullmatch(plain(text)):
        numbered = choice_in(text, [answer.choice for answer in question.choices])
        return numbered.value if numbered else None
    return None


def _within(text: str, question: Question) -> str | None:
    """Return the choice that a sentence names; the last where clauses name different ones."""
    meant = _meant(text)
    if len(plain(meant).split()) > _MOST_WORDS:
        return None
    if question.provinces:
        return _province(meant, question)
    values = [value for clause in _CLAUSE.split(meant) if (value := _in_clause(clause, question))]
    return values[-1] if values else None


def _province(meant: str, question: Question) -> str | None:
    named = facets_of(meant).get("province")
    if named is None and len(plain(meant).split()) <= _MOST_WORDS_OF_A_NAME:
        named = facets_of(f"tỉnh {meant}").get("province")  # "da nang" alone could be "đa năng"
    return named if named and named != "ca-nuoc" else _in_clause(meant, question)


def _in_clause(clause: str, question: Question) -> str | None:
    said = _HESITATES.sub("", plain(clause))
    if said.isdigit():
        return None
    meant = [answer.choice for answer in question.choices if not _is_denied(said, answer)]
    found = choice_in(said, meant)
    return found.value if found else None


def _is_denied(said: str, answer: Answer) -> bool:
    """Tell whether all that names an answer stands behind a "không"."""
    ways = [way for way in answer.choice.ways if way and f" {way} " in f" {said} "]
    return bool(ways) and all(re.search(rf"\b{_DENIES}{re.escape(way)}\b", said) for way in ways)


def _meant(text: str) -> str:
    return _CLASS.sub("", normalize(text))


def _is_question(text: str) -> bool:
    return text.rstrip().endswith("?") or bool(_ASKS.search(plain(normalize(text))))
