from __future__ import annotations

import json
import sys
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

import eval.bench_run
from assistant.errors import UsageError
from assistant.settings import Settings
from eval.bench import BenchError, Stage, Throughput, cold_start, machine, throughput, time_stages
from eval.bench_growth import Growth, assistant_growth, synthetic_faqs, vector_growth
from eval.bench_report import BENCH_FILES, Bench, markdown, write_bench
from eval.bench_run import Options, run_bench
from eval.measures import Latency
from eval.plain_stack import PlainStack
from tests.eval.fakes import FakeSystem, question
from tests.fakes import FakeEncoder


def bench(**changes: object) -> Bench:
    values: dict[str, object] = {
        "machine": "a <machine>",
        "models": "encoder e, judge none",
        "stages": {"whole": Latency(3, 2.0, 4.0, 5.0, 5.0)},
        "throughput": (Throughput("whole", 2, 10, 12.34),),
        "starts": (cold_start("python", ["-c", "pass"]),),
        "growth": (
            Growth("ours", 100, 2.0, 1.5, 0.5),
            Growth("FAISS alone", 1000, 0.1, 0.2, 1.5, synthetic_vectors=True),
        ),
    }
    return Bench(**{**values, **changes})  # type: ignore[arg-type]


def test_stages_are_timed_in_turn_with_the_given_clock() -> None:
    ticks = count()
    seen: list[str] = []
    stages = [
        Stage("a", lambda t: seen.append("a" + t)),
        Stage("b", lambda t: seen.append("b" + t)),
    ]
    result = time_stages(stages, ["1", "2"], clock=lambda: next(ticks))
    assert seen[-4:] == ["a1", "b1", "a2", "b2"]
    assert (result["a"].p50_ms, result["a"].n) == (1000, 2)


def test_throughput_counts_every_question_once() -> None:
    ticks = count(0, 2)
    seen: list[str] = []
    result = throughput(Stage("a", seen.append), ["1", "2", "3"], 2, clock=lambda: next(ticks))
    assert sorted(seen) == ["1", "2", "3"]
    assert (result.a_second, result.n, result.workers) == (1.5, 3, 2)


def test_a_cold_start_is_that_of_the_process_alone() -> None:
    small = cold_start("python", ["-c", "pass"])
    big = cold_start("python", ["-c", "x = b'x' * 200_000_000"])
    assert big.peak_rss_mib - small.peak_rss_mib > 150
    assert small.seconds > 0
    with pytest.raises(BenchError, match="cannot be timed: ValueError: no"):
        cold_start("python", ["-c", "raise ValueError('no')"])


def test_synthetic_text_is_the_same_every_time_and_large_enough() -> None:
    faqs = synthetic_faqs(50, ["one", "two", "three"])
    assert faqs == synthetic_faqs(50, ["one", "two", "three"])
    assert len({faq.id for faq in faqs}) == 50
    assert len(faqs[0].answer.split()) == 45
    assert faqs[0].question.endswith("?")


def test_vector_search_says_that_its_vectors_are_random() -> None:
    row = vector_growth(100, 8, queries=2)
    assert (row.passages, row.synthetic_vectors) == (100, True)
    assert row.vectors_mib == pytest.approx(100 * 8 * 4 / 2**20)


def test_a_whole_index_of_random_vectors_is_searched_with_real_questions(tmp_path: Path) -> None:
    faqs = synthetic_faqs(20, ["seat", "licence", "share", "country"])
    row = assistant_growth(faqs, FakeEncoder(), tmp_path, ["May we share?"], synthetic_vectors=True)
    assert (row.passages, row.synthetic_vectors) == (20, True)
    assert row.vectors_mib > 0


def test_every_figure_is_in_the_table() -> None:
    text = markdown(bench())
    assert "| whole | 2.00 | 4.00 | 5.00 | 500 | 3 |" in text
    assert "| whole | 2 | 12.3 | 10 |" in text
    assert "| 100 | ours | 2.00 | 50 | 1.50 | 0.5 |" in text
    assert "| 1,000 | FAISS alone, random vectors | 0.10 | – | 0.20 | 1.5 |" in text


def test_the_page_has_plots_and_needs_nothing_from_outside(tmp_path: Path) -> None:
    write_bench(bench(), tmp_path)
    assert all((tmp_path / name).exists() for name in BENCH_FILES)
    html = (tmp_path / "bench.html").read_text("utf-8")
    assert html.count("<svg") == 3
    assert "a &lt;machine&gt;" in html
    assert not any(outside in html for outside in ("src=", "<link", "@import", "url(http"))
    assert json.loads((tmp_path / "bench.json").read_text("utf-8"))["stages"]["whole"]["n"] == 3


class StopError(Exception):
    pass


def test_processes_start_on_the_corpus_that_is_measured_once_its_index_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[Path] = []
    started: list[list[str]] = []

    def start(_name: str, code: list[str]) -> None:
        assert opened == [tmp_path]
        started.append(code)
        if len(started) == 2:
            raise StopError

    def system(settings: Settings) -> None:
        opened.append(settings.corpus)

    monkeypatch.setattr(eval.bench_run, "open_system", system)
    monkeypatch.setattr(eval.bench_run, "read_passages", lambda _: None)
    monkeypatch.setattr(eval.bench_run, "cold_start", start)
    with pytest.raises(StopError):
        run_bench(Settings(corpus=tmp_path), [], Options((1,), None, 0, 0, 0, cold=True))
    assert started[1][-1] == str(tmp_path)
    assert "'--corpus', sys.argv[1]" in started[1][1]


def test_a_plain_model_that_is_none_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def model(*_: object, **__: object) -> None:
        raise ValueError("Unrecognized model.\nLong help.")

    monkeypatch.setitem(
        sys.modules, "sentence_transformers", SimpleNamespace(SentenceTransformer=model)
    )
    monkeypatch.setattr(eval.bench_run, "open_system", lambda _: None)
    monkeypatch.setattr(eval.bench_run, "read_passages", lambda _: None)
    options = Options((1,), "no-model", 0, 0, 0, cold=False)
    with pytest.raises(
        BenchError, match=r"--plain 'no-model' cannot be loaded: Unrecog.*--no-plain"
    ):
        run_bench(Settings(corpus=tmp_path), [], options)


def test_a_question_that_cannot_be_answered_is_named() -> None:
    system = FakeSystem({"q": UsageError("the question has 3000 characters")})
    with pytest.raises(BenchError, match="question 'q' cannot be answered: the question has 3000"):
        eval.bench_run._answer(system, question("q"))


def test_parts_that_were_not_measured_are_left_out(tmp_path: Path) -> None:
    some = bench(throughput=(), starts=(), growth=())
    write_bench(some, tmp_path)
    assert "cold start" not in markdown(some)
    assert (tmp_path / "bench.html").read_text("utf-8").count("<svg") == 1


def test_the_machine_is_named_with_its_load() -> None:
    assert "cores, load " in machine()


def test_the_plain_stack_finds_by_the_cosine_of_whole_vectors() -> None:
    model = SimpleNamespace(encode=lambda texts, **_: FakeEncoder().encode_documents(texts))
    plain = PlainStack(model, ["Who pays for films?", "Is smoking allowed?"])  # type: ignore[arg-type]
    scores, numbers = plain.search("smoking allowed", 1)
    assert numbers.tolist() == [[1]]
    assert scores[0, 0] == pytest.approx((2 / 3) ** 0.5)
    assert plain.bytes == 2 * 4096 * 4
