"""The Telegram channel: its chats, updates that came in, calls that go out."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the channel."""
    _chat()
    _update()
    _call()


def _chat() -> None:
    op.create_table(
        "telegram_chat",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("conversation_id", sa.String(64)),
        sa.Column("audience", sa.String(16)),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "thread_id", name="pk_telegram_chat"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_telegram_chat_conversation_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_telegram_chat_conversation_id", "telegram_chat", ["conversation_id"])


def _update() -> None:
    op.create_table(
        "telegram_update",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lane", sa.String(32), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_telegram_update"),
    )
    op.create_index(
        "ix_telegram_update_state_created_at", "telegram_update", ["state", "created_at"]
    )


def _call() -> None:
    op.create_table(
        "telegram_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lane", sa.String(32), nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(64), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("telegram_message_id", sa.BigInteger()),
        sa.Column("reply_to_row", sa.Integer()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_telegram_call"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_telegram_call_state_created_at", "telegram_call", ["state", "created_at"])
    op.create_index("ix_telegram_call_chat_id", "telegram_call", ["chat_id"])
