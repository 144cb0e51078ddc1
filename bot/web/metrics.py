"""What is counted, for Prometheus: numbers only, never what was said."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.conversation import Reply
from bot.errors import BotError, TooManyMessages

_SECONDS = (0.025, 0.05, 0.08, 0.12, 0.2, 0.35, 0.6, 1.0, 2.0, 4.0, 8.0, 10.0)


class Metrics:
    """The counters of one process, in a registry of its own."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._messages = Counter(
            "bot_messages",
            "Messages of visitors, by what came of them.",
            ["outcome"],
            registry=self._registry,
        )
        self._replies = Counter(
            "bot_replies", "Replies to visitors.", ["kind"], registry=self._registry
        )
        self._limited = Counter(
            "bot_rate_limited", "Messages refused as too many.", registry=self._registry
        )
        self._seconds = Histogram(
            "bot_reply_seconds",
            "From a message to its replies, where there are any.",
            buckets=_SECONDS,
            registry=self._registry,
        )

    @contextmanager
    def message(self) -> Iterator[Callable[[Sequence[Reply]], None]]:
        """Watch one message being answered; call what is given with the replies.

        The outcome is `answered`, or the code of the error that it ended in.
        """
        began = time.perf_counter()

        def answered(replies: Sequence[Reply]) -> None:
            self._seconds.observe(time.perf_counter() - began)
            self._messages.labels(outcome="answered").inc()
            for reply in replies:
                self._replies.labels(kind=reply.kind).inc()

        try:
            yield answered
        except BotError as error:
            self._messages.labels(outcome=error.code).inc()
            if isinstance(error, TooManyMessages):
                self._limited.inc()
            raise

    def watch(self, name: str, description: str, number: Callable[[], float]) -> None:
        """Show a number as it is at the moment of asking."""
        Gauge(name, description, registry=self._registry).set_function(number)

    def exposition(self) -> bytes:
        """Return the numbers in Prometheus' text format."""
        return generate_latest(self._registry)
