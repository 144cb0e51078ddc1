import asyncio

import pytest

from bot.telegram import immediate as immediate_module
from bot.telegram.calls import Call
from bot.telegram.immediate import ImmediateCalls
from bot.telegram.pacing import Pacing


@pytest.fixture
def pacing(clock) -> Pacing:
    return Pacing(clock)


@pytest.fixture
async def immediate(client, pacing):
    calls = ImmediateCalls(client, pacing)
    yield calls
    await calls.close()


@pytest.fixture
def typing(api):
    an = api.user("An")
    api.start(an)
    return Call("sendChatAction", {"chat_id": an.id, "action": "typing"})


async def test_nobody_waits_for_a_call(immediate, api, typing):
    await immediate(typing)
    assert api.calls_of("sendChatAction") == []  # it is made when the loop comes to it
    await api.until(lambda: [c.status for c in api.calls_of("sendChatAction")] == [200])


async def test_a_call_is_tried_twice_and_then_left(immediate, api, typing):
    api.fail(502, times=10)
    await immediate(typing)
    await api.until(lambda: len(api.calls_of("sendChatAction")) == 2)
    await asyncio.sleep(0.1)
    assert len(api.calls_of("sendChatAction")) == 2


async def test_a_call_that_is_refused_is_not_tried_again(immediate, api):
    await immediate(Call("answerCallbackQuery", {"callback_query_id": "gone"}))
    await api.until(lambda: api.calls_of("answerCallbackQuery"))
    await asyncio.sleep(0.1)
    assert [c.status for c in api.calls_of("answerCallbackQuery")] == [400]


async def test_nothing_is_done_where_telegram_asked_for_silence(
    immediate, api, typing, pacing, clock
):
    pacing.hold(typing.params["chat_id"], 3)
    await immediate(typing)
    await asyncio.sleep(0.05)
    assert api.calls_of("sendChatAction") == []
    clock.now += 3
    await immediate(typing)
    await api.until(lambda: api.calls_of("sendChatAction"))


async def test_what_is_too_much_is_left_out(immediate, api, typing, monkeypatch):
    monkeypatch.setattr(immediate_module, "AT_ONCE", 3)
    for _ in range(10):
        await immediate(typing)
    await api.until(lambda: len(api.calls_of("sendChatAction")) == 3)
    await asyncio.sleep(0.05)
    assert len(api.calls_of("sendChatAction")) == 3
