"""The chat in a terminal: a client of the HTTP API like any other."""

import sys
import uuid
from collections.abc import Callable
from typing import Any

import click
import httpx

from bot.conversation import Audience
from bot.texts import TERMINAL
from nlu.text import fold

TIMEOUT_SECONDS = 12.0
"""Longer than the server takes at most, so that it is the server who says what is wrong."""

_AUDIENCES = {"hs": Audience.STUDENT, "ph": Audience.PARENT, "gv": Audience.TEACHER}


async def chat(url: str, audience: str | None) -> None:
    """Talk on stdin and stdout until the visitor has had enough."""
    shown = sys.stdin.isatty()
    async with httpx.AsyncClient(base_url=url, timeout=TIMEOUT_SECONDS, trust_env=False) as client:
        terminal = Terminal(client, click.echo, audience)
        terminal.welcome()
        while not terminal.ended:
            if shown:
                click.echo(TERMINAL["prompt"], nl=False)
            line = sys.stdin.readline()
            if not line:
                return
            await terminal.take(line)


class Terminal:
    """One visitor at one terminal."""

    def __init__(
        self, client: httpx.AsyncClient, say: Callable[[str], object], audience: str | None
    ) -> None:
        self.ended = False
        self._client = client
        self._say = say
        self._audience = audience
        self._conversation: str | None = None
        self._buttons: list[dict[str, str]] = []
        self._last: dict[str, Any] | None = None
        self._commands = {
            "xoa": self._erase,
            "lai": self._repeat,
            "vai": self._set_audience,
            "giup": self._help,
            "thoat": self._end,
        }

    def welcome(self) -> None:
        """Say who this is, what is kept, and how to go on."""
        self._say(TERMINAL["welcome"])
        self._say(TERMINAL["help"])

    async def take(self, line: str) -> None:
        """Do what a line says: a command, the number of a suggestion, or a message."""
        line = line.strip()
        if line.startswith(":"):
            name, _, rest = fold(line[1:]).partition(" ")
            await self._commands.get(name, self._help)(rest.strip())
        elif line.isdecimal() and 0 < int(line) <= len(self._buttons):
            await self._send(self._buttons[int(line) - 1]["payload"])
        elif line:
            await self._send(line)

    async def _send(self, text: str) -> None:
        self._last = {"text": text, "message_id": str(uuid.uuid4())}
        await self._repeat("")

    async def _repeat(self, _rest: str) -> None:
        if self._last is None:
            return
        body = {**self._last, "conversation": self._conversation, "audience": self._audience}
        answer = await self._request("POST", "/api/v1/messages", body)
        if answer is not None:
            self._last = None
            self._conversation = answer["conversation"]
            self._buttons = [button for reply in answer["replies"] for button in reply["buttons"]]
            self._show(answer["replies"])

    def _show(self, replies: list[dict[str, Any]]) -> None:
        for reply in replies:
            mark = TERMINAL["safety"] if reply["kind"] == "safety" else ""
            self._say(f"\n{mark}{reply['text']}")
            if reply["picture"]:
                self._say(TERMINAL["picture"].format(**reply["picture"]))
        for number, button in enumerate(self._buttons, 1):
            self._say(f"  [{number}] {button['title']}")
        self._say("")

    async def _erase(self, _rest: str) -> None:
        if self._conversation is None:
            self._say(TERMINAL["nothing_to_erase"])
            return
        receipt = await self._request("DELETE", f"/api/v1/conversations/{self._conversation}")
        if receipt is not None:
            self._conversation, self._buttons, self._last = None, [], None
            self._say(TERMINAL["erased"].format(**receipt))
            if receipt["pending"]:
                self._say(TERMINAL["erased_later"])

    async def _set_audience(self, rest: str) -> None:
        if rest in _AUDIENCES:
            self._audience = _AUDIENCES[rest]
            self._say(TERMINAL[f"audience_{rest}"])
        else:
            await self._help(rest)

    async def _help(self, _rest: str) -> None:
        self._say(TERMINAL["help"])

    async def _end(self, _rest: str) -> None:
        self.ended = True

    async def _request(
        self, method: str, path: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any] | None:
        """Return what the server answers, or None having said what is wrong."""
        try:
            response = await self._client.request(method, path, json=body)
            answer: dict[str, Any] = response.json()
        except (httpx.HTTPError, ValueError):
            self._say(TERMINAL["no_server"].format(url=self._client.base_url))
            return None
        if response.is_success:
            return answer
        self._say(answer["error"]["message"])
        if response.status_code in (429, 503):
            self._say(TERMINAL["repeat"])
        elif answer["error"]["code"] == "conversation_not_found":
            self._conversation = None
        return None
