"""Answers that were given, found again by the id that they were given under."""

from sqlalchemy import select

from bot.conversation import Reply
from bot.database import Database
from bot.errors import AnswerNotFound
from bot.rows import to_reply
from bot.tables import message


class AnswerStore:
    """Reads only; what was said is stored with its conversation, and erased with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def answer(self, answer_id: str) -> Reply:
        """Return the latest reply with this answer id.

        Raises:
            AnswerNotFound: No reply has it.
        """
        found = (
            select(message.c.text, message.c.reply)
            .where(message.c.answer_id == answer_id)
            .order_by(message.c.id.desc())
            .limit(1)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(found)).first()
        if row is None:
            raise AnswerNotFound(answer_id)
        return to_reply(row)
