import asyncio
from dataclasses import dataclass

import pytest

from bot.telegram.lanes import LaneRunner

PATIENCE_SECONDS = 60  # only what never ends takes as long


@dataclass(frozen=True)
class Thing:
    lane: str
    number: int


class Work:
    """Takes its time, and notes what began and ended."""

    def __init__(self):
        self.seen = []
        self.go = asyncio.Event()
        self.runner = LaneRunner(self)

    async def __call__(self, thing):
        self.seen.append(thing.number)
        await self.go.wait()
        if thing.number == 13:
            raise LookupError("một câu của người hỏi")


@pytest.fixture
def work() -> Work:
    return Work()


async def until(condition):
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.001)


async def test_lanes_run_side_by_side_and_each_in_order(work):
    for lane, number in (("a", 3), ("b", 4), ("a", 2), ("a", 1)):
        work.runner.add(Thing(lane, number))
    assert len(work.runner) == 4
    await until(lambda: len(work.seen) == 2)
    assert work.seen == [1, 4]
    work.go.set()
    await until(lambda: not len(work.runner))
    assert [number for number in work.seen if number < 4] == [1, 2, 3]
    assert work.runner.names() == []


async def test_what_fails_does_not_stop_its_lane_and_its_words_stay_out_of_the_log(work, caplog):
    work.go.set()
    for number in (13, 14):
        work.runner.add(Thing("a", number))
    await until(lambda: not len(work.runner))
    assert work.seen == [13, 14]
    assert [record.getMessage() for record in caplog.records] == ["13 was left lying: LookupError"]


async def test_what_waits_can_be_taken_out_and_what_is_at_work_goes_on(work):
    for number in (1, 2, 3):
        work.runner.add(Thing("a", number))
    await until(lambda: work.seen == [1])
    assert work.runner.remove("a", lambda thing: thing.number == 2) == [Thing("a", 2)]
    assert work.runner.remove("nowhere") == []
    work.go.set()
    await until(lambda: not len(work.runner))
    assert work.seen == [1, 3]


async def test_stopping_waits_for_what_is_at_work_and_begins_nothing_new(work):
    for number in (1, 2):
        work.runner.add(Thing("a", number))
    await until(lambda: work.seen == [1])
    stopping = asyncio.create_task(work.runner.stop(grace_seconds=3600))
    await asyncio.sleep(0.01)
    work.runner.add(Thing("b", 3))
    assert not stopping.done()
    work.go.set()
    await stopping
    assert work.seen == [1]


async def test_stopping_does_not_wait_for_ever(work):
    work.runner.add(Thing("a", 1))
    await until(lambda: work.seen == [1])
    async with asyncio.timeout(PATIENCE_SECONDS):
        await work.runner.stop(grace_seconds=0.01)


async def test_who_pauses_gives_up_when_all_is_to_end():
    paused = asyncio.Event()

    async def pause(_thing):
        paused.set()
        await runner.pause(3600)
        raise AssertionError("the pause was not ended")

    runner = LaneRunner(pause)
    runner.add(Thing("a", 1))
    await paused.wait()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await runner.stop(grace_seconds=3600)
