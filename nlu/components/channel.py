"""The way into Rasa for the front door.

Rasa's own REST channel answers 200 and an empty list when a turn failed, and writes the
visitor's text into the log. This one says 500, keeps the text out of the log, never makes
anyone wait longer than its time-out, and can erase a conversation.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from nlu.components.quicker import check_schema_of_action_results_once

logger = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class WholeTextCollector(CollectingOutputChannel):
    """Collect replies as they are; Rasa's own cuts a text at its blank lines."""

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Keep one reply one message."""
        await self._persist_message(self._message(recipient_id, text=text))


class LaBanChannel(InputChannel):
    """`POST webhook`, `GET ready` and `DELETE conversations/<sender>` under /webhooks/laban."""

    def __init__(self, reply_timeout_seconds: float) -> None:
        self._timeout = reply_timeout_seconds

    @classmethod
    def name(cls) -> str:
        """Return the channel's part of the URL."""
        return "laban"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> LaBanChannel:
        """Create the channel from its entry in credentials.yml."""
        check_schema_of_action_results_once()
        return cls(**(credentials or {}))

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Return the routes; Rasa mounts them."""
        routes = Blueprint("laban", __name__)

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request, on_new_message)

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            is_ready = bool(agent and agent.is_ready())
            return response.json({"ready": is_ready}, status=200 if is_ready else 503)

        @routes.delete("/conversations/<sender_id>")
        async def erase(request: Request, sender_id: str) -> HTTPResponse:
            # Rasa wraps the store from endpoints.yml and offers no way to the one inside.
            store = request.app.ctx.agent.tracker_store._tracker_store
            erased = await store.erase(sender_id)
            return response.json({"erased_events": erased})

        return routes

    async def _receive(self, request: Request, on_new_message: OnNewMessage) -> HTTPResponse:
        body = request.json or {}
        collector = WholeTextCollector()
        message = UserMessage(
            body.get("message"),
            collector,
            body.get("sender"),
            input_channel=self.name(),
            metadata=body.get("metadata"),
        )
        try:
            # Cancelling lets go of Rasa's lock, which would hold up the next message.
            await asyncio.wait_for(on_new_message(message), self._timeout)
        except asyncio.TimeoutError:
            logger.error(  # noqa: TRY400 - a traceback could show what the visitor wrote
                "no reply within %s s for %s", self._timeout, message.sender_id
            )
            return response.json({"error": "timeout"}, status=504)
        except Exception as error:  # noqa: BLE001 - the edge: any failure is a 500, without text
            logger.error(  # noqa: TRY400 - as above
                "turn failed for %s: %s", message.sender_id, type(error).__name__
            )
            return response.json({"error": "failed"}, status=500)
        return response.json(collector.messages)
