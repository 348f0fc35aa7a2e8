from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assistant.judge.runtime import Polarity
from assistant.judge.training.examples import Label
from assistant.types import Outcome, VerdictValue
from eval.benchmarks.answers import (
    UNSEEN,
    AnswersBenchmark,
    BenchmarkQuestion,
    grade_answers,
    read_answers,
    score_answers,
)
from eval.benchmarks.faq_sets import Faq, FaqBenchmark, read_covidfaq, read_stackfaq, score_ranker
from eval.benchmarks.files import BenchmarkError
from eval.benchmarks.followups import (
    AUTOMATIC,
    GOLD,
    RAW,
    RESOLVED,
    read_canard,
    read_cast2019,
    read_cast2020,
    score_followups,
)
from eval.benchmarks.ingredients import mean_ap
from eval.benchmarks.retrieval_ranker import as_corpus
from eval.benchmarks.rows import Models, verdict_rows
from eval.benchmarks.scope import read_clinc150, score_scope
from eval.benchmarks.table import Row, named, with_interval
from eval.benchmarks.verdicts import read_verdicts, score_verdicts
from eval.errors import EvaluationError
from eval.rankers import dense_ranker, lexical_ranker
from tests.fakes import FakeEncoder


def put(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data))


def test_stackfaq_leaves_out_stars_and_nulls(tmp_path: Path) -> None:
    pairs = [{"question": "Q", "answer": ["a", "b"], "rephr": ["one", "*", None, "two"]}]
    put(
        tmp_path / "benchmarks" / "stackfaq" / "stackExchange-FAQ.json", {"root": {"qapair": pairs}}
    )
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
    put(tmp_path / "benchmarks" / "covidfaq" / "query_answer_pairs.json", rows)
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
    put(tmp_path / "benchmarks" / "clinc150" / "data_full.json", data)
    scores = {"a1": 0.9, "a2": 0.5, "x": 0.6, "y": 0.1}
    figures = score_scope(read_clinc150(tmp_path), lambda text: [("0", scores[text])])
    assert figures.accuracy == 0.5
    assert figures.auroc == 0.75
    assert figures.oos_recall_at_90 == 0.5


def test_missing_and_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="cannot be read"):
        read_covidfaq(tmp_path)
    put(tmp_path / "benchmarks" / "clinc150" / "data_full.json", {})
    (tmp_path / "benchmarks" / "clinc150" / "data_full.json").write_text("{")
    with pytest.raises(BenchmarkError, match="is not what it should be"):
        read_clinc150(tmp_path)


@pytest.mark.parametrize(
    ("read", "place", "damaged"),
    [
        (read_stackfaq, "stackfaq/stackExchange-FAQ.json", {}),
        (read_stackfaq, "stackfaq/stackExchange-FAQ.json", {"root": {"qapair": []}}),
        (read_stackfaq, "stackfaq/stackExchange-FAQ.json", [1]),
        (read_covidfaq, "covidfaq/query_answer_pairs.json", [{"query_type": "faq"}]),
        (read_covidfaq, "covidfaq/query_answer_pairs.json", []),
        (read_clinc150, "clinc150/data_full.json", {"train": [["a", "A"]]}),
        (read_clinc150, "clinc150/data_full.json", {"train": [], "test": [], "oos_test": []}),
        (read_canard, "canard/dev.json", [{"QuAC_dialog_id": "d", "Question_no": "x"}]),
        (read_canard, "canard/dev.json", []),
        (read_cast2020, "cast/2020_manual_evaluation_topics_v1.0.json", [{"turn": 1}]),
        (read_cast2020, "cast/2020_manual_evaluation_topics_v1.0.json", []),
    ],
)
def test_a_file_of_another_form_is_named(
    tmp_path: Path, read: Callable[[Path], object], place: str, damaged: object
) -> None:
    path = tmp_path / "benchmarks" / place
    put(path, damaged)
    with pytest.raises(BenchmarkError, match=r"is not what it should be: .+: put") as caught:
        read(tmp_path)
    assert str(path) in str(caught.value)


def test_rankers_put_the_best_first_and_ties_in_order() -> None:
    ids, texts = ["1", "2", "3"], ["red cat", "blue dog", "blue dog"]
    assert [i for i, _ in lexical_ranker(ids, texts, 3)("dog")] == ["2", "3", "1"]
    assert [i for i, _ in lexical_ranker(ids, texts, 3)("unheard")] == ids
    encode = {"red cat": [1, 0], "blue dog": [0, 1], "dog": [0, 1]}
    ranker = dense_ranker(
        ids, texts, lambda some: np.array([encode[t] for t in some], np.float32), 2
    )
    assert [i for i, _ in ranker("dog")] == ["2", "3"]


def test_a_benchmark_becomes_a_corpus_with_exact_spans() -> None:
    faqs = [Faq("a", "Q one?", "First.\n\nSecond."), Faq("b", "Q two?", "")]
    corpus = as_corpus(faqs)
    text = corpus.sources["benchmark.md"]
    spans = [(e.title_span, e.blocks[0].span) for e in corpus.entries]
    cut = [(text[t.start : t.end], text[b.start : b.end]) for t, b in spans]
    assert cut == [("Q one?", "First.\n\nSecond."), ("Q two?", "Q two?")]


def turn(number: int, question: str, history: list[str], rewrite: str = "") -> dict[str, object]:
    about = {"QuAC_dialog_id": "d", "Question_no": number, "Rewrite": rewrite or question}
    return {"Question": question, "History": ["Zappa", "Break-up", *history], **about}


def test_canard_ranks_the_answer_that_the_next_turn_remembers(tmp_path: Path) -> None:
    rows = [
        turn(1, "What band broke up?", []),
        turn(2, "When did it?", ["What band broke up?", "The Mothers"], "When did the Mothers?"),
        turn(3, "Why?", ["What band broke up?", "The Mothers", "When did it?", "In 1969"]),
    ]
    put(tmp_path / "benchmarks" / "canard" / "dev.json", rows)
    benchmark = read_canard(tmp_path)
    assert list(benchmark.documents.values()) == [
        "Zappa, Break-up\nThe Mothers",
        "Zappa, Break-up\nIn 1969",
    ]
    assert benchmark.qrels == {"d#02": frozenset({"d#02"})}  # first and last are no follow-up
    forms = {form: queries["d#02"] for form, queries in benchmark.queries.items()}
    assert forms[RAW] == "When did it?"
    assert forms[GOLD] == "When did the Mothers?"
    assert forms[RESOLVED].endswith("What band broke up? When did it?")
    scored = score_followups(benchmark, lambda text: [("d#02" if "band" in text else "d#01", 1.0)])
    assert (scored[RESOLVED]["MRR"].value, scored[RAW]["MRR"].value) == (1.0, 0.0)


def test_cast_ranks_the_rewrites_and_takes_equal_ones_as_right(tmp_path: Path) -> None:
    folder = tmp_path / "benchmarks" / "cast"
    said = ["What is throat cancer?", "Is it treatable?", "Is it treatable?"]
    turns = [{"number": n, "raw_utterance": text} for n, text in enumerate(said, start=1)]
    put(folder / "evaluation_topics_v1.0.json", [{"number": 31, "turn": turns}])
    tsv = folder / "evaluation_topics_annotated_resolved_v1.0.tsv"
    same = "Is throat cancer treatable?"
    tsv.write_text(f"31_1\tWhat is throat cancer?\n31_2\t{same}\n31_3\t{same}\n")
    benchmark = read_cast2019(tmp_path)
    assert list(benchmark.queries[RAW]) == ["31_2", "31_3"]
    assert benchmark.qrels["31_2"] == frozenset({"31_2", "31_3"})
    assert benchmark.queries[RESOLVED]["31_2"] == "What is throat cancer? Is it treatable?"
    tsv.write_text("31_1\tWhat is throat cancer?\n")
    with pytest.raises(BenchmarkError, match="do not match"):
        read_cast2019(tmp_path)


def test_cast_2020_has_the_organisers_rewrites_too(tmp_path: Path) -> None:
    keys = ("raw_utterance", "manual_rewritten_utterance", "automatic_rewritten_utterance")
    turns = [{"number": n, **dict.fromkeys(keys, f"turn {n}")} for n in (1, 2)]
    path = tmp_path / "benchmarks" / "cast" / "2020_manual_evaluation_topics_v1.0.json"
    put(path, [{"number": 81, "turn": turns}])
    assert read_cast2020(tmp_path).queries[AUTOMATIC] == {"81_2": "turn 2"}


class LeadingWord:
    """Reads the first word of the evidence as the answer."""

    id = "leading-word"

    def relevance(self, question: str, texts: object) -> np.ndarray:
        raise AssertionError("the oracle passage needs no relevance")

    def polarity(self, question: str, evidence: str) -> Polarity:
        word = evidence.partition(" ")[0]
        return Polarity(*(float(word == label) for label in ("yes", "no", "depends")), 0.0)


def test_verdict_figures_by_hand(tmp_path: Path) -> None:
    def lines(file: str, rows: list[dict[str, object]]) -> None:
        path = tmp_path / "verdict" / file
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))

    conditional = [
        {"question": "q", "scenario": "s", "passage": f"{given} so", "label": gold, "url": "u"}
        for given, gold in (("yes", "yes"), ("depends", "no"), ("depends", "depends"))
    ]
    contrast = [
        {"question": "q", "passage": f"{given} so", "label": gold, "group": group, "kind": "orig"}
        for given, gold, group in (
            ("yes", "yes", 1),
            ("no", "no", 1),
            ("no", "no", 2),
            ("no", "yes", 2),
        )
    ]
    lines("conditionalqa_dev.jsonl", conditional)
    lines("boolq_contrast.jsonl", contrast)
    lines("boolq_dev.jsonl", [{"question": "q", "passage": "no so", "label": "no"}])
    figures = [score_verdicts(b.examples, LeadingWord()) for b in read_verdicts(tmp_path)]
    assert [(f.yes_no.hits, f.yes_no.n) for f in figures] == [(1, 2), (3, 4), (1, 1)]
    assert [(f.depends.hits, f.depends.n) for f in figures] == [(1, 1), (0, 0), (0, 0)]
    assert [(f.consistent.hits, f.consistent.n) for f in figures][1] == (1, 2)
    assert figures[0].majority == 0.5
    rows = list(verdict_rows(tmp_path, Models(None, LeadingWord(), limit=1)))  # type: ignore[arg-type]
    assert [row.n for row in rows] == [1, 1, 1]
    assert "BERT-large" in rows[-1].published


def test_without_a_judge_verdicts_cannot_be_measured(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="FAQ_JUDGE=none"):
        list(verdict_rows(tmp_path, Models(None, None)))  # type: ignore[arg-type]


def put_lines(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_questions_are_asked_among_all_entries_of_their_faq(tmp_path: Path) -> None:
    passages = [
        {"pid": f"{name}-1", "corpus": name, "title": "Dogs", "passage": "Dogs may  come."}
        for name in UNSEEN
    ]
    questions = [
        {"pid": f"{name}-1", "question": text, "verdict": verdict}
        for name in UNSEEN
        for text, verdict in (("Dogs?", "yes"), ("Cats?", "unknown"))
    ]
    pairs = [
        {"corpus": UNSEEN[0], "question": "Dogs", "answer": "dogs may come."},
        {"corpus": UNSEEN[0], "question": "Parking", "answer": "Two euros."},
        {"corpus": "another", "question": "Parking", "answer": "Three euros."},
    ]
    put_lines(tmp_path / "authored" / "passages.jsonl", passages)
    put_lines(tmp_path / "authored" / "questions.jsonl", questions)
    put_lines(tmp_path / "faq_corpora" / "pairs.jsonl", pairs)
    first, second, _ = read_answers(tmp_path)
    assert [faq.answer for faq in first.faqs] == ["Dogs may  come.", "Two euros."]
    assert len(second.faqs) == 1
    assert [asked.verdict for asked in first.questions] == [Label.YES, Label.UNKNOWN]
    assert [len(b.questions) for b in read_answers(tmp_path, limit=1)] == [1, 1, 1]
    with pytest.raises(BenchmarkError, match="cannot be read"):
        list(read_answers(tmp_path / "nowhere"))
    put_lines(tmp_path / "authored" / "questions.jsonl", [{**questions[0], "verdict": "maybe"}])
    with pytest.raises(BenchmarkError, match=r"questions\.jsonl is not .*'maybe'"):
        list(read_answers(tmp_path))
    put_lines(tmp_path / "authored" / "passages.jsonl", [{**passages[0], "corpus": "another"}])
    with pytest.raises(BenchmarkError, match=r"passages\.jsonl is not .*nothing"):
        list(read_answers(tmp_path))


def test_whole_answers_are_graded_by_hand(tmp_path: Path) -> None:
    faqs = (Faq("dogs", "Are dogs welcome?", "Dogs are welcome."), Faq("fee", "Fee?", "Two euros."))
    asked = (
        BenchmarkQuestion("Are dogs welcome?", "dogs", Label.YES),
        BenchmarkQuestion("zzz", "fee", Label.UNKNOWN),
    )
    figures = score_answers(
        AnswersBenchmark("house", faqs, asked), FakeEncoder(), None, tmp_path / "index"
    )
    assert (figures.first.hits, figures.first.n) == (1, 1)
    assert (figures.near.hits, figures.near.n) == (0, 1)


def test_a_word_on_the_wrong_entry_is_wrong_and_none_is_neither() -> None:
    def answer(word: VerdictValue | None, entry: str) -> Any:
        verdict = SimpleNamespace(value=word) if word else None
        return SimpleNamespace(
            outcome=Outcome.ANSWERED, verdict=verdict, passages=[SimpleNamespace(entry_id=entry)]
        )

    asked = BenchmarkQuestion("Are dogs welcome?", "dogs", Label.YES)
    figures = grade_answers(
        [
            (asked, answer(VerdictValue.YES, "dogs")),
            (asked, answer(VerdictValue.NO, "dogs")),
            (asked, answer(VerdictValue.YES, "fee")),
            (asked, answer(VerdictValue.UNDETERMINED, "dogs")),
            (asked, answer(None, "dogs")),
        ]
    )
    assert (figures.right.hits, figures.wrong.hits, figures.right.n) == (1, 2, 5)
    assert (figures.given_right.hits, figures.given_right.n) == (1, 3)
    assert figures.first.hits == 4


def test_a_row_shows_thousands_and_unknown_values() -> None:
    row = Row("s|t", 1249, "MAP", named([("a", 0.5), ("b", None)]))
    assert row.markdown() == "| s/t | 1,249 | MAP | a 0.500; b – |  |  |"
    assert with_interval(score_verdicts([], LeadingWord()).yes_no) == "–"


DATA = os.environ.get("FAQ_BENCHMARK_DATA", "")


@pytest.mark.integration
@pytest.mark.skipif(not DATA, reason="public sets are not shipped: name them by FAQ_BENCHMARK_DATA")
def test_the_public_sets_have_their_published_sizes() -> None:
    data = Path(DATA)
    assert len(read_stackfaq(data).queries) == 1249
    assert len(read_covidfaq(data).queries) == 1387
    assert len(read_clinc150(data).queries) == 5500
    assert [len(b.examples) for b in read_verdicts(data)] == [143, 404, 3270]
    assert len(read_cast2019(data).documents) == 479
    assert len(read_cast2020(data).documents) == 216
    assert len(read_canard(data).queries[RAW]) > 2000


def test_a_score_that_is_left_out_or_stands_alone_changes_the_ranking() -> None:
    faqs = tuple(Faq(id_, "", "") for id_ in "ab")
    benchmark = FaqBenchmark("x", faqs, {"q": "?"}, {"q": frozenset("b")}, "")
    found = {"q": {"a": {"one": 1.0, "two": 0.0}, "b": {"one": 0.0, "two": 0.9}}}
    assert mean_ap(benchmark, found, {"one": 1.0, "two": 1.0}) == 0.5
    assert mean_ap(benchmark, found, {"one": 0.0, "two": 1.0}) == 1.0
    assert mean_ap(benchmark, found, {"one": 1.0}) == 0.5
