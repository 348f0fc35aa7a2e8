"""The tables of the store. Text is redacted by its column type: nothing personal can be written.

Times are milliseconds since 1970, UTC.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, MetaData, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from assistant.storage.redaction import redact
from assistant.text import replace_surrogates


class RedactedText(TypeDecorator[str]):
    """Text typed by people."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """What is written for `value`."""
        if value is None:
            return None
        # No database takes NUL or lone surrogates.
        return redact(replace_surrogates(value.replace("\x00", "\ufffd")))


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

conversations = Table(
    "conversation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started_ms", BigInteger, nullable=False),
)

answers = Table(
    "answer",
    metadata,
    Column("id", Text, primary_key=True),
    Column(
        "conversation_id",
        Text,
        ForeignKey("conversation.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("created_ms", BigInteger, nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("question", RedactedText, nullable=False),
    Column("standalone_question", RedactedText, nullable=False),
    Column("audience", Text),
    Column("outcome", Text, nullable=False),
    Column("verdict", Text),
    Column("entry_id", Text),
    Column("index_version", Text, nullable=False),
    Column("elapsed_ms", Float, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("answer_id", Text, ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True),
    Column("created_ms", BigInteger, nullable=False, index=True),
    Column("rating", Text, nullable=False),
    Column("reason", RedactedText),
    Column("comment", RedactedText),
)

# What a chat platform delivered and somebody took on: each is acted on once, by one worker.
deliveries = Table(
    "delivery",
    metadata,
    Column("id", Text, primary_key=True),
    Column("received_ms", BigInteger, nullable=False, index=True),
    Column("signature", Text),
)

# The audience that was chosen for a conversation, where the platform does not keep it.
conversation_audiences = Table(
    "conversation_audience",
    metadata,
    Column(
        "conversation_id",
        Text,
        ForeignKey("conversation.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("audience", Text, nullable=False),
)
