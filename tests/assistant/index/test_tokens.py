import numpy as np
import pytest

from assistant.encoder import Vectors
from assistant.errors import IndexMismatchError
from assistant.index.tokens import TokenVectors, pack

X, Y = np.eye(2, dtype=np.float32)
NONE = np.empty((0, 2), np.float32)


def build(parts: list[Vectors], dimension: int) -> TokenVectors:
    return TokenVectors.build([pack(part) for part in parts], dimension)


def test_max_sim_is_the_mean_over_the_query_of_the_best_cosine() -> None:
    tokens = build([np.stack([X, Y]), NONE, X[None]], 2)
    query = np.stack([X, Y])
    assert tokens.max_sim(query, [0, 1, 2]).tolist() == [1.0, 0.0, 0.5]
    assert tokens.max_sim(query, [2, 0]).tolist() == [0.5, 1.0]


def test_nothing_asked_or_nothing_there_scores_nothing() -> None:
    tokens = build([NONE], 2)
    assert tokens.max_sim(X[None], [0]).tolist() == [0.0]
    assert tokens.max_sim(np.empty((0, 2), np.float32), [0]).tolist() == [0.0]
    assert tokens.max_sim(X[None], []).tolist() == []


def test_bytes_round_trip_and_damage_is_named() -> None:
    tokens = build([np.stack([X, Y]), X[None]], 2)
    again = TokenVectors.from_bytes(tokens.to_bytes())
    assert len(again) == 2
    assert np.array_equal(again.of(0), tokens.of(0))
    with pytest.raises(IndexMismatchError, match="token vectors"):
        TokenVectors.from_bytes(tokens.to_bytes()[:40])


def test_scores_do_not_depend_on_the_size_that_is_kept_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(1)
    drawn = [rng.normal(size=(n, 8)).astype(np.float32) for n in (3, 0, 5, 2, 1)]
    parts = [part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9) for part in drawn]
    query, rows = parts[2], [4, 0, 2, 1]
    unpacked = build(parts, 8).max_sim(query, rows)
    monkeypatch.setattr("assistant.index.tokens._UNPACKED", 0)
    packed = build(parts, 8).max_sim(query, rows)
    assert np.allclose(unpacked, packed)
    best = [(query @ parts[row].T).max(axis=1).mean() if len(parts[row]) else 0.0 for row in rows]
    assert np.allclose(unpacked, best, atol=0.02)
