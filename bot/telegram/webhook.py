"""Updates by webhook: Telegram brings them to an address that only it knows, with a secret."""

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import SecretStr

from bot.telegram.intake import Intake

BODY_LIMIT = 1024 * 1024
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """The door for Telegram; path and secret follow from the token and stay over restarts."""

    def __init__(self, token: SecretStr, intake: Callable[[], Intake | None]) -> None:
        """Make it.

        Args:
            token: Of the bot.
            intake: Gives where updates go, or None while nothing can be taken.
        """
        self.path = f"/telegram/{_derived(token, 'path')}"
        self.secret = _derived(token, "secret")
        self._intake = intake

    def routes(self) -> APIRouter:
        """Return the table of routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route(self.path, self.post_update, methods=["POST"])
        return router

    async def post_update(self, request: Request) -> Response:
        """Store one update; with any answer but 200 Telegram brings it again."""
        given = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            raise HTTPException(404)  # as any address that does not exist
        intake = self._intake()
        if intake is None or intake.is_full:
            return Response(status_code=503)
        update = _parsed(await request.body())
        if update is None:
            raise HTTPException(400)
        await intake.take([update])
        return Response(status_code=200)


def _derived(token: SecretStr, purpose: str) -> str:
    key = token.get_secret_value().encode()
    return hmac.new(key, f"la-ban telegram {purpose}".encode(), hashlib.sha256).hexdigest()


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except ValueError:
        return None
    is_update = isinstance(update, dict) and type(update.get("update_id")) is int
    return update if is_update else None
