"""FAQ ranking: StackFAQ and CovidFAQ. All FAQs are ranked for each query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.benchmarks.files import read_json, reading, something
from eval.gold import normalise
from eval.rankers import Ranker
from eval.ranking import RankingMeasure, ranking_measures

MASS_2020 = "Mass et al., ACL 2020"


@dataclass(frozen=True, slots=True)
class Faq:
    """One entry of a benchmark's FAQ."""

    id: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class FaqBenchmark:
    """Queries with the entries that answer them; `published` is MAP with its source."""

    name: str
    faqs: tuple[Faq, ...]
    queries: Mapping[str, str]
    qrels: Mapping[str, frozenset[str]]
    published: str


def read_stackfaq(data: Path) -> FaqBenchmark:
    """125 FAQs, 1,249 human rephrasings; `*` and nulls are no queries."""
    path = data / "benchmarks" / "stackfaq" / "stackExchange-FAQ.json"
    root = read_json(path)
    faqs, queries, qrels = [], {}, {}
    with reading(path):
        for number, pair in enumerate(root["root"]["qapair"]):
            faq = Faq(f"s{number:03d}", pair["question"], " ".join(pair["answer"]))
            faqs.append(faq)
            for place, text in enumerate(pair["rephr"]):
                if text and text.strip() != "*":
                    key = f"{faq.id}q{place:02d}"
                    queries[key], qrels[key] = text, frozenset({faq.id})
        something(queries)
    published = f"unsupervised 0.665, supervised 0.978 ({MASS_2020})"
    return FaqBenchmark("StackFAQ", tuple(faqs), queries, qrels, published)


def read_covidfaq(data: Path) -> FaqBenchmark:
    """68 FAQs, 1,387 user queries; every FAQ with the same answer is right."""
    path = data / "benchmarks" / "covidfaq" / "query_answer_pairs.json"
    rows = read_json(path)
    with reading(path):
        faqs = tuple(
            Faq(f"c{number:03d}", row["question"], row["answer"])
            for number, row in enumerate(row for row in rows if row["query_type"] == "faq")
        )
        by_answer: dict[str, set[str]] = {}
        for faq in something(faqs):
            by_answer.setdefault(normalise(faq.answer), set()).add(faq.id)
        asked = something([row for row in rows if row["query_type"] == "user_query"])
        queries = {f"q{number:04d}": row["question"] for number, row in enumerate(asked)}
        qrels = {
            f"q{number:04d}": frozenset(by_answer.get(normalise(row["answer"]), ()))
            for number, row in enumerate(asked)
        }
    published = f"unsupervised 0.742, supervised 0.963 ({MASS_2020})"
    return FaqBenchmark("CovidFAQ", faqs, queries, qrels, published)


def score_ranker(benchmark: FaqBenchmark, ranker: Ranker) -> dict[str, RankingMeasure]:
    """Ranking measures of `ranker`, which takes a query and gives FAQ ids, best first."""
    run = {key: [faq for faq, _ in ranker(text)] for key, text in benchmark.queries.items()}
    return ranking_measures(benchmark.qrels, run)
