"""The only caller of Rasa: a visitor's words in, the bot's replies out."""

import asyncio
import json
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.conversation import Audience, Button, Danger, Reply
from bot.errors import NoReply, RasaUnavailable

PROBE_SECONDS = 2.0

_CHANNEL = "/webhooks/laban"
_REPLY = TypeAdapter(Reply)


class Entry(BaseModel):
    """One element of the list that Rasa's channel answers with."""

    text: str | None = None
    buttons: list[Button] | None = None
    custom: dict[str, Any] | None = None


_ENTRIES = TypeAdapter(list[Entry])


class RasaClient:
    """Talks to Rasa's channel `laban`; one connection pool for the life of the process."""

    def __init__(
        self,
        url: str,
        *,
        timeout_seconds: float,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._url = url
        self._timeout_seconds = timeout_seconds
        self._client = httpx.AsyncClient(
            base_url=url + _CHANNEL,
            transport=transport,
            trust_env=False,  # Rasa is a neighbour, never behind the machine's proxy
            timeout=timeout_seconds,
        )

    async def __aenter__(self) -> Self:
        """Give the client, to be closed at the end."""
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def send(
        self, sender_id: str, text: str, *, typed: str, audience: Audience | None
    ) -> tuple[Reply, ...]:
        """Pass a message on, and return what the bot says to it.

        Args:
            sender_id: The pseudonym under which Rasa knows the conversation.
            text: The message as it was meant.
            typed: The message as it was typed, which tells where marks were left out.
            audience: Who is asking.

        Raises:
            RasaUnavailable: No usable answer came within the time.
            NoReply: Rasa answered, but with nothing to say.
        """
        return await self._say(sender_id, text, {"audience": audience, "typed": typed})

    async def report_danger(
        self, sender_id: str, danger: Danger, *, audience: Audience | None
    ) -> tuple[Reply, ...]:
        """Tell the dialogue that somebody is in danger, not in which words; return what it says.

        Raises:
            RasaUnavailable: No usable answer came within the time.
            NoReply: Rasa answered, but with nothing to say.
        """
        about = {"danger": danger, **({"audience": audience} if audience else {})}
        # The one message that begins with "/": Rasa takes it for an intent with its entities.
        return await self._say(sender_id, f"/report_danger{json.dumps(about)}", {})

    async def _say(self, sender_id: str, text: str, metadata: dict[str, Any]) -> tuple[Reply, ...]:
        body = {"sender": sender_id, "message": text, "metadata": metadata}
        response = await self._request("POST", "/webhook", self._timeout_seconds, body=body)
        replies = self._parse(response)
        if not replies:
            raise NoReply(sender_id)
        return replies

    async def erase(self, sender_id: str) -> None:
        """Make Rasa forget everything of one sender; nothing to forget is fine.

        Raises:
            RasaUnavailable: It may not have been done.
        """
        await self._request("DELETE", f"/conversations/{sender_id}", self._timeout_seconds)

    async def check_ready(self) -> None:
        """Ask whether Rasa has a model loaded.

        Raises:
            RasaUnavailable: It has not, or does not say so at once.
        """
        await self._request("GET", "/ready", PROBE_SECONDS)

    async def _request(
        self, method: str, path: str, seconds: float, *, body: object = None
    ) -> httpx.Response:
        """Send one request; `seconds` bound all of it, where httpx's own bound each read."""
        try:
            async with asyncio.timeout(seconds):
                response = await self._client.request(method, path, json=body)
            response.raise_for_status()
        except TimeoutError:
            raise RasaUnavailable(self._url, f"no answer within {seconds:g} s") from None
        except httpx.HTTPStatusError as error:
            problem = f"status {error.response.status_code}"
            raise RasaUnavailable(self._url, problem) from None
        except httpx.HTTPError as error:
            raise RasaUnavailable(self._url, type(error).__name__) from error
        return response

    def _parse(self, response: httpx.Response) -> tuple[Reply, ...]:
        try:
            return parse_replies(_ENTRIES.validate_json(response.content))
        except ValidationError as error:
            # Where it breaks the contract, without the words that were said.
            places = ", ".join(
                ".".join(map(str, problem["loc"])) or problem["type"] for problem in error.errors()
            )
            raise RasaUnavailable(self._url, f"an answer against the contract: {places}") from None


def parse_replies(entries: Sequence[Entry]) -> tuple[Reply, ...]:
    """Join Rasa's list entries into replies.

    Rasa sends a text (with its buttons) and the `custom` object that explains it one after the
    other: an object belongs to the latest text that has none yet. One without a text says
    nothing to a visitor and is left out.
    """
    drafts: list[dict[str, Any]] = []
    bare: list[dict[str, Any]] = []
    for entry in entries:
        if entry.text:
            drafts.append({"text": entry.text, "buttons": entry.buttons or ()})
            bare.append(drafts[-1])
        if entry.custom and bare:
            draft = bare.pop()
            draft.update(entry.custom | draft)
    return tuple(_REPLY.validate_python(draft) for draft in drafts)
