import asyncio

import pytest

from bot.telegram.together import AT_MOST, Together


class Slow:
    """Stores numbers, one batch at a time, when it is let."""

    def __init__(self):
        self.batches = []
        self.go = asyncio.Event()

    async def __call__(self, numbers):
        await self.go.wait()
        self.batches.append(numbers)
        if 13 in numbers:
            raise LookupError(13)
        return [number * 10 for number in numbers]


@pytest.fixture
def slow() -> Slow:
    return Slow()


async def test_what_comes_while_a_batch_is_stored_is_the_next_batch(slow):
    together = Together(slow)
    first = asyncio.create_task(together(1))
    await asyncio.sleep(0.01)
    more = [asyncio.create_task(together(number)) for number in (2, 3, 4)]
    await asyncio.sleep(0.01)
    slow.go.set()
    assert await asyncio.gather(first, *more) == [10, 20, 30, 40]
    assert slow.batches == [[1], [2, 3, 4]]


async def test_a_batch_has_a_limit(slow):
    slow.go.set()
    together = Together(slow)
    await asyncio.gather(*(together(number) for number in range(100, 101 + AT_MOST)))
    assert [len(batch) for batch in slow.batches] == [AT_MOST, 1]


async def test_an_error_is_that_of_all_in_the_batch_and_of_no_other(slow):
    together = Together(slow)
    first = asyncio.create_task(together(1))
    await asyncio.sleep(0.01)
    bad = [asyncio.create_task(together(number)) for number in (12, 13)]
    await asyncio.sleep(0.01)
    slow.go.set()
    assert await first == 10
    for task in bad:
        with pytest.raises(LookupError):
            await task
    assert await together(2) == 20


async def test_an_item_is_stored_even_if_nobody_waits_for_it_any_more(slow):
    together = Together(slow)
    task = asyncio.create_task(together(1))
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    slow.go.set()
    await together.settle()
    assert slow.batches == [[1]]
