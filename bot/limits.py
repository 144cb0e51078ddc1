"""How many messages a minute: a sliding window for each writer, in memory."""

import math
from collections import defaultdict, deque
from collections.abc import Callable

from bot.errors import TooManyMessages

WINDOW_SECONDS = 60.0


class RateLimiter:
    """Refuse a writer who had his share in the last minute. Refused tries are not counted."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)
        self._swept = clock()

    def check(self, writer: str, *, shares: int = 1) -> None:
        """Count one message of `writer`; with 0 messages a minute the limiter is off.

        Args:
            writer: Whom to count for.
            shares: How many writers this one stands for.

        Raises:
            TooManyMessages: The share is used up; it says how long to wait.
        """
        if self._per_minute == 0:
            return
        now = self._clock()
        self._sweep(now)
        times = self._times[writer]
        while times and times[0] <= now - WINDOW_SECONDS:
            times.popleft()
        if len(times) >= self._per_minute * shares:
            raise TooManyMessages(math.ceil(times[0] + WINDOW_SECONDS - now))
        times.append(now)

    def _sweep(self, now: float) -> None:
        """Once a window, forget who has not written within it."""
        if now - self._swept < WINDOW_SECONDS:
            return
        self._swept = now
        for writer in [w for w, times in self._times.items() if times[-1] <= now - WINDOW_SECONDS]:
            del self._times[writer]

    def __len__(self) -> int:
        """Return how many writers are remembered."""
        return len(self._times)
