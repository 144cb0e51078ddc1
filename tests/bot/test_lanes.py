import asyncio

import pytest

from bot.lanes import Lanes


async def test_turns_in_one_lane_are_in_the_order_of_asking_and_never_overlap():
    lanes, seen = Lanes(), []

    async def work(number):
        async with lanes.turn("a"):
            seen.append(f"{number} begins")
            await asyncio.sleep(0)
            seen.append(f"{number} ends")

    await asyncio.gather(*(work(number) for number in range(3)))
    assert seen == ["0 begins", "0 ends", "1 begins", "1 ends", "2 begins", "2 ends"]


async def test_lanes_go_side_by_side():
    lanes, both = Lanes(), asyncio.Barrier(2)

    async def work(lane):
        async with lanes.turn(lane):
            await both.wait()

    await asyncio.wait_for(asyncio.gather(work("a"), work("b")), 60)


async def test_nothing_is_kept_of_a_lane_that_nobody_is_in():
    lanes = Lanes()

    async def work():
        async with lanes.turn("a"):
            await asyncio.sleep(0)

    async def fail():
        async with lanes.turn("b"):
            raise LookupError("lost")

    with pytest.raises(LookupError, match="lost"):
        await fail()
    given_up = asyncio.create_task(work())
    waiting = asyncio.create_task(work())
    await asyncio.sleep(0)
    assert len(lanes) == 1
    waiting.cancel()
    await asyncio.gather(given_up, waiting, return_exceptions=True)
    assert len(lanes) == 0
