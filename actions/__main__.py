"""Start the action server: settings, knowledge base, actions, server. `python -m actions`."""

import logging
import socket
import sys
from datetime import date
from typing import Any

from pydantic import ValidationError
from rasa_sdk.interfaces import Action
from sanic import Sanic

from actions.answer_question import (
    ActionAnswerQuestion,
    ActionFollowUpQuestion,
    ActionUnlessKnown,
)
from actions.answering import Thresholds
from actions.follow_up import ActionSayMore, ActionSayShorter, ActionShowSource
from actions.guidance.everything import guidance_actions, leaving
from actions.report_danger import ActionReportDanger
from actions.request_counsellor import ActionRequestCounsellor
from actions.server import build_app, build_executor
from actions.settings import ActionsSettings
from knowledge.base import LiveKnowledgeBase
from knowledge.corpus import load_documents
from knowledge.embedding import SentenceTransformerEmbedder
from knowledge.errors import KnowledgeError
from knowledge.schools.store import LiveDirectory
from knowledge.settings import KnowledgeSettings


def main() -> None:
    """Serve until told to stop; what a person can cure is one line and exit code 1."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    try:
        serve(ActionsSettings(), KnowledgeSettings())
    except (KnowledgeError, OSError) as error:
        sys.exit(f"action server: {error}")
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{error.title}.{'.'.join(map(str, first['loc']))}"
        sys.exit(f"action server: setting {name}: {first['msg']} (see .env.example)")


def serve(settings: ActionsSettings, about: KnowledgeSettings) -> None:
    """Build everything and serve.

    Raises:
        KnowledgeError: The index or the model cannot be used.
        OSError: The port is taken.
    """
    with listen(settings.host, settings.port) as listener:
        build(settings, about).run(sock=listener, single_process=True, access_log=False, motd=False)


def build(settings: ActionsSettings, about: KnowledgeSettings) -> Sanic[Any, Any]:
    """Return the application with everything it needs.

    Raises:
        KnowledgeError: The index or the model cannot be used.
    """
    knowledge = LiveKnowledgeBase(about.index, SentenceTransformerEmbedder(about.model))
    knowledge.base.search("học nghề")  # the first search loads what later ones use
    schools = LiveDirectory(about.schools)
    actions = all_actions(settings, about, knowledge, schools)
    executor = build_executor(actions, settings.time_budget_seconds)
    return build_app(executor, knowledge, schools)


def all_actions(
    settings: ActionsSettings,
    about: KnowledgeSettings,
    knowledge: LiveKnowledgeBase,
    schools: LiveDirectory,
) -> list[Action]:
    """Return every action that Rasa calls.

    Raises:
        KnowledgeError: The table of documents cannot be used.
    """
    sure = Thresholds(answer=about.answer_from, clarify=settings.clarify_from)
    quiet = Thresholds(answer=about.answer_from, clarify=1.0)  # without asking back
    surest = Thresholds(answer=settings.small_talk_from, clarify=1.0)
    return [
        ActionAnswerQuestion(knowledge, sure),
        ActionFollowUpQuestion(knowledge, sure),
        ActionUnlessKnown(knowledge, quiet, surest, leaving()),
        ActionShowSource(knowledge, quiet),
        ActionSayMore(knowledge, surest),
        ActionSayShorter(knowledge, surest),
        ActionRequestCounsellor(settings.school_contact),
        ActionReportDanger(knowledge, settings.school_contact),
        *guidance_actions(knowledge, load_documents(about.table), schools, date.today),
    ]


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket, taken before the model is loaded: a taken port is said at once.

    Raises:
        OSError: The port is taken.
    """
    # Named as TCP, since asyncio switches off Nagle's delay (40 ms a reply) only then.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen()
    return listener


if __name__ == "__main__":
    main()
