"""`faq eval calibrate`: thresholds with an error bound, from questions used for nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli import shared
from assistant.cli.shared import corpus_option

if TYPE_CHECKING:
    from eval.calibration import Calibration, Threshold
    from eval.grading import Grade
    from eval.question_set import Question
    from eval.systems import System


@click.command("calibrate")
@click.argument("questions", type=click.Path(path_type=Path))
@click.option("--risk", type=click.FloatRange(0, 1, min_open=True), default=0.1, show_default=True)
@click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.9, show_default=True)
@click.option("--into", type=click.Path(path_type=Path), help="File; default: beside the index.")
@corpus_option
def calibrate_command(questions: Path, risk: float, confidence: float, into: Path | None) -> None:
    """Thresholds above which at most --risk of the passages, and of the words, are wrong."""
    from assistant.knowledge import index_root
    from eval.calibration import Calibration, choose_threshold, write_calibration
    from eval.door import NO_THRESHOLDS, open_system
    from eval.grading import VerdictGrade
    from eval.question_set import read_question_set

    settings = shared.settings()
    question_set = read_question_set(questions)
    system = open_system(settings, NO_THRESHOLDS)
    grades = _grades(system, question_set.questions, settings.corpus)
    shown = [(g.score, not g.passage_right) for g in grades if g.score is not None]
    said = [
        (g.confidence, g.verdict is not VerdictGrade.RIGHT)
        for g in grades
        if g.confidence is not None
    ]
    calibration = Calibration(
        answer=choose_threshold(*_columns(shown), risk=risk, confidence=confidence),
        verdict=choose_threshold(*_columns(said), risk=risk, confidence=confidence),
        risk=risk,
        confidence=confidence,
        questions_sha256=question_set.sha256,
        date=datetime.now(UTC).date().isoformat(),
        **system.knowledge(),
    )
    path = into or index_root(settings) / "calibration.json"
    write_calibration(path, calibration)
    _tell(calibration, path)


def _grades(system: System, questions: Sequence[Question], corpus: Path) -> list[Grade]:
    from eval.answer_view import AnswerView
    from eval.gold import read_sources
    from eval.grading import grade

    sources = read_sources(corpus)
    grades = []
    for question in questions:
        if question.labelled:
            answer = system.answer(question)
            view, confidence = AnswerView.model_validate(answer), system.trace(answer).confidence
            grades.append(grade(question, view, sources, confidence=confidence))
    return grades


def _columns(rows: Sequence[tuple[float, bool]]) -> tuple[list[float], list[bool]]:
    return [score for score, _ in rows], [wrong for _, wrong in rows]


def _tell(calibration: Calibration, path: Path) -> None:
    promise = f"with {calibration.confidence:.0%} confidence"
    for name, threshold in (("answer", calibration.answer), ("verdict", calibration.verdict)):
        click.echo(f"{name}: {_sentence(threshold, calibration.risk, promise)}")
    click.echo(f"written to {path}")
    if calibration.answer is None and calibration.verdict is None:
        sys.exit(1)


def _sentence(threshold: Threshold | None, risk: float, promise: str) -> str:
    if threshold is None:
        return f"no threshold keeps errors within {risk:.1%} {promise}: more or better questions"
    return (
        f"at or above {threshold.value:.4f}, {threshold.failures} of {threshold.n} wrong, at most "
        f"{threshold.bound:.1%} {promise}, coverage {threshold.coverage:.1%}"
    )
