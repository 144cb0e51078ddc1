"""How the pathway advisor asks, and how it says what it proposes. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from actions.guidance import pathway_texts as texts
from actions.guidance.forms import reply
from actions.guidance.pathway_advice import Advice, Answers, Weighed, reasons_for
from actions.guidance.pathway_table import Aspect, Cell, PathwayTable, Question, Source
from actions.replies import Reply, counsellor_button
from knowledge.facets import name_of
from knowledge.passages import Document

_IN_TEXT: tuple[Aspect, ...] = ("years", "paper", "onward", "cost")
_MOST_BUTTONS_OF_WAYS = 3
_TRANSLATED = " (bản tiếng Anh)"

Documents = Mapping[str, Document]
Field = dict[str, Any]


def question_reply(table: PathwayTable, question: Question, audience: str | None) -> Reply:
    """Return a question with its choices as buttons."""
    place = table.questions.index(question) + 1
    progress = texts.PROGRESS.format(place=place, of=len(table.questions))
    titles = [answer.title for answer in question.choices]
    return reply(f"{question.text} ({progress})", audience, titles)


def comparison_reply(
    table: PathwayTable,
    advice: Advice,
    answers: Answers,
    documents: Documents,
    audience: str | None,
) -> Reply:
    """Return the ways beside each other: as lines, and as a table with a source in each cell."""
    lines = [_understood(table, answers), texts.FITTING]
    lines += [_way_lines(f"{place}. ", way) for place, way in enumerate(advice.shown, 1)]
    if advice.overlooked:
        lines.append(_way_lines(f"{texts.OVERLOOKED} ", advice.overlooked))
    lines.append(_sources_line(advice, documents))
    return reply(
        "\n\n".join(filter(None, lines)),
        audience,
        table=_table(table, advice, documents),
        citations=[
            _citation(source, card, documents) for source, card in _sources(_cells(advice)).items()
        ],
    )


def reasons_reply(advice: Advice, audience: str | None) -> Reply:
    """Return why these ways, and why not others."""
    lines = [texts.WHY, *map(_reasons_line, advice.all_shown)]
    if advice.rejected:
        lines += ["", texts.WHY_NOT]
        lines += [f"• {way.way.name}: {way.against[0]}." for way in advice.rejected]
    return reply("\n".join(lines), audience)


def next_reply(advice: Advice, audience: str | None) -> Reply:
    """Return what to do next, and what the visitor may ask for."""
    lines = [texts.NEXT, *map(_next_line, advice.all_shown), _deadlines(advice)]
    if advice.notes:
        lines.append("\n" + " ".join(note.text for note in advice.notes))
    lines.append(f"\n{texts.OWN_CHOICE}")
    counsellor = counsellor_button(audience)
    more = dict.fromkeys((way.way.more.title, way.way.more.sends) for way in advice.all_shown)
    buttons: list[str | tuple[str, str]] = [
        *list(more)[:_MOST_BUTTONS_OF_WAYS],
        texts.INTERESTS,
        texts.SCHOOLS,
        (counsellor["title"], counsellor["payload"]),
        texts.AGAIN,
    ]
    return reply("\n".join(lines), audience, buttons)


def _understood(table: PathwayTable, answers: Answers) -> str:
    said = [_recap(question, answers.get(question.slot)) for question in table.questions]
    return texts.UNDERSTOOD.replace("{answers}", " · ".join(filter(None, said)))


def _recap(question: Question, value: str | None) -> str | None:
    if value is None:
        return None
    answer = question.answer(value)
    return answer.recap if answer else name_of("province", value).title()


def _way_lines(mark: str, weighed: Weighed) -> str:
    way = weighed.way
    years, paper, onward, cost = (way.cells[aspect].text for aspect in _IN_TEXT)
    return (
        f"{mark}{way.title}\n{years} → {_small(paper)}.\n"
        f"{texts.ONWARD}: {_small(onward)}.\n{texts.MONEY}: {_small(cost)}."
    )


def _reasons_line(weighed: Weighed) -> str:
    line = f"• {weighed.way.name}: {'; '.join(reasons_for(weighed))}."
    return f"{line} {texts.BUT}: {weighed.against[0]}." if weighed.against else line


def _next_line(weighed: Weighed) -> str:
    cells = weighed.way.cells
    return f"• {weighed.way.name}: {_small(cells['next'].text)}. {texts.ASK}: {cells['ask'].text}"


def _deadlines(advice: Advice) -> str:
    """Return until when, said once for the ways for which it is the same."""
    names: dict[str, list[str]] = {}
    for weighed in advice.all_shown:
        names.setdefault(weighed.way.cells["deadline"].text, []).append(weighed.way.name)
    if len(names) == 1:
        return f"{texts.DEADLINE}: {_small(next(iter(names)))}."
    said = [f"{', '.join(ways)}: {_small(text)}." for text, ways in names.items()]
    return f"{texts.DEADLINE}: {' '.join(said)}"


def _small(text: str) -> str:
    """Return a text to stand within a sentence; THPT and GDTX stay as they are."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _table(table: PathwayTable, advice: Advice, documents: Documents) -> Field:
    ways = advice.all_shown
    return {
        "caption": texts.CAPTION,
        "columns": [weighed.way.title for weighed in ways],
        "rows": [
            {
                "head": title,
                "cells": [_table_cell(weighed.way.cells[aspect], documents) for weighed in ways],
            }
            for aspect, title in table.aspects.items()
        ],
    }


def _table_cell(cell: Cell, documents: Documents) -> Field:
    named = [_named(source, documents) for source in cell.sources]
    return {"text": cell.text, "source": "; ".join(named) or None}


def _cells(advice: Advice) -> list[Cell]:
    return [cell for weighed in advice.all_shown for cell in weighed.way.cells.values()]


def _sources(cells: Iterable[Cell]) -> dict[Source, str]:
    """Return each source once, with the card that says more of it."""
    found: dict[Source, str] = {}
    for cell in cells:
        for source in cell.sources:
            found.setdefault(source, cell.card)
    return found


def _sources_line(advice: Advice, documents: Documents) -> str:
    said = [weighed.way.cells[aspect] for weighed in advice.all_shown for aspect in _IN_TEXT]
    sources = _sources(said)
    named = dict.fromkeys(_shortest(documents[source.document]) for source in sources)
    line = texts.SOURCES.replace("{sources}", "; ".join(named))
    doubted = any(documents[source.document].evidence == "verified-2" for source in sources)
    return f"{line} {texts.CHECK}" if doubted else line


def _short(document: Document) -> str:
    """Return a name for a line: "Nghị định 238/2025/NĐ-CP", "Dân trí" for the press."""
    return document.name if document.number else _publisher(document)


def _shortest(document: Document) -> str:
    """Return an official number that says its kind ("238/2025/NĐ-CP"), else a name."""
    number = document.number or ""
    return number if any(map(str.isalpha, number)) else _short(document)


def _publisher(document: Document) -> str:
    return (document.issuer or document.title).removesuffix(_TRANSLATED)


def _named(source: Source, documents: Documents) -> str:
    name = _short(documents[source.document])
    return f"{name}, {source.clause}" if source.clause else name


def _citation(source: Source, card: str, documents: Documents) -> Field:
    """Return a source as `actions.replies` returns those of a passage."""
    document = documents[source.document]
    successor = documents.get(document.superseded_by or "")
    return {
        "document": document.name,
        "title": document.title if document.number else None,
        "clause": source.clause,
        "issued": document.issued.isoformat() if document.issued else None,
        "in_force_from": document.in_force_from.isoformat() if document.in_force_from else None,
        "status": document.status,
        "superseded_by": successor.name if successor else None,
        "url": document.url,
        "passage_id": card,
    }
