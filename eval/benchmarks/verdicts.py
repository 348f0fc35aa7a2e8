"""Yes, no or depends on the right passage: ConditionalQA dev, BoolQ dev and its contrast set.

The oracle passage goes straight to the judge's polarity model: retrieval, authored facts and thresholds
play no part. The word is the likeliest of yes, no and depends, so "depends" to a yes/no question is wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.judge.runtime import Judge, evidence_text
from assistant.judge.training.examples import Example, Label
from assistant.judge.training.held_out import boolq_contrast, conditionalqa
from assistant.judge.training.readers import read_jsonl
from assistant.statistics import Share, share
from eval.benchmarks.files import read_all

CLARK_2019 = "Clark et al., NAACL 2019"
GARDNER_2020 = "Gardner et al., Findings of EMNLP 2020"
CONTRAST = "boolq_contrast"  # the one set where questions of a passage are edits of one another


@dataclass(frozen=True, slots=True)
class VerdictBenchmark:
    """Questions with their passage; `published` is yes/no accuracy with its source."""

    name: str
    examples: tuple[Example, ...]
    published: str


@dataclass(frozen=True, slots=True)
class VerdictFigures:
    """`yes_no` and `depends`: right words among questions with that gold. `majority`: the share of the
    commoner of yes and no. `consistent`: passages of the contrast set whose questions are all right."""

    yes_no: Share
    depends: Share
    majority: float | None
    consistent: Share


def boolq(data: Path) -> Iterator[Example]:
    """Questions typed into a search engine, on the Wikipedia passage that answers them."""
    for number, row in enumerate(read_jsonl(data / "verdict" / "boolq_dev.jsonl")):
        question, label = row["question"].rstrip("?") + "?", Label(row["label"])
        yield Example(question, "", row["passage"], label, "boolq_dev", str(number), "boolq")


_SETS: dict[str, tuple[str, Callable[[Path], Iterator[Example]], str]] = {
    "ConditionalQA dev, oracle passage": (
        "conditionalqa_dev.jsonl",
        conditionalqa,
        "none for the oracle passage alone",
    ),
    "BoolQ contrast set": (
        "boolq_contrast.jsonl",
        boolq_contrast,
        f"trained on BoolQ: RoBERTa 0.711, all questions of a passage right 0.590 ({GARDNER_2020})",
    ),
    "BoolQ dev": (
        "boolq_dev.jsonl",
        boolq,
        f"trained on BoolQ: BERT-large + MNLI 0.804, human 0.90 ({CLARK_2019})",
    ),
}


def read_verdicts(data: Path, limit: int | None = None) -> Iterator[VerdictBenchmark]:
    """The sets in turn, the first `limit` examples of each. Raises BenchmarkError."""
    for name, (file, reader, published) in _SETS.items():
        examples = read_all(data / "verdict" / file, reader, data)
        yield VerdictBenchmark(name, tuple(examples[:limit]), published)


def score_verdicts(examples: Sequence[Example], judge: Judge) -> VerdictFigures:
    """Ask `judge` every question on its passage."""
    hits: dict[Label, list[bool]] = defaultdict(list)
    passages: dict[str, list[bool]] = defaultdict(list)
    for example in examples:
        evidence = evidence_text(example.heading, example.text)
        right = judge.polarity(example.question, evidence).value.value == example.label.value
        hits[example.label].append(right)
        if example.source == CONTRAST:
            passages[example.document].append(right)
    polar = hits[Label.YES] + hits[Label.NO]
    counts = Counter({label: len(hits[label]) for label in (Label.YES, Label.NO)})
    several = [all(flags) for flags in passages.values() if len(flags) > 1]
    return VerdictFigures(
        share(polar),
        share(hits[Label.DEPENDS]),
        max(counts.values()) / len(polar) if polar else None,
        share(several),
    )
