"""What is kept of conversations: messages, replies, and what visitors thought of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, func, insert, select, update

from bot.conversation import (
    Button,
    Direction,
    History,
    Incoming,
    Message,
    Owed,
    Reply,
    State,
    Status,
    Vote,
)
from bot.database import Database
from bot.effects import Effects
from bot.errors import AnswerNotFound, ConversationNotFound, MessageIdReused
from bot.rows import (
    outgoing_row,
    to_message,
    to_reply,
)
from bot.statements import conversation_of, find, insert_incoming, set_state
from bot.tables import conversation, feedback, message

HISTORY_PAGE = 200

Given = Mapping[int, Reply]
"""Replies under the ids of their rows, in order."""


class ConversationStore:
    """Every method is one transaction."""

    def __init__(self, database: Database, effects: Effects) -> None:
        """Make it; `effects` stores what replies bring about."""
        self._database = database
        self._effects = effects

    async def accept(self, incoming: Incoming) -> Message:
        """Store a message, and its conversation if it opens one; a repeat is found again.

        A repeat of a failed message is owed a reply once more.

        Raises:
            ConversationNotFound: It names a conversation that does not exist.
            MessageIdReused: The id is that of another text.
        """
        async with self._database.write() as connection:
            known = await find(connection, incoming)
            if known is None:
                return await insert_incoming(connection, incoming)
            if known.text != incoming.text:
                raise MessageIdReused(str(incoming.message_id))
            await connection.execute(
                update(message)
                .where(message.c.id == known.id, message.c.state == State.FAILED)
                .values(state=State.RECEIVED)
            )
            return known

    async def next_owed(self, conversation_id: str, *, through: int) -> Owed | None:
        """Return the oldest message up to the id `through` that is owed a reply."""
        oldest = (
            select(message, conversation.c.sender_id, conversation.c.status)
            .join_from(message, conversation)
            .where(
                message.c.state == State.RECEIVED,
                message.c.conversation_id == conversation_id,
                message.c.id <= through,
            )
            .order_by(message.c.id)
            .limit(1)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(oldest)).first()
        return Owed(to_message(row), row.sender_id, Status(row.status)) if row else None

    async def unfinished(self) -> list[Message]:
        """Return, of every conversation with messages owed a reply, the last such message."""
        last = (
            select(func.max(message.c.id))
            .where(message.c.state == State.RECEIVED)
            .group_by(message.c.conversation_id)
        )
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(message).where(message.c.id.in_(last)).order_by(message.c.id)
            )
            return [to_message(row) for row in rows]

    async def complete(self, answered: Message, replies: Sequence[Reply]) -> Given:
        """Store the replies and that the message is answered, together.

        Return the replies under the ids of their rows, in order.

        Raises:
            ConversationNotFound: It was erased in the meantime.
        """
        async with self._database.write() as connection:
            await set_state(connection, answered, State.ANSWERED)
            given = {}
            for reply in replies:
                row = outgoing_row(answered, reply)
                stored = await connection.execute(
                    insert(message).values(row).returning(message.c.id)
                )
                given[stored.scalar_one()] = reply
                await self._effects.carry_out(connection, answered, reply)
        return given

    async def fail(self, unanswered: Message) -> None:
        """Store that no reply could be had.

        Raises:
            ConversationNotFound: It was erased in the meantime.
        """
        async with self._database.write() as connection:
            await set_state(connection, unanswered, State.FAILED)

    async def outcome(self, asked: Message) -> tuple[State, Given]:
        """Return how far a message is, and its replies under the ids of their rows, in order.

        Raises:
            ConversationNotFound: It was erased in the meantime.
        """
        async with self._database.snapshot() as connection:
            state = await connection.scalar(select(message.c.state).where(message.c.id == asked.id))
            if state is None:
                raise ConversationNotFound(asked.conversation_id)
            rows = await connection.execute(
                select(message.c.id, message.c.text, message.c.reply)
                .where(message.c.answers == asked.id)
                .order_by(message.c.id)
            )
            return State(state), {row.id: to_reply(row) for row in rows}

    async def knows(self, incoming: Incoming) -> bool:
        """Say whether a message is stored already."""
        async with self._database.read() as connection:
            return await find(connection, incoming) is not None

    async def reply(self, conversation_id: str, row: int) -> Reply | None:
        """Return the reply in a row, if it was given in this conversation."""
        found = select(message.c.text, message.c.reply).where(
            message.c.id == row,
            message.c.conversation_id == conversation_id,
            message.c.direction == Direction.OUTGOING,
        )
        async with self._database.read() as connection:
            said = (await connection.execute(found)).first()
        return to_reply(said) if said else None

    async def button(self, conversation_id: str, row: int, index: int) -> Button | None:
        """Return a button of a reply that was given in this conversation, from 0 on."""
        reply = await self.reply(conversation_id, row)
        if reply is None or not 0 <= index < len(reply.buttons):
            return None
        return reply.buttons[index]

    async def last_answer(self, conversation_id: str) -> int | None:
        """Return the row of the latest reply of kind `answer` in a conversation."""
        last = select(func.max(message.c.id)).where(
            message.c.conversation_id == conversation_id,
            message.c.reply["kind"].as_string() == "answer",
        )
        async with self._database.read() as connection:
            row: int | None = await connection.scalar(last)
        return row

    async def change_status(self, conversation_id: str, to: Status) -> None:
        """Change whose turn a conversation is.

        Raises:
            ConversationNotFound: There is none with this id.
            IllegalTransition: Its status does not lead there.
        """
        async with self._database.write() as connection:
            found = await conversation_of(connection, conversation_id)
            await connection.execute(
                update(conversation)
                .where(conversation.c.id == conversation_id)
                .values(status=found.status.change(to))
            )

    async def history(self, conversation_id: str, *, after: int) -> History:
        """Return the messages whose id is greater than `after`, a page of them at most.

        Raises:
            ConversationNotFound: There is none with this id.
        """
        async with self._database.snapshot() as connection:
            found = await conversation_of(connection, conversation_id)
            rows = await connection.execute(
                select(message, feedback.c.value)
                .outerjoin(feedback)
                .where(message.c.conversation_id == conversation_id, message.c.id > after)
                .order_by(message.c.id)
                .limit(HISTORY_PAGE + 1)
            )
            messages = tuple(to_message(row, row.value) for row in rows)
        return History(found, messages[:HISTORY_PAGE], more=len(messages) > HISTORY_PAGE)

    async def vote(self, answer_id: str, value: Vote, comment: str | None) -> None:
        """Store what a visitor thinks of an answer, in place of what was thought before.

        Raises:
            AnswerNotFound: No reply has this answer id.
        """
        opinion = {"value": value, "comment": comment, "created_at": datetime.now(UTC)}
        async with self._database.write() as connection:
            answer = await connection.scalar(
                select(func.max(message.c.id)).where(message.c.answer_id == answer_id)
            )
            if answer is None:
                raise AnswerNotFound(answer_id)
            await connection.execute(delete(feedback).where(feedback.c.message_id == answer))
            await connection.execute(insert(feedback).values(message_id=answer, **opinion))
