"""How conversations, messages and replies lie in the rows of the tables."""

import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, or_

from bot.conversation import (
    Audience,
    Conversation,
    Direction,
    Incoming,
    Message,
    Reply,
    State,
    Status,
    Vote,
)
from bot.tables import message

AnyRow = Row[*tuple[Any, ...]]

_REPLY = TypeAdapter(Reply)


def is_repeat_of(incoming: Incoming) -> ColumnElement[bool]:
    """Return the condition for the row that a message with an id is stored in already.

    Message ids are the visitor's own, so they count within his conversation only. The one that
    opened it stands for itself: its visitor may not know the conversation's id yet.
    """
    same = message.c.update_id == _update_id(incoming)
    if incoming.conversation_id is not None:
        opened_it = (message.c.update_id == incoming.message_id) & (
            message.c.conversation_id == incoming.conversation_id
        )
        same = or_(same, opened_it)
    return (message.c.channel == incoming.channel) & same


def _update_id(incoming: Incoming) -> str:
    message_id = incoming.message_id or uuid.uuid4().hex
    return "/".join(filter(None, (incoming.conversation_id, message_id)))


def new_conversation(audience: Audience | None) -> dict[str, Any]:
    """Return the row of a conversation that begins now."""
    return {
        "id": secrets.token_urlsafe(16),
        "sender_id": secrets.token_urlsafe(16),
        "status": Status.PENDING,
        "audience": audience,
        "created_at": datetime.now(UTC),
    }


def incoming_row(
    incoming: Incoming, conversation_id: str, audience: Audience | None
) -> dict[str, Any]:
    """Return the row of a message that is owed a reply."""
    return {
        "conversation_id": conversation_id,
        "direction": Direction.INCOMING,
        "channel": incoming.channel,
        "update_id": _update_id(incoming),
        "text": incoming.text,
        "state": State.RECEIVED,
        "audience": audience,
        "created_at": datetime.now(UTC),
    }


def outgoing_row(answered: Message, reply: Reply) -> dict[str, Any]:
    """Return the row of one reply to a message."""
    return {
        **unasked_row(answered.conversation_id, answered.channel, reply),
        "answers": answered.id,
    }


def unasked_row(conversation_id: str, channel: str, reply: Reply) -> dict[str, Any]:
    """Return the row of something that is said to a visitor who has not just asked."""
    return {
        "conversation_id": conversation_id,
        "direction": Direction.OUTGOING,
        "channel": channel,
        "text": reply.text,
        "answer_id": reply.answer_id,
        "reply": _REPLY.dump_python(reply, mode="json", exclude={"text"}),
        "created_at": datetime.now(UTC),
    }


def to_conversation(row: AnyRow) -> Conversation:
    """Read a row of `conversation`."""
    return Conversation(
        id=row.id,
        sender_id=row.sender_id,
        status=Status(row.status),
        audience=_audience(row.audience),
    )


def to_message(row: AnyRow, feedback: Vote | None = None) -> Message:
    """Read a row of `message`."""
    direction = Direction(row.direction)
    return Message(
        id=row.id,
        conversation_id=row.conversation_id,
        direction=direction,
        channel=row.channel,
        text=row.text,
        created_at=row.created_at,
        message_id=row.update_id.rpartition("/")[2] if row.update_id else None,
        state=State(row.state) if row.state else None,
        audience=_audience(row.audience),
        answers=row.answers,
        reply=to_reply(row) if direction is Direction.OUTGOING else None,
        feedback=feedback,
    )


def to_reply(row: AnyRow) -> Reply:
    """Read what a row of `message` says."""
    return _REPLY.validate_python({"text": row.text, **row.reply})


def _audience(value: str | None) -> Audience | None:
    return Audience(value) if value else None
