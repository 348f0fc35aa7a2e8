"""Conversations, answers and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "conversation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("standalone_question", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text()),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text()),
        sa.Column("entry_id", sa.Text()),
        sa.Column("index_version", sa.Text(), nullable=False),
        sa.Column("elapsed_ms", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_answer_conversation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
    )
    op.create_index("ix_answer_conversation_id", "answer", ["conversation_id"])
    op.create_index("ix_answer_created_ms", "answer", ["created_ms"])
    op.create_table(
        "feedback",
        sa.Column("answer_id", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("comment", sa.Text()),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name="fk_feedback_answer_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_created_ms", "feedback", ["created_ms"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("feedback")
    op.drop_table("answer")
    op.drop_table("conversation")
