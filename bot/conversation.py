"""What a conversation is made of, and how its status may change. Pure: no library, no I/O."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from bot.errors import IllegalTransition

MESSAGE_LIMIT = 4096
"""Characters of one message: the same as Telegram's."""


class Audience(StrEnum):
    """Whom the bot is talking to, as they say of themselves."""

    STUDENT = "student"
    PARENT = "parent"
    TEACHER = "teacher"


class Status(StrEnum):
    """Whose turn a conversation is."""

    PENDING = "pending"
    """The bot answers."""
    OPEN = "open"
    """It waits for, or is with, a counsellor; the bot is silent."""
    RESOLVED = "resolved"
    """Done, until the visitor writes again."""

    def change(self, to: "Status") -> "Status":
        """Return `to` where that is a legal next status.

        Raises:
            IllegalTransition: The way is pending, open, resolved, and round again.
        """
        if _NEXT[self] is not to:
            raise IllegalTransition(self, to)
        return to


_NEXT = {
    Status.PENDING: Status.OPEN,
    Status.OPEN: Status.RESOLVED,
    Status.RESOLVED: Status.PENDING,
}


class Direction(StrEnum):
    """Who wrote a message."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class State(StrEnum):
    """How far the bot is with an incoming message."""

    RECEIVED = "received"
    """Stored, and owed a reply, also after a crash."""
    ANSWERED = "answered"
    """The bot did its part; in an open conversation that is to keep silent."""
    FAILED = "failed"
    """No reply could be had; a repeat of the message tries again."""


Kind = Literal["answer", "clarify", "no_answer", "handoff", "safety", "notice"]
Vote = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap: what it says, and what is sent as the visitor's words."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an answer comes from, and whether that still holds. Dates are ISO strings."""

    document: str
    title: str | None = None
    clause: str | None = None
    issued: str | None = None
    in_force_from: str | None = None
    status: str | None = None
    superseded_by: str | None = None
    url: str | None = None
    passage_id: str | None = None


@dataclass(frozen=True, slots=True)
class PassageScore:
    """A passage that an answer was taken from; a higher score is nearer."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a table, and where what it says comes from."""

    text: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    head: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A comparison; the text of its reply says the same in lines."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Something better looked at than read: which drawing, of what, and in words."""

    name: Literal["interests"]
    values: dict[str, float]
    alt: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is with a lesson; it is counted, not kept by person."""

    course: str
    event: Literal["started", "finished"]
    right: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a visitor wants to be reminded of: one a key, a second replaces the first."""

    key: str
    on: date
    title: str
    days_before: int = 0


Danger = Literal["self_harm", "violence", "bullying", "abuse", "exploitation", "scam", "distress"]


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing that the bot says."""

    text: str
    kind: Kind = "notice"
    buttons: tuple[Button, ...] = ()
    citations: tuple[Citation, ...] = ()
    confidence: float | None = None
    answer_id: str | None = None
    passages: tuple[PassageScore, ...] = ()
    suggestions: tuple[str, ...] = ()
    row: bool = False
    """The buttons belong side by side, as a scale does."""
    table: Table | None = None
    picture: Picture | None = None
    progress: Progress | None = None
    reminder: Reminder | None = None
    stop_reminders: str | None = None
    """A key, or "*" for all."""
    danger: Danger | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A visitor's thread. `sender_id` is its pseudonym towards Rasa, and never shown."""

    id: str
    sender_id: str
    status: Status
    audience: Audience | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a visitor wrote, and the channel's own id of it, before it is stored."""

    text: str
    conversation_id: str | None = None
    audience: Audience | None = None
    message_id: str | None = None
    channel: str = "web"


@dataclass(frozen=True, slots=True)
class Message:
    """One line of a conversation, as stored; `id` grows in order of arrival."""

    id: int
    conversation_id: str
    direction: Direction
    channel: str
    text: str
    created_at: datetime
    message_id: str | None = None
    state: State | None = None
    audience: Audience | None = None
    answers: int | None = None
    """The id of the message that this one replies to."""
    reply: Reply | None = None
    feedback: Vote | None = None

    @property
    def unasked(self) -> bool:
        """Say whether the bot spoke first, as a reminder does."""
        return self.direction is Direction.OUTGOING and self.answers is None


@dataclass(frozen=True, slots=True)
class Owed:
    """A message that is owed a reply, with what it takes to get one."""

    message: Message
    sender_id: str
    status: Status


@dataclass(frozen=True, slots=True)
class History:
    """A stretch of a conversation; `more` says that it goes on after the last message."""

    conversation: Conversation
    messages: tuple[Message, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Erasure:
    """The receipt of an erased conversation.

    `sender_id` stays only for as long as Rasa's tracker still has to be erased.
    """

    receipt: str
    erased_at: datetime
    messages: int
    feedback: int
    sender_id: str | None

    @property
    def pending(self) -> bool:
        """Say whether something is still to be erased."""
        return self.sender_id is not None
