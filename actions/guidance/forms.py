"""What a flow is: which slots are its state, how an answer is read, what is asked and said."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.replies import Button, Reply, payload
from actions.voice import speak
from nlu.text import fold, words

State = Mapping[str, Any]
"""The slots of a form: name to JSON value, None where nothing is known."""

_NUMBER = re.compile(r"^(?:so |cau |chon |y |phuong an )*(\d{1,2})$")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that a question offers."""

    value: str
    """What the slot becomes."""
    title: str
    """What the button says, and sends."""
    said: tuple[str, ...] = ()
    """Other ways to say it; with or without diacritics."""

    @property
    def ways(self) -> tuple[str, ...]:
        """All ways to say it, in words without diacritics."""
        return tuple(plain(way) for way in (self.title, *self.said))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes at the end of a flow."""

    replies: list[Reply]
    slots: dict[str, Any] = field(default_factory=dict)
    """Slots to set; None clears one."""


class Form(ABC):
    """One flow. Pure: what it knows of the visitor is in `state`."""

    name: str
    """As in the domain, `pathway_form`."""
    starts: tuple[str, ...] = ()
    """The intents that begin it."""
    slots: tuple[str, ...]
    """The slots that are its state; all start as None."""
    kept: tuple[str, ...] = ()
    """Slots that belong to the state too, and outlast the flow: starting anew leaves them."""

    @abstractmethod
    def next_slot(self, state: State) -> str | None:
        """Return what to ask for now, None where nothing is left to ask."""

    @abstractmethod
    def read(self, text: str, requested: str | None, state: State) -> dict[str, Any]:
        """Return the slots that a message sets; none where it answers nothing that was asked.

        Args:
            text: What was typed or tapped, with or without diacritics.
            requested: What was asked for; None for the message that starts the flow.
            state: The slots so far.
        """

    def opening(self, text: str, state: State, audience: str | None) -> Reply | None:
        """Return what to say to the message that starts the flow, before the first question."""
        return None

    @abstractmethod
    def ask(self, requested: str, state: State, audience: str | None) -> Reply:
        """Return the question for a slot."""

    @abstractmethod
    def finish(self, state: State, audience: str | None) -> Outcome:
        """Return what comes of the answers."""


def reply(
    text: str,
    audience: str | None,
    buttons: Sequence[str | tuple[str, str]] = (),
    kind: str = "notice",
    **extras: Any,
) -> Reply:
    """Return something to say, in the visitor's voice.

    Args:
        text: May hold the placeholders that `speak` knows.
        audience: Who is spoken to.
        buttons: Titles that are sent as they are, or titles with what is sent for them.
        kind: As DESIGN 4.1 names it.
        extras: More fields of the payload: `row`, `table`, `picture`, `citations`, `progress`,
            `reminder`.
    """
    return Reply(
        speak(text, audience),
        [_button(offered, audience) for offered in buttons],
        {**payload(kind, 1.0), **extras},
    )


def choice_in(text: str, choices: Sequence[Choice]) -> Choice | None:
    """Return the choice that a message names: by its title, its number, or another way to say it.

    A whole message first, then the longest way that stands in it as words; None where two
    choices are named equally well.
    """
    said = plain(text)
    exact = [choice for choice in choices if said in choice.ways]
    if exact:
        return exact[0]
    number = _NUMBER.match(said)
    if number:
        place = int(number[1]) - 1
        return choices[place] if 0 <= place < len(choices) else None
    return _longest(said, choices)


def plain(text: str) -> str:
    """Return the words of a text without diacritics, signs and capitals."""
    return fold(" ".join(words(text)))


def _longest(said: str, choices: Sequence[Choice]) -> Choice | None:
    best: list[Choice] = []
    length = 0
    for choice in choices:
        named = [len(way) for way in choice.ways if way and f" {way} " in f" {said} "]
        found = max(named, default=0)
        if found > length:
            best, length = [choice], found
        elif found and found == length:
            best.append(choice)
    return best[0] if len(best) == 1 else None


def _button(offered: str | tuple[str, str], audience: str | None) -> Button:
    title, sent = (offered, offered) if isinstance(offered, str) else offered
    return {"title": speak(title, audience), "payload": speak(sent, audience)}
