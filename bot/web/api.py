"""The public HTTP API, version 1: parse, call the service, show what came of it."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from bot.service import ConversationService
from bot.web.metrics import Metrics
from bot.web.schemas import (
    ErasureResponse,
    ErrorResponse,
    FeedbackRequest,
    FeedbackResponse,
    HistoryResponse,
    MessageRequest,
    MessageResponse,
)

ConversationId = Annotated[str, Path(max_length=64)]
Cursor = Annotated[int, Query(ge=0, le=2**53, description="The cursor of the stretch before.")]


class VisitorApi:
    """What a visitor's page, or any other client, may do."""

    def __init__(self, service: ConversationService, metrics: Metrics) -> None:
        self._service = service
        self._metrics = metrics

    def routes(self) -> APIRouter:
        """Return the table of routes."""
        router = APIRouter(prefix="/api/v1", tags=["visitor"])
        router.add_api_route(
            "/messages",
            self.post_message,
            methods=["POST"],
            responses=_problems(404, 409, 413, 422, 429, 503),
        )
        router.add_api_route(
            "/conversations/{conversation}/messages",
            self.get_messages,
            methods=["GET"],
            responses=_problems(404, 422, 503),
        )
        router.add_api_route(
            "/conversations/{conversation}",
            self.delete_conversation,
            methods=["DELETE"],
            responses=_problems(404, 422, 503),
        )
        router.add_api_route(
            "/feedback",
            self.post_feedback,
            methods=["POST"],
            responses=_problems(404, 422, 503),
        )
        return router

    async def post_message(self, body: MessageRequest, request: Request) -> MessageResponse:
        """Send a message and get the replies to it."""
        address = request.client.host if request.client else ""
        with self._metrics.message() as seen:
            received = await self._service.receive(body.to_incoming(), address=address)
            seen(received.replies)
        return MessageResponse.of(received)

    async def get_messages(
        self, conversation: ConversationId, after: Cursor = 0
    ) -> HistoryResponse:
        """Read a conversation again, also what was answered after a reply was given up."""
        return HistoryResponse.of(await self._service.history(conversation, after=after), after)

    async def delete_conversation(self, conversation: ConversationId) -> ErasureResponse:
        """Erase a conversation everywhere, and get a receipt."""
        return ErasureResponse.of(await self._service.erase(conversation))

    async def post_feedback(self, body: FeedbackRequest) -> FeedbackResponse:
        """Say whether an answer was of use; a second time replaces the first."""
        await self._service.feedback(body.answer_id, body.value, body.comment)
        return FeedbackResponse(answer_id=body.answer_id, value=body.value)


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ErrorResponse} for status in statuses}
