"""Rasa and the action server, small enough to read: they keep what they were asked."""

import asyncio
import json
from collections.abc import Callable

import httpx

Entries = list[dict[str, object]]


class FakeRasa:
    """Answers each message by `reply`, once `gate` is open."""

    def __init__(self, reply: Callable[[str], Entries] | None = None):
        self.reply = reply or (lambda text: [{"recipient_id": "x", "text": f"Về: {text}"}])
        self.status = 200
        self.failure: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.messages: list[dict[str, object]] = []
        self.erased: list[str] = []
        self.at_work: list[str] = []
        self.most_at_work: dict[str, int] = {}
        self._changed = asyncio.Condition()

    @property
    def texts(self) -> list[object]:
        return [message["message"] for message in self.messages]

    async def until(self, condition: Callable[["FakeRasa"], object]) -> None:
        """Wait until the condition holds; it is asked whenever something was sent here."""
        async with self._changed:
            await self._changed.wait_for(lambda: condition(self))

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.failure:
            raise self.failure
        if request.method == "POST":
            return await self._answer(json.loads(request.content))
        await self.gate.wait()
        if request.method == "DELETE" and self.status == 200:
            self.erased.append(request.url.path.rpartition("/")[2])
        await self._tell()
        return httpx.Response(self.status, json={})

    async def _answer(self, message: dict[str, str]) -> httpx.Response:
        sender = message["sender"]
        self.messages.append(message)
        self.at_work.append(sender)
        self.most_at_work[sender] = max(
            self.most_at_work.get(sender, 0), self.at_work.count(sender)
        )
        await self._tell()
        await self.gate.wait()
        await asyncio.sleep(0)
        self.at_work.remove(sender)
        return httpx.Response(self.status, json=self.reply(message["message"]))

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def actions_with(passages: object) -> Callable[[httpx.Request], httpx.Response]:
    """Return an action server that says it has so many passages."""
    return lambda request: httpx.Response(200, json={"status": "ready", "passages": passages})
