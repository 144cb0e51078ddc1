"""The action server: actions registered one by one, guarded, in a single process."""

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Protocol

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.conversation import Event
from actions.replies import payload
from knowledge.base import LiveKnowledgeBase
from knowledge.errors import KnowledgeError

logger = logging.getLogger(__name__)

_LOOK_EVERY_SECONDS = 1.0

Run = Callable[[CollectingDispatcher, Tracker, DomainDict], Awaitable[list[Event]]]


def build_executor(actions: Iterable[Action], time_budget_seconds: float) -> ActionExecutor:
    """Return an executor that knows these instances and no others.

    rasa_sdk's own server scans packages and builds each action itself, without arguments.
    """
    executor = ActionExecutor()
    for action in actions:
        executor.register_function(action.name(), guarded(action, time_budget_seconds))
    return executor


def guarded(action: Action, time_budget_seconds: float) -> Run:
    """Return the action's `run` such that a failure becomes a sentence.

    Rasa swallows an exception of an action: the visitor would read nothing at all.
    """

    async def run(
        dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        try:
            return await asyncio.wait_for(
                action.run(dispatcher, tracker, domain), time_budget_seconds
            )
        except Exception:  # the one place that may catch all: see above
            logger.exception("%s failed for %s", action.name(), tracker.sender_id)
            dispatcher.messages.clear()
            dispatcher.utter_message(
                response="utter_service_error", json_message=payload("notice", 0.0)
            )
            return []

    return run


class Live(Protocol):
    """What follows files that change while it serves."""

    def refresh(self) -> bool:
        """Take up what changed; tell whether something did. KnowledgeError: it is of no use."""
        ...


def build_app(
    executor: ActionExecutor, knowledge: LiveKnowledgeBase, *beside: Live
) -> Sanic[Any, Any]:
    """Return rasa_sdk's web application, with `/ready`; what it serves is kept up to date."""
    # Rasa 3.6.21 and rasa-sdk 3.21 speak the same protocol; the sdk warns at each call.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    app = create_app(executor, cors_origins=[])

    @app.get("/ready")
    async def ready(_: Request) -> HTTPResponse:
        return response.json({"status": "ready", "passages": len(knowledge.base)})

    @app.after_server_start
    async def watch(running: Sanic[Any, Any]) -> None:
        for live in (knowledge, *beside):
            running.add_task(_keep_up(live))

    return app


async def _keep_up(live: Live) -> None:
    """Take up a new file within a second or two; a broken one leaves the old in use."""
    name, last_problem = type(live).__name__, ""
    while True:
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
        try:
            if await asyncio.to_thread(live.refresh):
                logger.info("%s: took up a new file", name)
        except KnowledgeError as error:
            if str(error) != last_problem:
                last_problem = str(error)
                logger.error("%s: the new file is not used: %s", name, error)  # noqa: TRY400
