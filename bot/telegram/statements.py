"""The statements of the channel's store, each for many rows at once, on a given connection."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.tables import message
from bot.telegram.calls import Call
from bot.telegram.records import Ended, Outgoing, Update, chat_of
from bot.telegram.tables import (
    UNSENT,
    CallState,
    UpdateState,
    telegram_call,
    telegram_chat,
    telegram_update,
)


def call_row(answered: Update, call: Call) -> dict[str, Any]:
    """Return the row of a call that answers an update."""
    return {
        "lane": answered.lane,
        "chat_id": chat_of(call),
        "update_id": answered.number,
        "method": call.method,
        "params": dict(call.params),
        "state": CallState.PENDING,
        "reply_to_row": call.row,
        "created_at": datetime.now(UTC),
    }


def outgoing(row: Mapping[str, Any]) -> Outgoing:
    """Read a row of `telegram_call`."""
    is_begun = row["state"] == CallState.SENDING
    return Outgoing(
        number=row["id"],
        lane=row["lane"],
        chat_id=row["chat_id"],
        update_id=row["update_id"],
        method=row["method"],
        params=row["params"],
        row=row["reply_to_row"],
        marked=is_begun,
        unknown=is_begun,
    )


async def insert_new(connection: AsyncConnection, updates: Mapping[int, Update]) -> set[int]:
    """Store the updates whose number is not known yet; return those numbers."""
    known = await connection.scalars(
        select(telegram_update.c.update_id).where(telegram_update.c.update_id.in_(updates))
    )
    new = set(updates).difference(known)
    if new:
        now = datetime.now(UTC)
        rows = [
            {
                "update_id": number,
                "lane": updates[number].lane,
                "payload": updates[number].payload,
                "state": UpdateState.RECEIVED,
                "tries": 0,
                "created_at": now,
            }
            for number in sorted(new)
        ]
        await connection.execute(insert(telegram_update), rows)
    return new


async def revive(connection: AsyncConnection, chats: Iterable[int]) -> None:
    """Store that chats are not gone, or no longer."""
    found = list(chats)
    if found:
        await connection.execute(
            update(telegram_chat)
            .where(telegram_chat.c.chat_id.in_(found), telegram_chat.c.gone)
            .values(gone=False)
        )


async def insert_calls(
    connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]
) -> Sequence[int]:
    """Put calls into the outbox; return their numbers, in the same order."""
    if not rows:
        return ()
    numbers = await connection.scalars(
        insert(telegram_call).returning(telegram_call.c.id, sort_by_parameter_order=True),
        list(rows),
    )
    return numbers.all()


async def finish(connection: AsyncConnection, numbers: Sequence[int]) -> None:
    """Store that updates are done, and forget what they said."""
    if numbers:
        await connection.execute(
            update(telegram_update)
            .where(telegram_update.c.update_id.in_(numbers))
            .values(state=UpdateState.DONE, payload={})
        )


async def mark(connection: AsyncConnection, numbers: Sequence[int], state: CallState) -> None:
    """Store how far calls are that have no end yet."""
    if numbers:
        await connection.execute(
            update(telegram_call).where(telegram_call.c.id.in_(numbers)).values(state=state)
        )


async def end(connection: AsyncConnection, ended: Sequence[Ended]) -> None:
    """Store what became of calls, and forget what they said."""
    rows: list[dict[str, Any]] = [
        {"number": e.number, "to": e.state, "seen": e.telegram_message_id, "nothing": {}}
        for e in ended
    ]
    await connection.execute(
        update(telegram_call)
        .where(telegram_call.c.id == bindparam("number"))
        .values(
            state=bindparam("to"),
            telegram_message_id=bindparam("seen"),
            params=bindparam("nothing"),
        ),
        rows,
    )


async def close_chat(connection: AsyncConnection, chat_id: int) -> None:
    """Store that a chat is gone, and drop what was to be said there."""
    await connection.execute(
        update(telegram_chat).where(telegram_chat.c.chat_id == chat_id).values(gone=True)
    )
    await connection.execute(
        update(telegram_call)
        .where(telegram_call.c.chat_id == chat_id, telegram_call.c.state.in_(UNSENT))
        .values(state=CallState.FAILED, params={})
    )


async def migrate(connection: AsyncConnection, old: int, new: int) -> None:
    """Move a group to its new id, with all that waits; a topic known there already stays."""
    of_old = telegram_chat.c.chat_id == old
    known = await connection.scalars(
        select(telegram_chat.c.thread_id).where(telegram_chat.c.chat_id == new)
    )
    await connection.execute(
        delete(telegram_chat).where(of_old, telegram_chat.c.thread_id.in_(known.all()))
    )
    await connection.execute(update(telegram_chat).where(of_old).values(chat_id=new))
    waiting = await connection.execute(
        select(telegram_call.c.id, telegram_call.c.params).where(
            telegram_call.c.chat_id == old, telegram_call.c.state.in_(UNSENT)
        )
    )
    for row in waiting.all():
        await connection.execute(
            update(telegram_call)
            .where(telegram_call.c.id == row.id)
            .values(lane=str(new), chat_id=new, params={**row.params, "chat_id": new})
        )


async def purge(connection: AsyncConnection, *, before: datetime) -> None:
    """Delete what was done with before a moment."""
    await connection.execute(
        delete(telegram_update).where(
            telegram_update.c.state == UpdateState.DONE, telegram_update.c.created_at < before
        )
    )
    await connection.execute(
        delete(telegram_call).where(
            telegram_call.c.state.in_((CallState.SENT, CallState.FAILED)),
            telegram_call.c.created_at < before,
        )
    )


async def forget(connection: AsyncConnection, conversation_id: str) -> set[int]:
    """Delete what is kept of a conversation that is about to be erased; return which calls.

    All of a private chat, but of a group only what shows this conversation's messages: its
    other topics are conversations of their own. Updates that wait stay: they were written after,
    or are what asks for the erasure. The row of the chat goes with the conversation.
    """
    chats = await connection.execute(
        select(telegram_chat.c.chat_id, telegram_chat.c.kind).where(
            telegram_chat.c.conversation_id == conversation_id
        )
    )
    kinds = {row.chat_id: row.kind for row in chats}
    private = [chat_id for chat_id, kind in kinds.items() if kind == "private"]
    messages = select(message.c.id).where(message.c.conversation_id == conversation_id)
    calls = await connection.scalars(
        delete(telegram_call)
        .where(
            or_(telegram_call.c.chat_id.in_(private), telegram_call.c.reply_to_row.in_(messages))
        )
        .returning(telegram_call.c.id)
    )
    deleted = set(calls.all())
    await connection.execute(
        delete(telegram_update).where(
            telegram_update.c.state == UpdateState.SET_ASIDE,
            telegram_update.c.lane.in_([str(chat_id) for chat_id in kinds]),
        )
    )
    return deleted
