"""Group commit: what several lanes want stored at the same moment is stored in one transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Stored = TypeVar("Stored")

AT_MOST = 200
"""Items of one transaction: other writers wait for its end."""


class Together(Generic[Item, Stored]):
    """Stores single items in batches, each as large as what came while the last was stored.

    An item is stored even if nobody waits for it any more.
    """

    def __init__(self, store: Callable[[list[Item]], Awaitable[Sequence[Stored]]]) -> None:
        """Make it from a function that stores items and returns one result for each."""
        self._store = store
        self._waiting: list[tuple[Item, asyncio.Future[Stored]]] = []
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Stored:
        """Return when the item is stored.

        Raises:
            BotError: What the batch ended in; nothing of it is stored.
        """
        future: asyncio.Future[Stored] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._store_waiting())
        return await future

    async def settle(self) -> None:
        """Wait until nothing is left to store."""
        if self._task is not None:
            await self._task

    async def _store_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:AT_MOST], self._waiting[AT_MOST:]
            futures = [future for _, future in batch]
            try:
                stored = await self._store([item for item, _ in batch])
            except Exception as error:  # noqa: BLE001 - it is passed on to who waits
                for future in futures:
                    if not future.done():
                        future.set_exception(error)
                continue
            for future, result in zip(futures, stored, strict=True):
                if not future.done():
                    future.set_result(result)
