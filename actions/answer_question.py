"""Answer a question from the knowledge base."""

import asyncio

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.answering import Answer, Clarify, NoAnswer, Thresholds, decide
from actions.conversation import Event, audience_of, question_of, send
from actions.replies import payload, reply_to
from knowledge.base import KnowledgeBase, LiveKnowledgeBase
from knowledge.passages import Passage

_TOP_K = 5


class ActionAnswerQuestion(Action):
    """Look the question up; answer, ask back, or say that it is not known."""

    def __init__(self, knowledge: LiveKnowledgeBase, thresholds: Thresholds) -> None:
        self._knowledge = knowledge
        self._thresholds = thresholds

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_answer_question"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Send one reply."""
        question, base = question_of(tracker), self._knowledge.base
        hits = await asyncio.to_thread(base.search, question, top_k=_TOP_K)
        decision = decide(hits, self._thresholds)
        if not isinstance(decision, Answer):
            return self._without_answer(question, decision, dispatcher, tracker)
        suggestions = suggestions_of(decision.hit.passage, base)
        reply = reply_to(question, decision, audience_of(tracker), suggestions)
        return send(reply, dispatcher, tracker)

    def _without_answer(
        self,
        question: str,
        decision: Clarify | NoAnswer,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
    ) -> list[Event]:
        return send(reply_to(question, decision, audience_of(tracker)), dispatcher, tracker)


class ActionDecline(ActionAnswerQuestion):
    """Decline what seems out of scope, unless the knowledge base is sure of an answer."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_decline"

    def _without_answer(
        self,
        question: str,
        decision: Clarify | NoAnswer,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
    ) -> list[Event]:
        dispatcher.utter_message(
            response="utter_out_of_scope", json_message=payload("no_answer", 0.0)
        )
        return []


def suggestions_of(passage: Passage, base: KnowledgeBase) -> list[str]:
    """Return the questions that follow from a passage."""
    return [base.passage(id_).title for id_ in passage.next]
