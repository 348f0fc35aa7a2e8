"""What is measured on labelled examples: accuracy by kind with Wilson intervals, AUROC."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.judge.training.examples import Example, Label
from assistant.judge.training.items import POLARITY_LABELS
from assistant.statistics import auroc, share

Logits = NDArray[np.float32]
_YES_NO = re.compile(
    r"(?:so |if |and |but )*(?:can|could|may|might|do|does|did|is|are|am|was|were|will|would|shall|should|"
    r"must|has|have|had|need)(?:n't)?\b",
    re.IGNORECASE,
)
"""What a yes/no question mostly begins with; a near miss has no verdict that would tell its form."""


def polarity_report(examples: Sequence[Example], logits: Logits) -> dict[str, Any]:
    """Accuracy over yes/no questions, all and by kind, and the recall of depends.

    `logits` (n, 5) in the order of POLARITY_LABELS. The word is the best of yes, no and depends,
    so a yes/no question read as depends is wrong; `unknown` is reported apart as an AUROC, over all
    questions and over the open ones.
    """
    words = [POLARITY_LABELS[i] for i in logits[:, :3].argmax(axis=1)]
    hits: dict[str, list[bool]] = defaultdict(list)
    for example, word in zip(examples, words, strict=True):
        if example.label in (Label.YES, Label.NO):
            hits["yes/no"].append(word is example.label)
        if example.label not in (Label.UNKNOWN, Label.NONE):
            hits[example.kind].append(word is example.label)
    report: dict[str, Any] = {kind: _share(right) for kind, right in sorted(hits.items())}
    is_open = np.array([not _YES_NO.match(example.question) for example in examples], bool)
    report["unknown_auroc"] = _unknown_auroc(examples, logits, np.ones_like(is_open))
    report["unknown_auroc_open"] = _unknown_auroc(examples, logits, is_open)
    report["unknown_auroc_yes_no"] = _unknown_auroc(examples, logits, ~is_open)
    return report


def log_losses(examples: Sequence[Example], logits: Logits) -> list[float]:
    """Of every yes/no question, the negative logarithm of its label's probability, in nats.

    `logits` (n, 5) as for `polarity_report`. Tells two readers apart that are right equally often.
    """
    normalised = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return [
        -float(row[POLARITY_LABELS.index(example.label)])
        for example, row in zip(examples, normalised, strict=True)
        if example.label in (Label.YES, Label.NO)
    ]


def relevance_report(examples: Sequence[Example], scores: Sequence[float]) -> dict[str, Any]:
    """AUROC of settled questions against near misses, over all and over each kind."""
    negative = [s for e, s in zip(examples, scores, strict=True) if not e.answered]
    positive: dict[str, list[float]] = defaultdict(list)
    for example, score in zip(examples, scores, strict=True):
        if example.answered:
            positive["all"].append(score)
            positive[example.kind].append(score)
    return {kind: _rounded(auroc(values, negative)) for kind, values in sorted(positive.items())}


def _unknown_auroc(
    examples: Sequence[Example], logits: Logits, among: NDArray[np.bool_]
) -> float | None:
    number = POLARITY_LABELS.index(Label.UNKNOWN)
    unknown = logits[:, number] - np.logaddexp.reduce(np.delete(logits, number, axis=1), axis=1)
    is_unknown = np.array([example.label is Label.UNKNOWN for example in examples], bool)
    positive, negative = unknown[is_unknown & among], unknown[~is_unknown & among]
    return _rounded(auroc(positive.tolist(), negative.tolist()))


def _share(right: Sequence[bool]) -> dict[str, Any]:
    found = share(right)
    assert found.value is not None
    interval = [round(found.low, 4), round(found.high, 4)]
    return {"share": round(found.value, 4), "n": found.n, "interval": interval}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
