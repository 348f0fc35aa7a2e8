"""Ranking measures, by ir_measures: queries and qrels apart, every query in the qrels counts.

A ranked list is turned into scores by its order, so that ties keep the order the ranker gave them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import AP, RR, P, R, Success, nDCG

from eval.statistics import bootstrap_mean

MEASURES = {
    "P@1": P @ 1,
    "success@3": Success @ 3,
    "success@5": Success @ 5,
    "recall@1": R @ 1,
    "recall@5": R @ 5,
    "recall@20": R @ 20,
    "MRR": RR,
    "nDCG@10": nDCG @ 10,
    "MAP": AP,
}
_UNANSWERED = "\0nothing was ranked"


@dataclass(frozen=True, slots=True)
class RankingMeasure:
    """Mean of a measure over the queries, its bootstrap interval, and its value for each query."""

    name: str
    value: float | None
    low: float
    high: float
    n: int
    by_query: Mapping[str, float]


def ranking_measures(
    qrels: Mapping[str, frozenset[str]], run: Mapping[str, Sequence[str]]
) -> dict[str, RankingMeasure]:
    """Measures of `run` (query -> documents, best first) against `qrels` (query -> right ones).

    A query that `run` lacks or ranks nothing for scores 0; one without right documents is left
    out. A document ranked twice counts at its best rank.
    """
    judged = {query: docs for query, docs in qrels.items() if docs}
    # The evaluator behind ir_measures ends a name at a NUL: it is given numbers.
    numbers = {query: str(number) for number, query in enumerate(judged)}
    queries = list(judged)
    rows = [
        ir_measures.Qrel(numbers[query], doc, 1)
        for query, docs in judged.items()
        for doc in sorted(docs)
    ]
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(judged, 0.0) for name in MEASURES}
    if rows:
        names = {str(measure): name for name, measure in MEASURES.items()}
        for metric in ir_measures.iter_calc(MEASURES.values(), rows, _scored(numbers, run)):
            query = queries[int(metric.query_id)]
            values[names[str(metric.measure)]][query] = float(metric.value)
    return {name: _aggregate(name, by_query) for name, by_query in values.items()}


def _scored(
    numbers: Mapping[str, str], run: Mapping[str, Sequence[str]]
) -> list[ir_measures.ScoredDoc]:
    scored = []
    for query, number in numbers.items():
        docs = list(dict.fromkeys(run.get(query, ()))) or [_UNANSWERED]
        scored += [
            ir_measures.ScoredDoc(number, doc, float(len(docs) - rank))
            for rank, doc in enumerate(docs)
        ]
    return scored


def _aggregate(name: str, by_query: Mapping[str, float]) -> RankingMeasure:
    scores = list(by_query.values())
    low, high = bootstrap_mean(scores)
    mean = sum(scores) / len(scores) if scores else None
    return RankingMeasure(name, mean, low, high, len(scores), by_query)
