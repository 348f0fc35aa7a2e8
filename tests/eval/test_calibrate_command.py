from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.decision import Thresholds
from eval.assistant_system import NO_THRESHOLDS
from eval.errors import QuestionSetError
from eval.question_set import EvalQuestion
from tests.eval.commands import OneSystem, Refusing, invoke


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
