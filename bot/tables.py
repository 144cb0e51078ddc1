"""The tables of the bot's database. Changes go through `migrations/`."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time; SQLite would give it back naive."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC, without a zone."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Say again that it is UTC."""
        return value.replace(tzinfo=UTC) if value else None


conversation = Table(
    "conversation",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("sender_id", String(64), nullable=False, unique=True),
    Column("status", String(16), nullable=False),
    Column("audience", String(16)),
    Column("created_at", UtcDateTime, nullable=False),
)

message = Table(
    "message",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "conversation_id",
        ForeignKey("conversation.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("direction", String(16), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("update_id", String(160)),
    Column("text", Text, nullable=False),
    Column("state", String(16)),
    Column("audience", String(16)),
    Column("answers", ForeignKey("message.id", ondelete="CASCADE"), index=True),
    Column("answer_id", String(200), index=True),
    Column("reply", JSON),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "update_id"),
    Index("ix_message_state_conversation_id", "state", "conversation_id"),
    sqlite_autoincrement=True,
)
"""Incoming: `update_id`, `state`, `audience`. Outgoing: `answers`, `answer_id`, `reply`.

The ids must never be used again after an erasure, or a cursor into the history would skip
messages: hence `sqlite_autoincrement`.
"""

feedback = Table(
    "feedback",
    metadata,
    Column("message_id", ForeignKey("message.id", ondelete="CASCADE"), primary_key=True),
    Column("value", String(8), nullable=False),
    Column("comment", Text),
    Column("created_at", UtcDateTime, nullable=False),
)

erasure = Table(
    "erasure",
    metadata,
    Column("receipt", String(64), primary_key=True),
    Column("erased_at", UtcDateTime, nullable=False),
    Column("messages", Integer, nullable=False),
    Column("feedback", Integer, nullable=False),
    Column("sender_id", String(64)),
)
"""Receipts. A `sender_id` means that Rasa's tracker of it is still to be erased."""

alarm = Table(
    "alarm",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "conversation_id",
        ForeignKey("conversation.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("message_id", ForeignKey("message.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime),
)
"""Messages that tell of danger: what a counsellor looks at first, and no review ever shows."""

reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
    Column("key", String(200), nullable=False),
    Column("title", String(200), nullable=False),
    Column("on", Date, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("sent_at", UtcDateTime),
    UniqueConstraint("conversation_id", "key"),
    Index("ix_reminder_state_due_at", "state", "due_at"),
)
"""What visitors want to be reminded of, and when that was done; state: `reminders.State`."""

progress = Table(
    "progress",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("course", String(100), primary_key=True),
    Column("started", Integer, nullable=False),
    Column("finished", Integer, nullable=False),
    Column("right_answers", Integer, nullable=False),
)
"""How many lessons were begun and done, by month ("2026-11") and role; of no person."""
