"""Answer a question from the knowledge base."""

import asyncio
import re
from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import date

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.answering import (
    Answer,
    AskReading,
    Clarify,
    Decision,
    NoAnswer,
    Thresholds,
    decide,
    weighed,
)
from actions.conversation import (
    Event,
    audience_of,
    facets_said,
    intent_of,
    intent_share,
    last_passage,
    question_of,
    remember,
    send,
    typed_of,
)
from actions.following import leans_by_length, whole_question
from actions.guidance.reminders import reminder_button
from actions.replies import Reply, payload, question_button, reply_to
from actions.whereabouts import to_remember, with_what_was_said, without_whereabouts
from knowledge.base import Context, KnowledgeBase, LiveKnowledgeBase
from knowledge.errors import PassageNotFound
from knowledge.passages import Hit, Passage
from knowledge.reading import Question
from nlu.text import fold

_TOP_K = 5
_STOP = re.compile(r"\b(?:dung|ngung|huy|thoat|stop|cancel)\b")
_OUT_OF_SCOPE, _GOODBYE = "out_of_scope", "goodbye"


class Lookup(Action, ABC):
    """What finds the passages that a message asks for."""

    def __init__(self, knowledge: LiveKnowledgeBase, thresholds: Thresholds) -> None:
        self._knowledge = knowledge
        self._thresholds = thresholds

    @abstractmethod
    def name(self) -> str:
        """Return the name in the domain."""

    async def find(self, base: KnowledgeBase, question: Question, context: Context) -> list[Hit]:
        """Return the hits of a question, best first."""
        return await asyncio.to_thread(base.search, question, context=context, top_k=_TOP_K)


class ActionAnswerQuestion(Lookup):
    """Look the question up; answer, ask back, or say that it is not known."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_answer_question"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Send one reply."""
        base = self._knowledge.base
        question = base.read(question_of(tracker), typed_of(tracker))
        named, said = question.facets, facets_said(tracker)
        context = Context({**said, **named})
        question = self._as_meant(base, question, said)
        last = last_said(base, tracker)
        if last and not question.is_blank and self._leans(base, question):
            # Said once more than it was typed: the facets named now are what was changed.
            whole = whole_question(last.title, question.restored)
            context = replace(context, near=last.id, but=None if whole.is_repeatable else last.id)
            question = base.read(whole.question)
        hits = weighed(
            await self.find(base, question, context), intent_share(tracker, _OUT_OF_SCOPE)
        )
        decision = self._decide(base, question, hits)
        reply = reply_from(base, decision, tracker)
        return [
            *send(reply, dispatcher, tracker),
            *remember(tracker, to_remember({**named, **question.facets})),
        ]

    def _as_meant(self, base: KnowledgeBase, question: Question, said: dict[str, str]) -> Question:
        """Return the question without what is said of the visitor, and with what was said."""
        if base.foreseen(question):
            return question
        asked = without_whereabouts(question.restored)
        asked = with_what_was_said(asked, question.facets, said)
        return question if asked == question.restored else base.read(asked)

    def _decide(self, base: KnowledgeBase, question: Question, hits: list[Hit]) -> Decision:
        decision = decide(hits, self._thresholds)
        if (
            isinstance(decision, Clarify)
            and question.other is not None
            and base.turns_on_reading(question, hits[0])
        ):
            return AskReading((question.restored, question.other))
        return decision

    def _leans(self, base: KnowledgeBase, question: Question) -> bool:
        """Tell whether the question is about nothing without the turn before it."""
        return leans_by_length(question.normalized) and base.foreseen(question) is None


class ActionFollowUpQuestion(ActionAnswerQuestion):
    """Look up what a message asks about the answer before it."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_follow_up_question"

    def _leans(self, base: KnowledgeBase, question: Question) -> bool:
        return base.foreseen(question) is None


class ActionUnlessKnown(Lookup):
    """Say what belongs to the intent, unless the knowledge base is sure of an answer.

    "Bot hiểu không dấu không?" looks like small talk and is a question with a card.
    """

    def __init__(
        self,
        knowledge: LiveKnowledgeBase,
        thresholds: Thresholds,
        small_talk: Thresholds,
        leave_form: Action | None = None,
    ) -> None:
        """Use `thresholds` for what seems out of scope, `small_talk` for all else.

        `leave_form` is done in place of a goodbye within a form, and of one that says "stop".
        """
        super().__init__(knowledge, thresholds)
        self._small_talk = small_talk
        self._leave_form = leave_form

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_unless_known"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Send one reply: an answer, or the response `utter_<intent>`."""
        intent = intent_of(tracker)
        if self._leave_form and intent == _GOODBYE and _wants_to_stop(tracker):
            left: list[Event] = await self._leave_form.run(dispatcher, tracker, domain)
            return left
        base = self._knowledge.base
        question = base.read(question_of(tracker), typed_of(tracker))
        found = await self.find(base, question, Context(facets_said(tracker)))
        is_foreign = intent == _OUT_OF_SCOPE
        # A card may begin with thanks, too: "cảm ơn" asks for none.
        foreseen = base.foreseen(question) is not None
        hits = found if foreseen else weighed(found, intent_share(tracker, intent))
        decision = decide(hits, self._thresholds if is_foreign else self._small_talk)
        if isinstance(decision, Answer):
            return send(reply_from(base, decision, tracker), dispatcher, tracker)
        _say_otherwise(intent, decision, dispatcher)
        return []


def _wants_to_stop(tracker: Tracker) -> bool:
    is_in_form = bool((tracker.active_loop or {}).get("name"))
    return is_in_form or bool(_STOP.search(fold(question_of(tracker))))


def suggestions_of(passage: Passage, base: KnowledgeBase) -> list[str]:
    """Return the questions that follow from a passage."""
    return [base.passage(id_).title for id_ in passage.next]


def reply_from(base: KnowledgeBase, decision: Decision, tracker: Tracker) -> Reply:
    """Return the reply that carries out a decision about the visitor's message."""
    if not isinstance(decision, Answer):
        return reply_to(question_of(tracker), decision, audience_of(tracker))
    passage = decision.hit.passage
    suggestions = suggestions_of(passage, base)
    reply = reply_to(question_of(tracker), decision, audience_of(tracker), suggestions)
    reminder = reminder_button(passage, date.today())  # noqa: DTZ011 - days are local
    return replace(reply, buttons=[reminder, *reply.buttons]) if reminder else reply


def _say_otherwise(intent: str, decision: Decision, dispatcher: CollectingDispatcher) -> None:
    """Say the response of the intent; a refusal also offers the nearest that is known."""
    if intent != _OUT_OF_SCOPE:
        dispatcher.utter_message(response=f"utter_{intent}")
        return
    nearest = decision.nearest if isinstance(decision, NoAnswer) else None
    near = [(nearest.passage, nearest.confidence)] if nearest else []
    dispatcher.utter_message(
        response="utter_out_of_scope",
        buttons=[question_button(passage.title) for passage, _ in near],
        json_message=payload("no_answer", nearest.confidence if nearest else 0.0, near),
    )


def last_said(base: KnowledgeBase, tracker: Tracker) -> Passage | None:
    """Return the passage answered with last, None where there is none or it is gone."""
    id_ = last_passage(tracker)
    try:
        return base.passage(id_) if id_ else None
    except PassageNotFound:  # it left the corpus while they talked
        return None
