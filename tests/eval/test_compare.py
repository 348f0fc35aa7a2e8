from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.corpus import corpus_sha256
from eval.compare import Cause, ChangeKind, Comparison, compare
from eval.gates import Limits, broken_limits, comparison_markdown
from eval.question_set import EvalQuestion
from eval.run_record import Run
from eval.run_sources import sources_of
from eval.runner import run_questions
from tests.eval.fakes import PARKING, PETS, FakeSystem, answer, info, question, sources

YES_NO = {"guest": "yes", "member": "no"}


def run(
    folder: Path, given: dict[str, Any], questions: list[EvalQuestion] | None = None, **about: Any
) -> Run:
    asked = questions or [question(key, "depends", PETS) for key in given]
    return run_questions(FakeSystem(given), asked, info(**about), folder)


def compared(a: Run, b: Run) -> Comparison:
    return compare(a, b, sources(), sources())


def depends(
    rows: dict[str, str], *conditions: str, also: str | None = None, word: str = "depends"
) -> dict[str, Any]:
    """An answer with a word for each audience, and perhaps a second passage."""
    given = answer(PETS, word)
    given["verdict"]["by_audience"] = [
        {"audience": name, "label": name, "value": value, "evidence": 0}
        for name, value in rows.items()
    ]
    given["verdict"]["conditions"] = [{"text": text, "evidence": 0} for text in conditions]
    if also:
        given["passages"] += answer(also)["passages"]
    return given


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ({"guest": "no", "member": "yes"}, ChangeKind.FLIPPED_ROW),
        ({"guest": "no", "member": "no"}, ChangeKind.FLIPPED_ROW),
        ({"guest": "yes", "member": "undetermined"}, ChangeKind.CHANGED_ROWS),
        ({"guest": "yes"}, ChangeKind.CHANGED_ROWS),
    ],
)
def test_a_word_for_one_audience_that_changed_under_the_same_word_for_all_is_told(
    tmp_path: Path, rows: dict[str, str], kind: ChangeKind
) -> None:
    a = run(tmp_path / "a", {"x": depends(YES_NO)})
    result = compared(a, run(tmp_path / "b", {"x": depends(rows)}))
    assert result.changes[0].kinds == (kind,)
    broken = broken_limits(result, Limits(max_flipped_rows=0))
    flipped = kind is ChangeKind.FLIPPED_ROW
    assert broken == ["1 flipped row, --max-flipped-rows allows 0"] * flipped
    assert "**depends** (guest: yes; member: no)" in comparison_markdown(result, broken)


def test_the_order_of_rows_is_no_change(tmp_path: Path) -> None:
    a = run(tmp_path / "a", {"x": depends(YES_NO, "on a  lead")})
    turned = depends(dict(reversed(YES_NO.items())), "on a lead")
    assert compared(a, run(tmp_path / "b", {"x": turned})).changes == ()


def test_rows_of_an_answer_that_was_wrong_may_flip(tmp_path: Path) -> None:
    asked = [question("x", "depends", PARKING)]
    a = run(tmp_path / "a", {"x": depends(YES_NO)}, asked)
    right = {**answer(PARKING, "depends")}
    right["verdict"] = depends({"guest": "no", "member": "yes"})["verdict"]
    result = compared(a, run(tmp_path / "b", {"x": right}, asked))
    assert result.count(ChangeKind.FLIPPED_ROW, ChangeKind.FIXED_WRONG) == 1
    assert broken_limits(result, Limits(max_flipped_rows=0, max_new_wrong=0)) == []


def test_another_condition_of_the_same_word_is_told(tmp_path: Path) -> None:
    a = run(tmp_path / "a", {"x": depends({}, "on a lead", word="yes")})
    result = compared(a, run(tmp_path / "b", {"x": depends({}, "at night", word="yes")}))
    assert result.changes[0].kinds == (ChangeKind.CHANGED_CONDITIONS,)
    assert "**yes** (if: at night)" in comparison_markdown(result, [])


def test_passages_behind_the_first_are_compared_and_those_named_by_gold_missed(
    tmp_path: Path,
) -> None:
    both = question("x", "depends", PETS).model_copy(update={"passages": (PETS, PARKING)})
    one = question("y", "depends", PETS)
    shown = {key: depends(YES_NO, also=PARKING) for key in ("x", "y")}
    less = {key: depends(YES_NO) for key in ("x", "y")}
    a, b = (run(tmp_path / str(i), given, [both, one]) for i, given in enumerate((shown, less)))
    result = compared(a, b)
    assert [change.kinds for change in result.changes] == [
        (ChangeKind.FURTHER_PASSAGES, ChangeKind.LOST_GOLD),
        (ChangeKind.FURTHER_PASSAGES,),
    ]
    assert broken_limits(result, Limits(max_changed_passages=1)) == [
        "2 changed passage, --max-changed-passages allows 1"
    ]
    assert compared(b, a).count(ChangeKind.LOST_GOLD) == 0


def test_all_that_is_not_compared_is_named_for_both_runs(tmp_path: Path) -> None:
    given = {key: answer(PETS, "yes") for key in "abcde"}
    before = [question(key, "yes", PETS) for key in "abcd"]
    after = [question("a", "yes", PETS), question("b", "no", PETS), question("e", "yes", PETS)]
    moved = question("d", "yes", "Dogs are welcome.")
    a = run(tmp_path / "a", given, before)
    b = run(tmp_path / "b", given, [*after, moved], questions_sha256="2" * 64)
    result = compared(a, b)
    assert (result.dropped, result.added, result.relabelled) == (("c",), ("e",), ("b",))
    text = comparison_markdown(result, [])
    for line in (
        "- not compared, only in A: 1 (c)",
        "- not compared, only in B: 1 (e)",
        "- not compared, reworded or relabelled: 1 (b)",
        "- other gold passages, each run graded by its own: 1 (d)",
    ):
        assert line in text.splitlines()
    (line,) = broken_limits(result, Limits(max_not_compared=1))
    assert line.startswith("2 questions of A are not, or not with the same words and gold, in B")
    assert broken_limits(result, Limits(max_not_compared=2)) == []


def test_an_unfinished_run_is_told_whichever_it_is(tmp_path: Path) -> None:
    given = {key: answer(PETS, "yes") for key in "ab"}
    whole = run(tmp_path / "a", given, [question(key, "yes", PETS) for key in "ab"])
    half = run(tmp_path / "b", given, [question("a", "yes", PETS)])
    for pair, name in (((whole, half), "B"), ((half, whole), "A")):
        assert broken_limits(compared(*pair), Limits(max_not_compared=0)) == [
            f"1 questions of the set are missing in {name}: finish its run"
        ]


def quiet(tmp_path: Path, lost: int, won: int, kept: int = 20) -> Comparison:
    """Right answers that went silent, silent ones that became right, and those that stay right."""
    right, silent = answer(PETS, "yes"), answer()
    n = lost + won + kept
    before = [right] * lost + [silent] * won + [right] * kept
    after = [silent] * lost + [right] * won + [right] * kept
    asked = [question(f"q{i}", "yes", PETS) for i in range(n)]
    runs = [
        run(tmp_path / name, {f"q{i}": given[i] for i in range(n)}, asked)
        for name, given in (("a", before), ("b", after))
    ]
    return compared(*runs)


def test_right_answers_may_not_go_quiet_in_numbers_that_chance_does_not_explain(
    tmp_path: Path,
) -> None:
    assert broken_limits(quiet(tmp_path / "1", 4, 0), Limits()) == []
    assert broken_limits(quiet(tmp_path / "2", 6, 4), Limits()) == []
    lost = quiet(tmp_path / "3", 5, 0)
    assert broken_limits(lost, Limits()) == [
        "5 right answers went quiet, 0 were won: more than chance explains (p = 0.031); "
        "--max-lost-right sets a number"
    ]
    assert broken_limits(lost, Limits(max_lost_right=5)) == []
    assert broken_limits(lost, Limits(max_lost_right=4)) == [
        "5 no longer right, --max-lost-right allows 4"
    ]


def test_losing_every_right_answer_fails_however_few_there_are(tmp_path: Path) -> None:
    (line,) = broken_limits(quiet(tmp_path, 2, 0, kept=0), Limits())
    assert line.startswith("2 right answers went quiet, 0 were won: none is left")


def test_rightful_silence_makes_up_for_no_answer_that_went_quiet(tmp_path: Path) -> None:
    asked = [question(f"q{i}", "yes", PETS) for i in range(6)]
    asked += [question(f"z{i}") for i in range(6)]
    before = {q.id: answer(PETS, "yes") for q in asked}
    after = {q.id: answer() for q in asked}
    result = compared(run(tmp_path / "a", before, asked), run(tmp_path / "b", after, asked))
    assert (result.went_quiet, result.won_answers, result.right_answers_b) == (6, 0, 0)
    assert len(broken_limits(result, Limits())) == 1


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        (
            {"encoder": "x", "judge": "x", "settings": {"encoder": "x", "judge": "x"}},
            {"encoder": "y", "judge": "y", "settings": {"encoder": "y", "judge": "y"}},
            {Cause.MODEL},
        ),
        ({"settings": {"encoder": "a/x"}}, {"settings": {"encoder": "x"}}, set()),
        ({"settings": {"max_history": 1}}, {"settings": {"max_history": 2}}, {Cause.SETTINGS}),
        (
            {"settings": {"threshold_verdict": 0.1, "max_history": 1}},
            {"settings": {"threshold_verdict": 0.2, "max_history": 2}},
            {Cause.THRESHOLD, Cause.SETTINGS},
        ),
        ({"code_sha256": "1"}, {"code_sha256": "2"}, {Cause.CODE}),
        (
            {"code_sha256": "1", "commit": "a", "dirty": True},
            {"code_sha256": "1", "commit": "b", "dirty": True},
            set(),
        ),
        ({"commit": "a"}, {"commit": "b"}, {Cause.CODE}),
        ({"versions": {"numpy": "1"}}, {"versions": {"numpy": "2"}}, {Cause.CODE}),
    ],
)
def test_each_difference_is_named_once(
    tmp_path: Path, before: dict[str, Any], after: dict[str, Any], named: set[Cause]
) -> None:
    a = run(tmp_path / "a", {"x": answer()}, **before)
    b = run(tmp_path / "b", {"x": answer()}, **after)
    assert set(compared(a, b).differences) == named


MODEL_AND_THRESHOLD = (
    {"judge": "x", "settings": {"threshold_answer": 0.3, "threshold_verdict": 0.8}},
    {"judge": "y", "settings": {"threshold_answer": 0.3, "threshold_verdict": 0.9}},
)


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        (answer(PETS, "yes"), answer(PETS, "undetermined"), Cause.THRESHOLD),
        (answer(PETS, "yes"), answer(PETS, "undetermined", confidence=0.7), Cause.UNKNOWN),
        (answer(PETS, "yes"), answer(PETS, "no"), Cause.MODEL),
        (answer(PETS, "yes"), answer(PARKING, "yes"), Cause.MODEL),
        (depends(YES_NO), depends({"guest": "no", "member": "yes"}), Cause.MODEL),
        (answer(PETS, "yes"), answer(), Cause.UNKNOWN),
    ],
)
def test_a_threshold_explains_only_what_a_threshold_can_do(
    tmp_path: Path, before: dict[str, Any], after: dict[str, Any], cause: Cause
) -> None:
    a = run(tmp_path / "a", {"x": before}, **MODEL_AND_THRESHOLD[0])
    b = run(tmp_path / "b", {"x": after}, **MODEL_AND_THRESHOLD[1])
    assert [change.cause for change in compared(a, b).changes] == [cause]


def test_a_threshold_for_words_does_not_explain_an_answer_that_is_lost(tmp_path: Path) -> None:
    suggested = {
        "outcome": "suggested",
        "suggestions": [{"entry_id": "pets", "title": "t", "score": 0.9}],
    }
    a = run(tmp_path / "a", {"x": answer(PETS)}, **MODEL_AND_THRESHOLD[0])
    b = run(tmp_path / "b", {"x": suggested}, **MODEL_AND_THRESHOLD[1])
    assert compared(a, b).changes[0].cause is Cause.UNKNOWN


def test_what_changed_outside_of_entries_may_bear_on_any_answer(tmp_path: Path) -> None:
    a = run(tmp_path / "a", {"x": answer(PETS, "yes")}, judge="x")
    b = run(tmp_path / "b", {"x": answer(PETS, "no")}, judge="y", corpus_sha256="9" * 64)
    assert compared(a, b).changes[0].cause is Cause.UNKNOWN


def test_a_run_of_another_corpus_than_that_of_today_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "faq"
    folder.mkdir()
    path = folder / "house.md"
    path.write_text("## Dogs?\n\nDogs are welcome.\n", "utf-8")
    recorded = {"corpus": str(folder), "corpus_sha256": corpus_sha256(folder)}
    before = run(tmp_path / "a", {"x": answer()}, **recorded)
    assert sources_of(before, "A")[1] is None
    path.write_text("## Dogs?\n\nDogs must stay outside.\n", "utf-8")
    found, note = sources_of(before, "A")
    assert list(found.texts.values()) == [path.read_text("utf-8")]
    assert note is not None
    assert note.startswith(f"A was answered from corpus {recorded['corpus_sha256'][:12]}, and ")
    assert f"{folder} holds {corpus_sha256(folder)[:12]} today" in note
    assert f"- note: {note}" in comparison_markdown(compared(before, before), [], [note])
    path.unlink()
    folder.rmdir()
    found, note = sources_of(before, "B")
    assert not found.texts
    assert note is not None
    assert "cannot be read as a corpus" in note
