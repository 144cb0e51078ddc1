"""What Rasa calls for a form: start it, read an answer, ask, finish, stop."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.conversation import Event, audience_of, intent_of, question_of, send
from actions.guidance.forms import Form, State, plain, reply
from actions.replies import Reply

REQUESTED = "requested_slot"
ANSWER = "answer"
"""What every form asks Rasa to request: never filled, what it holds goes into the form's slots.

So which question comes next is the form's own business, also after an interruption, where Rasa
would take the first empty slot of a list.
"""

_AGAIN = frozenset(
    {"lam lai", "lam lai tu dau", "bat dau lai", "lam lai di", "tu dau", "lam lai trac nghiem"}
)
_QUESTION = re.compile(
    r"\?|\b(?:la gi|the nao|nhu nao|bao nhieu|bao lau|tai sao|vi sao|o dau|khi nao|lam sao)\b"
    r"|\bco\b.+\bkhong$"
)
_ASKS = frozenset({"ask_knowledge", "ask_follow_up", "ask_source", "ask_more"})
_WISHES = frozenset(
    {
        "ask_counsellor",
        "start_pathway",
        "start_interests",
        "find_school",
        "start_lesson",
        "start_review",
        "set_reminder",
        "stop_reminders",
    }
)
_SURE = 0.8
_GO_ON = "Mình tiếp tục nhé."
_TAKEN_UP = "Mình làm tiếp chỗ đang dở nhé. Muốn bắt đầu lại thì {bạn} gõ “làm lại”."
_STOPPED = "Mình dừng ở đây nhé. Khi nào muốn, {bạn} làm tiếp từ chỗ này."
_NOTHING_TO_STOP = "Không có phần nào đang làm dở cả. {Bạn} cần hỏi gì, cứ nhắn nhé."
_RESUME = "Làm tiếp"


class StartForm(Action):
    """Begin a flow, or take one up that was left."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def name(self) -> str:
        """Return the name in the domain."""
        return f"action_start_{self.form.name}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Set what the first message says already; the form asks for the rest."""
        state, text = state_of(self.form, tracker), question_of(tracker)
        audience = audience_of(tracker)
        left = [ActiveLoop(None), SlotSet(REQUESTED, None)]
        opening = self.form.opening(text, state, audience)
        if opening:
            send(opening, dispatcher, tracker)
        if _is_under_way(self.form, state) and plain(text) not in _AGAIN:
            changes = self.form.read(text, None, state)
            if not changes and not opening:
                send(reply(_TAKEN_UP, audience), dispatcher, tracker)
            return [*left, *_set(changes)]
        fresh = dict.fromkeys(self.form.slots)
        begun = self.form.read(text, None, {**state, **fresh})
        return [*left, *_set({**fresh, **begun})]


class ValidateForm(Action):
    """Read a message as an answer; without one, Rasa sees what else it is."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def name(self) -> str:
        """Return the name in the domain."""
        return f"validate_{self._form.name}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Return the slots that the message sets, and what to ask for next."""
        state, text = state_of(self._form, tracker), question_of(tracker)
        if tracker.get_slot(REQUESTED) is None:  # just activated: nothing was asked yet
            return [self._requested(state)]
        if plain(text) in _AGAIN:
            changes: Mapping[str, Any] = dict.fromkeys(self._form.slots)
        elif not self._is_offered(text, state) and self._is_something_else(tracker, text):
            return []
        else:
            changes = self._form.read(text, self._form.next_slot(state), state)
        return [*_set(changes), self._requested({**state, **changes})] if changes else []

    def _is_offered(self, text: str, state: State) -> bool:
        """Tell whether these are the very words of a button below the question."""
        wanted = self._form.next_slot(state)
        buttons = self._form.ask(wanted, state, None).buttons if wanted else []
        return plain(text) in {plain(button["payload"]) for button in buttons}

    def _is_something_else(self, tracker: Tracker, text: str) -> bool:
        """Tell whether a message surely is no answer: another wish, or a question."""
        intent = (tracker.latest_message or {}).get("intent") or {}
        name = intent_of(tracker)
        if name == "report_danger":
            return True
        if name in _ASKS:
            return bool(_QUESTION.search(plain_with_marks(text)))
        # What starts this very form is its own to read: "sang câu hỏi" in a lesson.
        is_other_wish = name in _WISHES and name not in self._form.starts
        return is_other_wish and float(intent.get("confidence") or 0) >= _SURE

    def _requested(self, state: State) -> Event:
        done = self._form.next_slot(state) is None
        event: Event = SlotSet(REQUESTED, None if done else ANSWER)
        return event


class AskForm(Action):
    """Ask what a form wants to know next."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def name(self) -> str:
        """Return the name in the domain."""
        return f"action_ask_{self._form.name}_{ANSWER}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Send the question, and say so where it goes on after something else."""
        state = state_of(self._form, tracker)
        wanted = self._form.next_slot(state)
        if wanted is None:
            raise LookupError(self._form.name)  # the form should be done
        asked = self._form.ask(wanted, state, audience_of(tracker))
        if _was_interrupted(self._form, tracker):
            # Asked again, it is no further step.
            payload = {key: asked.payload[key] for key in asked.payload if key != "progress"}
            asked = Reply(f"{_GO_ON}\n\n{asked.text}", asked.buttons, payload)
        send(asked, dispatcher, tracker)
        return []


class FinishForm(Action):
    """Say what comes of the answers."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def name(self) -> str:
        """Return the name in the domain."""
        return f"action_finish_{self._form.name}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Send the replies; set the slots that the flow leaves behind."""
        outcome = self._form.finish(state_of(self._form, tracker), audience_of(tracker))
        remembered: list[Event] = []
        for said in outcome.replies:
            remembered += send(said, dispatcher, tracker)
        return [*remembered, *_set(outcome.slots)]


class ActionStop(Action):
    """Leave whatever flow is under way; its answers stay, to be taken up."""

    def __init__(self, starts: Mapping[str, str]) -> None:
        """Know by which words each form is started again."""
        self._starts = starts

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_stop"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Send one reply."""
        active = str((tracker.active_loop or {}).get("name") or "")
        text = _STOPPED if active else _NOTHING_TO_STOP
        again = [(_RESUME, self._starts[active])] if active else []
        send(reply(text, audience_of(tracker), again), dispatcher, tracker)
        return [ActiveLoop(None), SlotSet(REQUESTED, None)]


def actions_of(form: Form) -> list[Action]:
    """Return all that Rasa calls for a form."""
    return [StartForm(form), ValidateForm(form), AskForm(form), FinishForm(form)]


def state_of(form: Form, tracker: Tracker) -> State:
    """Return the slots of a form."""
    return {slot: tracker.get_slot(slot) for slot in (*form.slots, *form.kept)}


def _is_under_way(form: Form, state: State) -> bool:
    is_begun = any(state[slot] is not None for slot in form.slots)
    return is_begun and form.next_slot(state) is not None


def _set(slots: Mapping[str, Any]) -> list[Event]:
    return [SlotSet(slot, value) for slot, value in slots.items()]


def plain_with_marks(text: str) -> str:
    """Return the words of a text without diacritics, and its question mark."""
    return plain(text) + ("?" if text.rstrip().endswith("?") else "")


def _was_interrupted(form: Form, tracker: Tracker) -> bool:
    """Tell whether something other than this form has spoken since the visitor's message."""
    own = {form.name, f"validate_{form.name}", "action_listen", "action_extract_slots"}
    own.add(f"action_start_{form.name}")
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "action" and event.get("name") not in own:
            return True
    return False
