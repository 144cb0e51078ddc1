import asyncio

import pytest

from bot.database import Database
from bot.errors import DatabaseUnavailable
from bot.telegram import intake as intake_module
from bot.telegram.intake import ALLOWED, Intake
from bot.telegram.polling import poll
from bot.telegram.store import TelegramStore


class Taken:
    """Where updates go that are new: kept in the order of their coming."""

    def __init__(self):
        self.numbers = []
        self.waiting = 0

    def add(self, *updates):
        self.numbers += [update.number for update in updates]

    def __len__(self):
        return self.waiting


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def intake(telegram_store, taken, api) -> Intake:
    return Intake(telegram_store, taken, api.username)


@pytest.fixture
async def polling(client, intake):
    task = asyncio.create_task(poll(client, intake))
    yield task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def update(number, text="học phí?"):
    chat = {"id": 5, "type": "private", "first_name": "An"}
    sender = {"id": 5, "is_bot": False, "first_name": "An", "username": "an_9a"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": sender, "text": text}
    return {"update_id": number, "message": message}


async def test_what_is_stored_says_nothing_about_who_sent_it(intake, telegram_store):
    await intake.take([update(1)])
    (stored,) = await telegram_store.unfinished()
    assert stored.lane == "5"
    assert stored.payload["message"]["text"] == "học phí?"
    assert "An" not in str(stored.payload)
    assert "an_9a" not in str(stored.payload)


async def test_what_came_before_is_not_handled_again(intake, taken):
    await intake.take([update(1), update(2)])
    await intake.take([update(2), update(3)])
    assert taken.numbers == [1, 2, 3]


async def test_an_update_that_nobody_can_read_stops_no_other(intake, taken, telegram_store, caplog):
    await intake.take([{"update_id": 1, "message": {"text": "cá kho"}}, update(2)])
    assert taken.numbers == [1, 2]
    assert next(u.payload for u in await telegram_store.unfinished()) == {"update_id": 1}
    assert [r.getMessage() for r in caplog.records] == ["update 1 cannot be read: KeyError"]


@pytest.mark.parametrize(
    "wrong",
    [
        *({"chat": {"id": chat, "type": "private"}} for chat in (2**63, -(2**70), "an", [5], True)),
        {"chat": {"id": 5, "type": {"private": True}}},
        {"is_topic_message": True, "message_thread_id": {"a": 1}},
        {"date": "hôm qua"},
    ],
)
async def test_an_update_that_no_table_takes_stops_no_other(intake, taken, telegram_store, wrong):
    broken = update(1)
    broken["message"] |= wrong
    await intake.take([broken, update(2)])
    assert taken.numbers == [1, 2]
    assert next(u.payload for u in await telegram_store.unfinished()) == {"update_id": 1}


async def test_polling_takes_what_waits_and_what_comes_and_confirms_it(polling, taken, api):
    an = api.user("An")
    for number in range(150):
        api.say(an, f"câu {number}")
    await api.until(lambda: len(taken.numbers) == 150 and not api.unconfirmed)
    api.say(an, "một câu nữa")
    await api.until(lambda: len(taken.numbers) == 151 and not api.unconfirmed)
    assert taken.numbers == sorted(taken.numbers)
    assert set(api.calls_of("getUpdates")[0].params["allowed_updates"]) == set(ALLOWED)


async def test_what_is_not_stored_is_not_confirmed(client, api, taken, tmp_path):
    locked = Database.open(f"sqlite+aiosqlite:///{tmp_path}/empty.db")  # it has no tables
    intake = Intake(TelegramStore(locked), taken, api.username)
    an = api.user("An")
    api.say(an, "học phí?")
    with pytest.raises(DatabaseUnavailable):
        await intake.take([update(1)])
    task = asyncio.create_task(poll(client, intake))
    await api.until(lambda: len(api.calls_of("getUpdates")) >= 3)
    assert api.unconfirmed == 1
    await locked.migrate()
    await api.until(lambda: taken.numbers and not api.unconfirmed)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await locked.close()
    assert len(taken.numbers) == 1


@pytest.mark.parametrize("how", [502, 429, 409, "drop_before", "drop_after"])
async def test_polling_goes_on_after_whatever_goes_wrong(api, client, intake, taken, how):
    api.fail(how, times=2, methods=["getUpdates"], retry_after=1)
    an = api.user("An")
    api.say(an, "học phí?")
    task = asyncio.create_task(poll(client, intake))
    await api.until(lambda: taken.numbers and not api.unconfirmed)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_polling_leaves_updates_with_telegram_while_too_many_wait(
    polling, api, taken, monkeypatch
):
    await api.until(lambda: api.is_polled)
    monkeypatch.setattr(intake_module, "FULL", 10)
    taken.waiting = 10
    an = api.user("An")
    api.say(an, "câu đầu ra khỏi lượt hỏi đang chờ")
    await api.until(lambda: len(taken.numbers) == 1)
    api.say(an, "câu sau ở lại")
    await asyncio.sleep(0.1)
    assert (len(taken.numbers), api.unconfirmed) == (1, 2)
    taken.waiting = 0
    await api.until(lambda: len(taken.numbers) == 2 and not api.unconfirmed)
