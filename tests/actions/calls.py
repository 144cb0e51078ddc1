"""What Rasa posts to call an action, and what it reads of the result."""

from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Action

from actions.server import build_executor

SENDER = "a1b2c3"

Json = dict[str, Any]


def call_of(name: str, text: str = "", intent: str = "", typed: str = "", **slots: object) -> Json:
    """Return the body of a call: the last message and the slots that are set."""
    message: Json = {"text": text}
    if intent:
        message["intent"] = {"name": intent, "confidence": 0.9}
    if typed:
        message["metadata"] = {"typed": typed}
    tracker = {"sender_id": SENDER, "slots": slots, "latest_message": message, "events": []}
    return {"next_action": name, "version": "3.6.21", "domain": {}, "tracker": tracker}


async def run(
    action: Action, text: str = "", intent: str = "", typed: str = "", **slots: object
) -> tuple[Json, list[Json]]:
    """Run an action as the server does; return its one message and its events."""
    executor = build_executor([action], 5.0)
    return await ask(executor, action.name(), text, intent, typed, **slots)


async def ask(
    executor: ActionExecutor,
    name: str,
    text: str = "",
    intent: str = "",
    typed: str = "",
    **slots: object,
) -> tuple[Json, list[Json]]:
    """Call an action by its name; return its one message, as far as it says something."""
    result = await executor.run(call_of(name, text, intent, typed, **slots))
    [message] = result.responses
    said = {key: message[key] for key in ("text", "buttons", "custom", "response") if message[key]}
    return said, result.events


def without_id(payload: Json) -> Json:
    """Return a payload without its answer's id, of which each has one of its own."""
    assert len(payload["answer_id"]) == 32
    return {key: payload[key] for key in payload if key != "answer_id"}
