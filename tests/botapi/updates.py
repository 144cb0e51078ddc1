"""The updates that wait for the bot: numbered, kept until confirmed, filtered by kind."""

import asyncio
import itertools
from collections import deque
from collections.abc import Callable
from typing import Any

from tests.botapi.problems import Refused, bad_request, conflict

FIRST_UPDATE = 870_000_001
MAX_BATCH = 100
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}

Update = dict[str, Any]


class Poll:
    """One getUpdates that waits in the server's loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self.refusal: Refused | None = None
        self.gone = False

    def wake(self) -> None:
        """May be called from any thread."""
        self._loop.call_soon_threadsafe(self._woken.set)

    def end(self, refusal: Refused) -> None:
        self.refusal = refusal
        self.wake()

    async def wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return
        self._woken.clear()


class UpdateQueue:
    """The queue of one bot. The caller holds the lock."""

    def __init__(self) -> None:
        self._waiting: deque[Update] = deque()
        self._numbers = itertools.count(FIRST_UPDATE)
        self._poll: Poll | None = None
        self.allowed: list[str] = []
        self.on_new: Callable[[], None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def is_polled(self) -> bool:
        return self._poll is not None

    def add(self, kind: str, content: dict[str, Any]) -> int | None:
        """The number of the new update, or None when the bot did not ask for this kind."""
        if not self._wanted(kind):
            return None
        number = next(self._numbers)
        self._waiting.append({"update_id": number, kind: content})
        self.announce()
        return number

    def announce(self) -> None:
        """Wakes whoever waits for updates."""
        if self._poll:
            self._poll.wake()
        if self.on_new:
            self.on_new()

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def allow(self, kinds: list[Any] | None) -> None:
        """None keeps the former list, an empty list is all kinds but the noisy ones."""
        if kinds is None:
            return
        if not all(isinstance(kind, str) for kind in kinds):
            raise bad_request("can't parse allowed_updates: expected an Array of String")
        self.allowed = list(kinds)

    def confirm(self, offset: int) -> None:
        """Forgets what is before the offset; a negative one counts from the end."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
            return
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    def remove(self, number: int) -> None:
        self._waiting = deque(update for update in self._waiting if update["update_id"] != number)

    def clear(self) -> None:
        self._waiting.clear()

    def peek(self, limit: int) -> list[Update]:
        return list(itertools.islice(self._waiting, limit))

    def begin(self, poll: Poll) -> None:
        """A new getUpdates ends the one that still waits."""
        self.end_poll(
            "terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )
        self._poll = poll

    def end_poll(self, why: str) -> None:
        if self._poll and not self._poll.gone:
            self._poll.end(conflict(why))
        self._poll = None

    def finish(self, poll: Poll) -> None:
        poll.gone = True
        if self._poll is poll:
            self._poll = None
