"""Read the corpus from disk: the table of documents and the cards, wholly checked."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from knowledge.dates import DateRow, faults_of_dates
from knowledge.errors import CorpusError, CorpusRejected
from knowledge.frontmatter import read_card, read_yaml
from knowledge.passages import Audience, Citation, Document, Evidence, Level, Passage
from nlu.text import fold, words

_SHORT_WORDS = 50  # the first paragraph is the short answer
_BODY_WORDS = (30, 190)


def _not_in_future(day: date) -> date:
    if day > date.today():  # noqa: DTZ011 - a card is reviewed on a local calendar day
        raise ValueError(f"{day} is in the future")
    return day


PastDate = Annotated[date, AfterValidator(_not_in_future)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _DocumentRow(_Strict):
    id: str = Field(pattern=r"^[a-z0-9-]+$")
    issued: PastDate | None = None


class _CitationRow(_Strict):
    document: str
    clause: str | None = None


class _Holds(_Strict):
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None


class _FrontMatter(_Strict):
    id: str = Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")
    title: str = Field(min_length=8, max_length=120)
    also: tuple[str, ...] = ()
    audience: tuple[Audience, ...] = Field(min_length=1)
    level: Level
    province: str | None = Field(default=None, pattern=r"^[a-z-]+$")
    citations: tuple[_CitationRow, ...] = Field(min_length=1)
    evidence: Evidence
    facts: tuple[str, ...] = Field(min_length=1)
    holds: _Holds = _Holds()
    reviewed: PastDate
    next: tuple[str, ...] = ()
    dates: tuple[DateRow, ...] = ()


def load_corpus(folder: Path, table: Path) -> list[Passage]:
    """Return the passages of all cards under `folder`, in the order of their ids.

    Raises:
        CorpusRejected: At least one card or row is not as it must be; all are named.
    """
    passages, problems = read_corpus(folder, table)
    if problems:
        raise CorpusRejected(problems)
    return passages


def read_corpus(folder: Path, table: Path) -> tuple[list[Passage], list[CorpusError]]:
    """Return the good passages and everything that is wrong, in the order of files."""
    problems: list[CorpusError] = []
    documents = _read_documents(table, problems)
    passages: dict[str, Passage] = {}
    places: dict[str, Path] = {}
    paths = sorted(path for path in folder.rglob("*.md") if path.is_file())
    if not paths:
        problems.append(CorpusError(folder, 1, "no cards here (*.md)"))
    for path in paths:
        try:
            passage = _read_passage(path, documents)
        except CorpusRejected as rejected:
            problems.extend(rejected.problems)
            continue
        if passage.id in places:
            problems.append(CorpusError(path, 2, f"id {passage.id!r} is also {places[passage.id]}"))
            continue
        passages[passage.id], places[passage.id] = passage, path
    problems.extend(_broken_links(passages, places))
    return [passages[id_] for id_ in sorted(passages)], problems


def load_documents(table: Path) -> dict[str, Document]:
    """Return the documents of the table by id.

    Raises:
        CorpusRejected: A row is not as it must be.
    """
    problems: list[CorpusError] = []
    documents = _read_documents(table, problems)
    if problems:
        raise CorpusRejected(problems)
    return documents


def _read_documents(table: Path, problems: list[CorpusError]) -> dict[str, Document]:
    try:
        rows = read_yaml(table)
    except CorpusError as error:
        problems.append(error)
        return {}
    adapter = TypeAdapter(Document)
    documents: dict[str, Document] = {}
    if not isinstance(rows, list):
        problems.append(CorpusError(table, 1, "the table is a list of documents: '- id: …'"))
        return {}
    for row in rows:
        if not isinstance(row, dict):
            problems.append(CorpusError(table, _line_of(table, f"- {row}"), "not 'key: value'"))
            continue
        line = _line_of(table, f"- id: {row.get('id')}")
        try:
            _DocumentRow.model_validate({"id": row.get("id"), "issued": row.get("issued")})
            document = adapter.validate_python(row)
        except ValidationError as error:
            problems.extend(CorpusError(table, line, problem) for problem, _ in _explain(error))
            continue
        if document.id in documents:
            last = _line_of(table, f"- id: {document.id}", last=True)
            problems.append(CorpusError(table, last, f"document {document.id!r} is there twice"))
        documents[document.id] = document
    problems.extend(_unknown_successors(table, documents))
    return documents


def _unknown_successors(table: Path, documents: Mapping[str, Document]) -> Iterable[CorpusError]:
    for document in documents.values():
        for id_ in filter(None, (document.superseded_by, *document.supersedes)):
            if id_ not in documents:
                line = _line_of(table, f"- id: {document.id}")
                yield CorpusError(table, line, f"{document.id!r} names unknown document {id_!r}")


def _read_passage(path: Path, documents: Mapping[str, Document]) -> Passage:
    try:
        matter, body, lines = read_card(path)
    except CorpusError as error:
        raise CorpusRejected([error]) from None
    try:
        front = _FrontMatter.model_validate(matter)
    except ValidationError as error:
        raise CorpusRejected(
            [CorpusError(path, lines.get(key, 2), problem) for problem, key in _explain(error)]
        ) from None
    problems = [
        CorpusError(path, lines.get(key, 2), problem)
        for key, problem in _faults(front, body, documents)
    ]
    if problems:
        raise CorpusRejected(problems)
    return _to_passage(front, body, documents)


def _faults(
    front: _FrontMatter, body: str, documents: Mapping[str, Document]
) -> Iterable[tuple[str, str]]:
    """Yield (key, problem) for what a schema cannot say."""
    for citation in front.citations:
        if citation.document not in documents:
            yield "citations", f"unknown document {citation.document!r}"
    asked = [fold(question) for question in (front.title, *front.also)]
    if len(set(asked)) < len(asked):
        yield "also", "asks the same question twice"
    if front.holds.from_ and front.holds.until and front.holds.from_ > front.holds.until:
        yield "holds", "it ends before it begins"
    yield from (("dates", problem) for problem in faults_of_dates(front.dates, body))
    yield from _faults_of_text(front, body)


def _faults_of_text(front: _FrontMatter, body: str) -> Iterable[tuple[str, str]]:
    """Yield (key, problem) for how the questions and the answer are written."""
    questions = "\n".join(front.also)
    for key, text in (("title", front.title), ("also", questions), ("body", body)):
        if unicodedata.normalize("NFC", text) != text:
            yield key, "the text is not in Unicode NFC"
    if "{" in front.title + questions:
        yield "also", "a question has no placeholder"
    if body.count("{") != body.count("{bạn}") + body.count("{Bạn}"):
        yield "body", "the only placeholders are {bạn} and {Bạn}"
    short = len(words(body.split("\n\n", 1)[0]))
    if short > _SHORT_WORDS:
        yield "body", f"the first paragraph has {short} words, more than {_SHORT_WORDS}"
    least, most = _BODY_WORDS
    if not least <= len(words(body)) <= most:
        yield "body", f"the answer has {len(words(body))} words, not {least} to {most}"


def _to_passage(front: _FrontMatter, body: str, documents: Mapping[str, Document]) -> Passage:
    return Passage(
        id=front.id,
        title=front.title,
        also=front.also,
        text=body,
        audience=front.audience,
        level=front.level,
        province=front.province,
        citations=tuple(_to_citation(row, documents) for row in front.citations),
        evidence=front.evidence,
        facts=front.facts,
        holds_from=front.holds.from_,
        holds_until=front.holds.until,
        reviewed=front.reviewed,
        next=front.next,
        dates=tuple(row.to_date() for row in front.dates),
    )


def _to_citation(row: _CitationRow, documents: Mapping[str, Document]) -> Citation:
    document = documents[row.document]
    successor = documents.get(document.superseded_by or "")
    return Citation(document, row.clause, successor.name if successor else None)


def _broken_links(
    passages: Mapping[str, Passage], places: Mapping[str, Path]
) -> Iterable[CorpusError]:
    asked: dict[str, str] = {}
    for passage in passages.values():
        path = places[passage.id]
        for id_ in passage.next:
            if id_ not in passages:
                yield CorpusError(path, _line_of(path, "next:"), f"next names unknown card {id_!r}")
        for question in passage.questions:
            other = asked.setdefault(fold(question), passage.id)
            if other != passage.id:
                line = _line_of(path, question)
                yield CorpusError(path, line, f"{question!r} is also asked by card {other!r}")


def _explain(error: ValidationError) -> Iterable[tuple[str, str]]:
    """Yield (problem, key) in a line each."""
    for detail in error.errors():
        where = ".".join(str(part) for part in detail["loc"])
        yield f"{where}: {detail['msg']}", str(detail["loc"][0]) if detail["loc"] else ""


def _line_of(path: Path, text: str, *, last: bool = False) -> int:
    """Return the first (or last) line of the file that is `text`, else that has it, or 1."""
    lines = path.read_text(encoding="utf-8").split("\n")
    found = [number for number, line in enumerate(lines, 1) if line.strip() == text]
    found = found or [number for number, line in enumerate(lines, 1) if text in line] or [1]
    return found[-1 if last else 0]
