"""INSERT that passes over rows which are there already; SQLite and PostgreSQL each have their own."""

from __future__ import annotations

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert


def insert_if_absent(connection: Connection, table: Table) -> Insert:
    """The statement, without values. A row that is there stays as it is."""
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    return insert(table).on_conflict_do_nothing()
