from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from assistant.calibration import Threshold
from eval.calibration import choose_threshold, fewest
from eval.statistics import upper_bound


def choose(
    scores: Sequence[float], wrong: Sequence[bool], *, risk: float, confidence: float
) -> Threshold | None:
    """The threshold where it keeps back what scores less, and changes nothing else."""
    pairs = list(zip(scores, wrong, strict=True))

    def wrong_at(value: float) -> list[bool]:
        return [is_wrong for score, is_wrong in pairs if score >= value]

    return choose_threshold(scores, wrong_at, risk=risk, confidence=confidence)


def test_the_fewest_answers_are_those_of_the_closed_form() -> None:
    assert fewest(0.05, 0.9) == 45  # 0.95 ** 45 < 0.1 <= 0.95 ** 44
    assert fewest(0.1, 0.9) == 22
    for failures in range(4):
        n = fewest(0.05, 0.9, failures)
        assert upper_bound(failures, n, 0.9) <= 0.05 < upper_bound(failures, n - 1, 0.9)


def test_a_tiny_risk_needs_many_answers_and_no_long_search() -> None:
    n = fewest(1e-6, 0.9, failures=1)
    assert upper_bound(1, n, 0.9) <= 1e-6 < upper_bound(1, n - 1, 0.9)
    assert choose([0.9] * 60, [False] * 60, risk=1e-6, confidence=0.999) is None


def test_the_sequence_ends_where_errors_gather() -> None:
    scores = [1 - i / 200 for i in range(200)]
    wrong = [i >= 160 for i in range(200)]
    chosen = choose(scores, wrong, risk=0.05, confidence=0.9)
    assert chosen is not None
    assert (chosen.n, chosen.failures, chosen.coverage) == (163, 3, 0.815)
    assert chosen.bound == pytest.approx(upper_bound(3, 163, 0.9))


def test_what_comes_after_the_first_failed_test_is_not_looked_at() -> None:
    scores = [1 - i / 1000 for i in range(1000)]
    wrong = [i < 10 for i in range(1000)]  # over all 1000 the promise would hold
    assert choose(scores, wrong, risk=0.05, confidence=0.9) is None


def test_equal_scores_are_taken_together() -> None:
    chosen = choose([0.5] * 300, [False] * 300, risk=0.05, confidence=0.9)
    assert chosen is not None
    assert (chosen.n, chosen.coverage) == (300, 1.0)


def test_each_threshold_is_judged_by_what_is_served_at_it() -> None:
    scores = [1 - i / 200 for i in range(200)]

    def chosen(wrong_at: Callable[[float], list[bool]]) -> Threshold | None:
        return choose_threshold(scores, wrong_at, risk=0.05, confidence=0.9)

    more = chosen(lambda _: [False] * 250)  # a threshold parts what nothing was said to without one
    assert more is not None
    assert (more.n, more.coverage, more.value) == (250, 1.0, scores[-1])
    assert chosen(lambda value: [value < 0.9] * 250) is None
    # Too few are no test that failed: a laxer threshold may serve enough.
    lax = chosen(lambda value: [False] * (44 if value > 0.5 else 100))
    assert lax is not None
    assert (lax.n, lax.coverage, lax.value) == (100, 0.5, scores[-1])


def test_with_too_few_answers_nothing_is_promised() -> None:
    for n in (0, 10, 44):
        assert choose([0.9] * n, [False] * n, risk=0.05, confidence=0.9) is None
    assert choose([0.9] * 45, [False] * 45, risk=0.05, confidence=0.9) is not None


def test_the_promise_is_broken_no_more_often_than_stated() -> None:
    """Scores are uniform and P(wrong | score) = 0.25 (1 - score): at t, 0.125 (1 - t) are wrong."""
    rng = np.random.default_rng(0)
    broken, chosen_at_all, trials = 0, 0, 250
    for _ in range(trials):
        scores = rng.random(600)
        wrong = rng.random(600) < 0.25 * (1 - scores)
        chosen = choose(scores.tolist(), wrong.tolist(), risk=0.05, confidence=0.9)
        if chosen is not None:
            chosen_at_all += 1
            broken += 0.125 * (1 - chosen.value) > 0.05
    assert broken / trials <= 0.1
    assert chosen_at_all / trials > 0.5
