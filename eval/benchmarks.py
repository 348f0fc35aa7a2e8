"""Public benchmarks, read by path: FAQ ranking (StackFAQ, CovidFAQ), scope (CLINC150).

Published figures stand beside ours, with their source. Nothing is tuned on these sets.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.statistics import auroc
from eval.errors import EvaluationError
from eval.gold import normalise
from eval.rankers import Ranker
from eval.ranking import RankingMeasure, ranking_measures

MASS_2020 = "Mass et al., ACL 2020"
LARSON_2019 = "Larson et al., EMNLP 2019"


class BenchmarkError(EvaluationError):
    """Benchmark files that are missing or not what they should be."""


@dataclass(frozen=True, slots=True)
class Faq:
    """One entry of a benchmark's FAQ."""

    id: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class FaqBenchmark:
    """Queries with the entries that answer them; `published`: system -> MAP and its source."""

    name: str
    faqs: tuple[Faq, ...]
    queries: Mapping[str, str]
    qrels: Mapping[str, frozenset[str]]
    published: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ScopeBenchmark:
    """Labelled examples to retrieve from, and queries with their label (None: out of scope)."""

    name: str
    examples: tuple[tuple[str, str], ...]
    queries: tuple[tuple[str, str | None], ...]
    published: Mapping[str, str]


def read_stackfaq(folder: Path) -> FaqBenchmark:
    """125 FAQs, 1,249 human rephrasings; `*` and nulls are no queries."""
    data = _read_json(folder / "stackfaq" / "stackExchange-FAQ.json")
    faqs, queries, qrels = [], {}, {}
    for number, pair in enumerate(data["root"]["qapair"]):
        faq = Faq(f"s{number:03d}", pair["question"], " ".join(pair["answer"]))
        faqs.append(faq)
        for place, text in enumerate(pair["rephr"]):
            if text and text.strip() != "*":
                key = f"{faq.id}q{place:02d}"
                queries[key], qrels[key] = text, frozenset({faq.id})
    published = {"unsupervised": f"0.665 ({MASS_2020})", "supervised": f"0.978 ({MASS_2020})"}
    return FaqBenchmark("StackFAQ", tuple(faqs), queries, qrels, published)


def read_covidfaq(folder: Path) -> FaqBenchmark:
    """68 FAQs, 1,387 user queries; every FAQ with the same answer is right."""
    rows = _read_json(folder / "covidfaq" / "query_answer_pairs.json")
    faqs = tuple(
        Faq(f"c{number:03d}", row["question"], row["answer"])
        for number, row in enumerate(row for row in rows if row["query_type"] == "faq")
    )
    by_answer: dict[str, set[str]] = {}
    for faq in faqs:
        by_answer.setdefault(normalise(faq.answer), set()).add(faq.id)
    asked = [row for row in rows if row["query_type"] == "user_query"]
    queries = {f"q{number:04d}": row["question"] for number, row in enumerate(asked)}
    qrels = {
        f"q{number:04d}": frozenset(by_answer.get(normalise(row["answer"]), ()))
        for number, row in enumerate(asked)
    }
    published = {"unsupervised": f"0.742 ({MASS_2020})", "supervised": f"0.963 ({MASS_2020})"}
    return FaqBenchmark("CovidFAQ", faqs, queries, qrels, published)


def read_clinc150(folder: Path) -> ScopeBenchmark:
    """150 intents: training queries as what is known, test and oos_test as what is asked."""
    data = _read_json(folder / "clinc150" / "data_full.json")
    examples = tuple((text, label) for text, label in data["train"])
    asked = [(text, label) for text, label in data["test"]]
    outside = [(text, None) for text, _ in data["oos_test"]]
    published = {
        "BERT, oos-train": f"in-scope 96.9, oos recall 40.3 ({LARSON_2019})",
        "BERT, threshold": f"in-scope 96.2, oos recall 52.3 ({LARSON_2019})",
    }
    return ScopeBenchmark("CLINC150", examples, (*asked, *outside), published)


def score_ranker(benchmark: FaqBenchmark, ranker: Ranker) -> dict[str, RankingMeasure]:
    """Ranking measures of `ranker`, which takes a query and gives FAQ ids, best first."""
    run = {key: [faq for faq, _ in ranker(text)] for key, text in benchmark.queries.items()}
    return ranking_measures(benchmark.qrels, run)


@dataclass(frozen=True, slots=True)
class ScopeFigures:
    """Nearest-example classification: in-scope accuracy, and how well its score tells scope."""

    accuracy: float
    auroc: float | None
    oos_recall_at_90: float  # share of out-of-scope queries refused when 90 % of in-scope are kept


def score_scope(benchmark: ScopeBenchmark, ranker: Ranker) -> ScopeFigures:
    """`ranker` gives the position of the best examples (as text) with a score."""
    inside_scores, outside_scores, right = [], [], 0
    for text, label in benchmark.queries:
        found = ranker(text)
        score = found[0][1] if found else 0.0
        if label is None:
            outside_scores.append(score)
        else:
            inside_scores.append(score)
            right += bool(found) and benchmark.examples[int(found[0][0])][1] == label
    threshold = sorted(inside_scores)[len(inside_scores) // 10]
    refused = sum(score < threshold for score in outside_scores)
    return ScopeFigures(
        right / len(inside_scores),
        auroc(inside_scores, outside_scores),
        refused / len(outside_scores),
    )


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise BenchmarkError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise BenchmarkError(f"{path} is not JSON: {error}") from None
