"""`faq eval calibrate`: thresholds with an error bound, from questions used for nothing else."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli import shared
from assistant.cli.shared import corpus_option
from assistant.errors import FaqError

if TYPE_CHECKING:
    from assistant.calibration import Calibration, Threshold
    from eval.grading import Grade
    from eval.question_set import QuestionSet
    from eval.systems import System


class _Share(click.FloatRange):
    """A share within its range: "nan" would pass every comparison."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """See click."""
        share = float(super().convert(value, param, ctx))
        if math.isnan(share):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return share


_RISK = _Share(1e-6, 1, max_open=True)  # under it, more than two million questions are needed


@click.command("calibrate")
@click.argument("questions", type=click.Path(path_type=Path))
@click.option("--risk", type=_RISK, default=0.1, show_default=True, help="Wrong passages.")
@click.option("--verdict-risk", type=_RISK, default=0.05, show_default=True, help="Wrong words.")
@click.option("--confidence", type=_Share(0.5, 0.999), default=0.9, show_default=True)
@click.option("--into", type=click.Path(path_type=Path), help="File; default: beside the index.")
@corpus_option
def calibrate_command(
    questions: Path, risk: float, verdict_risk: float, confidence: float, into: Path | None
) -> None:
    """Choose and store the thresholds above which at most --risk of the passages shown, and at most
    --verdict-risk of the words yes, no and depends, are wrong.

    The bounds hold for questions like these (exchangeable with them), at --confidence, each by itself.
    """
    from assistant.calibration import (
        Calibration,
        calibration_path,
        default_thresholds,
        write_calibration,
    )
    from eval.assistant_system import NO_THRESHOLDS, open_system
    from eval.calibration import choose_threshold
    from eval.question_set import read_question_set

    settings = shared.settings()
    question_set = read_question_set(questions)
    system = open_system(settings, NO_THRESHOLDS)
    grades = _grades(system, question_set, settings.corpus)
    shown = _shown(grades)
    answer = choose_threshold(*shown, risk=risk, confidence=confidence)
    knowledge = system.knowledge()
    default = default_thresholds(knowledge["judge"])
    said = _said(grades, answer.value if answer else default.answer)
    calibration = Calibration(
        answer=answer,
        verdict=choose_threshold(*said, risk=verdict_risk, confidence=confidence),
        risk=risk,
        verdict_risk=verdict_risk,
        confidence=confidence,
        questions_sha256=question_set.sha256,
        date=datetime.now(UTC).date().isoformat(),
        **knowledge,
    )
    path = into or calibration_path(settings)
    _tell(calibration, len(shown[0]), len(said[0]))
    if calibration.answer is None and calibration.verdict is None:
        stays = f"; {path} stays as it was" if path.exists() else ""
        click.echo(f"nothing is written{stays}")
        sys.exit(1)
    write_calibration(path, calibration)
    click.echo(f"written to {path}")


def _grades(system: System, questions: QuestionSet, corpus: Path) -> list[Grade]:
    from eval.answer_view import AnswerView
    from eval.errors import QuestionSetError
    from eval.gold import read_sources
    from eval.grading import grade

    sources = read_sources(corpus)
    grades = []
    for line, question in zip(questions.lines, questions.questions, strict=True):
        if not question.labelled:
            continue
        try:
            answer = system.answer(question)
        except FaqError as error:  # left out, it would make the promise too kind
            problem = f"question {question.id!r} cannot be answered: {error}"
            raise QuestionSetError(questions.path, line, problem) from None
        view, confidence = AnswerView.model_validate(answer), system.trace(question).confidence
        grades.append(grade(question, view, sources, confidence=confidence))
    return grades


def _shown(grades: Sequence[Grade]) -> tuple[list[float], list[bool]]:
    """Score of each passage shown, and whether it was wrong to show it."""
    rows = [(g.score, not g.passage_right) for g in grades if g.answered and g.score is not None]
    return [score for score, _ in rows], [wrong for _, wrong in rows]


def _said(grades: Sequence[Grade], answer_threshold: float) -> tuple[list[float], list[bool]]:
    """Confidence of each word that the answer threshold lets through, and whether it was wrong."""
    from eval.grading import VerdictGrade

    rows = [
        (g.confidence, g.verdict is not VerdictGrade.RIGHT)
        for g in grades
        if g.word_given and g.confidence is not None and (g.score or 0.0) >= answer_threshold
    ]
    return [score for score, _ in rows], [wrong for _, wrong in rows]


def _tell(calibration: Calibration, shown: int, said: int) -> None:
    confidence = calibration.confidence
    click.echo(f"answer: {_sentence(calibration.answer, calibration.risk, confidence, shown)}")
    click.echo(
        f"verdict: {_sentence(calibration.verdict, calibration.verdict_risk, confidence, said)}"
    )
    click.echo("these bounds assume that the questions to come are exchangeable with these ones")


def _sentence(threshold: Threshold | None, risk: float, confidence: float, n: int) -> str:
    from eval.calibration import fewest

    promise = f"with {100 * confidence:g}% confidence"
    if threshold is not None:
        return (
            f"at or above {threshold.value:.4f}, {threshold.failures} of {threshold.n} wrong, at "
            f"most {_percent(threshold.bound)} {promise}, coverage {threshold.coverage:.1%}"
        )
    needed = fewest(risk, confidence)
    if n < needed:
        return (
            f"{n} are too few to promise at most {_percent(risk)} wrong {promise}: at least {needed} "
            "are needed, all of them right; the default stays"
        )
    return (
        f"no threshold over {n} keeps errors within {_percent(risk)} {promise}: more or better "
        "questions; the default stays"
    )


def _percent(share: float) -> str:
    """One decimal, or as many as a small share needs."""
    return f"{share:.1%}" if share >= 0.001 else f"{100 * share:.2g}%"
