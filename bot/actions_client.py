"""Asks the action server whether it, and the index it answers from, are ready."""

import asyncio
from types import TracebackType
from typing import Self

import httpx
from pydantic import BaseModel, ValidationError

from bot.rasa_client import PROBE_SECONDS


class _Readiness(BaseModel):
    passages: int


class ActionsClient:
    """The bot needs nothing else of the action server: Rasa calls it."""

    def __init__(
        self,
        url: str,
        *,
        timeout_seconds: float = PROBE_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._timeout_seconds = timeout_seconds
        self._client = httpx.AsyncClient(
            base_url=url, transport=transport, trust_env=False, timeout=timeout_seconds
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

    async def passages(self) -> int | None:
        """Return how many passages can be searched, or None where it does not answer so."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                response = await self._client.get("/ready")
            response.raise_for_status()
            return _Readiness.model_validate_json(response.content).passages
        except (httpx.HTTPError, TimeoutError, ValidationError):
            return None
