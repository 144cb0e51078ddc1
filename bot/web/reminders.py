"""The part of the public HTTP API, version 1, that is about reminders."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict

from bot.calendar import calendar_of
from bot.errors import ReminderNotFound
from bot.reminder_store import ALL, ReminderStore
from bot.reminders import State
from bot.web.api import ConversationId
from bot.web.schemas import ErrorResponse

Key = Annotated[str, Path(max_length=200)]

_FILE = "la-ban-nhac-hen.ics"
_IN_CALENDAR = (State.SCHEDULED, State.SENT)
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorResponse} for status in (404, 422, 503)
}


class ReminderResponse(BaseModel):
    """What a visitor is, was, or will not be reminded of."""

    model_config = ConfigDict(from_attributes=True)

    key: str
    title: str
    on: date
    due_at: datetime
    state: State
    sent_at: datetime | None


class RemindersResponse(BaseModel):
    """All reminders of a conversation, in the order of their days."""

    reminders: list[ReminderResponse]


class ReminderApi:
    """What a visitor's page, or any other client, may do about reminders."""

    def __init__(self, store: ReminderStore) -> None:
        self._store = store

    def routes(self) -> APIRouter:
        """Return the table of routes."""
        router = APIRouter(
            prefix="/api/v1/conversations/{conversation}", tags=["visitor"], responses=_PROBLEMS
        )
        router.add_api_route("/reminders", self.get_reminders, methods=["GET"])
        router.add_api_route(
            "/reminders.ics", self.get_calendar, methods=["GET"], response_class=Response
        )
        # A key may be the id of a card, which has a slash.
        router.add_api_route("/reminders/{key:path}", self.delete_reminder, methods=["DELETE"])
        return router

    async def get_reminders(self, conversation: ConversationId) -> RemindersResponse:
        """Read what a conversation is to be reminded of, and what became of it."""
        kept = await self._store.of(conversation)
        return RemindersResponse(reminders=[ReminderResponse.model_validate(k) for k in kept])

    async def get_calendar(self, conversation: ConversationId) -> Response:
        """Download the days that a conversation is reminded of, for a calendar."""
        kept = [k for k in await self._store.of(conversation) if k.state in _IN_CALENDAR]
        if not kept:
            raise ReminderNotFound(ALL)  # a calendar of nothing is no valid file
        return Response(
            calendar_of(kept, self._store.daytime, made_at=datetime.now(UTC)),
            media_type="text/calendar",
            headers={"Content-Disposition": f'attachment; filename="{_FILE}"'},
        )

    async def delete_reminder(self, conversation: ConversationId, key: Key) -> ReminderResponse:
        """Stop one reminder."""
        return ReminderResponse.model_validate(await self._store.stop(conversation, key))
