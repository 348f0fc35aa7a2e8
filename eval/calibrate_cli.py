"""`faq eval calibrate`: thresholds with an error bound, from questions used for nothing else."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli import shared
from assistant.cli.shared import corpus_option

if TYPE_CHECKING:
    from assistant.calibration import Calibration, Threshold
    from assistant.decision import Thresholds
    from eval.served import Served


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
    from assistant.calibration import Calibration, calibration_path, write_calibration
    from eval.assistant_system import NO_THRESHOLDS, open_system
    from eval.gold import read_sources
    from eval.question_set import read_question_set
    from eval.served import Served

    settings = shared.settings()
    question_set = read_question_set(questions)
    system = open_system(settings, NO_THRESHOLDS).remembering()
    served = Served(system, question_set, read_sources(settings.corpus))
    nothing = Calibration(
        answer=None,
        verdict=None,
        risk=risk,
        verdict_risk=verdict_risk,
        confidence=confidence,
        questions_sha256=question_set.sha256,
        date=datetime.now(UTC).date().isoformat(),
        **system.knowledge(),
    )
    calibration = _chosen(served, nothing)
    path = into or calibration_path(settings)
    if not _holds(served, calibration):
        stays = f"; {path} stays as it was" if path.exists() else ""
        click.echo(f"nothing is written{stays}")
        sys.exit(1)
    write_calibration(path, calibration)
    click.echo(f"written to {path}")


def _chosen(served: Served, start: Calibration) -> Calibration:
    """`start` with thresholds, each chosen by what is served at it, and told.

    Which quotes are read together depends on the thresholds: at another one it may be another word.
    """
    from eval.assistant_system import NO_THRESHOLDS
    from eval.calibration import choose_threshold
    from eval.served import wrong_passages, wrong_words

    default, confidence = start.thresholds(), start.confidence
    scores = [g.score for g in served.at(NO_THRESHOLDS) if g.answered and g.score is not None]
    answer = choose_threshold(
        scores,
        lambda value: wrong_passages(served.at(_with_answer(default, value))),
        risk=start.risk,
        confidence=confidence,
    )
    shown = _with_answer(default, answer.value if answer else default.answer)
    words = served.at(replace(shown, verdict=0.0))
    confidences = [g.confidence for g in words if g.word_given and g.confidence is not None]
    verdict = choose_threshold(
        confidences,
        lambda value: wrong_words(served.at(replace(shown, verdict=value))),
        risk=start.verdict_risk,
        confidence=confidence,
    )
    click.echo(f"answer: {_sentence(answer, start.risk, confidence, len(scores))}")
    click.echo(f"verdict: {_sentence(verdict, start.verdict_risk, confidence, len(confidences))}")
    click.echo("these bounds assume that the questions to come are exchangeable with these ones")
    return start.model_copy(update={"answer": answer, "verdict": verdict})


def _with_answer(thresholds: Thresholds, answer: float) -> Thresholds:
    return replace(thresholds, answer=answer, suggest=min(thresholds.suggest, answer))


def _holds(served: Served, calibration: Calibration) -> bool:
    """Whether something is promised, and the promises hold where both thresholds are served together."""
    from eval.served import wrong_passages, wrong_words
    from eval.statistics import upper_bound

    if calibration.answer is None and calibration.verdict is None:
        return False
    grades = served.at(calibration.thresholds())
    holds = True
    for what, wrong, threshold, risk in (
        ("passages", wrong_passages(grades), calibration.answer, calibration.risk),
        ("words", wrong_words(grades), calibration.verdict, calibration.verdict_risk),
    ):
        bound = upper_bound(sum(wrong), len(wrong), calibration.confidence)
        told = f"{sum(wrong)} of {len(wrong)} wrong, at most {_percent(bound)}"
        click.echo(f"{what} as served with both: {told}")
        if threshold is not None and bound > risk:
            click.echo(f"that is more than {_percent(risk)}: the promise does not hold")
            holds = False
    return holds


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
