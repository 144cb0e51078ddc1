"""One at a time within a conversation, any number of conversations side by side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Lanes:
    """A lock for each conversation that somebody waits in; nothing is kept of the others."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._inside: dict[str, int] = {}

    @asynccontextmanager
    async def turn(self, conversation_id: str) -> AsyncIterator[None]:
        """Wait for this conversation's turn, in the order of asking, and hold it."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        self._inside[conversation_id] = self._inside.get(conversation_id, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._inside[conversation_id] -= 1
            if not self._inside[conversation_id]:
                del self._locks[conversation_id], self._inside[conversation_id]

    def __len__(self) -> int:
        """Return how many conversations are at work or waiting."""
        return len(self._locks)
