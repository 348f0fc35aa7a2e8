"""What is measured on labelled examples: accuracy by kind with Wilson intervals, AUROC."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.judge.training.examples import Example, Label
from assistant.judge.training.items import POLARITY_LABELS

Logits = NDArray[np.float32]


def wilson(right: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's score interval of a share, 95 % by default (E. B. Wilson, 1927)."""
    if n == 0:
        return 0.0, 1.0
    share, slack = right / n, z * z / n
    middle = share + slack / 2
    half = z * math.sqrt(share * (1 - share) / n + slack / (4 * n))
    return (middle - half) / (1 + slack), (middle + half) / (1 + slack)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Chance that a positive scores over a negative; ties count half (Mann-Whitney)."""
    ranks = np.sort(np.asarray(negative))
    below = np.searchsorted(ranks, positive, side="left")
    upto = np.searchsorted(ranks, positive, side="right")
    return float(np.mean((below + upto) / 2) / len(negative))


def polarity_report(examples: Sequence[Example], logits: Logits) -> dict[str, Any]:
    """Accuracy over yes/no questions, all and by kind, and the recall of depends.

    `logits` (n, 4) in the order of POLARITY_LABELS. The word is the best of yes, no and depends,
    so a yes/no question read as depends is wrong; `unknown` is reported apart as an AUROC.
    """
    words = [POLARITY_LABELS[i] for i in logits[:, :3].argmax(axis=1)]
    hits: dict[str, list[bool]] = defaultdict(list)
    for example, word in zip(examples, words, strict=True):
        if example.label in (Label.YES, Label.NO):
            hits["yes/no"].append(word is example.label)
        if example.label is not Label.UNKNOWN:
            hits[example.kind].append(word is example.label)
    report: dict[str, Any] = {kind: _share(right) for kind, right in sorted(hits.items())}
    report["unknown_auroc"] = _unknown_auroc(examples, logits)
    return report


def relevance_report(examples: Sequence[Example], scores: Sequence[float]) -> dict[str, Any]:
    """AUROC of settled questions against near misses, over all and over each kind."""
    negative = [s for e, s in zip(examples, scores, strict=True) if not e.answered]
    positive: dict[str, list[float]] = defaultdict(list)
    for example, score in zip(examples, scores, strict=True):
        if example.answered:
            positive["all"].append(score)
            positive[example.kind].append(score)
    return {kind: round(auroc(values, negative), 4) for kind, values in sorted(positive.items())}


def _unknown_auroc(examples: Sequence[Example], logits: Logits) -> float | None:
    unknown = logits[:, 3] - np.logaddexp.reduce(logits[:, :3], axis=1)
    is_unknown = np.array([example.label is Label.UNKNOWN for example in examples])
    if not is_unknown.any() or is_unknown.all():
        return None
    return round(auroc(unknown[is_unknown].tolist(), unknown[~is_unknown].tolist()), 4)


def _share(right: Sequence[bool]) -> dict[str, Any]:
    low, high = wilson(sum(right), len(right))
    share = sum(right) / len(right)
    return {"share": round(share, 4), "n": len(right), "interval": [round(low, 4), round(high, 4)]}
