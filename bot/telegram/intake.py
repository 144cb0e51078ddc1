"""Updates on their way in: reduced, stored, and only then confirmed and handled."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.telegram.records import Update, place_of
from bot.telegram.store import TelegramStore
from bot.telegram.updates import lane_of, reduced
from bot.telegram.workers import Workers

ALLOWED = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
FULL = 10_000
"""Updates in memory; beyond, the rest waits with Telegram."""

_NUMBERS = frozenset(("message_id", "message_thread_id", "migrate_to_chat_id", "date"))
_LARGEST = 2**63 - 1

logger = logging.getLogger(__name__)


class Intake:
    """What both ways in have in common."""

    def __init__(self, store: TelegramStore, workers: Workers, username: str) -> None:
        self._store = store
        self._workers = workers
        self._username = username

    @property
    def is_full(self) -> bool:
        """Say whether no more can be taken for now."""
        return len(self._workers) >= FULL

    async def take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Store updates in one transaction, and have those that are new handled.

        Raises:
            DatabaseUnavailable: Nothing is stored: they must not be confirmed.
        """
        read = [self._read(update) for update in updates]
        places = (place_of(update.payload) for update in read)
        revived = {place[0] for place in places if place is not None}
        self._workers.add(*await self._store.take(read, revived=revived))

    def _read(self, update: Mapping[str, Any]) -> Update:
        """Reduce an update; one that nobody can read is nothing to answer."""
        try:
            kept = reduced(update, self._username)
            _check(kept)
            return Update(int(update["update_id"]), lane_of(update), kept)
        except Exception as error:  # noqa: BLE001 - one update must not stop the others
            number = int(update["update_id"])
            logger.error(  # noqa: TRY400 - its traceback may hold a visitor's words
                "update %d cannot be read: %s", number, type(error).__name__
            )
            return Update(number, "none", {"update_id": number})


def _check(kept: Any, name: str = "") -> None:
    """Check what the store could fail with, and then all updates of a batch with this one.

    Raises:
        ValueError: A chat is not one, or a number is none that a column takes.
    """
    if name in _NUMBERS and not _is_number(kept):
        raise ValueError("no such number")
    if name == "chat" and not (_is_number(kept["id"]) and isinstance(kept["type"], str)):
        raise ValueError("not a chat")
    if isinstance(kept, Mapping):
        for inner, value in kept.items():
            _check(value, inner)


def _is_number(kept: Any) -> bool:
    return type(kept) is int and -_LARGEST <= kept <= _LARGEST
