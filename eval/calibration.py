"""Thresholds with a promise: at most this share of wrong answers, at this confidence.

Learn then Test (Angelopoulos et al., 2021) with Bonferroni: candidate thresholds are set by
coverage, which looks at scores and not at labels; each is tested with an exact binomial bound.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import EvaluationError
from eval.statistics import upper_bound

COVERAGES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_STAMPS = ("index_version", "corpus_sha256", "encoder", "judge")


class CalibrationError(EvaluationError):
    """No threshold keeps the promise, or a stored one belongs to something else."""


class Threshold(BaseModel):
    """At or above `value` at most `bound` of the answers are wrong, at the stated confidence.

    `failures` of `n` answers were wrong on the calibration questions.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: float
    n: int
    failures: int
    bound: float
    coverage: float


class Calibration(BaseModel):
    """What is stored beside an index. `answer` or `verdict` is None where no threshold holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer: Threshold | None
    verdict: Threshold | None
    risk: float
    confidence: float
    questions_sha256: str
    date: str
    index_version: str
    corpus_sha256: str
    encoder: str
    judge: str | None


def choose_threshold(
    scores: Sequence[float], wrong: Sequence[bool], *, risk: float, confidence: float
) -> Threshold | None:
    """The threshold of widest coverage whose bound is within `risk`; None where there is none."""
    if not scores:
        return None
    descending = sorted(zip(scores, wrong, strict=True), key=lambda pair: -pair[0])
    each = 1 - (1 - confidence) / len(COVERAGES)
    best = None
    for coverage in COVERAGES:
        value = descending[max(1, round(coverage * len(descending))) - 1][0]
        taken = [is_wrong for score, is_wrong in descending if score >= value]
        bound = upper_bound(sum(taken), len(taken), each)
        if bound <= risk:
            share = len(taken) / len(descending)
            best = Threshold(
                value=value, n=len(taken), failures=sum(taken), bound=bound, coverage=share
            )
    return best


def write_calibration(path: Path, calibration: Calibration) -> None:
    """Store it as JSON. Raises CalibrationError where that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(calibration.model_dump(mode="json"), indent=2)
        path.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise CalibrationError(f"{path} cannot be written: {error.strerror}") from None


def read_calibration(path: Path, knowledge: dict[str, Any]) -> Calibration:
    """Read thresholds for exactly this index, corpus and these models; refuse any others."""
    try:
        calibration = Calibration.model_validate_json(path.read_bytes())
    except OSError as error:
        raise CalibrationError(f"{path} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        raise CalibrationError(f"{path} is damaged: {error.errors()[0]['msg']}") from None
    for stamp in _STAMPS:
        made, now = getattr(calibration, stamp), knowledge.get(stamp)
        if made != now:
            raise CalibrationError(
                f"{path} was made for {stamp} {made!r}, but {now!r} is loaded: "
                "run `faq eval calibrate` again"
            )
    return calibration
