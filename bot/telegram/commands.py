"""What each command does."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot.conversation import Audience
from bot.telegram import keyboards, texts
from bot.telegram.asking import Asking, Identity, Question
from bot.telegram.calls import Call, Immediate
from bot.telegram.chats import ChatStore
from bot.telegram.keyboards import Keyboard
from bot.telegram.reading import Command, Place, Said
from bot.telegram.rendering import message

_AUDIENCE_OF_LINK = {
    "lop9": Audience.STUDENT,
    "phuhuynh": Audience.PARENT,
    "chithi21": Audience.TEACHER,
}
_PRIVATE_LINK = "rieng"
_FLOWS_OF_ONE = frozenset(("lotrinh", "tracnghiem", "hoctap", "nhacviec"))
"""They ask about a person, who answers where nobody reads along."""
_FLOW_LINKS = _FLOWS_OF_ONE | {"timtruong"}

Handler = Callable[[Question, Immediate], Awaitable[list[Call]]]


def question_of(said: Said, *, key: str | None = None) -> Question:
    """Return what was said as a question, under another name than its update's if one is given."""
    return Question(said.place, said.update_id, said.text, said.message_id, said.date, key)


class Commands:
    """Carries commands out."""

    def __init__(self, asking: Asking, chats: ChatStore, me: Identity) -> None:
        self._asking = asking
        self._chats = chats
        self._me = me
        self._handlers: dict[str, Handler] = {
            "start": self._start,
            "hoi": self._ask,
            "nguon": self._show_source,
            "ngan": self._say_shorter,
            "tuvan": self._counsellor,
            "xoadulieu": self._erase,
            "quyenriengtu": self._privacy,
            "trogiup": self._help,
            **{name: partial(self._flow, name) for name in texts.FLOWS},
        }

    async def handle(self, command: Command, immediate: Immediate) -> list[Call]:
        """Return the calls that carry out a command.

        Raises:
            Unanswered: It asks something that has no answer now.
        """
        handler = self._handlers.get(command.name, self._unknown)
        return await handler(question_of(command.said), immediate)

    async def _start(self, question: Question, immediate: Immediate) -> list[Call]:
        """Say who this is; in private, begin what a link names, or ask who is there."""
        if not question.place.is_private:
            return [hello_to_group(question.place, self._me)]
        link = question.text.lower()
        if link in _FLOW_LINKS:
            begun = await self._ask_as(question, texts.FLOWS[link], immediate)
            return [await self._say(question, texts.INTRODUCTION), *begun]
        return [await self._welcome(question, link)]

    async def _welcome(self, question: Question, link: str) -> Call:
        audience = _AUDIENCE_OF_LINK.get(link)
        if audience:
            await self._chats.set_audience(question.place, audience)
            then = texts.FOR_WHOM[audience]
        else:
            audience = (await self._chats.get(question.place)).audience
            then = texts.ASK_AWAY if audience else texts.WHO
        if link == _PRIVATE_LINK:
            then = f"{texts.IN_PRIVATE} {then}"
        text = f"{texts.INTRODUCTION}\n\n{then}"
        return await self._say(question, text, keyboard=welcome(audience))

    async def _ask(self, question: Question, immediate: Immediate) -> list[Call]:
        if question.text:
            return await self._asking.answer(question, immediate)
        if question.place.is_private:
            return [await self._say(question, texts.ASK_WHAT, keyboard=await self._own(question))]
        # In a group the bot sees only what answers it.
        reply = {
            "force_reply": True,
            "selective": True,
            "input_field_placeholder": texts.ASK_PLACEHOLDER,
        }
        text = texts.ASK_WHAT_IN_GROUP
        return [message(question.place, text, markup=reply, quotes=question.quoted)]

    async def _show_source(self, question: Question, immediate: Immediate) -> list[Call]:
        return await self._ask_as(question, texts.WANTS_SOURCE, immediate)

    async def _say_shorter(self, question: Question, immediate: Immediate) -> list[Call]:
        return await self._ask_as(question, texts.WANTS_SHORTER, immediate)

    async def _counsellor(self, question: Question, immediate: Immediate) -> list[Call]:
        if not question.place.is_private:
            return [self._asking.moved_to_private(question)]
        audience = (await self._chats.get(question.place)).audience
        return await self._ask_as(question, texts.WANTS_COUNSELLOR[audience], immediate)

    async def _erase(self, question: Question, _immediate: Immediate) -> list[Call]:
        if not question.place.is_private:
            return [self._asking.moved_to_private(question)]
        return [await self._say(question, texts.ERASE_ASK, keyboard=keyboards.to_erase())]

    async def _privacy(self, question: Question, _immediate: Immediate) -> list[Call]:
        if not question.place.is_private:
            return [self._asking.moved_to_private(question)]
        return [await self._say(question, texts.PRIVACY)]

    async def _help(self, question: Question, _immediate: Immediate) -> list[Call]:
        if not question.place.is_private:
            return [hello_to_group(question.place, self._me)]
        return [await self._say(question, texts.HELP, keyboard=await self._own(question))]

    async def _flow(self, name: str, question: Question, immediate: Immediate) -> list[Call]:
        """Begin, or leave, what the dialogue does step by step; what was typed goes with it."""
        if name in _FLOWS_OF_ONE and not question.place.is_private:
            return [self._asking.moved_to_private(question, start=name)]
        return await self._ask_as(
            question, f"{texts.FLOWS[name]} {question.text}".rstrip(), immediate
        )

    async def _unknown(self, question: Question, _immediate: Immediate) -> list[Call]:
        return [await self._say(question, texts.UNKNOWN_COMMAND)]

    async def _ask_as(self, question: Question, text: str, immediate: Immediate) -> list[Call]:
        """Ask in words that the dialogue understands, in place of the command."""
        return await self._asking.answer(replace(question, text=text), immediate)

    async def _say(self, question: Question, text: str, *, keyboard: Keyboard = ()) -> Call:
        audience = (await self._chats.get(question.place)).audience
        html = texts.speak(text, audience)
        return message(question.place, html, keyboard=keyboard, quotes=question.quoted)

    async def _own(self, question: Question) -> Keyboard:
        """Return example questions for who is asking."""
        audience = (await self._chats.get(question.place)).audience
        return keyboards.of_examples(audience or "general")


def welcome(audience: Audience | None) -> Keyboard:
    """Return the buttons to say who one is, and to ask something."""
    return [
        *keyboards.of_audiences(audience),
        *keyboards.of_examples(audience or "general"),
        *keyboards.of_flows(audience),
    ]


def hello_to_group(place: Place, me: Identity) -> Call:
    """Return the call that tells a group who the bot is and when it speaks."""
    return message(place, texts.speak(texts.GROUP_HELLO, None, username=me.username))
