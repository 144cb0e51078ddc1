"""What is taken out of the database for good, and the receipts of it."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import FromClause, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Erasure
from bot.database import Database
from bot.errors import ConversationNotFound
from bot.tables import conversation, erasure, feedback, message

Forget = Callable[[AsyncConnection, str], Awaitable[None]]
"""Deletes what a channel keeps of a conversation, within a transaction."""


class ErasureStore:
    """Every method is one transaction."""

    def __init__(self, database: Database, *, beside: Sequence[Forget] = ()) -> None:
        """Make it; `beside` is asked, within an erasure, to delete what else there is."""
        self._database = database
        self._beside = beside

    async def erase(self, conversation_id: str) -> Erasure:
        """Delete a conversation with all that hangs on it, and keep a receipt.

        Raises:
            ConversationNotFound: There is none with this id.
        """
        async with self._database.write() as connection:
            sender_id = await connection.scalar(
                select(conversation.c.sender_id).where(conversation.c.id == conversation_id)
            )
            if sender_id is None:
                raise ConversationNotFound(conversation_id)
            receipt = Erasure(
                receipt=secrets.token_urlsafe(16),
                erased_at=datetime.now(UTC),
                messages=await _count(connection, message, conversation_id),
                feedback=await _count(connection, message.join(feedback), conversation_id),
                sender_id=sender_id,
            )
            for forget in self._beside:
                await forget(connection, conversation_id)
            await connection.execute(
                delete(conversation).where(conversation.c.id == conversation_id)
            )
            await connection.execute(insert(erasure).values(asdict(receipt)))
        await self._database.forget_erased()
        return receipt

    async def owe(self, sender_id: str) -> None:
        """Note a name that Rasa is to forget later, of which nothing is stored here."""
        receipt = Erasure(secrets.token_urlsafe(16), datetime.now(UTC), 0, 0, sender_id)
        async with self._database.write() as connection:
            await connection.execute(insert(erasure).values(asdict(receipt)))

    async def unfinished(self) -> list[Erasure]:
        """Return the receipts of conversations that Rasa has not forgotten yet."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(erasure)
                .where(erasure.c.sender_id.is_not(None))
                .order_by(erasure.c.erased_at)
            )
            return [Erasure(**row._mapping) for row in rows]

    async def finish(self, receipt: str) -> None:
        """Store that Rasa has forgotten it too, and forget by which name."""
        async with self._database.write() as connection:
            await connection.execute(
                update(erasure).where(erasure.c.receipt == receipt).values(sender_id=None)
            )


async def _count(connection: AsyncConnection, rows: FromClause, conversation_id: str) -> int:
    counted = await connection.scalar(
        select(func.count()).select_from(rows).where(message.c.conversation_id == conversation_id)
    )
    return counted or 0
