"""Say what schools were found: short, dated, with sources, and where to ask. Pure."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from actions.guidance import school_texts as texts
from actions.guidance.forms import reply
from actions.guidance.school_search import Search
from actions.replies import Reply, counsellor_button
from knowledge.fields import LEVELS
from knowledge.places import gazetteer
from knowledge.schools.entry import Programme, School, next_due
from knowledge.schools.finding import Found, Match

_MOST_SCHOOLS = 4
_MOST_PROGRAMMES = 2
_LONGEST = 900
_LONGEST_SOURCE = 60


def results(search: Search, found: Found, today: date, audience: str | None) -> Reply:
    """Return what was found, or that nothing is known there and who knows."""
    if not found.matches:
        text = texts.NOTHING.format(where=search.where, department=search.department)
        return reply(text, audience, [*_elsewhere(), _counsellor(audience)])
    shown = _as_many_as_fit(lambda count: _text(search, found, count, today))
    return reply(
        _text(search, found, shown, today),
        audience,
        _buttons(search, found, shown, today, audience),
        kind="answer",
        citations=_citations([match.school for match in found.matches[:shown]]),
    )


def _as_many_as_fit(text: Callable[[int], str]) -> int:
    """Return how many schools can be told within the longest text; at least one."""
    for count in range(_MOST_SCHOOLS, 1, -1):
        if len(text(count)) <= _LONGEST:
            return count
    return 1


def _text(search: Search, found: Found, count: int, today: date) -> str:
    shown = found.matches[:count]
    items = [f"{n}. {_item(match, today)}" for n, match in enumerate(shown, 1)]
    tail = [texts.ASK.format(department=search.department)]
    if any(match.school.as_of.is_old(today) for match in shown):
        tail.insert(0, texts.OLD_DATA)
    if len(found.matches) > len(shown):
        tail.insert(0, texts.MORE.format(count=len(found.matches) - len(shown)))
    return "\n\n".join([_head(search, found), *items, "\n".join(tail)])


def _head(search: Search, found: Found) -> str:
    if not found.let_go:
        count = len(found.matches)
        return texts.HERE.format(where=search.where, count=count, what=search.what())
    return texts.NEAREST.format(
        what=search.what(),
        where=search.where,
        province=gazetteer().title_of(search.wanted.province),
        kept=search.what(without=found.let_go),
    )


def _item(match: Match, today: date) -> str:
    school = match.school
    titled = texts.PLACE_OF_SCHOOL.format(name=school.name, place=school.commune)
    lines = [titled if school.commune else school.name, _taught(match, today)]
    lines += [school.note] if school.note else []
    lines += [texts.SITE.format(site=school.site)] if school.site else []
    old = texts.OLD if school.as_of.is_old(today) else ""
    lines.append(texts.DATED.format(as_of=school.as_of, old=old, source=_short(school.source)))
    return "\n".join(lines)


def _taught(match: Match, today: date) -> str:
    """Return the programmes that were looked for, else the levels, else that it is not known."""
    shown = match.programmes[:_MOST_PROGRAMMES]
    if shown:
        told = "; ".join(_programme(programme, today) for programme in shown)
        left = len(match.programmes) - len(shown)
        more = texts.MORE_PROGRAMMES.format(count=left) if left else ""
        return texts.PROGRAMMES.format(programmes=told + more)
    levels = ", ".join(LEVELS[level] for level in match.school.levels)
    if not levels:
        return texts.NOTHING_KNOWN
    known = [texts.LEVELS.format(levels=levels)]
    known += [] if match.school.programmes else [texts.NO_PROGRAMMES]
    return " ".join(known)


def _programme(programme: Programme, today: date) -> str:
    return f"{programme.name} ({', '.join(_details(programme, today))})"


def _details(programme: Programme, today: date) -> Iterator[str]:
    yield LEVELS[programme.level]
    if programme.fee is not None:
        fee = f"{programme.fee:,}".replace(",", ".")
        yield texts.FEE.format(fee=fee) if programme.fee else texts.FREE
    if programme.quota:
        yield texts.QUOTA.format(quota=programme.quota)
    if programme.deadline:
        past = programme.deadline < today
        said = texts.PAST_DEADLINE if past else texts.DEADLINE
        yield said.format(day=f"{programme.deadline:%d/%m/%Y}")
    if programme.level == "trung-hoc-nghe":
        yield _licence(programme)


def _licence(programme: Programme) -> str:
    if not (programme.licence_number and programme.licence_date):
        return texts.NO_LICENCE
    day = f"{programme.licence_date:%d/%m/%Y}"
    return texts.LICENCE.format(number=programme.licence_number, day=day)


def _buttons(
    search: Search, found: Found, shown: int, today: date, audience: str | None
) -> list[tuple[str, str]]:
    where = search.words_for_place
    return [
        *_reminder(search, found, shown, today),
        (texts.CHOOSE_FIELD, texts.BY_FIELD.format(where=where, what=search.what({"field"}))),
        (texts.CHOOSE_LEVEL, texts.BY_LEVEL.format(where=where, what=search.what({"level"}))),
        *_elsewhere(),
        _counsellor(audience),
    ]


def _reminder(search: Search, found: Found, shown: int, today: date) -> list[tuple[str, str]]:
    """Return the button for the nearest deadline of what is shown; none where none is to come."""
    coming = [
        (programme.deadline, match.school.id)
        for match in found.matches[:shown]
        if (programme := next_due(match.programmes, today)) and programme.deadline
    ]
    if not coming:
        return []
    what = search.what(without=found.let_go)
    return [(texts.REMIND, texts.REMIND_WORDS.format(school=min(coming)[1], what=what))]


def _elsewhere() -> list[tuple[str, str]]:
    return [(texts.OTHER_PROVINCE, texts.ELSEWHERE)]


def _counsellor(audience: str | None) -> tuple[str, str]:
    button = counsellor_button(audience)
    return button["title"], button["payload"]


def _citations(schools: Sequence[School]) -> list[dict[str, Any]]:
    """Return the sources of schools, each once, as the payload has them."""
    by_source = {(school.source, school.as_of): school for school in reversed(schools)}
    return [
        {
            "document": school.source,
            "title": None,
            "clause": texts.DATA_OF.format(as_of=school.as_of),
            "issued": None,
            "in_force_from": None,
            "status": "secondary",
            "superseded_by": None,
            "url": school.source_url,
            "passage_id": None,
        }
        for school in reversed(by_source.values())
    ]


def _short(source: str) -> str:
    """Return a source as one names it in passing: the paper, not its headline."""
    said = source.partition(": ")[0]
    return said if len(said) <= _LONGEST_SOURCE else said[:_LONGEST_SOURCE].rsplit(" ", 1)[0] + "…"
