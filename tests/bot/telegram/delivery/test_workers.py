import asyncio
import logging

import pytest

from bot.errors import RasaUnavailable
from bot.telegram.calls import Call
from bot.telegram.records import Update, place_of
from bot.telegram.workers import AT_ONCE, MOST_TRIES, PATIENCE_SECONDS, Workers
from bot.texts import TELEGRAM_DELIVERY
from tests.bot.telegram.delivery.fakes import Echo

AN, BINH = 5, 6
LATER = TELEGRAM_DELIVERY["later"]
TESTS_WAIT_SECONDS = 60  # only what never ends takes as long


class Handling:
    """Workers on a store of their own; what they would send is kept."""

    def __init__(self, store, clock):
        self.talk = Echo()
        self.sent = []
        self.clock = clock
        self.store = store
        self.workers = Workers(store, self.talk, self.immediate, self.send, clock=clock)

    async def immediate(self, _call):
        pass

    def send(self, *calls):
        self.sent += [(call.chat_id, call.params["text"]) for call in calls]

    async def take(self, *texts, chat_id=AN, first=1, **more):
        updates = [
            Update(number, str(chat_id), message(number, chat_id, text, **more))
            for number, text in enumerate(texts, first)
        ]
        self.workers.add(*await self.store.take(updates))

    async def done(self):
        async with asyncio.timeout(TESTS_WAIT_SECONDS):
            while len(self.workers):  # noqa: ASYNC110 - what is waited for has no event
                await asyncio.sleep(0.002)


def message(number, chat_id, text, **more):
    return {"update_id": number, "message": {"chat": {"id": chat_id}, "text": text, **more}}


@pytest.fixture
async def handling(telegram_store, clock):
    handling = Handling(telegram_store, clock)
    yield handling
    await handling.workers.stop(grace_seconds=0)
    await telegram_store.settle()


async def test_updates_of_a_lane_are_handled_in_order(handling):
    await handling.take("một", "hai", "ba")
    await handling.done()
    assert handling.sent == [(AN, "một"), (AN, "hai"), (AN, "ba")]
    assert await handling.store.unfinished() == []
    assert [c.params["text"] for c in await handling.store.unsent()] == ["một", "hai", "ba"]


async def test_lanes_do_not_wait_for_each_other(handling):
    go = asyncio.Event()
    handling.talk.before["một"] = lambda _: go.wait()
    await handling.take("một", "hai")
    await handling.take("ba", chat_id=BINH, first=10)
    async with asyncio.timeout(TESTS_WAIT_SECONDS):
        while not handling.sent:  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.002)
    assert handling.sent == [(BINH, "ba")]
    go.set()
    await handling.done()
    assert handling.sent == [(BINH, "ba"), (AN, "một"), (AN, "hai")]


async def test_only_so_many_are_answered_at_the_same_time(handling):
    inside, most = set(), []

    def before(number):
        async def enter(_immediate):
            inside.add(number)
            most.append(len(inside))
            while len(most) < AT_ONCE:  # noqa: ASYNC110 - until every place is taken
                await asyncio.sleep(0.002)
            await asyncio.sleep(0.01)
            inside.remove(number)

        return enter

    for number in range(2 * AT_ONCE):
        handling.talk.before[f"câu {number}"] = before(number)
        await handling.take(f"câu {number}", chat_id=100 + number, first=number)
    await handling.done()
    assert max(most) == AT_ONCE


async def test_while_rasa_is_away_an_update_waits_and_its_lane_with_it(handling, caplog):
    failures = iter([True] * 5)

    async def away(_immediate):
        if next(failures, False):
            raise RasaUnavailable("http://rasa", "ConnectError")

    handling.talk.before["một"] = away
    await handling.take("một", "hai")
    await handling.done()
    assert handling.sent == [(AN, "một"), (AN, "hai")]
    assert handling.talk.handled == ["một"] * 6 + ["hai"]
    assert handling.workers.set_aside == 0
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []


async def test_a_visitor_is_told_once_that_it_takes_longer(handling, clock):
    failures = iter([True] * 4)

    async def away(_immediate):
        if next(failures, False):
            clock.now += PATIENCE_SECONDS / 2
            raise RasaUnavailable("http://rasa", "ConnectError")

    handling.talk.before["một"] = away
    await handling.take("một", message_thread_id=9)
    await handling.done()
    assert handling.sent == [(AN, LATER), (AN, "một")]
    told = (await handling.store.unsent())[0]
    assert told.params == {"chat_id": AN, "text": LATER, "message_thread_id": 9}


async def test_a_visitor_who_was_told_before_a_crash_is_not_told_again(handling, clock):
    await handling.store.take([update := Update(1, str(AN), message(1, AN, "một"))])
    await handling.store.put(update, [Call("sendMessage", {"chat_id": AN, "text": LATER})])
    failures = iter([True])

    async def away(_immediate):
        if next(failures, False):
            clock.now += 2 * PATIENCE_SECONDS
            raise RasaUnavailable("http://rasa", "ConnectError")

    handling.talk.before["một"] = away
    handling.workers.add(*await handling.store.unfinished())
    await handling.done()
    assert handling.sent == [(AN, "một")]


async def test_a_poison_update_is_set_aside_visibly_and_its_lane_goes_on(handling, caplog):
    async def poison(_immediate):
        raise LookupError("cá kho làng Vũ Đại")

    handling.talk.before["một"] = poison
    await handling.take("một", "hai")
    await handling.done()
    assert handling.sent == [(AN, "hai")]
    assert handling.talk.handled == ["một"] * MOST_TRIES + ["hai"]
    assert handling.workers.set_aside == await handling.store.count_set_aside() == 1
    errors = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    assert errors == ["update 1 was set aside: LookupError"]


async def test_tries_count_over_restarts(handling):
    async def poison(_immediate):
        raise LookupError

    handling.talk.before["một"] = poison
    payload = message(1, AN, "một")
    await handling.store.take([Update(1, str(AN), payload)])
    handling.workers.add(Update(1, str(AN), payload, tries=MOST_TRIES - 1))
    await handling.done()
    assert handling.talk.handled == ["một"]
    assert handling.workers.set_aside == 1


async def test_calls_that_cannot_be_stored_are_poison_too(handling):
    async def unfit(_update, _immediate):
        return [Call("sendMessage", {"chat_id": AN, "text": object()})]

    handling.talk.handle = unfit
    await handling.take("một")
    await handling.done()
    assert handling.workers.set_aside == 1


async def test_what_is_stopped_in_its_middle_is_still_owed(handling):
    begun = asyncio.Event()

    async def for_ever(_immediate):
        begun.set()
        await asyncio.Event().wait()

    handling.talk.before["một"] = for_ever
    await handling.take("một", "hai")
    await begun.wait()
    await handling.workers.stop(grace_seconds=0.01)
    assert [u.number for u in await handling.store.unfinished()] == [1, 2]
    assert handling.sent == []


@pytest.mark.parametrize(
    ("payload", "place"),
    [
        ({"message": {"chat": {"id": 5}}}, (5, None)),
        ({"edited_message": {"chat": {"id": 5}, "message_thread_id": 2}}, (5, 2)),
        ({"callback_query": {"id": "q", "message": {"chat": {"id": 5}}}}, (5, None)),
        ({"callback_query": {"id": "q"}}, None),
        ({"inline_query": {"id": "q", "from": {"id": 5}}}, None),
        ({"my_chat_member": {"chat": {"id": 5}}}, None),
        ({"update_id": 1}, None),
    ],
)
def test_where_an_update_was_written(payload, place):
    assert place_of(payload) == place
