"""How errors leave the house: the right status, a code, and a friendly sentence."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.errors import BotError, DatabaseUnavailable, TooManyMessages
from bot.texts import ERRORS
from bot.web.middleware import SECURITY_HEADERS
from bot.web.schemas import FeedbackRequest, MessageRequest

_RETRY_AFTER_SECONDS = 5
"""Long enough for a restart of what is down, short enough to be waited for."""

STATUS = {
    "empty_message": 422,
    "message_too_long": 413,
    "too_many_messages": 429,
    "conversation_not_found": 404,
    "answer_not_found": 404,
    "reminder_not_found": 404,
    "alarm_not_found": 404,
    "message_id_reused": 409,
    "illegal_transition": 409,
    "unanswered": 503,
    "rasa_unavailable": 503,
    "no_reply": 503,
    "reply_late": 503,
    "database_unavailable": 503,
}
_HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}
_FIELDS = {*MessageRequest.model_fields, *FeedbackRequest.model_fields, "after"}

logger = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    """Let every error of the app come out in the one shape."""
    app.exception_handlers.update(
        {
            BotError: _on_bot_error,
            RequestValidationError: _on_invalid_request,
            HTTPException: _on_http_error,
            Exception: _on_bug,
        }
    )


def _problem(
    status: int, code: str, message: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    body = {"error": {"code": code, "message": message}}
    return JSONResponse(body, status_code=status, headers=headers)


async def _on_bot_error(_request: Request, error: BotError) -> JSONResponse:
    status = STATUS[error.code]
    headers = {}
    if isinstance(error, TooManyMessages):
        headers["Retry-After"] = str(error.retry_after)
    elif status == 503:
        headers["Retry-After"] = str(_RETRY_AFTER_SECONDS)
    if isinstance(error, DatabaseUnavailable):
        logger.error("%s", error)
    return _problem(status, error.code, ERRORS[error.code].format(**vars(error)), headers)


async def _on_invalid_request(_request: Request, error: RequestValidationError) -> JSONResponse:
    """Name the fields that are ours and wrong, and repeat nothing that was sent."""
    places = {str(place) for problem in error.errors() for place in problem["loc"]}
    if wrong := sorted(places & _FIELDS):
        message = ERRORS["invalid_fields"].format(fields=", ".join(wrong))
    else:
        message = ERRORS["invalid_request"]
    return _problem(422, "invalid_request", message)


async def _on_http_error(_request: Request, error: HTTPException) -> JSONResponse:
    code = _HTTP_CODES.get(error.status_code, "invalid_request")
    headers = dict(error.headers) if error.headers else None
    return _problem(error.status_code, code, ERRORS[code], headers)


async def _on_bug(_request: Request, _error: Exception) -> JSONResponse:
    """Hide an unforeseen error from the visitor; the server logs it with its traceback.

    This runs outside of the app's own middleware, hence the headers.
    """
    return _problem(500, "internal_error", ERRORS["internal_error"], SECURITY_HEADERS)
