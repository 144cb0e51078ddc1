"""Go on from the last answer: its source, more of it, less of it."""

import asyncio
from abc import ABC, abstractmethod

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.answer_question import last_said, reply_from, suggestions_of
from actions.answering import Answer, Thresholds, decide
from actions.conversation import (
    Event,
    audience_of,
    question_of,
    send,
    shown_passages,
    typed_of,
)
from actions.replies import Reply, counsellor_button, passage_reply, payload
from actions.voice import source_details, speak
from knowledge.base import KnowledgeBase, LiveKnowledgeBase
from knowledge.passages import Passage

_NOTHING_YET = "Mình chưa trả lời câu nào trong cuộc trò chuyện này. {Bạn} muốn hỏi gì trước?"
_NOTHING_MORE = (
    "Về ý này mình chỉ biết đến đó. {Bạn} hỏi tiếp điều khác, hoặc gặp thầy cô tư vấn nhé."
)
_SURE = 1.0  # the passage was already given as the answer


class FollowUp(Action, ABC):
    """A turn that is about the passage answered with last."""

    def __init__(self, knowledge: LiveKnowledgeBase, thresholds: Thresholds) -> None:
        self._knowledge = knowledge
        self._thresholds = thresholds

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Send one reply about the last passage, or say that there is none yet."""
        passage = last_said(self.base, tracker)
        if passage is None:
            return await self._without_answer(dispatcher, tracker)
        return send(self.reply(passage, tracker), dispatcher, tracker)

    async def _without_answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """Say that nothing was answered yet, unless the message is a question in itself."""
        base = self.base
        question = base.read(question_of(tracker), typed_of(tracker))
        decision = decide(await asyncio.to_thread(base.search, question), self._thresholds)
        if not isinstance(decision, Answer):
            return send(_notice(_NOTHING_YET, audience_of(tracker)), dispatcher, tracker)
        return send(reply_from(base, decision, tracker), dispatcher, tracker)

    @abstractmethod
    def reply(self, passage: Passage, tracker: Tracker) -> Reply:
        """Return what to say about the last passage."""

    @property
    def base(self) -> KnowledgeBase:
        """The knowledge base in use."""
        return self._knowledge.base


class ActionShowSource(FollowUp):
    """Name the documents behind the last answer, with dates and state."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_show_source"

    def reply(self, passage: Passage, tracker: Tracker) -> Reply:
        """Return the sources, a paragraph each."""
        audience = audience_of(tracker)
        return Reply(
            f"Câu trả lời vừa rồi dựa vào:\n\n{source_details(passage)}",
            [counsellor_button(audience)],
            payload("answer", _SURE, [(passage, _SURE)], passage.citations),
            passage,
        )


class ActionSayMore(FollowUp):
    """Say the next thing about the same matter that was not said yet."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_say_more"

    def reply(self, passage: Passage, tracker: Tracker) -> Reply:
        """Return the next passage, or say that there is no more."""
        audience, shown = audience_of(tracker), shown_passages(tracker)
        following = next((id_ for id_ in passage.next if id_ not in shown), None)
        if following is None:
            return _notice(_NOTHING_MORE, audience)
        more = self.base.passage(following)
        text = f"{more.title}\n\n{more.text}"
        return passage_reply(more, _SURE, audience, suggestions_of(more, self.base), text=text)


class ActionSayShorter(FollowUp):
    """Say the last answer in a sentence or two."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_say_shorter"

    def reply(self, passage: Passage, tracker: Tracker) -> Reply:
        """Return the short answer."""
        suggestions = suggestions_of(passage, self.base)
        return passage_reply(passage, _SURE, audience_of(tracker), suggestions, text=passage.short)


def _notice(text: str, audience: str | None) -> Reply:
    said = speak(text, audience)
    return Reply(said, [counsellor_button(audience)], payload("notice", 0.0))
