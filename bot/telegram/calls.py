"""The contract between what the Telegram channel says and what carries it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

_UPLOADS = ("photo", "document")
_ATTACHED = "attach://"


class Attachment(StrEnum):
    """A file that comes with a call; it is made when the call is, of the reply in `row`."""

    PICTURE = "picture"
    CALENDAR = "calendar"

    @property
    def address(self) -> str:
        """Return what stands for the file among the parameters of a call."""
        return f"{_ATTACHED}{self.value}"


@dataclass(frozen=True, slots=True)
class File:
    """Something to be uploaded."""

    name: str
    """As whoever gets it sees it, with an ending that says what it is."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API: a method and its parameters, ready for JSON."""

    method: str
    """The method's name, as ``sendMessage``."""
    params: Mapping[str, Any]
    """Its parameters; ``chat_id`` is among them where the method has one."""
    row: int | None = None
    """Our own message (its row id) that this call shows, if any."""


def attachments(params: Mapping[str, Any]) -> dict[str, Attachment]:
    """Return the files that come with a call, by the names of their parameters."""
    found = {name: str(params.get(name, "")) for name in _UPLOADS}
    return {
        name: Attachment(value.removeprefix(_ATTACHED))
        for name, value in found.items()
        if value.startswith(_ATTACHED)
    }


Immediate = Callable[[Call], Awaitable[None]]
"""Does a call at once and at best effort, past the outbox; it never raises and is soon back."""


class Talk(Protocol):
    """Whoever turns one update into the calls that answer it."""

    async def handle(self, update: Mapping[str, Any], immediate: Immediate) -> list[Call]:
        """Return the calls that answer one reduced update, in their order.

        The same update handled again (after a crash) has the same effect as handled once. Raises
        Unanswered while the conversation cannot be asked: the update is then to be tried again.
        """
        ...
