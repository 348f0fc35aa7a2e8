"""Grades -> measures: every number of a report, with n and interval. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.statistics import Share, share
from assistant.types import VerdictValue
from eval.grading import Grade, VerdictGrade
from eval.question_set import GoldVerdict
from eval.statistics import Reliability, reliability

NEAR, FAR = "oos-near", "oos-far"
_WRONG_WORDS = (VerdictGrade.WRONG_YES, VerdictGrade.WRONG_NO, VerdictGrade.WRONG_DEPENDS)
_POLAR = (GoldVerdict.YES, GoldVerdict.NO, GoldVerdict.DEPENDS)


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """At this score or above: the share of questions answered, and the share of those wrong."""

    score: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of whole answers."""

    n: int
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    max_ms: float | None


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures of one run. `confusion[gold][given]` counts; given may be `no word`."""

    shares: dict[str, Share]
    confusion: dict[str, dict[str, int]]
    risk_coverage: tuple[RiskPoint, ...]
    passage_reliability: Reliability
    verdict_reliability: Reliability
    by_tag: dict[str, dict[str, Share]]
    by_topic: dict[str, dict[str, Share]]
    latency: Latency
    statuses: dict[str, int]
    n: int


def _any(_: Grade) -> bool:
    return True


def _polar(g: Grade) -> bool:
    return g.question.verdict in _POLAR


# name -> (which questions count, which of them are hits); the order is that of the report.
SHARES: dict[str, tuple[Callable[[Grade], bool], Callable[[Grade], bool]]] = {
    "all right": (_any, lambda g: g.good),
    "anything wrong": (_any, lambda g: g.wrong),
    "passage right first": (lambda g: g.answerable, lambda g: g.passage_right),
    "evidence right": (lambda g: g.answerable, lambda g: g.evidence_right),
    "coverage": (lambda g: g.answerable, lambda g: g.answered),
    "passage right where answered": (
        lambda g: g.answerable and g.answered,
        lambda g: g.passage_right,
    ),
    "verdict right": (_polar, lambda g: g.verdict is VerdictGrade.RIGHT),
    "verdict withheld": (_polar, lambda g: g.verdict is VerdictGrade.WITHHELD),
    "wrong yes": (_any, lambda g: g.verdict is VerdictGrade.WRONG_YES),
    "wrong no": (_any, lambda g: g.verdict is VerdictGrade.WRONG_NO),
    "wrong depends": (_any, lambda g: g.verdict is VerdictGrade.WRONG_DEPENDS),
    "verdict right where given": (
        lambda g: _polar(g) and g.word_given,
        lambda g: g.verdict is VerdictGrade.RIGHT,
    ),
    "word on an open question": (
        lambda g: g.answerable and g.question.verdict is GoldVerdict.NONE,
        lambda g: g.verdict in _WRONG_WORDS,
    ),
    "false answers": (lambda g: not g.answerable, lambda g: g.answered),
    "false answers, near": (
        lambda g: not g.answerable and NEAR in g.question.tags,
        lambda g: g.answered,
    ),
    "false answers, far": (
        lambda g: not g.answerable and FAR in g.question.tags,
        lambda g: g.answered,
    ),
    "spans exact": (lambda g: g.answered, lambda g: g.spans_exact),
}
LOWER_IS_BETTER = frozenset(
    {
        "anything wrong",
        "wrong yes",
        "wrong no",
        "wrong depends",
        "verdict withheld",
        "word on an open question",
        "false answers",
        "false answers, near",
        "false answers, far",
    }
)


def measure(grades: Sequence[Grade]) -> Measures:
    """All measures of `grades`; what has no question to count has value None and n 0."""
    return Measures(
        shares=shares(grades),
        confusion=confusion(grades),
        risk_coverage=risk_coverage(grades),
        passage_reliability=_passage_reliability(grades),
        verdict_reliability=_verdict_reliability(grades),
        by_tag=_by_group(grades, lambda g: g.question.kinds),
        by_topic=_by_group(grades, lambda g: (g.question.topic,) if g.question.topic else ()),
        latency=latency([g.latency_ms for g in grades]),
        statuses=_counts(g.status.value for g in grades),
        n=len(grades),
    )


def shares(grades: Sequence[Grade]) -> dict[str, Share]:
    """Every share of SHARES."""
    return {
        name: share([hit(g) for g in grades if counts(g)]) for name, (counts, hit) in SHARES.items()
    }


def confusion(grades: Iterable[Grade]) -> dict[str, dict[str, int]]:
    """Right word against given word; `no word` where none was given (not answered included)."""
    columns = [*(value.value for value in VerdictValue), "no word"]
    table = {gold.value: dict.fromkeys(columns, 0) for gold in GoldVerdict}
    for g in grades:
        assert g.question.verdict is not None
        table[g.question.verdict.value][g.given.value if g.given else "no word"] += 1
    return table


def risk_coverage(grades: Sequence[Grade]) -> tuple[RiskPoint, ...]:
    """Selective risk: answers by descending score, with the share that is wrong so far.

    Coverage is over all questions, unanswerable ones included (each answer to one is wrong).
    Equal scores cannot be told apart by a threshold and make one point.
    """
    answers = sorted(
        ((g.score, g.wrong) for g in grades if g.answered and g.score is not None),
        key=lambda pair: -pair[0],
    )
    points: list[RiskPoint] = []
    wrong = 0
    for number, (score, is_wrong) in enumerate(answers, start=1):
        wrong += is_wrong
        if number == len(answers) or answers[number][0] != score:
            points.append(RiskPoint(score, number / len(grades), wrong / number))
    return tuple(points)


def latency(values_ms: Sequence[float]) -> Latency:
    """Percentiles of whole answers; None where there is none."""
    if not values_ms:
        return Latency(0, None, None, None, None)
    p50, p95, p99 = (float(v) for v in np.percentile(values_ms, [50, 95, 99]))
    return Latency(len(values_ms), p50, p95, p99, max(values_ms))


def _passage_reliability(grades: Sequence[Grade]) -> Reliability:
    """Only where scores are probabilities, that is, all within [0, 1]."""
    rows = [(g.score, g.passage_right) for g in grades if g.answered and g.score is not None]
    if any(not 0.0 <= score <= 1.0 for score, _ in rows):
        return reliability([], [])
    return reliability([score for score, _ in rows], [right for _, right in rows])


def _verdict_reliability(grades: Sequence[Grade]) -> Reliability:
    rows = [
        (g.confidence, g.verdict is VerdictGrade.RIGHT)
        for g in grades
        if g.confidence is not None and g.word_given
    ]
    return reliability([c for c, _ in rows], [right for _, right in rows])


def _by_group(
    grades: Sequence[Grade], groups: Callable[[Grade], tuple[str, ...]]
) -> dict[str, dict[str, Share]]:
    members: dict[str, list[Grade]] = defaultdict(list)
    for g in grades:
        for name in groups(g):
            members[name].append(g)
    return {name: shares(members[name]) for name in sorted(members)}


def _counts(values: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return dict(sorted(counts.items()))
