"""A question to look up, and the assessment of what was found for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.evidence import Selection
from assistant.questions import Question, analyse
from assistant.types import ANYBODY, Asker, EntryHit, QuestionForm
from assistant.verdict import Reading

Observe = Callable[[str, float], None]
"""Receives the name of a stage and the seconds it took: understanding, retrieval, relevance, polarity,
composition. Stages that a question does not need are left out."""


def no_observer(_stage: str, _seconds: float) -> None:
    """For callers that want no timings."""


@dataclass(frozen=True, slots=True)
class Query:
    """A standalone question, as typed and analysed, with who asks it; `observe` receives stage timings."""

    standalone: str
    question: Question
    asker: Asker = ANYBODY
    observe: Observe = no_observer
    compares_audiences: bool = False  # what is said to all of them is then one answer

    @classmethod
    def of(cls, standalone: str, audience: str | None = None) -> Query:
        """The query for a question that nobody has analysed yet."""
        return cls(standalone, analyse(standalone), Asker(audience))

    @property
    def polar(self) -> bool:
        """Whether yes or no would answer it."""
        return self.question.form is QuestionForm.POLAR


@dataclass(frozen=True, slots=True)
class Assessment:
    """Ranked hits, the evidence selected from the best, its polarity readings, and the probability in [0, 1]
    that it answers."""

    hits: tuple[EntryHit, ...]
    selection: Selection
    readings: tuple[Reading, ...]
    confidence: float


@contextmanager
def observe_stage(stage: str, observe: Observe) -> Iterator[None]:
    """Time the block for `observe`."""
    started = time.perf_counter()
    yield
    observe(stage, time.perf_counter() - started)
