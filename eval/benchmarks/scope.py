"""CLINC150: does the score of the nearest example tell what is out of scope?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.statistics import auroc
from eval.benchmarks.files import read_json, reading, something
from eval.rankers import Ranker

LARSON_2019 = "Larson et al., EMNLP 2019"


@dataclass(frozen=True, slots=True)
class ScopeBenchmark:
    """Labelled examples to retrieve from, and queries with their label (None: out of scope)."""

    name: str
    examples: tuple[tuple[str, str], ...]
    queries: tuple[tuple[str, str | None], ...]


def read_clinc150(data: Path) -> ScopeBenchmark:
    """150 intents: training queries as what is known, test and oos_test as what is asked."""
    path = data / "benchmarks" / "clinc150" / "data_full.json"
    found = read_json(path)
    with reading(path):
        examples = something(tuple((text, label) for text, label in found["train"]))
        asked = something([(text, label) for text, label in found["test"]])
        outside = something([(text, None) for text, _ in found["oos_test"]])
    return ScopeBenchmark("CLINC150", examples, (*asked, *outside))


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
