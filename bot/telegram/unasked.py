"""Brings to a chat what is said there unasked: stored in the outbox, then handed to who sends."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Reply
from bot.telegram.reading import Place
from bot.telegram.records import Outgoing, Update
from bot.telegram.rendering import render
from bot.telegram.statements import call_row, insert_calls, outgoing
from bot.telegram.tables import telegram_chat
from bot.unasked import Reach, SendOff

_NO_UPDATE = 0
"""Telegram counts updates from 1."""

Send = Callable[..., None]


class TelegramOutlet:
    """What is said unasked goes through the same outbox as replies, in the lane of its chat."""

    def __init__(self, sender: Callable[[], Send | None]) -> None:
        """Make it; `sender` returns who takes stored calls over, None while nobody does."""
        self._sender = sender

    async def reach(self, connection: AsyncConnection, conversation_id: str) -> Reach:
        """Return whether the chat of a conversation is there, and the channel up.

        While it comes up, it reads what is in the outbox: what is put there then would be lost
        to this process.
        """
        chat = await _chat_of(connection, conversation_id)
        if chat is None or chat.gone:
            return Reach.GONE
        return Reach.HERE if self._sender() else Reach.AWAY

    async def put(
        self, connection: AsyncConnection, conversation_id: str, row: int, reply: Reply
    ) -> SendOff:
        """Put a reply into the outbox; it is sent at once, or by the next process."""
        chat = await _chat_of(connection, conversation_id)
        if chat is None:
            return lambda: None
        place = Place(chat.chat_id, chat.thread_id, chat.kind)
        unasked = Update(_NO_UPDATE, str(place.chat_id), {})
        rows = [call_row(unasked, call) for call in render(reply, place, row)]
        numbers = await insert_calls(connection, rows)
        stored = [
            outgoing({"id": number, **values}) for number, values in zip(numbers, rows, strict=True)
        ]
        return lambda: self._send(stored)

    def _send(self, calls: list[Outgoing]) -> None:
        send = self._sender()
        if send:
            send(*calls)


async def _chat_of(connection: AsyncConnection, conversation_id: str) -> Row[Any] | None:
    """Return the chat that a conversation is; one that is not gone before one that is."""
    found = await connection.execute(
        select(telegram_chat)
        .where(telegram_chat.c.conversation_id == conversation_id)
        .order_by(telegram_chat.c.gone, telegram_chat.c.created_at.desc())
    )
    return found.first()
