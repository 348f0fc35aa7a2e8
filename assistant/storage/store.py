"""Conversations, answers and feedback in a database: SQLite in a file, or PostgreSQL by its URL."""

from __future__ import annotations

import logging
import random
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    delete,
    event,
    false,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
    StatementError,
)

from assistant.errors import RecordError, StoreError, UsageError
from assistant.storage.migrate import migrate
from assistant.storage.records import AnswerRecord, FeedbackRecord, Record, Written
from assistant.storage.tables import answers, conversations, feedback
from assistant.storage.upsert import insert_if_absent, insert_or_replace

_log = logging.getLogger("faq.store")
DAY_MS = 86_400_000
_DIALECTS = ("sqlite", "postgresql")
_BUSY_TIMEOUT_S = 5
_LIBPQ = ("psycopg", "psycopg2")
# Without these a server that is silent, not gone, is waited for by the minute.
_PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 5000}  # s, ms


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows were deleted."""

    answers: int
    feedback: int
    conversations: int


class Store:
    """The database behind `url`, opened and brought up to date at its first use.

    Threads may share it. Everything raises StoreError where the database does not work, RecordError where
    it is only what was given; the next call tries again.
    """

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._migrated = False
        self._file: tuple[int, int] | None = None  # the one that is open
        self._lock = threading.Lock()
        self.name = self._engine.url.render_as_string(hide_password=True)

    @property
    def shared(self) -> bool:
        """Whether other replicas may write to it, too."""
        return self._engine.dialect.name == "postgresql"

    @property
    def exists(self) -> bool:
        """Whether there is something to open; of a server it is only known once it is asked."""
        return self.shared or _file_of(self._engine) is not None

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A transaction: committed at the end, rolled back on an error."""
        try:
            self._migrate()
            with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            cause = getattr(error, "orig", None) or error
            if _is_of_values(error):
                kind = type(cause).__name__  # its message may quote them
                raise RecordError(f"the store {self.name} cannot take a record: {kind}") from error
            raise StoreError(
                f"the store {self.name} does not work: {cause}: check FAQ_STORE"
            ) from error

    def write(self, records: Sequence[Record]) -> list[Written]:
        """Keep all records, in order, in one transaction: all or none. Writing twice changes nothing."""
        told = [record for record in records if isinstance(record, AnswerRecord)]
        with self.connect() as connection:
            if told:
                started = [_conversation(record) for record in told]
                connection.execute(insert_if_absent(connection, conversations), started)
                given = [_answer(record) for record in told]
                connection.execute(insert_if_absent(connection, answers), given)
            return [
                _write_feedback(connection, record)
                if isinstance(record, FeedbackRecord)
                else Written.KEPT
                for record in records
            ]

    def history(self, conversation_id: str, limit: int) -> tuple[str, ...]:
        """The last `limit` questions of a conversation, oldest first, redacted."""
        newest_first = (
            select(answers.c.question)
            .where(answers.c.conversation_id == conversation_id)
            .order_by(answers.c.created_ms.desc(), answers.c.id.desc())
            .limit(limit)
        )
        with self.connect() as connection:
            return tuple(reversed(connection.scalars(newest_first).all()))

    def ping(self) -> None:
        """Raise StoreError where the database cannot be reached, or can only be read."""
        with self.connect() as connection:
            connection.execute(delete(feedback).where(false()))  # what is asked for is the right to

    def purge(self, *, before_ms: int) -> Purged:
        """Delete answers told before that time, their feedback, and conversations with nothing left."""
        old = select(answers.c.id).where(answers.c.created_ms < before_ms)
        with self.connect() as connection:
            rated = connection.execute(delete(feedback).where(feedback.c.answer_id.in_(old)))
            told = connection.execute(delete(answers).where(answers.c.created_ms < before_ms))
            empty = delete(conversations).where(
                conversations.c.started_ms < before_ms,
                ~conversations.c.id.in_(select(answers.c.conversation_id)),
            )
            held = connection.execute(empty)
        self._forget_pages()
        return Purged(told.rowcount, rated.rowcount, held.rowcount)

    def forget(self, conversation_id: str) -> Purged:
        """Delete one conversation with everything in it."""
        within = answers.c.conversation_id == conversation_id
        with self.connect() as connection:
            rated = connection.execute(
                delete(feedback).where(feedback.c.answer_id.in_(select(answers.c.id).where(within)))
            )
            told = connection.execute(delete(answers).where(within))
            held = connection.execute(
                delete(conversations).where(conversations.c.id == conversation_id)
            )
        self._forget_pages()
        return Purged(told.rowcount, rated.rowcount, held.rowcount)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def _migrate(self) -> None:
        with self._lock:
            if self._migrated and self._file != _file_of(self._engine):
                # What is open has no name any more: what is written to it is gone when it is closed.
                _log.error(
                    "the file of the store was deleted or replaced while it was open: what it had is "
                    "lost here, and the one at its path is used from now on",
                    extra={"store": self.name},
                )
                self._engine.dispose()
                self._migrated = False
            if not self._migrated:
                migrate(self._engine)
                self._file = _file_of(self._engine)
                self._migrated = True

    def _forget_pages(self) -> None:
        """Leave nothing of what was deleted in SQLite's log."""
        if self._engine.dialect.name == "sqlite":
            # A checkpoint cannot run in a transaction.
            try:
                with self._engine.connect() as connection:
                    connection.execution_options(isolation_level="AUTOCOMMIT")
                    busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
                if busy:
                    raise StoreError(
                        "what was deleted is still in the log of the store, which is being read: purge again"
                    )
            except SQLAlchemyError as error:
                raise StoreError(
                    f"what was deleted is still in the log of the store: {error}: check FAQ_STORE"
                ) from error


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in _DIALECTS:
            raise ArgumentError(f"expected one of {', '.join(_DIALECTS)}")
        if parsed.get_backend_name() == "sqlite":
            if not parsed.database or parsed.database == ":memory:":
                raise ArgumentError("SQLite needs a file, as in sqlite:///store.sqlite3")
            engine = create_engine(parsed)
            event.listen(engine, "do_connect", _make_file)
            event.listen(engine, "connect", _set_pragmas)
            return engine
        return create_engine(parsed, pool_pre_ping=True, connect_args=_patience(parsed))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        raise UsageError(f"FAQ_STORE is no database URL that can be used: {error}") from None


def _is_of_values(error: Exception) -> bool:
    """Whether an error comes from what is written, so that other records can be."""
    if isinstance(error, DBAPIError):
        return isinstance(error, DataError | IntegrityError)
    return isinstance(error, StatementError)  # a value broke before the database saw it


def _file_of(engine: Engine) -> tuple[int, int] | None:
    """Which file is at the path of an SQLite database; None where there is none, and for a server."""
    if engine.dialect.name != "sqlite":
        return None
    assert engine.url.database is not None
    try:
        found = Path(engine.url.database).stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _patience(url: URL) -> dict[str, int]:
    """How long to wait for a server, where the URL does not say so."""
    if url.get_driver_name() not in _LIBPQ:
        return {}
    return {name: value for name, value in _PATIENCE.items() if name not in url.query}


def _make_file(_dialect: object, _record: object, args: list[Any], _params: object) -> None:
    """A file that only its owner reads; SQLite gives its log beside it the same mode."""
    path = Path(args[0])
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    """Write-ahead logging: readers never wait for the writer, and a killed process loses no commit."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_S * 1000}")
    _write_ahead(cursor)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Turn the log on. Two that turn it on at once can each hold what the other needs: SQLite then
    refuses one of them without any wait, so that one tries again."""
    deadline = time.monotonic() + _BUSY_TIMEOUT_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            locked = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # the low byte: the kind
            if not locked or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.001, 0.02))  # noqa: S311


def _conversation(record: AnswerRecord) -> dict[str, Any]:
    return {"id": record.answer.conversation_id, "started_ms": record.created_ms}


def _answer(record: AnswerRecord) -> dict[str, Any]:
    answer = record.answer
    return {
        "id": answer.answer_id,
        "conversation_id": answer.conversation_id,
        "created_ms": record.created_ms,
        "channel": record.channel.value,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "audience": answer.audience,
        "outcome": answer.outcome.value,
        "verdict": answer.verdict.value.value if answer.verdict else None,
        "entry_id": answer.passages[0].entry_id if answer.passages else None,
        "index_version": answer.knowledge.index_version,
        "elapsed_ms": answer.elapsed_ms,
    }


def _write_feedback(connection: Connection, record: FeedbackRecord) -> Written:
    known = select(answers.c.id).where(answers.c.id == record.answer_id)
    if connection.scalar(known) is None:
        return Written.UNKNOWN_ANSWER
    row = {
        "answer_id": record.answer_id,
        "created_ms": record.created_ms,
        "rating": record.rating,
        "reason": record.reason,
        "comment": record.comment,
    }
    connection.execute(insert_or_replace(connection, feedback), row)
    return Written.KEPT
