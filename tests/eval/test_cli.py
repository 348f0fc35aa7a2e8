from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import eval.asking
import eval.assistant_system
from assistant.errors import CorpusError, FaqError, UsageError
from eval.cli import EvalGroup
from eval.errors import EvaluationError, QuestionSetError, RunRecordError
from eval.run_record import read_info
from tests.eval.commands import CORPUS, GOLD, OneSystem, Refusing, invoke


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
