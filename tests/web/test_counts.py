import pytest

from web.counts import Counts
from web.ids import new_id


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock = [1000.0]
    monkeypatch.setattr("web.counts.time.time", lambda: clock[0])
    return clock


def test_a_window_ends_and_begins_again(now: list[float]) -> None:
    counts = Counts()
    assert [counts.incr("a", 60), counts.incr("a", 60), counts.incr("b", 60)] == [1, 2, 1]
    assert (counts.get("a"), counts.get_expiry("a")) == (2, 1060.0)
    now[0] = 1059.9
    assert counts.incr("a", 60) == 3
    now[0] = 1060.0
    assert counts.get("a") == 0
    assert counts.incr("a", 60) == 1
    assert counts.get_expiry("a") == 1120.0


def test_only_so_many_clients_are_counted(now: list[float]) -> None:
    counts = Counts(limit=2)
    for client in ("a", "b", "c"):
        counts.incr(client, 60)
    assert [counts.get(client) for client in ("a", "b", "c")] == [0, 1, 1]
    counts.clear("b")
    assert counts.reset() == 1


def test_identifiers_are_long_and_never_the_same() -> None:
    drawn = [new_id() for _ in range(1000)]
    assert len(set(drawn)) == 1000
    assert all(len(name) == 32 and set(name) <= set("0123456789abcdef") for name in drawn)
