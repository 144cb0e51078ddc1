"""What goes wrong on purpose: errors of the server, lost connections, 429s."""

import math
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.botapi.problems import Refused, too_many_requests

DROP_BEFORE = "drop_before"
DROP_AFTER = "drop_after"
PHRASES = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}


@dataclass(slots=True)
class _Planned:
    kind: str
    left: int
    methods: frozenset[str] | None
    retry_after: int


class Faults:
    """Decides for each request whether it fails, and how. The caller holds the lock.

    A kind is a status ("429", "500", "502"), "drop_before" (the connection is closed and
    nothing was done), "drop_after" (it was done, the answer is lost) or "drop" (one of the
    two, by chance).
    """

    def __init__(self) -> None:
        self._planned: list[_Planned] = []
        self._random: random.Random | None = None
        self._rate = 0.0
        self._kinds: Sequence[str] = ()
        self._methods: frozenset[str] | None = None
        self._seconds = 1
        self._closed_until = 0.0
        self._chats_closed_until: dict[str, float] = {}

    def plan(
        self, kind: int | str, times: int, methods: Iterable[str] | None, retry_after: int
    ) -> None:
        names = frozenset(methods) if methods is not None else None
        self._planned.append(_Planned(str(kind), times, names, retry_after))

    def at_random(
        self,
        rate: float,
        seed: int,
        kinds: Sequence[str],
        methods: Iterable[str] | None,
        retry_after: int,
    ) -> None:
        self._rate, self._kinds, self._seconds = rate, kinds, retry_after
        self._random = random.Random(seed)
        self._methods = frozenset(methods) if methods is not None else None

    def close(self, seconds: float) -> None:
        self._closed_until = time.monotonic() + seconds

    def end(self) -> None:
        self.__init__()

    def check(self, method: str, chat_id: object) -> str | None:
        """None to go on, or how the connection is to be lost.

        Raises:
            Refused: when this request fails with an answer.
        """
        self._check_closed(method, str(chat_id) if chat_id is not None else None)
        kind, seconds = self._next(method)
        if kind is None or kind in (DROP_BEFORE, DROP_AFTER):
            return kind
        if kind == "429":
            if chat_id is not None:
                self._chats_closed_until[str(chat_id)] = time.monotonic() + seconds
            raise too_many_requests(seconds)
        raise Refused(int(kind), PHRASES.get(int(kind), "Error"))

    def _check_closed(self, method: str, chat_id: str | None) -> None:
        """Who does not wait as long as the 429 said gets the next one."""
        if method == "getupdates":
            return
        until = max(self._closed_until, self._chats_closed_until.get(chat_id or "", 0.0))
        left = until - time.monotonic()
        if left > 0:
            raise too_many_requests(max(1, math.ceil(left)))

    def _next(self, method: str) -> tuple[str | None, int]:
        for planned in self._planned:
            if planned.left and _concerns(planned.methods, method):
                planned.left -= 1
                return self._settled(planned.kind), planned.retry_after
        if self._random and _concerns(self._methods, method) and self._random.random() < self._rate:
            return self._settled(self._random.choice(self._kinds)), self._seconds
        return None, 0

    def _settled(self, kind: str) -> str:
        if kind != "drop":
            return kind
        return (self._random or random).choice((DROP_BEFORE, DROP_AFTER))


def _concerns(methods: frozenset[str] | None, method: str) -> bool:
    return methods is None or method in {name.lower() for name in methods}
