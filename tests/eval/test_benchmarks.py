from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.bench import BenchError, Stage, cold_start, growth, markdown, time_stages
from eval.benchmarks import (
    BenchmarkError,
    Faq,
    read_clinc150,
    read_covidfaq,
    read_stackfaq,
    score_ranker,
    score_scope,
)
from eval.rankers import dense_ranker, lexical_ranker
from eval.retrieval_ranker import as_corpus


def put(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data))


def test_stackfaq_leaves_out_stars_and_nulls(tmp_path: Path) -> None:
    pairs = [{"question": "Q", "answer": ["a", "b"], "rephr": ["one", "*", None, "two"]}]
    put(tmp_path / "stackfaq" / "stackExchange-FAQ.json", {"root": {"qapair": pairs}})
    benchmark = read_stackfaq(tmp_path)
    assert list(benchmark.queries.values()) == ["one", "two"]
    assert benchmark.faqs[0].answer == "a b"


def test_covidfaq_takes_every_faq_with_the_same_answer(tmp_path: Path) -> None:
    rows = [
        {"query_type": "faq", "question": "x", "answer": "same"},
        {"query_type": "faq", "question": "y", "answer": "same "},
        {"query_type": "faq", "question": "z", "answer": "other"},
        {"query_type": "user_query", "question": "u", "answer": "same"},
    ]
    put(tmp_path / "covidfaq" / "query_answer_pairs.json", rows)
    benchmark = read_covidfaq(tmp_path)
    assert list(benchmark.qrels.values()) == [frozenset({"c000", "c001"})]
    result = score_ranker(benchmark, lambda _: [("c002", 2.0), ("c001", 1.0), ("c000", 0.5)])
    assert result["MAP"].value == pytest.approx((1 / 2 + 2 / 3) / 2)


def test_scope_figures_by_hand(tmp_path: Path) -> None:
    data = {
        "train": [["a", "A"], ["b", "B"]],
        "test": [["a1", "A"], ["a2", "B"]],
        "oos_test": [["x", "oos"], ["y", "oos"]],
    }
    put(tmp_path / "clinc150" / "data_full.json", data)
    scores = {"a1": 0.9, "a2": 0.5, "x": 0.6, "y": 0.1}
    figures = score_scope(read_clinc150(tmp_path), lambda text: [("0", scores[text])])
    assert figures.accuracy == 0.5
    assert figures.auroc == 0.75
    assert figures.oos_recall_at_90 == 0.5


def test_missing_and_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="cannot be read"):
        read_covidfaq(tmp_path)
    put(tmp_path / "clinc150" / "data_full.json", {})
    (tmp_path / "clinc150" / "data_full.json").write_text("{")
    with pytest.raises(BenchmarkError, match="is not JSON"):
        read_clinc150(tmp_path)


def test_rankers_put_the_best_first_and_ties_in_order() -> None:
    ids, texts = ["1", "2", "3"], ["red cat", "blue dog", "blue dog"]
    assert [i for i, _ in lexical_ranker(ids, texts, 3)("dog")] == ["2", "3", "1"]
    assert [i for i, _ in lexical_ranker(ids, texts, 3)("unheard")] == ids
    encode = {"red cat": [1, 0], "blue dog": [0, 1], "dog": [0, 1]}
    ranker = dense_ranker(
        ids, texts, lambda some: np.array([encode[t] for t in some], np.float32), 2
    )
    assert [i for i, _ in ranker("dog")] == ["2", "3"]


def test_stages_are_timed_in_turn_with_the_given_clock() -> None:
    ticks = iter(range(1000))
    seen: list[str] = []
    stages = [
        Stage("a", lambda t: seen.append("a" + t)),
        Stage("b", lambda t: seen.append("b" + t)),
    ]
    result = time_stages(stages, ["1", "2"], clock=lambda: next(ticks))
    assert seen[-4:] == ["a1", "b1", "a2", "b2"]
    assert result["a"].p50_ms == 1000
    assert result["a"].n == 2
    assert "| a | 1000.00 |" in markdown(result, [], growth([100], 8, queries=2))


def test_a_cold_start_is_that_of_the_process_alone() -> None:
    small = cold_start("python", ["-c", "pass"])
    big = cold_start("python", ["-c", "x = b'x' * 200_000_000"])
    assert big.peak_rss_mib - small.peak_rss_mib > 150
    assert small.seconds > 0
    with pytest.raises(BenchError, match="cannot be timed: ValueError: no"):
        cold_start("python", ["-c", "raise ValueError('no')"])


def test_a_benchmark_becomes_a_corpus_with_exact_spans() -> None:
    faqs = [Faq("a", "Q one?", "First.\n\nSecond."), Faq("b", "Q two?", "")]
    corpus = as_corpus(faqs)
    text = corpus.sources["benchmark.md"]
    spans = [(e.title_span, e.blocks[0].span) for e in corpus.entries]
    cut = [(text[t.start : t.end], text[b.start : b.end]) for t, b in spans]
    assert cut == [("Q one?", "First.\n\nSecond."), ("Q two?", "Q two?")]
