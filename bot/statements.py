"""What the stores ask of the tables, within a transaction of theirs."""

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Conversation, Incoming, Message, State
from bot.errors import ConversationNotFound
from bot.rows import incoming_row, is_repeat_of, new_conversation, to_conversation, to_message
from bot.tables import conversation, message


async def find(connection: AsyncConnection, incoming: Incoming) -> Message | None:
    """Return the message that this one repeats, if any."""
    if incoming.message_id is None:
        return None
    found = await connection.execute(select(message).where(is_repeat_of(incoming)))
    row = found.first()
    return to_message(row) if row else None


async def insert_incoming(connection: AsyncConnection, incoming: Incoming) -> Message:
    """Store a message that is new; who it says is writing holds for the conversation from now."""
    if incoming.conversation_id is None:
        opened = new_conversation(incoming.audience)
        await connection.execute(insert(conversation).values(opened))
        conversation_id, audience = opened["id"], incoming.audience
    else:
        found = await conversation_of(connection, incoming.conversation_id)
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


async def conversation_of(connection: AsyncConnection, conversation_id: str) -> Conversation:
    """Return a conversation.

    Raises:
        ConversationNotFound: There is none with this id.
    """
    found = await connection.execute(
        select(conversation).where(conversation.c.id == conversation_id)
    )
    row = found.first()
    if row is None:
        raise ConversationNotFound(conversation_id)
    return to_conversation(row)


async def set_state(connection: AsyncConnection, of: Message, state: State) -> None:
    """Store how far the bot is with a message.

    Raises:
        ConversationNotFound: It was erased in the meantime.
    """
    changed = await connection.execute(
        update(message).where(message.c.id == of.id).values(state=state)
    )
    if changed.rowcount == 0:
        raise ConversationNotFound(of.conversation_id)
