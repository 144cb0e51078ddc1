"""Telegram's limits on how fast a bot may send messages."""

import math
import time
from collections import deque
from collections.abc import Callable

from tests.botapi.problems import too_many_requests
from tests.botapi.world import Chat

OVERALL = 30
GROUP = 20
# One a second in a private chat, but a short burst goes through: three at once.
PRIVATE_BURST = 3


class _Window:
    """At most so many in any stretch of so many seconds."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until there is room; 0 is now."""
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        if len(self._times) < self._count:
            return 0
        return self._times[0] + self._seconds - now

    def take(self, now: float) -> None:
        self._times.append(now)


class Pacing:
    """Counts what is sent; refuses what is too fast when it is enforced."""

    def __init__(self, enforced: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.enforced = enforced
        self._clock = clock
        self._overall = _Window(OVERALL, 1)
        self._chats: dict[int, _Window] = {}

    def send(self, chat: Chat) -> None:
        """Counts one message.

        Raises:
            Refused: 429 with retry_after in whole seconds.
        """
        if not self.enforced:
            return
        now = self._clock()
        own = self._chats.get(chat.id) or self._chats.setdefault(chat.id, _window(chat))
        seconds = max(self._overall.wait(now), own.wait(now))
        if seconds > 0:
            raise too_many_requests(max(1, math.ceil(seconds)))
        self._overall.take(now)
        own.take(now)


def _window(chat: Chat) -> _Window:
    if chat.kind == "private":
        return _Window(PRIVATE_BURST, PRIVATE_BURST)
    return _Window(GROUP, 60)
