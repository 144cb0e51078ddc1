"""The only caller of the Bot API, by python-telegram-bot: calls in, results or our errors out."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import httpx
import telegram.error
from pydantic import SecretStr
from telegram import Bot, InputFile
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.telegram.calls import Call, File
from bot.telegram.errors import TelegramError, Unauthorized, Unknown, Unreachable, refusal

BATCH = 100
"""Updates that one request brings at most: Telegram's own limit."""

CONNECTIONS = 12
"""More than 30 calls a second ever take."""
_SECONDS = 10.0
"""For a call; a long poll has its own time on top."""
_NEVER_TAKEN = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.WriteError,  # the request ends in its middle
    httpx.WriteTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


class _Refused(telegram.error.TelegramError):
    """An answer other than 2xx, whole, where the library would keep a part of it."""

    def __init__(self, status: int, payload: bytes) -> None:
        self.status = status
        self.payload = payload
        super().__init__(f"status {status}")


class _Connections(BaseRequest):
    """The library's transport, one client for each connection.

    A client of many connections looks at each of them for every request, which costs more than
    the request. Unlike the library's own, this one keeps quiet about what it reads.
    """

    def __init__(self, count: int, seconds: float) -> None:
        trust = httpx.create_ssl_context()
        self._seconds = seconds
        self._all = [
            HTTPXRequest(
                connection_pool_size=1,
                read_timeout=seconds,
                write_timeout=seconds,
                connect_timeout=seconds,
                pool_timeout=seconds,
                httpx_kwargs={"verify": trust},
            )
            for _ in range(count)
        ]
        self._idle = list(self._all)
        self._places = asyncio.Semaphore(count)

    @property
    def read_timeout(self) -> float:
        """Return how many seconds an answer may take."""
        return self._seconds

    async def initialize(self) -> None:
        """Do nothing: connections are made when they are needed."""

    async def shutdown(self) -> None:
        """Close all connections."""
        for connection in self._all:
            await connection.shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *args: Any,
        **more: Any,
    ) -> tuple[int, bytes]:
        """Send one request; raise `_Refused` for any status but 2xx."""
        async with self._places:
            connection = self._idle.pop()
            try:
                status, payload = await connection.do_request(
                    url, method, request_data, *args, **more
                )
            finally:
                self._idle.append(connection)
        if not 200 <= status <= 299:
            raise _Refused(status, payload)
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; the library's own version writes a broken one into the log."""
        body = _parsed(payload)
        if "result" not in body:
            raise telegram.error.TelegramError("an answer that is not the Bot API's")
        return body


class _RawBot(Bot):
    """The library's bot, for calls that are kept as JSON and so are made of JSON."""

    async def post(self, method: str, params: dict[str, Any], seconds: float) -> Any:
        """Do any call; its public twin, `do_api_request`, warns at every method it knows."""
        return await self._post(method, params, read_timeout=seconds)


class TelegramClient:
    """One bot; connection pools of its own for long polls and for everything else."""

    def __init__(
        self, token: SecretStr, base_url: str, *, timeout_seconds: float = _SECONDS
    ) -> None:
        self._timeout_seconds = timeout_seconds
        self._calls = _Connections(CONNECTIONS, timeout_seconds)
        self._polls = _Connections(1, timeout_seconds)
        self._bot = _RawBot(
            token.get_secret_value(),
            base_url=f"{base_url}/bot",
            request=self._calls,
            get_updates_request=self._polls,
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
        await self._polls.shutdown()
        await self._calls.shutdown()

    async def me(self) -> dict[str, Any]:
        """Return who the bot is.

        Raises:
            Unauthorized: The token is wrong.
            TelegramError: Telegram does not say.
        """
        try:
            me: dict[str, Any] = await self._request("getMe", {})
        except _NotFound:  # what Telegram answers to a token of the wrong form
            raise Unauthorized from None
        return me

    async def updates(
        self, offset: int | None, timeout_seconds: int, allowed: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Wait for updates; those before `offset` are confirmed by asking.

        Raises:
            TelegramError: There are none to be had now.
        """
        params: dict[str, Any] = {
            "timeout": timeout_seconds,
            "limit": BATCH,
            "allowed_updates": list(allowed),
        }
        if offset is not None:
            params["offset"] = offset
        found: list[dict[str, Any]] = await self._request(
            "getUpdates", params, self._timeout_seconds + timeout_seconds
        )
        return found

    async def call(self, call: Call, files: Mapping[str, File] | None = None) -> Any:
        """Do one call, with files by the names of parameters; return what Telegram answers.

        Raises:
            TelegramError: It did not come through; which one says how to go on.
        """
        uploads = {n: InputFile(f.content, filename=f.name) for n, f in (files or {}).items()}
        return await self._request(call.method, {**call.params, **uploads})

    async def set_webhook(self, url: str, secret: str, allowed: Sequence[str]) -> None:
        """Let Telegram bring updates to an address, with a secret in a header.

        Raises:
            TelegramError: It did not come through.
        """
        await self._request(
            "setWebhook",
            {"url": url, "secret_token": secret, "allowed_updates": list(allowed)},
        )

    async def delete_webhook(self) -> None:
        """Let updates wait until they are fetched; none is dropped.

        Raises:
            TelegramError: It did not come through.
        """
        await self._request("deleteWebhook", {})

    async def _request(
        self, method: str, params: dict[str, Any], seconds: float | None = None
    ) -> Any:
        try:
            return await self._bot.post(method, params, seconds or self._timeout_seconds)
        except telegram.error.TelegramError as error:
            raise _translated(error) from None  # its cause holds the address, with the token in it


class _NotFound(TelegramError):
    """Status 404: no such method, or no such bot."""

    def __init__(self) -> None:
        super().__init__("the Bot API does not know this address")


def _translated(error: telegram.error.TelegramError) -> TelegramError:
    if isinstance(error, _Refused):
        if error.status == 404:
            return _NotFound()
        return refusal(error.status, _parsed(error.payload))
    problem = type(error.__cause__ or error).__name__
    if isinstance(error.__cause__, _NEVER_TAKEN):
        return Unreachable(problem)
    return Unknown(problem)


def _parsed(payload: bytes) -> dict[str, Any]:
    try:
        body = json.loads(payload)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
