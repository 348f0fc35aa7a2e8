from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import roc_auc_score

from assistant.statistics import Share, auroc, share, wilson

SCORES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), min_size=1, max_size=20)


def test_wilson_interval_of_the_textbook_example() -> None:
    item = share([True] * 8 + [False] * 2)
    assert (item.value, round(item.low, 4), round(item.high, 4)) == (0.8, 0.4902, 0.9433)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_interval_agrees_with_scipy(counts: tuple[int, int]) -> None:
    expected = stats.binomtest(*counts).proportion_ci(0.95, method="wilson")
    assert wilson(*counts) == pytest.approx((expected.low, expected.high))


def test_a_share_of_nothing_is_unknown() -> None:
    assert share([]) == Share(0, 0, None, 0.0, 1.0)


def test_auroc_counts_ties_half() -> None:
    assert auroc([2.0, 1.0], [1.0, 0.0]) == pytest.approx(3.5 / 4)
    assert auroc([1.0], [0.0]) == 1.0


@given(SCORES, SCORES)
def test_auroc_agrees_with_scikit_learn(positive: list[float], negative: list[float]) -> None:
    labels = [1] * len(positive) + [0] * len(negative)
    assert auroc(positive, negative) == pytest.approx(roc_auc_score(labels, positive + negative))


def test_auroc_with_an_empty_side_is_unknown() -> None:
    assert auroc([], [1.0]) is None
    assert auroc([1.0], []) is None
