"""INSERT where a row may be there already; SQLite and PostgreSQL each have their own.

Two transactions that write the same row at once come one after the other: neither fails.
"""

from __future__ import annotations

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert


def insert_if_absent(connection: Connection, table: Table) -> Insert:
    """The statement, without values. A row that is there stays as it is."""
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    return insert(table).on_conflict_do_nothing()


def insert_or_replace(connection: Connection, table: Table) -> Insert:
    """The statement, without values. A row that is there gets all values of the new one."""
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    statement = insert(table)
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={
            column.name: statement.excluded[column.name]
            for column in table.columns
            if not column.primary_key
        },
    )
