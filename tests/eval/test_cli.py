from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import eval.asking
import eval.assistant_system
from assistant.decision import Thresholds
from assistant.errors import CorpusError, FaqError, UsageError
from eval.assistant_system import NO_THRESHOLDS
from eval.cli import EvalGroup, eval_group
from eval.errors import EvaluationError, QuestionSetError, RunRecordError
from eval.gates import read_levels
from eval.question_set import EvalQuestion
from eval.run_record import read_info
from tests.eval.fakes import FakeSystem

CORPUS = Path(__file__).parents[2] / "corpus" / "partner-network-licensing"
GOLD = "The Microsoft Partner Network does not offer downgrade rights."


class OneSystem(FakeSystem):
    """Says the same to every question."""

    def __init__(self, verdict: str, threshold: float = 0.5) -> None:
        super().__init__({})
        self.verdict = verdict
        self.threshold = threshold

    def answer(self, question: EvalQuestion) -> dict[str, Any]:
        source = {"path": "f.md", "start": 0, "end": len(GOLD)}
        return {
            "outcome": "answered",
            "passages": [{"entry_id": "e", "text": GOLD, "source": source, "score": 0.8}],
            "evidence": [{"passage": 0, "quote": GOLD, "start": 0, "end": len(GOLD)}],
            "verdict": {"value": self.verdict, "confidence": 0.9},
        }

    def at(self, thresholds: Thresholds) -> OneSystem:
        return self

    def remembering(self) -> OneSystem:
        return self

    def settings(self) -> dict[str, Any]:
        return {"threshold": self.threshold}

    def encoder_fingerprint(self) -> str:
        return "f"

    def knowledge(self) -> dict[str, Any]:
        return {"index_version": "v", "corpus_sha256": "c", "encoder": "e", "judge": None}


class Refusing(OneSystem):
    """Fails on one question."""

    def answer(self, question: EvalQuestion) -> dict[str, Any]:
        if question.id == "q2":
            raise UsageError("unknown audience '<x>'")
        return super().answer(question)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "q.jsonl"
    row = {"answerable": True, "passages": [GOLD], "verdict": "no", "tags": ["agree"]}
    lines = [json.dumps({"id": f"q{i}", "question": f"Old version {i}?", **row}) for i in range(60)]
    path.write_text("\n".join(lines))
    return path


def invoke(monkeypatch: pytest.MonkeyPatch, system: OneSystem, *arguments: object) -> Any:
    monkeypatch.setattr(eval.assistant_system, "open_system", lambda *_, **__: system)
    monkeypatch.setenv("FAQ_CORPUS", str(CORPUS))
    return CliRunner().invoke(eval_group, [*map(str, arguments)])


def test_run_writes_a_report_and_compare_finds_the_flips(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    for name, verdict in (("a", "no"), ("b", "yes")):
        arguments = ("run", questions, "--out", tmp_path / name, "--no-baselines")
        result = invoke(monkeypatch, OneSystem(verdict, len(verdict)), *arguments)
        assert result.exit_code == 0, result.output
        assert (tmp_path / name / "report.html").exists()
    same = invoke(monkeypatch, OneSystem("no"), "compare", tmp_path / "a", tmp_path / "a")
    assert (same.exit_code, "No answer changed." in same.output) == (0, True)
    out = tmp_path / "comparison.md"
    worse = ("compare", tmp_path / "a", tmp_path / "b", "--markdown", out)
    result = invoke(monkeypatch, OneSystem("no"), *worse)
    assert result.exit_code == 1
    assert "60 newly wrong, --max-new-wrong allows 0" in result.output
    assert "| flipped verdict | 60 |" in out.read_text("utf-8")
    allowed = invoke(monkeypatch, OneSystem("no"), *worse, "--max-new-wrong", 60)
    assert allowed.exit_code == 0


def test_what_is_dropped_or_goes_quiet_fails_a_comparison_by_default(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    def answered(name: str, verdict: str) -> Path:
        arguments = ("run", questions, "--out", tmp_path / name, "--no-baselines")
        assert invoke(monkeypatch, OneSystem(verdict), *arguments).exit_code == 0
        return tmp_path / name

    before, quiet = answered("a", "no"), answered("b", "undetermined")
    result = invoke(monkeypatch, OneSystem("no"), "compare", before, quiet)
    assert (result.exit_code, "60 right answers went quiet, 0 were won" in result.output) == (
        1,
        True,
    )
    allowed = ("compare", before, quiet, "--max-lost-right", 60)
    assert invoke(monkeypatch, OneSystem("no"), *allowed).exit_code == 0
    questions.write_text("\n".join(questions.read_text().splitlines()[2:]))
    fewer = answered("c", "no")
    result = invoke(monkeypatch, OneSystem("no"), "compare", before, fewer)
    assert (result.exit_code, "- not compared, only in A: 2 (q0, q1)" in result.output) == (1, True)
    assert "2 questions of A are not" in result.output
    allowed = ("compare", before, fewer, "--max-not-compared", 2)
    assert invoke(monkeypatch, OneSystem("no"), *allowed).exit_code == 0


def test_a_finished_run_is_not_taken_for_that_of_other_code(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    arguments = ("run", questions, "--out", tmp_path / "a", "--no-baselines")
    assert invoke(monkeypatch, OneSystem("no"), *arguments).exit_code == 0
    assert invoke(monkeypatch, OneSystem("yes"), *arguments).exit_code == 0  # nothing is asked
    monkeypatch.setattr(eval.asking, "code_sha256", lambda: "0" * 64)
    result = invoke(monkeypatch, OneSystem("yes"), *arguments)
    assert isinstance(result.exception, RunRecordError)
    assert "another code_sha256" in str(result.exception)


def test_a_run_under_the_recorded_levels_fails(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    levels = tmp_path / "levels.json"
    levels.write_text('{"verdict right": 0.9}')
    arguments = ("run", questions, "--out", tmp_path / "a", "--no-baselines", "--levels", levels)
    result = invoke(monkeypatch, OneSystem("yes"), *arguments)
    assert result.exit_code == 1
    assert "verdict right: 0.0000 is under the recorded level 0.9" in result.output
    levels.write_text("[]")
    assert isinstance(invoke(monkeypatch, OneSystem("no"), *arguments).exception, UsageError)


def test_questions_that_fail_are_named_in_the_report_and_fail_the_run(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    result = invoke(monkeypatch, Refusing("no"), "run", questions, "--out", out, "--no-baselines")
    line = "1 of 60 questions failed: q2 (first: UsageError: unknown audience '<x>'): "
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(line)
    report = (out / "report.html").read_text("utf-8")
    assert "<li>q2: UsageError: unknown audience &#39;&lt;x&gt;&#39;</li>" in report
    summary = (out / "summary.md").read_text("utf-8")
    assert (
        "**1 of 60 questions failed**:\n\n- q2: UsageError: unknown audience '&lt;x>'\n" in summary
    )
    failed = json.loads((out / "measures.json").read_text())["failed"]
    assert failed == [{"id": "q2", "error": "UsageError: unknown audience '<x>'"}]


def test_a_question_without_gold_that_fails_is_named_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    faqs, out = tmp_path / "faqs", tmp_path / "out"
    shutil.copytree(CORPUS, faqs / "one")
    logged = [json.dumps({"id": f"q{i}", "question": f"Old version {i}?"}) for i in range(3)]
    (faqs / "one" / "questions.jsonl").write_text("\n".join(logged))
    result = invoke(monkeypatch, Refusing("no"), "faqs", faqs, "--out", out)
    assert result.exit_code == 1
    assert result.stderr.startswith("one: 1 of 3 questions failed: q2 (first: UsageError")


def test_many_faqs_are_a_row_each_and_one_together(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        folder = tmp_path / "faqs" / name
        shutil.copytree(CORPUS, folder)
        shutil.copy(questions, folder / "questions.jsonl")
    levels = tmp_path / "levels.json"
    levels.write_text('{"verdict right": 0.9}')
    arguments = ("faqs", tmp_path / "faqs", "--out", tmp_path / "out", "--levels", levels)
    result = invoke(monkeypatch, OneSystem("no"), *arguments)
    assert result.exit_code == 0, result.output
    rows = [line.split("|")[1:3] for line in result.output.splitlines()]
    assert rows[2:] == [[" first ", " 60 "], [" second ", " 60 "], [" all ", " 120 "]]
    assert (tmp_path / "out" / "second" / "report.html").exists()
    worse = invoke(monkeypatch, OneSystem("yes"), *arguments, "--fresh")
    assert worse.exit_code == 1
    assert "verdict right: 0.0000 is under the recorded level 0.9" in worse.output


@pytest.mark.parametrize("broken", ["questions.jsonl", "faq.md"])
def test_of_many_faqs_a_broken_one_is_named_before_any_question_is_asked(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path, broken: str
) -> None:
    for name in ("first", "second"):
        folder = tmp_path / "faqs" / name
        shutil.copytree(CORPUS, folder)
        shutil.copy(questions, folder / "questions.jsonl")
    (tmp_path / "faqs" / "second" / broken).write_text("---\nbroken")
    system = OneSystem("no")
    result = invoke(monkeypatch, system, "faqs", tmp_path / "faqs", "--out", tmp_path / "out")
    assert isinstance(result.exception, QuestionSetError | CorpusError)
    assert f"second/{broken}" in str(result.exception)
    assert (result.output, (tmp_path / "out").exists()) == ("", False)


def test_a_row_of_a_faq_is_in_percent_and_its_name_marks_nothing_up(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "faqs" / "a|b"
    shutil.copytree(CORPUS, folder)
    shutil.copy(questions, folder / "questions.jsonl")
    result = invoke(
        monkeypatch, OneSystem("no"), "faqs", tmp_path / "faqs", "--out", tmp_path / "out"
    )
    row = result.output.splitlines()[2]
    assert row.startswith(r"| a\|b | 60 | 100.0 % (94.0 – 100.0) | 0.0 % (0.0 – 6.0) |")


def test_a_folder_without_faqs_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    arguments = ("faqs", tmp_path / "none", "--out", tmp_path / "out")
    result = invoke(monkeypatch, OneSystem("no"), *arguments)
    assert isinstance(result.exception, EvaluationError)
    assert str(tmp_path / "none") in str(result.exception)


def test_calibrate_stores_thresholds_with_n_bound_and_date(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    path = tmp_path / "calibration.json"
    result = invoke(monkeypatch, OneSystem("no"), "calibrate", questions, "--into", path)
    assert result.exit_code == 0, result.output
    stored = json.loads(path.read_text())
    for name in ("answer", "verdict"):
        assert (stored[name]["n"], stored[name]["failures"]) == (60, 0)
    assert stored["verdict"]["bound"] < 0.05
    assert stored["index_version"] == "v"
    assert (
        "verdict: at or above 0.9000, 0 of 60 wrong, at most 3.8% with 90% confidence"
        in result.output
    )
    assert "exchangeable" in result.output


def test_calibrate_says_where_nothing_can_be_promised(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    arguments = ("calibrate", questions, "--into", tmp_path / "calibration.json")
    wrong = invoke(monkeypatch, OneSystem("yes"), *arguments)
    assert "verdict: no threshold over 60 keeps errors within 5.0%" in wrong.output
    few = invoke(monkeypatch, OneSystem("no"), *arguments, "--verdict-risk", "0.01")
    assert "verdict: 60 are too few to promise at most 1.0% wrong" in few.output
    assert "at least 230 are needed" in few.output
    strict = ("--verdict-risk", "0.00001", "--confidence", "0.999")
    tiny = invoke(monkeypatch, OneSystem("no"), *arguments, *strict)
    assert "verdict: 60 are too few to promise at most 0.001% wrong with 99.9%" in tiny.output


class ReadingTogether(OneSystem):
    """Says `low` without a threshold of words, and `high` where one keeps some quotes from being read.

    From `passage_from` on, another passage is shown.
    """

    def __init__(
        self, low: str, high: str, passage_from: float = 1.0, thresholds: Thresholds = NO_THRESHOLDS
    ) -> None:
        super().__init__(high if thresholds.verdict else low)
        self.low, self.high, self.passage_from = low, high, passage_from
        self.least = thresholds.verdict

    def at(self, thresholds: Thresholds) -> OneSystem:
        return ReadingTogether(self.low, self.high, self.passage_from, thresholds)

    def answer(self, question: EvalQuestion) -> dict[str, Any]:
        given = super().answer(question)
        if self.least >= self.passage_from:
            given["passages"][0]["text"] = "Something else."
        return given


def test_calibrate_judges_the_words_that_are_served_at_the_threshold(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    arguments = ("calibrate", questions, "--into", tmp_path / "calibration.json")
    wrong = invoke(monkeypatch, ReadingTogether(low="no", high="depends"), *arguments)
    assert "verdict: no threshold over 60 keeps errors within 5.0%" in wrong.output
    assert "words as served with both: 60 of 60 wrong, at most 100.0%" in wrong.output
    right = invoke(monkeypatch, ReadingTogether(low="yes", high="no"), *arguments)
    assert "verdict: at or above 0.9000, 0 of 60 wrong, at most 3.8%" in right.output
    assert "words as served with both: 0 of 60 wrong, at most 3.8%" in right.output


def test_calibrate_writes_nothing_where_a_promise_does_not_hold_with_both_thresholds(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    path = tmp_path / "calibration.json"
    system = ReadingTogether(low="no", high="no", passage_from=0.9)  # the default is under it
    result = invoke(monkeypatch, system, "calibrate", questions, "--into", path)
    assert "answer: at or above 0.8000, 0 of 60 wrong" in result.output
    assert "passages as served with both: 60 of 60 wrong, at most 100.0%" in result.output
    assert "that is more than 10.0%: the promise does not hold" in result.output
    assert (result.exit_code, path.exists()) == (1, False)


def test_calibrate_writes_nothing_where_both_defaults_stay(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    path = tmp_path / "calibration.json"
    questions.write_text("\n".join(questions.read_text().splitlines()[:2]))
    arguments = ("calibrate", questions, "--into", path)
    result = invoke(monkeypatch, OneSystem("no"), *arguments)
    assert (result.exit_code, path.exists()) == (1, False)
    assert result.output.endswith("nothing is written\n")
    path.write_text("{}")
    assert "stays as it was" in invoke(monkeypatch, OneSystem("no"), *arguments).output
    assert path.read_text() == "{}"


@pytest.mark.parametrize(
    "option",
    [("--risk", "nan"), ("--risk", "1e-9"), ("--verdict-risk", "0"), ("--confidence", "nan")],
)
def test_calibrate_refuses_a_promise_that_cannot_be_kept(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path, option: tuple[str, str]
) -> None:
    path = tmp_path / "calibration.json"
    result = invoke(monkeypatch, OneSystem("no"), "calibrate", questions, "--into", path, *option)
    assert result.exit_code == 2
    assert f"Invalid value for '{option[0]}'" in result.output
    assert not path.exists()


def test_calibrate_names_the_question_that_cannot_be_answered(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    path = tmp_path / "calibration.json"
    result = invoke(monkeypatch, Refusing("no"), "calibrate", questions, "--into", path)
    assert isinstance(result.exception, QuestionSetError)
    assert "q.jsonl:3: question 'q2' cannot be answered: unknown audience" in str(result.exception)
    assert not path.exists()


def test_a_run_takes_any_tag_and_any_name_of_a_file(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.jsonl"))
    odd.write_text(questions.read_text().replace('"agree"', r'"$\\foo$ 日本"'))
    out = tmp_path / "[/x]"
    result = invoke(monkeypatch, OneSystem("no"), "run", odd, "--out", out, "--no-baselines")
    assert result.exit_code == 0, result.output
    assert f"report: {out / 'report.html'}" in result.output
    assert r"$\foo$ 日本 (60)" in (out / "report.html").read_text("utf-8")
    assert read_info(out).questions_path.endswith("\ufffd.jsonl")


def test_a_missing_library_is_named_with_what_to_install() -> None:
    @click.command("run")
    def command() -> None:
        raise ModuleNotFoundError("No module named 'scipy.stats'", name="scipy.stats")

    result = CliRunner().invoke(EvalGroup(commands=[command]), ["run"])
    assert isinstance(result.exception, EvaluationError)
    assert "needs scipy: pip install 'faq-assistant[eval,export]'" in str(result.exception)


@pytest.mark.parametrize("levels", ['{"coverage": NaN}', "[" * 100_000, '{"coverage": 1e999}'])
def test_levels_that_would_always_hold_are_refused(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path, levels: str
) -> None:
    path = tmp_path / "levels.json"
    path.write_text(levels)
    arguments = ("run", questions, "--out", tmp_path / "a", "--no-baselines", "--levels", path)
    result = invoke(monkeypatch, OneSystem("no"), *arguments)
    assert isinstance(result.exception, UsageError)
    assert "levels.json" in str(result.exception)


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ('{"coverage": 8}', "the level of 'coverage' is 8: give a share from 0 to 1"),
        ('{"coverage": 0.5, "wrong yes": -5}', "the level of 'wrong yes' is -5: give a share"),
        ('{"coverage": true}', "the level of 'coverage' is true"),
        ('{"coverage": NaN}', "the level of 'coverage' is NaN"),
        ('{"coverage": "0.5"}', "the level of 'coverage' is \"0.5\""),
        ('{"coverage": null}', "the level of 'coverage' is null"),
        ('{"coverage": [1, 2]}', "the level of 'coverage' is [1, 2]"),
        ('{"cover\\nage": 0.5}', r"'cover\nage' is no measure: use one of all right, anything"),
        ('"coverage"', "is not a JSON object of measure and level"),
    ],
)
def test_a_level_that_is_no_share_of_a_measure_is_named_with_what_is_allowed(
    tmp_path: Path, levels: str, told: str
) -> None:
    path = tmp_path / "levels.json"
    path.write_text(levels)
    with pytest.raises(UsageError) as error:
        read_levels(path)
    assert str(error.value).startswith(f"{path}")
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_levels_from_0_to_1_are_read(tmp_path: Path) -> None:
    path = tmp_path / "levels.json"
    path.write_text('{"coverage": 1, "wrong yes": 0.0}')
    assert read_levels(path) == {"coverage": 1.0, "wrong yes": 0.0}


def test_lint_says_that_there_is_no_such_corpus(
    monkeypatch: pytest.MonkeyPatch, questions: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "nowhere"
    result = invoke(monkeypatch, OneSystem("no"), "lint", questions, "--corpus", missing)
    assert isinstance(result.exception, CorpusError)
    assert "nowhere: there is no such folder" in str(result.exception)


def test_lint_names_the_line_and_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    row = {"id": "a", "question": "q", "answerable": True, "passages": ["no such"]}
    path.write_text(json.dumps({**row, "verdict": "none"}))
    result = invoke(monkeypatch, OneSystem("no"), "lint", path)
    assert result.exit_code == 1
    assert "q.jsonl:1: gold-not-in-corpus" in result.output


def test_warnings_of_lint_are_shown_and_do_not_fail(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "q.jsonl"
    row = {"id": "a", "question": "q", "answerable": True, "passages": [GOLD], "verdict": "none"}
    path.write_text(json.dumps({**row, "audience": "guests\n"}))
    result = invoke(monkeypatch, OneSystem("no"), "lint", path)
    assert result.exit_code == 0, result.output
    told = (
        r"q.jsonl:1: warning: unknown-audience: the corpus has no audience 'guests\n': action-pack,"
    )
    assert told in result.output
    assert result.stderr == "1 questions, 0 problems, 1 warnings\n"


@pytest.mark.parametrize(
    "arguments", [("compare", "no-a", "no-b"), ("lint", "no.jsonl"), ("run", "no", "--out", "x")]
)
def test_missing_files_are_errors_for_people(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    result = invoke(monkeypatch, OneSystem("no"), *arguments)
    assert isinstance(result.exception, FaqError)
    assert "\n" not in str(result.exception)
