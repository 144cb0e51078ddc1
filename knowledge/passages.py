"""The values of the knowledge base: documents, citations, passages, hits. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Audience = Literal["student", "parent", "teacher"]
Level = Literal["national", "province", "commune", "school"]
Evidence = Literal["verified", "verified-2", "plan", "conflict", "not-found", "computed"]
Status = Literal["in_force", "superseded", "expired", "plan", "secondary", "unknown"]


@dataclass(frozen=True, slots=True)
class Document:
    """A law, plan or source that cards cite; one row of `documents.yml`."""

    id: str
    number: str | None
    kind: str
    title: str
    issuer: str | None
    issued: date | None
    in_force_from: date | None
    in_force_until: date | None
    supersedes: tuple[str, ...]
    superseded_by: str | None
    status: Status
    evidence: Evidence
    url: str | None = None
    note: str | None = None

    @property
    def name(self) -> str:
        """What people call it: "Nghị định 238/2025/NĐ-CP", "Dân trí: <title>" for the press."""
        if self.number:
            return f"{self.kind} {self.number}"
        is_press = self.status == "secondary" and self.issuer
        return f"{self.issuer}: {self.title}" if is_press else self.title


@dataclass(frozen=True, slots=True)
class Citation:
    """Where in which document a passage comes from."""

    document: Document
    clause: str | None
    superseded_by: str | None = None
    """Name of the document that replaced the cited one."""


@dataclass(frozen=True, slots=True)
class CardDate:
    """A day that a card names, to be reminded of."""

    on: date
    what: str
    """What is on that day, or has to be done before it."""
    yearly: bool = False
    """It comes every year; `on` is one of those days."""

    def coming(self, today: date) -> date | None:
        """Return the next such day after `today`; None where there is none any more."""
        if not self.yearly:
            return self.on if self.on > today else None
        this_year = self.on.replace(year=today.year)
        return this_year if this_year > today else self.on.replace(year=today.year + 1)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the corpus that answers alone: a card, or a clause of a document."""

    id: str
    title: str
    """The question people ask; empty for a clause, which nobody asks for by name."""
    also: tuple[str, ...]
    text: str
    """The answer; `{bạn}` stands for the reader. Its first paragraph is the short answer."""
    audience: tuple[Audience, ...]
    level: Level
    province: str | None
    citations: tuple[Citation, ...]
    evidence: Evidence
    facts: tuple[str, ...]
    holds_from: date | None
    holds_until: date | None
    reviewed: date
    next: tuple[str, ...]
    dates: tuple[CardDate, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """Every way the corpus knows of asking for this passage; none for a clause."""
        return (self.title, *self.also) if self.title else self.also

    @property
    def short(self) -> str:
        """The short answer: the first paragraph."""
        return self.text.split("\n\n", 1)[0]


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a hit, each about 0 to 1."""

    cosine: float
    """How near the passage's three nearest questions are, on the average."""
    coverage: float
    """Share of the question's rare words, diacritics restored, that the passage has."""
    lead: float
    """Fused score above the next passage's; negative for those behind the first."""
    answer: float = 0.0
    """How near its answer is."""
    spelling: float = 0.0
    """Share of the question's groups of 3 and 4 letters that the passage has."""
    word_lead: float = 0.0
    """How far its words are above those of the sixth best passage, as a share of the best."""
    elsewhere: float = 0.0
    """1 where the question names a province and the passage is not about it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, and how well it fits."""

    passage: Passage
    score: float
    """Fused score among the passages of this search, 0 to 1; higher is better."""
    confidence: float
    """Calibrated probability that the passage answers the question, 0 to 1."""
    signs: Signs
