"""Brings a database up to the tables that this version knows, with Alembic."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Engine, inspect, text

from assistant.errors import StoreError

HEAD = "0002"
_LOCK_TIMEOUT_S = 60
_LOCK_KEY = 0x66617131  # any number that others do not use


def migrate(engine: Engine) -> None:
    """Run the migrations that are missing, one process at a time. Raises StoreError, SQLAlchemyError."""
    if _revision(engine) == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "assistant.storage:migrations")
    with _alone(engine), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK_KEY})"))
        else:  # SQLite begins no transaction for a table by itself: a killed process would leave half
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(
                f"the store was written by another version ({error}): use that version or newer"
            ) from error


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def _alone(engine: Engine) -> AbstractContextManager[object]:
    if engine.dialect.name == "sqlite":
        assert engine.url.database is not None
        return FileLock(Path(engine.url.database + ".lock"), timeout=_LOCK_TIMEOUT_S)
    return nullcontext()
