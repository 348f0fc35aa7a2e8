"""Decides whether to answer, suggest a few entries, or say that the FAQ does not cover the question. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.errors import UsageError
from assistant.types import Outcome


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Bounds on confidences in [0, 1]; chosen by calibration, never on the test split.

    At or above `answer` a passage is shown as the answer, at or above `suggest` it is a suggestion.
    At or above `verdict` the verdict yes, no or depends is given. The default of the first answers 96 % of
    the answerable calibration questions (n = 154) and 2 of the 34 others, and was compared with its neighbours on
    other FAQs, too (eval/faqs/README.md); that of the third lets the
    word be wrong for at most 5 % of the yes/no ones (6 of 124).
    """

    answer: float = 0.3
    suggest: float = 0.1
    verdict: float = 0.85

    def __post_init__(self) -> None:
        if not 0.0 <= self.suggest <= self.answer <= 1.0:
            raise UsageError(
                f"thresholds: suggest ({self.suggest}) may not exceed answer ({self.answer}), "
                "and both lie in [0, 1]"
            )
        if not 0.0 <= self.verdict <= 1.0:
            raise UsageError(f"thresholds: verdict ({self.verdict}) lies in [0, 1]")


# Without the judge a confidence is worth less: 95 % of the same calibration questions are answered.
WITHOUT_JUDGE = Thresholds(answer=0.359, suggest=0.18)


def decide(confidence: float, thresholds: Thresholds) -> Outcome:
    """The outcome for the confidence of the best entry."""
    if confidence < thresholds.suggest:
        return Outcome.NOT_COVERED
    if confidence < thresholds.answer:
        return Outcome.SUGGESTED
    return Outcome.ANSWERED
