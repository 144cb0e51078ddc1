"""Ask the service what a visitor asks, and say what comes back."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation import Audience, Incoming, Reply
from bot.errors import (
    ConversationNotFound,
    EmptyMessage,
    MessageIdReused,
    MessageTooLong,
    TooManyMessages,
    Unanswered,
)
from bot.limits import WINDOW_SECONDS
from bot.service import ConversationService, Received
from bot.telegram import keyboards, texts
from bot.telegram.activity import typing
from bot.telegram.calls import Call, Immediate
from bot.telegram.chats import Chat, ChatStore
from bot.telegram.reading import Place
from bot.telegram.rendering import message, render
from bot.telegram.seldom import Seldom

_SAFETY_CARDS = "an-toan/"
"""Cards about violence, bullying and despair: whoever asks that is not to be read by a class."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot as Telegram knows it."""

    id: int
    username: str
    """Without "@"."""


@dataclass(frozen=True, slots=True)
class Question:
    """Words to be answered, wherever they come from."""

    place: Place
    update_id: int
    text: str
    message_id: int
    """Telegram's, of what is answered."""
    date: int | None = None
    """When it was sent, in seconds since 1970, where that is known."""
    key: str | None = None
    """What names it towards the service; made of `update_id` if it is None."""
    echo: str | None = None
    """To be shown with the answer, where the words themselves are not seen in the chat."""

    @property
    def quoted(self) -> int | None:
        """The message that an answer shows with it: with many who write, it must be clear."""
        return None if self.place.is_private else self.message_id


class Asking:
    """Answers questions, each in the conversation of its place."""

    def __init__(
        self,
        service: ConversationService,
        chats: ChatStore,
        me: Identity,
        *,
        now: Callable[[], float],
    ) -> None:
        """Make it of its parts; `now` gives seconds since 1970."""
        self._service = service
        self._chats = chats
        self._me = me
        self._now = now
        self._seldom = Seldom(WINDOW_SECONDS, clock=now)

    async def answer(self, question: Question, immediate: Immediate) -> list[Call]:
        """Return the calls that answer a question.

        Raises:
            Unanswered: It is stored, and to be asked again.
        """
        chat = await self._chats.get(question.place)
        try:
            async with typing(immediate, question.place):
                received = await self._receive(question, chat)
        except TooManyMessages as error:
            return self._too_fast(question, chat.audience, error)
        except EmptyMessage:
            return [self._say(question, texts.EMPTY, chat.audience)]
        except MessageTooLong:
            return [self._say(question, texts.TOO_LONG, chat.audience)]
        except (MessageIdReused, ConversationNotFound):
            return []  # edited once more, or erased while it was being answered
        if received.conversation_id != chat.conversation_id:
            await self._chats.link(question.place, received.conversation_id)
        return self._calls(question, received)

    def moved_to_private(self, question: Question, *, start: str = "rieng") -> Call:
        """Return the call that leads from a group to where nobody reads along.

        `start` says what begins there.
        """
        keyboard = keyboards.to_private(self._me.username, start)
        return message(
            question.place, texts.MOVED_TO_PRIVATE, keyboard=keyboard, quotes=question.quoted
        )

    async def _receive(self, question: Question, chat: Chat) -> Received:
        incoming = Incoming(
            question.text,
            chat.conversation_id,
            chat.audience,
            question.key or f"tg{self._me.id}.{question.update_id}",
            "telegram",
        )
        address = f"telegram {question.place.chat_id}"
        return await self._service.receive(incoming, address=address)

    def _too_fast(
        self, question: Question, audience: Audience | None, error: TooManyMessages
    ) -> list[Call]:
        """Say so once a minute.

        Raises:
            Unanswered: It has waited here for so long that its writer was not too fast.
        """
        if question.date is not None and self._now() - question.date > WINDOW_SECONDS:
            raise Unanswered from error
        if not self._seldom.allows(question.place, question.update_id):
            return []
        text = texts.speak(texts.TOO_FAST, audience, seconds=error.retry_after)
        return [message(question.place, text, quotes=question.quoted)]

    def _say(self, question: Question, text: str, audience: Audience | None) -> Call:
        return message(question.place, texts.speak(text, audience), quotes=question.quoted)

    def _helped_in_private(self, question: Question) -> Call:
        """Return the call that names help before a group, without a word of who asked for it."""
        text = f"{texts.MOVED_TO_PRIVATE}\n\n{texts.IN_DANGER}"
        return message(question.place, text, keyboard=keyboards.to_private(self._me.username))

    def _calls(self, question: Question, received: Received) -> list[Call]:
        if not question.place.is_private:
            if any(map(_is_about_danger, received.replies)):
                return [self._helped_in_private(question)]
            if any(reply.kind == "handoff" for reply in received.replies):
                return [self.moved_to_private(question)]
        calls: list[Call] = []
        for row, reply in zip(received.rows, received.replies, strict=True):
            echo = None if calls else question.echo
            quotes = None if calls else question.quoted
            calls += render(reply, question.place, row, quotes=quotes, echo=echo)
        return calls


def _is_about_danger(reply: Reply) -> bool:
    if reply.danger or reply.kind == "safety":
        return True
    cards = (citation.passage_id or "" for citation in reply.citations)
    return any(card.startswith(_SAFETY_CARDS) for card in cards)
