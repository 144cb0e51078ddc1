import asyncio

import pytest

from bot.conversation import Incoming
from bot.upkeep import keep_up, keeping_up


async def until(condition):
    while not condition():  # noqa: ASYNC110  no event tells of it
        await asyncio.sleep(0)


@pytest.fixture
async def running():
    tasks = []

    def start(*arguments):
        tasks.append(asyncio.create_task(keep_up(*arguments, interval_seconds=0)))

    yield start
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_messages_wait_until_all_is_ready(service, store, rasa, running):
    await store.accept(Incoming("học phí"))
    asked = []

    async def is_ready():
        asked.append(rasa.texts)
        return len(asked) == 3

    running(service, is_ready)
    await until(lambda: rasa.texts)
    assert asked == [[], [], []]
    assert rasa.texts == ["học phí"]


async def test_nothing_is_asked_while_nothing_is_unfinished(service, erasures, rasa, running):
    rounds = []

    class Counted:
        has_unfinished = service.has_unfinished
        resume_unfinished = service.resume_unfinished

        async def finish_erasures(self):
            rounds.append(1)

    async def is_ready():
        raise AssertionError("nobody has to be asked")

    running(Counted(), is_ready)
    await until(lambda: len(rounds) == 3)


async def test_a_round_that_fails_is_not_the_last(service, store, database, rasa, running):
    opened = await store.accept(Incoming("chào"))
    await store.complete(opened, ())
    rasa.status = 503
    assert (await service.erase(opened.conversation_id)).pending

    async def is_ready():
        return True

    async with database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE message RENAME TO away")
    running(service, is_ready)
    await asyncio.sleep(0)
    async with database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO message")
    rasa.status = 200
    await until(lambda: rasa.erased)


async def test_it_lasts_as_long_as_it_is_wanted(service, store, rasa):
    await store.accept(Incoming("học phí"))

    async def is_ready():
        return True

    async with keeping_up(service, is_ready):
        await rasa.until(lambda rasa: rasa.texts)
    before = asyncio.all_tasks()
    await store.accept(Incoming("không ai nhận nữa"))
    assert rasa.texts == ["học phí"]
    assert {task.get_coro().__name__ for task in before}.isdisjoint({"keep_up"})


async def test_its_breaking_off_is_logged(service, store, caplog):
    await store.accept(Incoming("học phí"))

    async def is_ready():
        raise LookupError("lost")

    async with keeping_up(service, is_ready):
        await until(lambda: caplog.records)
    assert [record.getMessage() for record in caplog.records if record.name == "bot.upkeep"] == [
        "nothing takes up unfinished work any more"
    ]
