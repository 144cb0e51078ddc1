"""The contract between what the Telegram channel says and what carries it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API: a method and its parameters, ready for JSON."""

    method: str
    """The method's name, as ``sendMessage``."""
    params: Mapping[str, Any]
    """Its parameters; ``chat_id`` is among them where the method has one."""
    row: int | None = None
    """Our own message (its row id) that this call shows, if any."""


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
