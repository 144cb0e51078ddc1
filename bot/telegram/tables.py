"""The tables of the Telegram channel: chats, updates that came in, calls that go out."""

from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from bot.tables import UtcDateTime, metadata


class UpdateState(StrEnum):
    """How far the bot is with an update."""

    RECEIVED = "received"
    """Stored, confirmed to Telegram, and owed its handling, also after a crash."""
    DONE = "done"
    """What answers it is in the outbox; nothing of what was said is kept here."""
    SET_ASIDE = "set_aside"
    """It failed again and again; the rest goes on without it."""


class CallState(StrEnum):
    """How far a call of the outbox is."""

    PENDING = "pending"
    SENDING = "sending"
    """It may have arrived: found so after a crash, nobody knows."""
    SENT = "sent"
    FAILED = "failed"
    """Telegram refused it for good, or the chat is gone."""


UNSENT = (CallState.PENDING, CallState.SENDING)

telegram_chat = Table(
    "telegram_chat",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("conversation_id", ForeignKey("conversation.id", ondelete="CASCADE"), index=True),
    Column("audience", String(16)),
    Column("gone", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
"""Which conversation a chat, or a topic of it (`thread_id`, 0 is none), is."""

telegram_update = Table(
    "telegram_update",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("lane", String(32), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_telegram_update_state_created_at", "state", "created_at"),
)

telegram_call = Table(
    "telegram_call",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("lane", String(32), nullable=False),
    Column("chat_id", BigInteger),
    Column("update_id", BigInteger, nullable=False),
    Column("method", String(64), nullable=False),
    Column("params", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("telegram_message_id", BigInteger),
    Column("reply_to_row", Integer),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_telegram_call_state_created_at", "state", "created_at"),
    Index("ix_telegram_call_chat_id", "chat_id"),
    sqlite_autoincrement=True,
)
"""The outbox. `reply_to_row` is the id of the row of `message` that the call shows."""
