"""`faq store purge`."""

from __future__ import annotations

import time

import click

from assistant.cli.shared import settings
from assistant.errors import UsageError


@click.group("store")
def store_group() -> None:
    """Look after what is kept of conversations."""


@store_group.command()
@click.option(
    "--days",
    type=click.IntRange(0),
    help="Delete what is older than this [default: FAQ_RETENTION_DAYS].",
)
@click.option("--conversation", metavar="ID", help="Delete this one conversation, however old.")
def purge(days: int | None, conversation: str | None) -> None:
    """Delete conversations, answers and feedback that are past their time."""
    from assistant.storage.store import DAY_MS, Store

    if days is not None and conversation is not None:
        raise click.UsageError("--days and --conversation exclude each other: give one")
    chosen = settings()
    store = Store(chosen.store)
    if not store.exists:
        raise UsageError(f"there is no store {store.name}: nothing was deleted: check FAQ_STORE")
    if conversation is not None:
        purged = store.forget(conversation)
    else:
        kept_days = chosen.retention_days if days is None else days
        purged = store.purge(before_ms=int(time.time() * 1000) - kept_days * DAY_MS)
    store.close()
    click.echo(
        f"deleted {purged.answers} answers, {purged.feedback} ratings and "
        f"{purged.conversations} conversations from {store.name}"
    )
