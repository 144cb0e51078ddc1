"""What the actions read from Rasa's tracker and write back to it."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.replies import Reply

LAST_PASSAGE = "last_passage"
SHOWN_PASSAGES = "shown_passages"
FACETS = "facets"
_MOST_REMEMBERED = 20

Event = dict[str, Any]


def question_of(tracker: Tracker) -> str:
    """Return the visitor's message, as the front door normalised it."""
    return str((tracker.latest_message or {}).get("text") or "")


def typed_of(tracker: Tracker) -> str | None:
    """Return the message as it was typed, where the front door said it."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    return metadata.get("typed")


def intent_of(tracker: Tracker) -> str:
    """Return the intent of the visitor's message, "" where there is none."""
    intent = (tracker.latest_message or {}).get("intent") or {}
    return str(intent.get("name") or "")


def intent_share(tracker: Tracker, name: str) -> float:
    """Return how much of the visitor's message is an intent, 0 to 1; 0 where it is not ranked."""
    ranking = (tracker.latest_message or {}).get("intent_ranking") or []
    return next((float(rank["confidence"]) for rank in ranking if rank["name"] == name), 0.0)


def audience_of(tracker: Tracker) -> str | None:
    """Return student, parent, teacher, or None when the visitor has not said."""
    return tracker.get_slot("audience")


def last_passage(tracker: Tracker) -> str | None:
    """Return the id of the passage answered with last."""
    return tracker.get_slot(LAST_PASSAGE)


def shown_passages(tracker: Tracker) -> list[str]:
    """Return the ids of the passages shown in this conversation, oldest first."""
    return list(tracker.get_slot(SHOWN_PASSAGES) or [])


def facets_said(tracker: Tracker) -> dict[str, str]:
    """Return the province, grade and so on that the visitor named, or chose, last."""
    return dict(tracker.get_slot(FACETS) or {})


def remember(tracker: Tracker, facets: Mapping[str, str]) -> list[Event]:
    """Return the event that keeps what a message named beside what was named before."""
    before = facets_said(tracker)
    now = {**before, **facets}
    return [SlotSet(FACETS, now)] if now != before else []


def send(reply: Reply, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
    """Send a reply; return the events that remember what was said."""
    dispatcher.utter_message(text=reply.text, buttons=reply.buttons, json_message=reply.payload)
    if reply.passage is None:
        return []
    shown = [id_ for id_ in shown_passages(tracker) if id_ != reply.passage.id]
    return [
        SlotSet(LAST_PASSAGE, reply.passage.id),
        SlotSet(SHOWN_PASSAGES, [*shown, reply.passage.id][-_MOST_REMEMBERED:]),
    ]
