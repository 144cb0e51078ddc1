"""How fast Telegram may be called: booked ahead in the order of asking. Pure, in memory."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `calls` within any `seconds`."""

    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What Telegram asks for, of messages; https://core.telegram.org/bots/faq names them.

    A little slower than that, since the network moves calls closer together.
    """

    overall: Limit = Limit(30, 1.05)
    private: Limit = Limit(1, 1.05)
    group: Limit = Limit(20, 61.0)


class _Booking:
    """The moments at which calls under one limit begin, the latest of them."""

    def __init__(self, limit: Limit) -> None:
        self._seconds = limit.seconds
        self._begins: deque[float] = deque(maxlen=limit.calls)

    def book(self, earliest: float) -> float:
        """Return when the next call may begin, from `earliest` on, and count it."""
        begin = earliest
        if self._begins:
            begin = max(begin, self._begins[-1])
            if len(self._begins) == self._begins.maxlen:
                begin = max(begin, self._begins[0] + self._seconds)
        self._begins.append(begin)
        return begin

    def is_past(self, now: float) -> bool:
        """Say whether no booked call matters any more."""
        return not self._begins or self._begins[-1] + self._seconds <= now


class Pacing:
    """Says how long to wait before a call; all times in seconds."""

    def __init__(self, clock: Callable[[], float], limits: Limits | None = None) -> None:
        self._clock = clock
        self._limits = limits or Limits()
        self._overall = _Booking(self._limits.overall)
        self._chats: dict[int, _Booking] = {}
        self._held: dict[int, float] = {}
        self._all_held = 0.0
        self._swept = clock()

    def book_chat(self, chat_id: int) -> float:
        """Count a message to a chat; return how long to wait for its turn there.

        Groups are those with a negative id.
        """
        now = self._clock()
        self._sweep(now)
        if chat_id not in self._chats:
            limit = self._limits.group if chat_id < 0 else self._limits.private
            self._chats[chat_id] = _Booking(limit)
        return self._chats[chat_id].book(now) - now

    def book(self) -> float:
        """Count a call; return how long to wait for its turn among all."""
        now = self._clock()
        return self._overall.book(max(now, self._all_held)) - now

    def hold(self, chat_id: int | None, seconds: float) -> None:
        """Let a chat wait as Telegram says; everything, where the call was to no chat.

        When Telegram stops a second chat while the first still waits, it means everything.
        """
        now = self._clock()
        until = now + seconds
        others = any(end > now for chat, end in self._held.items() if chat != chat_id)
        if chat_id is None or others:
            self._all_held = max(self._all_held, until)
        if chat_id is not None:
            self._held[chat_id] = max(until, self._held.get(chat_id, 0.0))

    def held(self, chat_id: int | None) -> float:
        """Return how long calls to a chat are still to wait, because Telegram said so."""
        until = self._all_held
        if chat_id is not None:
            until = max(until, self._held.get(chat_id, 0.0))
        return max(0.0, until - self._clock())

    def _sweep(self, now: float) -> None:
        """Once a minute, forget chats that nothing was said to within their limit."""
        if now - self._swept < self._limits.group.seconds:
            return
        self._swept = now
        self._chats = {c: booking for c, booking in self._chats.items() if not booking.is_past(now)}
        self._held = {c: until for c, until in self._held.items() if until > now}

    def __len__(self) -> int:
        """Return how many chats are remembered."""
        return len(self._chats)
