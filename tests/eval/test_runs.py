from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from assistant.errors import FaqError
from eval.compare import Cause, ChangeKind, Comparison, compare
from eval.errors import RunRecordError
from eval.evaluation import evaluate
from eval.gates import Limits, broken_levels, broken_limits, comparison_markdown
from eval.question_set import EvalQuestion
from eval.report import REPORT_FILES, junit, markdown, write_report
from eval.run_record import Run, read_run
from eval.runner import run_questions
from eval.systems import Baseline, lexical_baseline
from tests.eval.fakes import PARKING, PETS, FakeSystem, answer, info, passages, question, sources

QUESTIONS = [
    question("a", "yes", "Dogs are welcome.", "agree", "topic:pets"),
    question("b", "no", "Cats are not.", "inverted", "topic:pets"),
    question("c", "none", PARKING, "wh"),
    question("d", "none", None, "oos-near"),
]
ANSWERS: dict[str, dict[str, Any] | Exception] = {
    "a": answer(PETS, "yes"),
    "b": answer(PETS, "no"),
    "c": answer(PARKING),
    "d": answer(),
}


def run(folder: Path, changes: dict[str, Any] | None = None, **about: Any) -> Run:
    system = FakeSystem({**ANSWERS, **(changes or {})})
    return run_questions(system, QUESTIONS, info(**about), folder)


def compared(a: Run, b: Run) -> Comparison:
    return compare(a, b, sources(), sources())


def test_a_run_goes_on_where_it_was_cut_off(tmp_path: Path) -> None:
    system = FakeSystem(ANSWERS)
    run_questions(system, QUESTIONS[:2], info(), tmp_path)
    with (tmp_path / "answers.jsonl").open("a") as out:
        out.write('{"id": "c", "quest')
    again = FakeSystem(ANSWERS)
    whole = run_questions(again, QUESTIONS, info(jobs=3), tmp_path)
    assert again.asked == ["c", "d"]
    assert list(whole.rows) == ["a", "b", "c", "d"]


def test_a_folder_with_another_run_is_refused_unless_it_may_be_replaced(tmp_path: Path) -> None:
    run(tmp_path)
    with pytest.raises(RunRecordError, match=r"another encoder.*--fresh"):
        run(tmp_path, encoder="other")
    system = FakeSystem(ANSWERS)
    run_questions(system, QUESTIONS, info(encoder="other"), tmp_path, fresh=True)
    assert len(system.asked) == 4


def test_answers_of_other_code_are_not_taken_for_those_of_this_run(tmp_path: Path) -> None:
    run(tmp_path, code_sha256="1" * 64, dirty=True)
    assert run(tmp_path, code_sha256="1" * 64, dirty=True).rows.keys() == {"a", "b", "c", "d"}
    with pytest.raises(RunRecordError, match=r"another code_sha256: .*--fresh"):
        run(tmp_path, code_sha256="2" * 64, dirty=True)


def test_in_parallel_all_questions_are_answered_once(tmp_path: Path) -> None:
    system = FakeSystem(ANSWERS)
    done = run_questions(system, QUESTIONS, info(jobs=4), tmp_path)
    assert sorted(system.asked) == sorted(done.rows) == ["a", "b", "c", "d"]


def test_a_failing_answer_is_scored_and_not_dropped(tmp_path: Path) -> None:
    done = run(tmp_path, {"a": FaqError("no index")})
    assert done.rows["a"].error == "FaqError: no index"
    evaluation = evaluate(done, passages(), sources())
    assert evaluation.measures.shares["passage right first"].n == 3
    assert evaluation.measures.statuses["error"] == 1


def test_a_damaged_or_missing_run_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(RunRecordError, match="cannot be read"):
        read_run(tmp_path)
    run(tmp_path)
    (tmp_path / "answers.jsonl").write_text('{"id": 1}\n{"id": 2}\n')
    with pytest.raises(RunRecordError, match=r"answers\.jsonl:1"):
        read_run(tmp_path)


def test_what_is_damaged_is_told_with_the_way_out(tmp_path: Path) -> None:
    run(tmp_path)
    info_file, answers = tmp_path / "run.json", tmp_path / "answers.jsonl"
    lines = answers.read_text("utf-8")
    answers.write_text(lines.replace('{"id": "a"', '{"id": "z"', 1), "utf-8")
    with pytest.raises(RunRecordError, match=r"answers\.jsonl:1: the row 'z' holds .*--fresh"):
        read_run(tmp_path)
    info_file.write_text(info_file.read_text("utf-8")[:40], "utf-8")
    with pytest.raises(RunRecordError, match=r"run\.json is damaged: .*--fresh"):
        run(tmp_path)
    done = run_questions(FakeSystem(ANSWERS), QUESTIONS, info(), tmp_path, fresh=True)
    assert done.rows.keys() == {"a", "b", "c", "d"}


def test_two_answers_to_one_question_are_told_with_their_lines(tmp_path: Path) -> None:
    run(tmp_path)
    with (tmp_path / "answers.jsonl").open("r+", encoding="utf-8") as file:
        second = json.loads(file.readlines()[1])
        file.write(json.dumps({**second, "answer": answer(PETS, "yes")}) + "\n")
    told = r"answers\.jsonl:5: question 'b' is answered in line 2, too: .*--fresh"
    with pytest.raises(RunRecordError, match=told):
        read_run(tmp_path)
    with pytest.raises(RunRecordError, match=told):
        run(tmp_path)


@pytest.mark.parametrize("fresh", [False, True])
def test_a_folder_in_place_of_the_answers_is_named(tmp_path: Path, fresh: bool) -> None:
    run(tmp_path)
    (tmp_path / "answers.jsonl").unlink()
    (tmp_path / "answers.jsonl").mkdir()
    with pytest.raises(RunRecordError, match=r"answers\.jsonl is a folder.*--out"):
        run_questions(FakeSystem(ANSWERS), QUESTIONS, info(), tmp_path, fresh=fresh)
    with pytest.raises(RunRecordError, match=r"answers\.jsonl cannot be read"):
        read_run(tmp_path)


def test_starting_over_never_leaves_old_answers_under_the_new_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    run(tmp_path)
    monkeypatch.setattr(Path, "replace", killed)  # what makes run.json the new one
    with pytest.raises(KeyboardInterrupt):
        run_questions(FakeSystem(ANSWERS), QUESTIONS, info(judge="j"), tmp_path, fresh=True)
    assert not (tmp_path / "answers.jsonl").exists()
    assert read_run(tmp_path).info.judge is None


def test_a_report_is_written_once_all_of_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluation = evaluate(run(tmp_path), passages(), sources())
    (tmp_path / "summary.md").mkdir()
    with pytest.raises(RunRecordError, match=r"summary\.md cannot be written"):
        write_report(evaluation, tmp_path)
    for name in ("measures.json", "junit.xml", "report.html"):
        (tmp_path / name).unlink(missing_ok=True)
    monkeypatch.setattr("eval.report.html", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_report(evaluation, tmp_path)
    assert not (tmp_path / "measures.json").exists()


def test_the_same_run_twice_has_no_change(tmp_path: Path) -> None:
    result = compared(run(tmp_path / "a"), run(tmp_path / "b"))
    assert result.changes == ()
    assert broken_limits(result, Limits(0, 0, 0, 0, 0, 0)) == []
    assert "No answer changed." in comparison_markdown(result, [])


def test_a_damaged_corpus_is_caught_and_named(tmp_path: Path) -> None:
    a = run(tmp_path / "a")
    entries = {"pets": "changed", "parking": "b"}
    b = run(tmp_path / "b", {"a": answer()}, corpus_sha256="9" * 64, entries=entries)
    result = compared(a, b)
    (change,) = result.changes
    assert change.kinds == (
        ChangeKind.LOST_RIGHT,
        ChangeKind.WITHHELD_VERDICT,
        ChangeKind.LOST_ANSWER,
    )
    assert change.cause is Cause.CORPUS
    assert result.differences[Cause.CORPUS] == "entries changed: pets"


def test_a_damaged_model_is_caught_as_flipped_verdict_and_wrong_passage(tmp_path: Path) -> None:
    a = run(tmp_path / "a")
    b = run(tmp_path / "b", {"b": answer(PETS, "yes"), "c": answer(PETS)}, judge="broken")
    result = compared(a, b)
    assert result.count(ChangeKind.FLIPPED_VERDICT) == 1
    assert result.count(ChangeKind.CHANGED_PASSAGE) == 1
    assert result.count(ChangeKind.NEW_WRONG) == 2
    assert {change.cause for change in result.changes} == {Cause.MODEL}
    assert broken_limits(result, Limits(max_new_wrong=1)) == [
        "2 newly wrong, --max-new-wrong allows 1"
    ]
    assert "❌" in comparison_markdown(result, ["x"])
    assert (result.right.only_a, result.right.only_b) == (2, 0)


def test_other_weights_under_the_same_name_are_another_model(tmp_path: Path) -> None:
    a = run(tmp_path / "a", encoder_fingerprint="1" * 64)
    b = run(tmp_path / "b", {"c": answer(PETS)}, encoder_fingerprint="2" * 64)
    (change,) = compared(a, b).changes
    assert change.cause is Cause.MODEL
    with pytest.raises(RunRecordError, match="another encoder_fingerprint"):
        run(tmp_path / "a", encoder_fingerprint="2" * 64)


def test_a_damaged_threshold_is_caught_as_a_false_answer(tmp_path: Path) -> None:
    a = run(tmp_path / "a", settings={"answer": 0.5})
    b = run(tmp_path / "b", {"d": answer(PARKING)}, settings={"answer": 0.0})
    (change,) = compared(a, b).changes
    assert ChangeKind.NEW_WRONG in change.kinds
    assert change.cause is Cause.THRESHOLD


def test_with_corpus_and_threshold_changed_the_answer_tells_which(tmp_path: Path) -> None:
    suggested = {
        "outcome": "suggested",
        "suggestions": [{"entry_id": "parking", "title": "t", "score": 0.9}],
    }
    a = run(tmp_path / "a", settings={"answer": 0.5})
    b = run(
        tmp_path / "b",
        {"a": answer(), "c": suggested},
        settings={"answer": 0.95},
        corpus_sha256="9" * 64,
        entries={"pets": "changed", "parking": "b"},
    )
    causes = {change.a.id: change.cause for change in compared(a, b).changes}
    assert causes == {"a": Cause.CORPUS, "c": Cause.THRESHOLD}


def test_logged_questions_without_gold_show_drift(tmp_path: Path) -> None:
    logged = [EvalQuestion(id="x", question="Dogs?")]
    runs = [
        run_questions(FakeSystem({"x": given}), logged, info(), tmp_path / name)
        for name, given in (("a", answer(PETS, "yes")), ("b", answer(PETS, "no")))
    ]
    result = compared(*runs)
    assert result.changes[0].kinds == (ChangeKind.FLIPPED_VERDICT,)
    assert result.right.n == 0
    assert "no question with gold" in comparison_markdown(result, [])


def test_reworded_questions_are_listed_and_not_compared(tmp_path: Path) -> None:
    a = run(tmp_path / "a")
    other = [question("a", "no", "Dogs are welcome."), *QUESTIONS[1:]]
    b = run_questions(FakeSystem(ANSWERS), other, info(), tmp_path / "b")
    result = compared(a, b)
    assert (result.only_a, result.only_b, result.n) == (("a",), ("a",), 3)


def test_levels_fail_in_the_direction_that_is_worse(tmp_path: Path) -> None:
    measures = evaluate(run(tmp_path), passages(), sources()).measures
    assert broken_levels(measures, {"coverage": 1.0, "wrong yes": 0.0}) == []
    broken = broken_levels(
        measures, {"false answers": -0.1, "verdict right": 1.1, "no such": 1, "wrong no": 0}
    )
    assert [line.split(":")[0] for line in broken] == [
        "false answers",
        "verdict right",
        "level for an unknown measure 'no such'",
    ]


def test_the_report_holds_all_questions_escapes_them_and_needs_nothing_from_outside(
    tmp_path: Path,
) -> None:
    nasty = question("e", "none", None).model_copy(update={"question": "<script>\x00?"})
    system = FakeSystem({**ANSWERS, "b": answer(PETS, "yes"), "e": answer()})
    done = run_questions(system, [*QUESTIONS, nasty], info(), tmp_path)
    evaluation = evaluate(done, passages(), sources(), [lexical_baseline(passages())])
    write_report(evaluation, tmp_path)
    html = (tmp_path / "report.html").read_text("utf-8")
    assert html.count("data-level=") == 5
    assert "<script>\x00" not in html
    for outside in ("src=", "<link", "@import", "url(http"):
        assert outside not in html
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("5", "1")
    data = json.loads((tmp_path / "measures.json").read_text())
    assert data["systems"][1]["name"] == "lexical (BM25)"
    assert data["measures"]["shares"]["wrong yes"]["hits"] == 1
    assert "| wrong yes | 20.0 % |" in (tmp_path / "summary.md").read_text("utf-8")


def test_names_and_texts_mark_nothing_up_in_markdown(tmp_path: Path) -> None:
    nasty = question("a|`1`\u202e", "none", None).model_copy(
        update={"question": "<script>[x](y)\n| **b** |", "history": ("`c`",)}
    )
    about = {"questions_path": "q/<b>|_x_.jsonl", "encoder": "e`|\n# f"}
    runs = [
        run_questions(FakeSystem({nasty.id: given}), [nasty], info(**about), tmp_path / name)
        for name, given in (("a", answer()), ("b", answer(PETS, "yes")))
    ]
    summary = markdown(evaluate(runs[0], passages(), sources(), [odd_baseline()]))
    assert summary.startswith(r"## Evaluation: &lt;b>\|\_x\_.jsonl, 1 questions")
    assert "encoder `` e`| # f ``, judge `none`" in summary
    assert r"| dense (\*m\*) |" in summary
    changed = comparison_markdown(compared(*runs), [])
    row = r"| a\|\`1\`\\u202e | \`c\` / &lt;script>\[x\](y) \| \*\*b\*\* \| | newly wrong"
    assert row in changed
    assert f"| **yes** {PETS} |" in changed


def odd_baseline() -> Baseline:
    return replace(lexical_baseline(passages()), name="dense (*m*)")


def test_junit_is_xml_whatever_the_tags(tmp_path: Path) -> None:
    odd = question("e", "none", None, "far\x01")
    done = run_questions(FakeSystem({"e": answer()}), [odd], info(), tmp_path)
    suite = ElementTree.fromstring(junit(evaluate(done, passages(), sources())))
    assert [case.get("classname") for case in suite] == ["far\ufffd"]


def test_a_report_of_nothing_is_still_a_report(tmp_path: Path) -> None:
    done = run_questions(FakeSystem({}), [], info(), tmp_path)
    write_report(evaluate(done, passages(), sources()), tmp_path)
    assert all((tmp_path / name).exists() for name in REPORT_FILES)


def test_a_run_that_was_not_finished_does_not_pass_a_comparison(tmp_path: Path) -> None:
    a = run(tmp_path / "a")
    b = run_questions(FakeSystem(ANSWERS), QUESTIONS[:2], info(), tmp_path / "b")
    assert broken_limits(compared(a, b), Limits()) == [
        "2 questions of the set are missing in B: finish its run"
    ]
    nothing = run_questions(FakeSystem(ANSWERS), [], info(), tmp_path / "c")
    assert "nothing was compared" in broken_limits(compared(a, nothing), Limits())[0]


def test_a_last_line_without_its_end_is_asked_again(tmp_path: Path) -> None:
    run(tmp_path)
    answers = tmp_path / "answers.jsonl"
    answers.write_bytes(answers.read_bytes().rstrip(b"\n"))
    assert run(tmp_path).rows.keys() == {"a", "b", "c", "d"}
    answers.write_bytes(b"\xff\xfe{}\n")
    with pytest.raises(RunRecordError, match="not UTF-8"):
        read_run(tmp_path)
