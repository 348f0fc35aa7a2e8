from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.errors import StoreError
from assistant.storage.deliveries import (
    Claim,
    audience_of,
    choose_audience,
    claim,
    forget_deliveries,
    release,
)
from assistant.storage.store import Store
from tests.storage.conftest import record


def test_a_delivery_is_claimed_once_by_all_workers(store: Store, path: Path) -> None:
    other = Store(f"sqlite:///{path}")
    assert claim(store, "Ev1", now_ms=1, signature="v0=a") is Claim.OURS
    assert claim(other, "Ev1", now_ms=2, signature="v0=b") is Claim.TAKEN
    assert claim(other, "Ev1", now_ms=2) is Claim.TAKEN
    assert claim(other, "Ev2", now_ms=2) is Claim.OURS
    other.close()


def test_the_very_same_request_is_known_as_a_replay(store: Store) -> None:
    assert claim(store, "Ev1", now_ms=1, signature="v0=a") is Claim.OURS
    assert claim(store, "Ev1", now_ms=2, signature="v0=a") is Claim.REPLAYED


def test_a_delivery_that_is_released_can_be_claimed_again(store: Store) -> None:
    claim(store, "Ev1", now_ms=1)
    claim(store, "Ev2", now_ms=1)
    release(store, "Ev1")
    assert claim(store, "Ev1", now_ms=2) is Claim.OURS
    assert claim(store, "Ev2", now_ms=2) is Claim.TAKEN


def test_old_deliveries_are_forgotten(store: Store) -> None:
    claim(store, "Ev1", now_ms=1)
    claim(store, "Ev2", now_ms=5)
    assert forget_deliveries(store, before_ms=5) == 1
    assert claim(store, "Ev1", now_ms=6) is Claim.OURS
    assert claim(store, "Ev2", now_ms=6) is Claim.TAKEN


def test_the_audience_of_a_conversation_is_the_last_chosen(store: Store) -> None:
    store.write([record("a1")])
    assert audience_of(store, "c1") is None
    choose_audience(store, "c1", "student")
    choose_audience(store, "c1", "staff")
    assert audience_of(store, "c1") == "staff"


def test_the_audience_is_forgotten_with_its_conversation(store: Store) -> None:
    store.write([record("a1")])
    choose_audience(store, "c1", "student")
    store.forget("c1")
    with store.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM conversation_audience")) == 0


def test_a_conversation_without_an_answer_has_no_audience(store: Store) -> None:
    with pytest.raises(StoreError):
        choose_audience(store, "unknown", "student")
