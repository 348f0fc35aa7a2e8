"""The statistics that training, calibration and evaluation share: one definition of each. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n` with Wilson's 95 % interval. `value` is None where n is 0: unknown."""

    hits: int
    n: int
    value: float | None
    low: float
    high: float


def share(flags: Sequence[bool]) -> Share:
    """The share of true flags with its Wilson interval."""
    hits, n = sum(flags), len(flags)
    return Share(hits, n, hits / n if n else None, *wilson(hits, n))


def wilson(hits: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's score interval of a share (E. B. Wilson, 1927); the whole range where n is 0."""
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    value, slack = hits / n, z * z / n
    middle = value + slack / 2
    half = z * math.sqrt(value * (1 - value) / n + slack / (4 * n))
    low, high = (middle - half) / (1 + slack), (middle + half) / (1 + slack)
    return (0.0 if hits == 0 else low), (1.0 if hits == n else high)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Chance that a positive scores over a negative; ties count half (Mann-Whitney).

    None where one side is empty: unknown.
    """
    if not len(positive) or not len(negative):
        return None
    ranks = np.sort(np.asarray(negative))
    below = np.searchsorted(ranks, positive, side="left")
    upto = np.searchsorted(ranks, positive, side="right")
    return float(np.mean((below + upto) / 2) / len(negative))
