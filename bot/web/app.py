"""The web application: what there is to ask for, and where."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware

from bot.answers import AnswerStore
from bot.reminder_store import ReminderStore
from bot.service import ConversationService
from bot.telegram.channel import TelegramChannel
from bot.telegram.webhook import BODY_LIMIT as TELEGRAM_BODY_LIMIT
from bot.web import problems
from bot.web.api import VisitorApi
from bot.web.health import OperatorApi, Readiness
from bot.web.metrics import Metrics
from bot.web.middleware import BodyLimit, SafeHeaders
from bot.web.pictures import PictureApi
from bot.web.reminders import ReminderApi

STATIC = Path(__file__).parent / "static"

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(
    service: ConversationService,
    readiness: Readiness,
    *,
    lifespan: Lifespan | None = None,
    telegram: TelegramChannel | None = None,
    reminders: ReminderStore | None = None,
    answers: AnswerStore | None = None,
) -> FastAPI:
    """Put the routes together around parts that are ready to use."""
    webhook = telegram.webhook if telegram else None
    larger = {webhook.path: TELEGRAM_BODY_LIMIT} if webhook else {}
    app = FastAPI(
        title="La Bàn",
        version="1",
        description="Vietnamese career guidance, always with its source.",
        docs_url=None,  # FastAPI's page loads its scripts from another host
        redoc_url=None,
        lifespan=lifespan,
        middleware=[Middleware(SafeHeaders), Middleware(BodyLimit, exceptions=larger)],
    )
    problems.install(app)
    metrics = Metrics()
    if telegram:
        _watch(telegram, metrics)
    if webhook:
        app.include_router(webhook.routes())
    app.include_router(VisitorApi(service, metrics).routes())
    if reminders:
        app.include_router(ReminderApi(reminders).routes())
    if answers:
        app.include_router(PictureApi(answers).routes())
    app.include_router(OperatorApi(readiness, metrics).routes())
    app.add_api_route("/", _page("chat.html"), include_in_schema=False)
    app.add_api_route("/docs", _page("docs.html"), include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC))
    return app


def _watch(telegram: TelegramChannel, metrics: Metrics) -> None:
    metrics.watch(
        "bot_telegram_updates_set_aside",
        "Updates from Telegram that could not be handled.",
        lambda: telegram.set_aside,
    )
    metrics.watch(
        "bot_telegram_calls_waiting", "Calls to Telegram to be made.", lambda: telegram.waiting
    )


def _page(name: str) -> Callable[[], FileResponse]:
    def page() -> FileResponse:
        return FileResponse(STATIC / name)

    return page
