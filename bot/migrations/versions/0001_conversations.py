"""Conversations, their messages, feedback on answers, receipts of erasures."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    _conversation()
    _message()
    _message_indexes()
    op.create_table(
        "feedback",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(8), nullable=False),
        sa.Column("comment", sa.Text()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
            name="fk_feedback_message_id",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "erasure",
        sa.Column("receipt", sa.String(64), nullable=False),
        sa.Column("erased_at", sa.DateTime(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("feedback", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.String(64)),
        sa.PrimaryKeyConstraint("receipt", name="pk_erasure"),
    )


def _conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("sender_id", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("audience", sa.String(16)),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sa.UniqueConstraint("sender_id", name="uq_conversation_sender_id"),
    )


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("direction", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("update_id", sa.String(160)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16)),
        sa.Column("audience", sa.String(16)),
        sa.Column("answers", sa.Integer()),
        sa.Column("answer_id", sa.String(200)),
        sa.Column("reply", sa.JSON()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("channel", "update_id", name="uq_message_channel_update_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_message_conversation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["answers"], ["message.id"], name="fk_message_answers", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )


def _message_indexes() -> None:
    op.create_index("ix_message_conversation_id", "message", ["conversation_id"])
    op.create_index("ix_message_answers", "message", ["answers"])
    op.create_index("ix_message_answer_id", "message", ["answer_id"])
    op.create_index("ix_message_state_conversation_id", "message", ["state", "conversation_id"])
