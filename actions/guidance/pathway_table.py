"""The table behind the pathway advisor: questions, ways, rules. `pathways.yml` holds it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from actions.guidance.forms import Choice

_LONGEST_TITLE = 40
_MOST_CHOICES = 7

Key = Literal["stage", "goal", "results", "money", "work", "province"]
Aspect = Literal["years", "paper", "onward", "cost", "ask", "next", "deadline"]
When = Mapping[Key, tuple[str, ...]]
Title = Annotated[str, Field(min_length=1, max_length=_LONGEST_TITLE)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(_Strict):
    """One of the answers that a question offers."""

    value: Id
    title: Title
    recap: str | None = None
    """Says the answer back; None for an answer that says nothing."""
    said: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    """Ways to say it that mean it only as the whole message."""

    @property
    def choice(self) -> Choice:
        """Return it as what may stand within a sentence."""
        return Choice(self.value, self.title, self.said)


class Question(_Strict):
    """One question of the form."""

    slot: Key
    text: str
    choices: tuple[Answer, ...] = Field(min_length=2, max_length=_MOST_CHOICES)
    from_start: bool = False
    """Whether the message that starts the flow may answer it."""
    provinces: bool = False
    """Whether any province that is named answers it."""

    def answer(self, value: str) -> Answer | None:
        """Return the choice with a value, None for a province that was typed."""
        return next((answer for answer in self.choices if answer.value == value), None)


class Source(_Strict):
    """A document and the clause in it."""

    document: str
    clause: str | None = None


def _source(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    document, _, clause = (part.strip() for part in value.partition("|"))
    return {"document": document, "clause": clause or None}


class Cell(_Strict):
    """What is said of a way under one aspect, and what it rests on."""

    text: str = Field(min_length=1, max_length=140)
    facts: tuple[str, ...] = Field(min_length=1)
    card: str
    sources: tuple[Annotated[Source, BeforeValidator(_source)], ...] = ()


class More(_Strict):
    """A button that asks for more of a way."""

    title: Title
    sends: str


class Way(_Strict):
    """One way to go on learning."""

    id: Id
    title: Title
    short: str | None = None
    """What it is called once it has been introduced; by its title where nothing stands here."""
    stages: tuple[str, ...] = Field(min_length=1)
    little_known: bool = False
    fits: str
    more: More
    cells: Mapping[Aspect, Cell]

    @property
    def name(self) -> str:
        """Return what it is called in a sentence."""
        return self.short or self.title


class Effect(_Strict):
    """What a rule does to some ways."""

    ways: tuple[str, ...] = Field(min_length=1)
    points: int = 0
    exclude: bool = False
    reason: str = Field(min_length=1)
    facts: tuple[str, ...] = ()


class Rule(_Strict):
    """Who answers so: what speaks for and against which ways."""

    id: Id
    when: When = Field(min_length=1)
    effects: tuple[Effect, ...] = Field(min_length=1)


class Note(_Strict):
    """What is said at the end to whom it concerns."""

    when: When = Field(min_length=1)
    text: str
    facts: tuple[str, ...] = Field(min_length=1)
    card: str


class PathwayTable(_Strict):
    """Everything that the advisor knows."""

    most_shown: int = Field(ge=2, le=3)
    least_shown: int = Field(ge=1, le=3)
    third_within: int = Field(ge=0)
    aspects: Mapping[Aspect, str]
    questions: tuple[Question, ...] = Field(min_length=1, max_length=6)
    ways: tuple[Way, ...] = Field(min_length=1)
    rules: tuple[Rule, ...]
    notes: tuple[Note, ...] = ()

    def question(self, slot: str) -> Question:
        """Return the question for a slot."""
        return next(question for question in self.questions if question.slot == slot)
