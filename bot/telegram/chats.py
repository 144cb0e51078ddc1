"""Which conversation a chat is, and whom the bot talks to there."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, insert, select, update

from bot.conversation import Audience
from bot.database import Database
from bot.telegram import statements
from bot.telegram.reading import Place
from bot.telegram.tables import UpdateState, telegram_chat, telegram_update


@dataclass(frozen=True, slots=True)
class Chat:
    """What is known of a place: nothing, at first."""

    conversation_id: str | None = None
    audience: Audience | None = None


class ChatStore:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, place: Place) -> Chat:
        """Return what is known of a place."""
        known = select(telegram_chat.c.conversation_id, telegram_chat.c.audience).where(_is(place))
        async with self._database.read() as connection:
            row = (await connection.execute(known)).first()
        if row is None:
            return Chat()
        return Chat(row.conversation_id, Audience(row.audience) if row.audience else None)

    async def link(self, place: Place, conversation_id: str) -> None:
        """Store which conversation a place is, from now on."""
        await self._put(place, conversation_id=conversation_id)

    async def set_audience(self, place: Place, audience: Audience) -> None:
        """Store whom the bot talks to in a place."""
        await self._put(place, audience=audience)

    async def set_gone(self, place: Place, *, gone: bool) -> None:
        """Store whether a chat, with all its topics, is closed to the bot."""
        async with self._database.write() as connection:
            await connection.execute(
                update(telegram_chat)
                .where(telegram_chat.c.chat_id == place.chat_id)
                .values(gone=gone)
            )

    async def move(self, old: int, new: int) -> None:
        """Store that a group goes on under another id."""
        async with self._database.write() as connection:
            await statements.migrate(connection, old, new)

    async def forget(self, place: Place) -> None:
        """Delete what is known of a place; erasing a conversation does so for its own."""
        async with self._database.write() as connection:
            await connection.execute(delete(telegram_chat).where(_is(place)))

    async def is_overtaken(self, lane: str, update_id: int) -> bool:
        """Say whether something newer waits in a lane."""
        newer = exists().where(
            telegram_update.c.update_id > update_id,
            telegram_update.c.lane == lane,
            telegram_update.c.state == UpdateState.RECEIVED,
        )
        async with self._database.read() as connection:
            return bool(await connection.scalar(select(newer)))

    async def _put(self, place: Place, **values: Any) -> None:
        async with self._database.write() as connection:
            changed = await connection.execute(
                update(telegram_chat).where(_is(place)).values(**values)
            )
            if changed.rowcount:
                return
            await connection.execute(
                insert(telegram_chat).values(
                    chat_id=place.chat_id,
                    thread_id=place.thread_id,
                    kind=place.kind,
                    gone=False,
                    created_at=datetime.now(UTC),
                    **values,
                )
            )


def _is(place: Place) -> ColumnElement[bool]:
    return (telegram_chat.c.chat_id == place.chat_id) & (
        telegram_chat.c.thread_id == place.thread_id
    )
