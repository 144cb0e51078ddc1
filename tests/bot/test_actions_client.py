import asyncio

import httpx
import pytest

from bot.actions_client import ActionsClient
from tests.bot.fakes import actions_with


async def passages(answer, seconds=5.0):
    transport = httpx.MockTransport(answer)
    async with ActionsClient(
        "http://actions.test", timeout_seconds=seconds, transport=transport
    ) as actions:
        return await actions.passages()


async def test_it_says_how_many_passages_can_be_searched():
    assert await passages(actions_with(120)) == 120


def refuse(request):
    raise httpx.ConnectError("refused", request=request)


@pytest.mark.parametrize(
    "answer",
    [refuse, actions_with("many"), lambda _: httpx.Response(503), lambda _: httpx.Response(200)],
)
async def test_what_is_not_ready_has_no_number(answer):
    assert await passages(answer) is None


async def test_a_silent_action_server_is_not_waited_for():
    async def never(_request):
        await asyncio.Event().wait()

    assert await passages(never, seconds=0.01) is None
