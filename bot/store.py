"""What is kept of conversations: messages, replies, and what visitors thought of them."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import (
    Conversation,
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
from bot.errors import AnswerNotFound, ConversationNotFound, MessageIdReused
from bot.rows import (
    incoming_row,
    is_repeat_of,
    new_conversation,
    outgoing_row,
    to_conversation,
    to_message,
    to_reply,
)
from bot.tables import conversation, feedback, message

HISTORY_PAGE = 200


class ConversationStore:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def accept(self, incoming: Incoming) -> Message:
        """Store a message, and its conversation if it opens one; a repeat is found again.

        A repeat of a failed message is owed a reply once more.

        Raises:
            ConversationNotFound: It names a conversation that does not exist.
            MessageIdReused: The id is that of another text.
        """
        async with self._database.write() as connection:
            known = await _find(connection, incoming)
            if known is None:
                return await _insert(connection, incoming)
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

    async def complete(self, answered: Message, replies: Sequence[Reply]) -> None:
        """Store the replies and that the message is answered, together.

        Raises:
            ConversationNotFound: It was erased in the meantime.
        """
        async with self._database.write() as connection:
            await _set_state(connection, answered, State.ANSWERED)
            for reply in replies:
                await connection.execute(insert(message).values(outgoing_row(answered, reply)))

    async def fail(self, unanswered: Message) -> None:
        """Store that no reply could be had.

        Raises:
            ConversationNotFound: It was erased in the meantime.
        """
        async with self._database.write() as connection:
            await _set_state(connection, unanswered, State.FAILED)

    async def outcome(self, asked: Message) -> tuple[State, tuple[Reply, ...]]:
        """Return how far a message is, and its replies.

        Raises:
            ConversationNotFound: It was erased in the meantime.
        """
        async with self._database.snapshot() as connection:
            state = await connection.scalar(select(message.c.state).where(message.c.id == asked.id))
            if state is None:
                raise ConversationNotFound(asked.conversation_id)
            rows = await connection.execute(
                select(message.c.text, message.c.reply)
                .where(message.c.answers == asked.id)
                .order_by(message.c.id)
            )
            return State(state), tuple(to_reply(row) for row in rows)

    async def change_status(self, conversation_id: str, to: Status) -> None:
        """Change whose turn a conversation is.

        Raises:
            ConversationNotFound: There is none with this id.
            IllegalTransition: Its status does not lead there.
        """
        async with self._database.write() as connection:
            found = await _conversation(connection, conversation_id)
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
            found = await _conversation(connection, conversation_id)
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


async def _find(connection: AsyncConnection, incoming: Incoming) -> Message | None:
    if incoming.message_id is None:
        return None
    found = await connection.execute(select(message).where(is_repeat_of(incoming)))
    row = found.first()
    return to_message(row) if row else None


async def _insert(connection: AsyncConnection, incoming: Incoming) -> Message:
    """Store a message that is new; who it says is writing holds for the conversation from now."""
    if incoming.conversation_id is None:
        opened = new_conversation(incoming.audience)
        await connection.execute(insert(conversation).values(opened))
        conversation_id, audience = opened["id"], incoming.audience
    else:
        found = await _conversation(connection, incoming.conversation_id)
        conversation_id, audience = found.id, incoming.audience or found.audience
        if audience is not found.audience:
            await connection.execute(
                update(conversation)
                .where(conversation.c.id == conversation_id)
                .values(audience=audience)
            )
    row = incoming_row(incoming, conversation_id, audience)
    inserted = await connection.execute(insert(message).values(row).returning(message))
    return to_message(inserted.one())


async def _conversation(connection: AsyncConnection, conversation_id: str) -> Conversation:
    found = await connection.execute(
        select(conversation).where(conversation.c.id == conversation_id)
    )
    row = found.first()
    if row is None:
        raise ConversationNotFound(conversation_id)
    return to_conversation(row)


async def _set_state(connection: AsyncConnection, of: Message, state: State) -> None:
    changed = await connection.execute(
        update(message).where(message.c.id == of.id).values(state=state)
    )
    if changed.rowcount == 0:
        raise ConversationNotFound(of.conversation_id)
