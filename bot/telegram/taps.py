"""What a tap on a button does."""

from dataclasses import dataclass

from bot.conversation import Audience, Reply
from bot.errors import AnswerNotFound, ConversationNotFound
from bot.service import ConversationService
from bot.store import ConversationStore
from bot.telegram import keyboards, texts
from bot.telegram.asking import Asking, Question
from bot.telegram.callbacks import (
    Chosen,
    Data,
    ExampleChosen,
    Fixed,
    FlowChosen,
    SourceAsked,
    Voted,
    decode,
)
from bot.telegram.calls import Call, Immediate
from bot.telegram.chats import Chat, ChatStore
from bot.telegram.commands import welcome
from bot.telegram.reading import Tapped
from bot.telegram.rendering import edited


@dataclass(frozen=True, slots=True)
class _Effect:
    """What a tap leads to: a note on the screen at once, and then calls or a question."""

    note: str = ""
    is_alert: bool = False
    calls: tuple[Call, ...] = ()
    question: Question | None = None


class Taps:
    """Carries taps out; the visitor's screen is told of each at once."""

    def __init__(
        self,
        service: ConversationService,
        conversations: ConversationStore,
        chats: ChatStore,
        asking: Asking,
    ) -> None:
        self._service = service
        self._conversations = conversations
        self._chats = chats
        self._asking = asking

    async def handle(self, tapped: Tapped, immediate: Immediate) -> list[Call]:
        """Return the calls that carry out a tap.

        Raises:
            Unanswered: It asks something that has no answer now.
        """
        effect = _Effect()
        try:
            effect = await self._effect(tapped, decode(tapped.data))
        finally:
            await immediate(note(tapped.query_id, effect.note, is_alert=effect.is_alert))
        if effect.question:
            return await self._asking.answer(effect.question, immediate)
        return list(effect.calls)

    async def _effect(self, tapped: Tapped, data: Data | None) -> _Effect:
        chat = await self._chats.get(tapped.place)
        match data:
            case Chosen() | Voted() | SourceAsked():
                return await self._on_reply(tapped, chat, data)
            case ExampleChosen(name, index):
                return _example(tapped, chat, name, index)
            case FlowChosen(name) if tapped.place.is_private:
                return _flow(tapped, chat, name)
            case Audience() if tapped.place.is_private:
                return await self._audience(tapped, data)
            case Fixed() if tapped.place.is_private:
                return await self._erase(tapped, chat, data)
        return _old(chat)

    async def _on_reply(
        self, tapped: Tapped, chat: Chat, data: Chosen | Voted | SourceAsked
    ) -> _Effect:
        """Look up what the button is about; it may be erased, or of another conversation."""
        if chat.conversation_id is None:
            return _old(chat)
        reply = await self._conversations.reply(chat.conversation_id, data.row)
        if reply is None:
            return _old(chat)
        match data:
            case Chosen(index=index):
                return _chosen(tapped, chat, reply, index)
            case Voted():
                return await self._vote(tapped, chat, reply, data)
        return await self._source(tapped, chat, chat.conversation_id, data.row)

    async def _vote(self, tapped: Tapped, chat: Chat, reply: Reply, voted: Voted) -> _Effect:
        try:
            await self._service.feedback(reply.answer_id or "", voted.vote, None)
        except AnswerNotFound:
            return _old(chat)
        params = {
            "chat_id": tapped.place.chat_id,
            "message_id": tapped.message_id,
            "reply_markup": {"inline_keyboard": keyboards.below(reply, voted.row, voted.vote)},
        }
        thanks = texts.speak(texts.VOTED[voted.vote], chat.audience)
        return _Effect(thanks, calls=(Call("editMessageReplyMarkup", params),))

    async def _source(self, tapped: Tapped, chat: Chat, conversation_id: str, row: int) -> _Effect:
        """Ask for the source, which the dialogue has of its last answer only."""
        if await self._conversations.last_answer(conversation_id) != row:
            return _Effect(texts.speak(texts.OLD_SOURCE, chat.audience), is_alert=True)
        return _Effect(question=_question(tapped, texts.WANTS_SOURCE))

    async def _audience(self, tapped: Tapped, audience: Audience) -> _Effect:
        await self._chats.set_audience(tapped.place, audience)
        text = texts.speak(f"{texts.NOTED[audience]} {texts.ASK_AWAY}", audience)
        return _Effect(calls=(_edited(tapped, text, keyboard=welcome(audience)),))

    async def _erase(self, tapped: Tapped, chat: Chat, fixed: Fixed) -> _Effect:
        if fixed is Fixed.KEEP:
            return _Effect(calls=(_edited(tapped, texts.KEPT),))
        text = texts.NOTHING_TO_ERASE
        if chat.conversation_id is not None:
            text = await self._receipt(chat, chat.conversation_id)
        await self._chats.forget(tapped.place)
        return _Effect(calls=(_edited(tapped, text),))

    async def _receipt(self, chat: Chat, conversation_id: str) -> str:
        try:
            erasure = await self._service.erase(conversation_id)
        except ConversationNotFound:
            return texts.NOTHING_TO_ERASE
        return texts.speak(
            texts.ERASED,
            chat.audience,
            messages=erasure.messages,
            receipt=erasure.receipt,
            later=texts.ERASED_LATER if erasure.pending else "",
        )


def note(query_id: str, text: str = "", *, is_alert: bool = False) -> Call:
    """Return the call that ends the waiting on a visitor's screen, with a note on it."""
    params: dict[str, object] = {"callback_query_id": query_id}
    if text:
        params |= {"text": text, "show_alert": is_alert}
    return Call("answerCallbackQuery", params)


def _chosen(tapped: Tapped, chat: Chat, reply: Reply, index: int) -> _Effect:
    if index >= len(reply.buttons):
        return _old(chat)
    chosen = reply.buttons[index]
    return _Effect(question=_question(tapped, chosen.payload, echo=chosen.title))


def _example(tapped: Tapped, chat: Chat, name: str, index: int) -> _Effect:
    examples = texts.EXAMPLES.get(name, ())
    if index >= len(examples):
        return _old(chat)
    return _Effect(question=_question(tapped, examples[index], echo=examples[index]))


def _flow(tapped: Tapped, chat: Chat, name: str) -> _Effect:
    if name not in texts.FLOW_TITLES:
        return _old(chat)
    echo = texts.FLOW_TITLES[name]
    return _Effect(question=_question(tapped, texts.FLOWS[name], echo=echo))


def _question(tapped: Tapped, text: str, echo: str | None = None) -> Question:
    return Question(tapped.place, tapped.update_id, text, tapped.message_id, echo=echo)


def _edited(tapped: Tapped, html: str, *, keyboard: keyboards.Keyboard = ()) -> Call:
    return edited(tapped.place, tapped.message_id, html, keyboard)


def _old(chat: Chat) -> _Effect:
    return _Effect(texts.speak(texts.OLD_BUTTON, chat.audience))
