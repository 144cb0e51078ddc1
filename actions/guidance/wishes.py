"""What a visitor wants of a flow without being in it: keep a result, be reminded, repeat."""

import re
from collections.abc import Callable
from datetime import date

from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.answer_question import last_said
from actions.conversation import Event, audience_of, question_of, send
from actions.guidance.form_actions import REQUESTED, state_of
from actions.guidance.forms import plain
from actions.guidance.interest_replies import InterestReplies
from actions.guidance.interest_scores import Scores, kept
from actions.guidance.lessons import LessonForm
from actions.guidance.reminders import promised, reply_to_wish, stopped
from actions.guidance.schools import SchoolForm
from actions.replies import Reply
from knowledge.base import LiveKnowledgeBase

RESULT = "interest_result"

_DROP = re.compile(r"\b(?:xoa|bo|huy|quen|(?:dung|khong|khoi|thoi)(?: \w+)? (?:giu|luu|nho))\b")
_TELL = re.compile(r"\b(?:tom tat|gui|chia se|share|xem|doc|dua|in|cho (?:thay|co|giao vien))\b")
_REVIEW = re.compile(r"\bon (?:bai|tap|lai)\b")


class ActionInterestResult(Action):
    """Keep the result of the questionnaire, forget it, or say it for a counsellor.

    The button's words carry the scores: without them nothing is kept anywhere.
    """

    def __init__(self, replies: InterestReplies) -> None:
        self._replies = replies

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_interest_result"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Send one reply."""
        text, audience = question_of(tracker), audience_of(tracker)
        scores = kept(text)
        if _DROP.search(plain(text)):
            send(self._replies.drop(audience), dispatcher, tracker)
            return [SlotSet(RESULT, None)]
        if _TELL.search(plain(text)):
            send(self._told(scores or tracker.get_slot(RESULT), audience), dispatcher, tracker)
            return []
        said = self._replies.keep(audience) if scores else self._replies.nothing(audience)
        send(said, dispatcher, tracker)
        return [SlotSet(RESULT, scores)] if scores else []

    def _told(self, scores: dict[str, int] | None, audience: str | None) -> Reply:
        if not scores:
            return self._replies.nothing(audience)
        return self._replies.summary(Scores.from_slot(scores), audience)


class ActionSetReminder(Action):
    """Promise to remind of a day; the front door keeps the promise."""

    def __init__(
        self,
        knowledge: LiveKnowledgeBase,
        schools: SchoolForm,
        lessons: LessonForm,
        today: Callable[[], date],
    ) -> None:
        self._knowledge = knowledge
        self._schools = schools
        self._lessons = lessons
        self._today = today

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_set_reminder"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Send one reply: what will be reminded of and when, or why that cannot be."""
        send(self._reply(tracker), dispatcher, tracker)
        return []

    def _reply(self, tracker: Tracker) -> Reply:
        text, audience = question_of(tracker), audience_of(tracker)
        if _REVIEW.search(plain(text)):
            return self._lessons.remind(state_of(self._lessons, tracker), audience)
        of_school = self._schools.reminder_wished(text)
        if of_school:
            return promised(of_school, audience)
        last = last_said(self._knowledge.base, tracker)
        return reply_to_wish(text, last, audience, self._today())


class ActionStopReminders(Action):
    """Remind no more."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_stop_reminders"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Send one reply."""
        send(stopped(audience_of(tracker)), dispatcher, tracker)
        return []


class ActionStartReview(Action):
    """Begin the questions that are due again; the form of the lessons asks them."""

    def __init__(self, lessons: LessonForm) -> None:
        self._lessons = lessons

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_start_review"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Say nothing yet."""
        slots = self._lessons.review(state_of(self._lessons, tracker))
        left = [ActiveLoop(None), SlotSet(REQUESTED, None)]
        return [*left, *(SlotSet(slot, value) for slot, value in slots.items())]
