"""Runs the benchmarks and gives the rows of their table, each as soon as it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.encoder import Encoder
from assistant.judge.runtime import Judge
from eval.benchmarks.answers import read_answers, score_answers
from eval.benchmarks.faq_sets import FaqBenchmark, read_covidfaq, read_stackfaq, score_ranker
from eval.benchmarks.followups import (
    GOLD,
    RAW,
    RESOLVED,
    FollowUps,
    read_canard,
    read_cast2019,
    read_cast2020,
    score_followups,
)
from eval.benchmarks.ingredients import ingredient_rows
from eval.benchmarks.scope import LARSON_2019, read_clinc150, score_scope
from eval.benchmarks.table import Row, named, with_interval
from eval.benchmarks.verdicts import read_verdicts, score_verdicts
from eval.errors import EvaluationError
from eval.rankers import Ranker, dense_ranker, lexical_ranker

_WIDE = 1000  # deeper than any of the FAQ sets: MAP over the whole ranking
_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Models:
    """What is measured; `limit` cuts the sets of verdicts and answers, for a quick look."""

    encoder: Encoder
    judge: Judge | None
    limit: int | None = None


def faq_rows(data: Path, models: Models) -> Iterator[Row]:
    """StackFAQ and CovidFAQ."""
    for benchmark in (read_stackfaq(data), read_covidfaq(data)):
        with TemporaryDirectory() as folder:
            rankers = _faq_rankers(benchmark, models, Path(folder))
            scored = {name: score_ranker(benchmark, ranker) for name, ranker in rankers.items()}
        ours, *beside = scored
        for measure in ("MAP", "P@1"):
            found = scored[ours][measure]
            yield Row(
                benchmark.name,
                found.n,
                measure,
                named([(ours, found.value)]),
                named((name, scored[name][measure].value) for name in beside),
                benchmark.published if measure == "MAP" else "",
            )


def _faq_rankers(benchmark: FaqBenchmark, models: Models, folder: Path) -> dict[str, Ranker]:
    """The assistant first."""
    from eval.benchmarks.retrieval_ranker import open_retriever, retrieval_ranker

    faqs, encode = benchmark.faqs, models.encoder.encode_documents
    ids = [faq.id for faq in faqs]
    both = [f"{faq.question}\n{faq.answer}" for faq in faqs]
    retriever = open_retriever(faqs, models.encoder, folder)
    rankers = {"retrieval alone": retrieval_ranker(retriever, _WIDE)}
    if models.judge is not None:
        rankers = {"with judge": retrieval_ranker(retriever, _WIDE, models.judge), **rankers}
    return rankers | {
        "cosine of headings": dense_ranker(ids, [f.question for f in faqs], encode, _WIDE),
        "cosine of headings with answers": dense_ranker(ids, both, encode, _WIDE),
        "BM25": lexical_ranker(ids, both, _WIDE),
    }


def scope_rows(data: Path, models: Models) -> Iterator[Row]:
    """CLINC150."""
    benchmark = read_clinc150(data)
    ids = [str(number) for number in range(len(benchmark.examples))]
    texts = [text for text, _ in benchmark.examples]
    figures = score_scope(benchmark, dense_ranker(ids, texts, models.encoder.encode_documents, 1))
    inside = sum(label is not None for _, label in benchmark.queries)
    outside = len(benchmark.queries) - inside
    published = {
        "accuracy in scope, nearest example": "BERT 0.969, with threshold 0.962",
        "out of scope refused, 90 % of in scope kept": "at other points: BERT 0.403, with threshold 0.523",
    }
    values = (figures.accuracy, figures.oos_recall_at_90)
    for n, value, (measure, text) in zip((inside, outside), values, published.items(), strict=True):
        yield Row("CLINC150", n, measure, f"{value:.3f}", "", f"{text} ({LARSON_2019})")
    auroc = "–" if figures.auroc is None else f"{figures.auroc:.3f}"
    yield Row("CLINC150", inside + outside, "in scope or not, AUROC", auroc)


def verdict_rows(data: Path, models: Models) -> Iterator[Row]:
    """ConditionalQA and BoolQ, with the oracle passage. Raises EvaluationError without a judge."""
    if models.judge is None:
        raise EvaluationError(
            "FAQ_JUDGE=none: there is no judge to ask for a verdict: unset it, or leave the "
            "verdict sets out with --only"
        )
    for benchmark in read_verdicts(data, models.limit):
        figures = score_verdicts(benchmark.examples, models.judge)
        majority = named([("commoner word", figures.majority)])
        yes_no = figures.yes_no
        yield Row(
            benchmark.name,
            yes_no.n,
            "yes/no accuracy",
            with_interval(yes_no),
            majority,
            benchmark.published,
        )
        for name, item in (
            ("recall of depends", figures.depends),
            ("passages with all questions right", figures.consistent),
        ):
            if item.n:
                yield Row(benchmark.name, item.n, name, with_interval(item))


def followup_rows(data: Path, models: Models) -> Iterator[Row]:
    """CANARD and CAsT."""
    for read in (read_canard, read_cast2019, read_cast2020):
        yield _followup_row(read(data), models.encoder)


def _followup_row(benchmark: FollowUps, encoder: Encoder) -> Row:
    ids = list(benchmark.documents)
    texts = [benchmark.documents[id_] for id_ in ids]
    scored = score_followups(benchmark, dense_ranker(ids, texts, encoder.encode_documents, _DEPTH))
    values = {form: measures["MRR"].value for form, measures in scored.items()}
    by_construction = benchmark.documents == {**benchmark.documents, **benchmark.queries[GOLD]}
    if by_construction:
        del values[GOLD]
    ours = values.pop(RESOLVED)
    return Row(
        benchmark.name,
        scored[RAW]["MRR"].n,
        "MRR of the own rewrite" if by_construction else "MRR of the answer",
        named([(RESOLVED, ours)]),
        named(values.items()),
        "none for this measure",
    )


def answer_rows(data: Path, models: Models) -> Iterator[Row]:
    """Whole answers on three FAQs."""
    for benchmark in read_answers(data, models.limit):
        with TemporaryDirectory() as folder:
            figures = score_answers(benchmark, models.encoder, models.judge, Path(folder))
        for measure, item in (
            ("right entry shown first", figures.first),
            ("answered where the entry does", figures.answered),
            ("yes/no right, of all", figures.right),
            ("yes/no wrong, of all", figures.wrong),
            ("yes/no right where given", figures.given_right),
            ("near misses answered", figures.near),
        ):
            name = f"{benchmark.name}, {len(benchmark.faqs)} entries"
            yield Row(name, item.n, measure, with_interval(item), "", "none")


BENCHMARKS: Mapping[str, Callable[[Path, Models], Iterator[Row]]] = {
    "faq": faq_rows,
    "ingredients": lambda data, models: ingredient_rows(data, models.encoder),
    "scope": scope_rows,
    "followups": followup_rows,
    "verdicts": verdict_rows,
    "answers": answer_rows,
}


def benchmark_rows(data: Path, models: Models, only: Sequence[str] = ()) -> Iterator[Row]:
    """All rows, or those of the benchmarks named."""
    for name, rows in BENCHMARKS.items():
        if not only or name in only:
            yield from rows(data, models)
