"""Thresholds with a promise: at most this share of wrong answers, at this confidence. Pure.

Learn then Test (Angelopoulos et al., 2021) with fixed-sequence testing: thresholds are tried from strict
to lax, each with the exact binomial bound (Clopper and Pearson, 1934) at the full confidence, and the
first that fails ends the search. The sequence is set by counts of answers, which looks at scores and not
at labels; each test is of the answers that are served at its threshold. The promise is for questions
exchangeable with those it was made on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.calibration import Threshold
from eval.statistics import upper_bound

STEPS = 10


def choose_threshold(
    scores: Sequence[float],
    wrong_at: Callable[[float], Sequence[bool]],
    *,
    risk: float,
    confidence: float,
) -> Threshold | None:
    """The threshold of widest coverage that the tests reach; None where not even the first holds.

    `scores` are those of all that may be answered. `wrong_at` tells of each answer given at a threshold
    whether it is wrong: a threshold may do more than keep back what scores less.
    """
    descending = sorted(scores, reverse=True)
    few = fewest(risk, confidence)
    best = None
    for count in _counts(len(descending), risk, confidence):
        value = descending[count - 1]
        wrong = wrong_at(value)
        if len(wrong) < few:  # no test: so few prove nothing, even if all are right
            continue
        bound = upper_bound(sum(wrong), len(wrong), confidence)
        if bound > risk:
            break
        share = len(wrong) / max(len(wrong), len(descending))
        best = Threshold(
            value=value, n=len(wrong), failures=sum(wrong), bound=bound, coverage=share
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
