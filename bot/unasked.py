"""What the bot says without having been asked: into the history, and out on the channel."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Protocol

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Reply
from bot.rows import unasked_row
from bot.tables import message

SendOff = Callable[[], None]
"""Lets go on its way what is stored; only to be called once that is surely so."""

_READ_IN_HISTORY = "web"


class Reach(StrEnum):
    """Whether a visitor can be spoken to now."""

    HERE = "here"
    AWAY = "away"
    """Not now: the channel is not up."""
    GONE = "gone"
    """Not any more."""


class Outlet(Protocol):
    """A channel that has to bring to its visitors what is said unasked."""

    async def reach(self, connection: AsyncConnection, conversation_id: str) -> Reach:
        """Return whether a conversation can be spoken in."""
        ...

    async def put(
        self, connection: AsyncConnection, conversation_id: str, row: int, reply: Reply
    ) -> SendOff:
        """Store, within a transaction, that the reply in a row of `message` is to be shown."""
        ...


class Unasked:
    """Speaks first in conversations of every channel."""

    def __init__(self, outlets: Mapping[str, Outlet]) -> None:
        """Make it of the outlets by the names of their channels; the web needs none."""
        self._outlets = outlets

    async def reach(self, connection: AsyncConnection, conversation_id: str) -> Reach:
        """Return whether a conversation can be spoken in; a channel that is off is away."""
        channel = await _channel_of(connection, conversation_id)
        if channel == _READ_IN_HISTORY:
            return Reach.HERE
        outlet = self._outlets.get(channel)
        return await outlet.reach(connection, conversation_id) if outlet else Reach.AWAY

    async def say(
        self, connection: AsyncConnection, conversation_id: str, reply: Reply
    ) -> SendOff | None:
        """Store, within a transaction, that this is said in a conversation that is in reach.

        Return what to call after the transaction, where something has to be.
        """
        channel = await _channel_of(connection, conversation_id)
        row = await connection.scalar(
            insert(message)
            .values(unasked_row(conversation_id, channel, reply))
            .returning(message.c.id)
        )
        outlet = self._outlets.get(channel)
        if outlet is None or row is None:
            return None
        return await outlet.put(connection, conversation_id, row, reply)


async def _channel_of(connection: AsyncConnection, conversation_id: str) -> str:
    """Return where a conversation went on last."""
    channel = await connection.scalar(
        select(message.c.channel)
        .where(message.c.conversation_id == conversation_id)
        .order_by(message.c.id.desc())
        .limit(1)
    )
    return channel or _READ_IN_HISTORY
