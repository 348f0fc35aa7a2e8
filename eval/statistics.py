"""Bounds and tests: what a failure rate, a difference and a calibration error are worth.

Shares with their interval and AUROC are in `assistant.statistics`, which training uses too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from assistant.statistics import CONFIDENCE, wilson

RESAMPLES = 2000
SEED = 20240229
BINS = 10


def upper_bound(failures: int, n: int, confidence: float) -> float:
    """One-sided Clopper-Pearson upper bound of a failure rate; 1 where n is 0."""
    if n in (0, failures):
        return 1.0
    return float(stats.beta.ppf(confidence, failures + 1, n - failures))


def bootstrap_mean(values: Sequence[float]) -> tuple[float, float]:
    """95 % percentile bootstrap interval of a mean of values in [0, 1]; all of it where there is none.

    Where all values are the same, resampling shows no spread at all: what Wilson's interval leaves open
    for 0 of n (values that were not met with) may lie anywhere in [0, 1].
    """
    if not values:
        return 0.0, 1.0
    if min(values) == max(values):
        value, unseen = values[0], wilson(0, len(values))[1]
        return value - unseen * value, value + unseen * (1 - value)
    picks = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    means = np.asarray(values, dtype=np.float64)[picks].mean(axis=1)
    low, high = np.quantile(means, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """B minus A over the same questions.

    `p` is the two-sided exact McNemar test, `low` and `high` Tango's 95 % interval.
    """

    n: int
    difference: float
    low: float
    high: float
    only_a: int
    only_b: int
    p: float


def paired_difference(a: Sequence[bool], b: Sequence[bool]) -> PairedDifference:
    """Compare right/wrong flags of two runs, question by question."""
    if len(a) != len(b):
        raise ValueError(f"{len(a)} and {len(b)} flags: the runs must hold the same questions")
    if not a:
        return PairedDifference(0, 0.0, -1.0, 1.0, 0, 0, 1.0)
    deltas = [int(y) - int(x) for x, y in zip(a, b, strict=True)]
    only_a, only_b = deltas.count(-1), deltas.count(1)
    low, high = _tango(only_b, only_a, len(a))
    flips = only_a + only_b
    p = float(stats.binomtest(only_b, flips, 0.5).pvalue) if flips else 1.0
    return PairedDifference(len(a), sum(deltas) / len(a), low, high, only_a, only_b, p)


def chance_of_losing(lost: int, won: int) -> float:
    """Chance that at least `lost` of the pairs that differ are losses, were a gain as likely (McNemar,
    exact, one-sided)."""
    return (
        float(stats.binomtest(lost, lost + won, 0.5, alternative="greater").pvalue) if lost else 1.0
    )


def _tango(gained: int, lost: int, n: int) -> tuple[float, float]:
    """Score interval of a difference of paired shares (T. Tango, 1998), 95 %.

    Where no pair differs it reaches z² / (n + z²) to both sides, as Wilson's does for 0 of n.
    """
    z = float(stats.norm.ppf((1 + CONFIDENCE) / 2))
    estimate, edge = (gained - lost) / n, 1 - 1e-12

    def score(difference: float) -> float:
        if difference == estimate:
            return 0.0
        linear = (2 * n - gained + lost) * difference - gained - lost
        root = math.sqrt(max(linear**2 + 8 * n * lost * difference * (1 - difference), 0.0))
        likeliest = (root - linear) / (4 * n)  # share of lost pairs, were the difference this one
        variance = n * (2 * likeliest + difference * (1 - difference))
        return (gained - lost - n * difference) / math.sqrt(max(variance, 1e-300))

    low, high = -1.0, 1.0
    if lost < n:
        low = float(optimize.brentq(lambda x: score(x) - z, -edge, estimate))
    if gained < n:
        high = float(optimize.brentq(lambda x: score(x) + z, estimate, edge))
    return low, high


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Answers whose confidence lies in `(low, high]` (the first bin includes its lower edge)."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Bins of equal width, the expected calibration error over them, and the Brier score."""

    bins: tuple[ReliabilityBin, ...]
    ece: float | None
    brier: float | None
    n: int


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> Reliability:
    """How far stated confidence is from accuracy (ECE: Naeini et al., 2015).

    Empty bins are left out.
    """
    n = len(confidences)
    if n == 0:
        return Reliability((), None, None, 0)
    values, hits = np.asarray(confidences), np.asarray(right, dtype=np.float64)
    index = np.clip(np.ceil(values * BINS).astype(int) - 1, 0, BINS - 1)
    rows = []
    for number in np.unique(index):
        inside = index == number
        rows.append(
            ReliabilityBin(
                float(number / BINS),
                float((number + 1) / BINS),
                int(inside.sum()),
                float(values[inside].mean()),
                float(hits[inside].mean()),
            )
        )
    ece = sum(row.n * abs(row.accuracy - row.confidence) for row in rows) / n
    return Reliability(tuple(rows), float(ece), float(((values - hits) ** 2).mean()), n)
