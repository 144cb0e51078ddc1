"""What the channel does about each update."""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.service import ConversationService
from bot.store import ConversationStore
from bot.telegram import texts
from bot.telegram.asking import Asking, Identity
from bot.telegram.calls import Call, Immediate
from bot.telegram.chats import ChatStore
from bot.telegram.commands import Commands, hello_to_group, question_of
from bot.telegram.inline import InlineAnswers
from bot.telegram.reading import (
    Command,
    Edited,
    InlineAsked,
    LostTap,
    Membership,
    Moved,
    Said,
    Tapped,
    Unreadable,
    read,
)
from bot.telegram.rendering import message
from bot.telegram.seldom import Seldom
from bot.telegram.taps import Taps, note

_ALBUM_SECONDS = 60.0

Handler = Callable[[Any, Immediate], Awaitable[list[Call]]]


class TelegramTalk:
    """Turns updates into calls: the `Talk` that carries the conversations of this bot."""

    def __init__(
        self,
        service: ConversationService,
        conversations: ConversationStore,
        chats: ChatStore,
        me: Identity,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Make it of its parts; `now` gives seconds since 1970."""
        self._chats = chats
        self._me = me
        self._asking = Asking(service, chats, me, now=now)
        self._commands = Commands(self._asking, chats, me)
        self._taps = Taps(service, conversations, chats, self._asking)
        self._inline = InlineAnswers(service, chats)
        self._albums = Seldom(_ALBUM_SECONDS, clock=now)
        self._handlers: dict[type, Handler] = {
            Said: self._said,
            Edited: self._edited,
            Command: self._commands.handle,
            Unreadable: self._unreadable,
            Tapped: self._taps.handle,
            LostTap: self._lost_tap,
            InlineAsked: self._inline_asked,
            Membership: self._membership,
            Moved: self._moved,
        }

    async def handle(self, update: Mapping[str, Any], immediate: Immediate) -> list[Call]:
        """Return the calls that answer one reduced update, in their order.

        Raises:
            Unanswered: There is no answer now: the update is to be tried again.
        """
        event = read(update)
        return await self._handlers[type(event)](event, immediate) if event else []

    async def _said(self, said: Said, immediate: Immediate) -> list[Call]:
        return await self._asking.answer(question_of(said), immediate)

    async def _edited(self, edited: Edited, immediate: Immediate) -> list[Call]:
        """Answer a message anew, once: the service knows a second edit by its other words."""
        said = edited.said
        key = f"tg{self._me.id}.e{said.place.chat_id}.{said.message_id}"
        return await self._asking.answer(question_of(said, key=key), immediate)

    async def _unreadable(self, unreadable: Unreadable, immediate: Immediate) -> list[Call]:
        """Say what cannot be read, once for an album, and answer the words that came with it."""
        said = unreadable.said
        calls = []
        if unreadable.album is None or self._albums.allows(unreadable.album, said.update_id):
            calls.append(await self._excuse(unreadable))
        if said.text:
            calls += await self._said(said, immediate)
        return calls

    async def _excuse(self, unreadable: Unreadable) -> Call:
        said = unreadable.said
        question = question_of(said)
        excuse = texts.UNREADABLE.get(unreadable.kind, texts.UNREADABLE_OTHER)
        then = texts.CAPTION_READ if said.text else texts.TYPE_IT
        audience = (await self._chats.get(said.place)).audience
        text = texts.speak(f"{excuse} {then}", audience)
        return message(said.place, text, quotes=question.quoted)

    async def _lost_tap(self, tap: LostTap, immediate: Immediate) -> list[Call]:
        await immediate(note(tap.query_id, texts.speak(texts.OLD_BUTTON, None)))
        return []

    async def _inline_asked(self, asked: InlineAsked, _immediate: Immediate) -> list[Call]:
        return await self._inline.handle(asked)

    async def _membership(self, change: Membership, _immediate: Immediate) -> list[Call]:
        """Take note of where the bot may speak, and greet a group that it comes into."""
        place = change.place
        await self._chats.set_gone(place, gone=not change.is_inside)
        joins = change.is_inside and not change.was_inside
        if joins and place.kind in ("group", "supergroup"):
            return [hello_to_group(place, self._me)]
        return []

    async def _moved(self, moved: Moved, _immediate: Immediate) -> list[Call]:
        await self._chats.move(moved.place.chat_id, moved.to)
        return []
