"""How long to wait before something is tried again."""

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 30.0


class Backoff:
    """Twice as long each time, up to a bound."""

    def __init__(self) -> None:
        self.seconds = FIRST_SECONDS
        """The next wait."""

    def next(self) -> float:
        """Return how many seconds to wait now."""
        wait = self.seconds
        self.seconds = min(2 * wait, LONGEST_SECONDS)
        return wait
