"""Many lanes side by side, one thing at a time and in order within each."""

import asyncio
import logging
from bisect import insort
from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeVar

logger = logging.getLogger(__name__)


class Numbered(Protocol):
    """Something of a lane; numbers say the order."""

    @property
    def lane(self) -> str:
        """Return where it waits."""
        ...

    @property
    def number(self) -> int:
        """Return its place in the order of the lane."""
        ...


Item = TypeVar("Item", bound=Numbered)


class Stopping(Exception):
    """The process is to end: whoever waits gives up, and the next start goes on."""


class LaneRunner(Generic[Item]):
    """Works off items, lane by lane; a lane at rest costs nothing."""

    def __init__(self, work: Callable[[Item], Awaitable[None]]) -> None:
        """Make it from what is done with an item, which may take its time and try again."""
        self._work = work
        self._lanes: dict[str, list[Item]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._count = 0
        self._stopping = asyncio.Event()

    def add(self, item: Item) -> None:
        """Put an item where its number belongs among what waits in its lane."""
        if self._stopping.is_set():
            return
        insort(self._lanes.setdefault(item.lane, []), item, key=_number)
        self._count += 1
        if item.lane not in self._tasks:
            self._tasks[item.lane] = asyncio.create_task(self._run(item.lane))

    def remove(self, lane: str, unwanted: Callable[[Item], bool] = lambda _: True) -> list[Item]:
        """Take out what waits in a lane and is unwanted; what is at work goes on."""
        waiting = self._lanes.get(lane, [])
        removed = [item for item in waiting if unwanted(item)]
        waiting[:] = [item for item in waiting if not unwanted(item)]
        self._count -= len(removed)
        return removed

    def names(self) -> list[str]:
        """Return the lanes that something waits or is at work in."""
        return list(self._lanes)

    async def pause(self, seconds: float) -> None:
        """Wait.

        Raises:
            Stopping: Instead of going on waiting, when all is to end.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
        raise Stopping

    async def stop(self, *, grace_seconds: float) -> None:
        """Begin nothing new; let what is at work come to its end, but not for ever."""
        self._stopping.set()
        tasks = list(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=grace_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, lane: str) -> None:
        waiting = self._lanes[lane]
        try:
            while waiting and not self._stopping.is_set():
                item = waiting.pop(0)
                await self._one(item)
                self._count -= 1
        except Stopping:
            return
        finally:
            del self._tasks[lane], self._lanes[lane]

    async def _one(self, item: Item) -> None:
        try:
            await self._work(item)
        except Stopping:
            raise
        except Exception as error:  # noqa: BLE001 - the lane goes on; the next start tries again
            # Without the error's own words: they may be a visitor's.
            logger.critical("%d was left lying: %s", item.number, type(error).__name__)

    def __len__(self) -> int:
        """Return how many items wait or are at work."""
        return self._count


def _number(item: Numbered) -> int:
    return item.number
