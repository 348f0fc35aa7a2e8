"""What each score of the retrieval is worth: the ranking with one of them left out, and with it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.encoder import Encoder
from assistant.retrieval import WEIGHTS, Retriever
from eval.benchmarks.faq_sets import FaqBenchmark, read_covidfaq, read_stackfaq
from eval.benchmarks.table import Row, named
from eval.ranking import ranking_measures

_DEPTH = 1000
Features = Mapping[str, Mapping[str, float]]
"""Entry id -> the retrieval's scores of that entry, entries in the order they were found."""


def ingredient_rows(data: Path, encoder: Encoder) -> Iterator[Row]:
    """MAP on StackFAQ and CovidFAQ, of all scores together, without each, and of each alone."""
    from eval.benchmarks.retrieval_ranker import open_retriever

    for benchmark in (read_stackfaq(data), read_covidfaq(data)):
        with TemporaryDirectory() as folder:
            retriever = open_retriever(benchmark.faqs, encoder, Path(folder))
            found = features_of(retriever, benchmark)
        used = [name for name, weight in WEIGHTS.items() if weight]
        for title, weights in (
            ("MAP, one score left out", {n: {**WEIGHTS, n: 0.0} for n in used}),
            ("MAP, one score alone", {n: {n: 1.0} for n in used}),
        ):
            values = [
                (name, mean_ap(benchmark, found, changed)) for name, changed in weights.items()
            ]
            full = mean_ap(benchmark, found, WEIGHTS)
            yield Row(benchmark.name, len(found), title, named([("all", full)]), named(values))


def features_of(retriever: Retriever, benchmark: FaqBenchmark) -> dict[str, Features]:
    """For each query, the scores of every entry that retrieval looked at."""
    return {
        key: {hit.entry_id: hit.features for hit in retriever.search(text, limit=_DEPTH)}
        for key, text in benchmark.queries.items()
    }


def mean_ap(
    benchmark: FaqBenchmark, found: Mapping[str, Features], weights: Mapping[str, float]
) -> float | None:
    """MAP of the entries in the order of their weighted scores."""
    run = {
        key: sorted(
            entries, key=lambda id_: -sum(w * entries[id_][name] for name, w in weights.items())
        )
        for key, entries in found.items()
    }
    return ranking_measures(benchmark.qrels, run)["MAP"].value
