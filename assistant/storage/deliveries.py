"""What several workers must agree on: who acts on a delivery, and the audience of a conversation."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import delete, select

from assistant.storage.store import Store
from assistant.storage.tables import conversation_audiences, deliveries
from assistant.storage.upsert import insert_if_absent, insert_or_replace


class Claim(StrEnum):
    """Whose a delivery is."""

    OURS = "ours"  # nobody had it before: act on it
    TAKEN = "taken"  # acted on already, or just now
    REPLAYED = "replayed"  # the very same request, signature included, came before


def claim(store: Store, id: str, *, now_ms: int, signature: str | None = None) -> Claim:
    """Take a delivery on, for all workers that share the store. Raises StoreError."""
    row = {"id": id, "received_ms": now_ms, "signature": signature}
    with store.connect() as connection:
        statement = insert_if_absent(connection, deliveries).values(row)
        if connection.execute(statement).rowcount == 1:
            return Claim.OURS
        first = connection.scalar(select(deliveries.c.signature).where(deliveries.c.id == id))
    return Claim.REPLAYED if signature is not None and signature == first else Claim.TAKEN


def release(store: Store, id: str) -> None:
    """Let a delivery that was claimed be claimed again. Raises StoreError."""
    with store.connect() as connection:
        connection.execute(delete(deliveries).where(deliveries.c.id == id))


def forget_deliveries(store: Store, *, before_ms: int) -> int:
    """Delete deliveries so old that nobody sends them again. Raises StoreError."""
    with store.connect() as connection:
        return connection.execute(
            delete(deliveries).where(deliveries.c.received_ms < before_ms)
        ).rowcount


def audience_of(store: Store, conversation_id: str) -> str | None:
    """The audience chosen for a conversation. Raises StoreError."""
    chosen = select(conversation_audiences.c.audience).where(
        conversation_audiences.c.conversation_id == conversation_id
    )
    with store.connect() as connection:
        audience: str | None = connection.scalar(chosen)
    return audience


def choose_audience(store: Store, conversation_id: str, audience: str) -> None:
    """Keep the audience of a conversation that has an answer already. Raises StoreError."""
    with store.connect() as connection:
        row = {"conversation_id": conversation_id, "audience": audience}
        connection.execute(insert_or_replace(connection, conversation_audiences), row)
