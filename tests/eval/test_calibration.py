from __future__ import annotations

import numpy as np
import pytest

from eval.calibration import choose_threshold, fewest
from eval.statistics import upper_bound


def test_the_fewest_answers_are_those_of_the_closed_form() -> None:
    assert fewest(0.05, 0.9) == 45  # 0.95 ** 45 < 0.1 <= 0.95 ** 44
    assert fewest(0.1, 0.9) == 22
    for failures in range(4):
        n = fewest(0.05, 0.9, failures)
        assert upper_bound(failures, n, 0.9) <= 0.05 < upper_bound(failures, n - 1, 0.9)


def test_a_tiny_risk_needs_many_answers_and_no_long_search() -> None:
    n = fewest(1e-6, 0.9, failures=1)
    assert upper_bound(1, n, 0.9) <= 1e-6 < upper_bound(1, n - 1, 0.9)
    assert choose_threshold([0.9] * 60, [False] * 60, risk=1e-6, confidence=0.999) is None


def test_the_sequence_ends_where_errors_gather() -> None:
    scores = [1 - i / 200 for i in range(200)]
    wrong = [i >= 160 for i in range(200)]
    chosen = choose_threshold(scores, wrong, risk=0.05, confidence=0.9)
    assert chosen is not None
    assert (chosen.n, chosen.failures, chosen.coverage) == (163, 3, 0.815)
    assert chosen.bound == pytest.approx(upper_bound(3, 163, 0.9))


def test_what_comes_after_the_first_failed_test_is_not_looked_at() -> None:
    scores = [1 - i / 1000 for i in range(1000)]
    wrong = [i < 10 for i in range(1000)]  # over all 1000 the promise would hold
    assert choose_threshold(scores, wrong, risk=0.05, confidence=0.9) is None


def test_equal_scores_are_taken_together() -> None:
    chosen = choose_threshold([0.5] * 300, [False] * 300, risk=0.05, confidence=0.9)
    assert chosen is not None
    assert (chosen.n, chosen.coverage) == (300, 1.0)


def test_with_too_few_answers_nothing_is_promised() -> None:
    for n in (0, 10, 44):
        assert choose_threshold([0.9] * n, [False] * n, risk=0.05, confidence=0.9) is None
    assert choose_threshold([0.9] * 45, [False] * 45, risk=0.05, confidence=0.9) is not None


def test_the_promise_is_broken_no_more_often_than_stated() -> None:
    """Scores are uniform and P(wrong | score) = 0.25 (1 - score): at t, 0.125 (1 - t) are wrong."""
    rng = np.random.default_rng(0)
    broken, chosen_at_all, trials = 0, 0, 250
    for _ in range(trials):
        scores = rng.random(600)
        wrong = rng.random(600) < 0.25 * (1 - scores)
        chosen = choose_threshold(scores.tolist(), wrong.tolist(), risk=0.05, confidence=0.9)
        if chosen is not None:
            chosen_at_all += 1
            broken += 0.125 * (1 - chosen.value) > 0.05
    assert broken / trials <= 0.1
    assert chosen_at_all / trials > 0.5
