"""What is said once in a while, and not each time there is a reason to."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

_REMEMBERED = 10_000


class Seldom:
    """Allows one update of each subject within some seconds; that one as often as it comes."""

    def __init__(self, seconds: float, *, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._said: OrderedDict[Hashable, tuple[float, int]] = OrderedDict()

    def allows(self, subject: Hashable, update_id: int) -> bool:
        """Say whether something may be said about a subject in answer to an update."""
        now = self._clock()
        when, by = self._said.get(subject, (None, None))
        if when is not None and by != update_id and now - when < self._seconds:
            return False
        self._said[subject] = (now, update_id)
        self._said.move_to_end(subject)
        if len(self._said) > _REMEMBERED:
            self._said.popitem(last=False)
        return True
