"""Thresholds with a promise: at most this share of wrong answers, at this confidence. Pure.

Learn then Test (Angelopoulos et al., 2021) with fixed-sequence testing: thresholds are tried from strict
to lax, each with the exact binomial bound (Clopper and Pearson, 1934) at the full confidence, and the
first that fails ends the search. The sequence is set by counts of answers, which looks at scores and not
at labels. The promise is for questions exchangeable with those it was made on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.calibration import Threshold
from eval.statistics import upper_bound

STEPS = 10


def choose_threshold(
    scores: Sequence[float], wrong: Sequence[bool], *, risk: float, confidence: float
) -> Threshold | None:
    """The threshold of widest coverage that the tests reach; None where not even the first holds."""
    descending = sorted(zip(scores, wrong, strict=True), key=lambda pair: -pair[0])
    best = None
    for count in _counts(len(descending), risk, confidence):
        value = descending[count - 1][0]
        taken = [is_wrong for score, is_wrong in descending if score >= value]
        bound = upper_bound(sum(taken), len(taken), confidence)
        if bound > risk:
            break
        share = len(taken) / len(descending)
        best = Threshold(
            value=value, n=len(taken), failures=sum(taken), bound=bound, coverage=share
        )
    return best


def fewest(risk: float, confidence: float, failures: int = 0) -> int:
    """The smallest number of answers at which `failures` wrong ones still keep the promise."""
    few, enough = failures, failures + 1
    while upper_bound(failures, enough, confidence) > risk:
        few, enough = enough, 2 * enough
    while enough - few > 1:  # more answers never make the bound wider
        middle = (few + enough) // 2
        if upper_bound(failures, middle, confidence) > risk:
            few = middle
        else:
            enough = middle
    return enough


def _counts(n: int, risk: float, confidence: float) -> Iterator[int]:
    """How many of the `n` best answers each test takes: from the fewest that bear one error, or
    none where there are not that many, to all of them."""
    start = fewest(risk, confidence, failures=1)
    if start > n:
        start = fewest(risk, confidence)
    if start <= n:
        yield from dict.fromkeys(round(start + (n - start) * i / STEPS) for i in range(STEPS + 1))
