"""A question that is looked up, and what was found on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.evidence import Selection
from assistant.questions import Question, analyse
from assistant.types import EntryHit, QuestionForm
from assistant.verdict import Reading

Observe = Callable[[str, float], None]
"""Told the name of a stage and the seconds it took: understanding, retrieval, relevance, polarity,
composition. Stages that a question does not need are left out."""


def no_observer(_stage: str, _seconds: float) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question that needs no history, as typed and analysed; who asks it, and who does not; and who is told
    of the time."""

    standalone: str
    question: Question
    audience: str | None = None
    observe: Observe = no_observer
    denied: frozenset[str] = frozenset()
    compares_audiences: bool = False  # several audiences: what is said to all of them is one answer

    @classmethod
    def of(cls, standalone: str, audience: str | None = None) -> Query:
        """The query for a question that nobody has analysed yet."""
        return cls(standalone, analyse(standalone), audience)

    @property
    def polar(self) -> bool:
        """Whether yes or no would answer it."""
        return self.question.form is QuestionForm.POLAR


@dataclass(frozen=True, slots=True)
class Assessment:
    """The hits, best first; what of the best would be shown; what it says to a yes/no question; and the
    probability in [0, 1] that it answers."""

    hits: tuple[EntryHit, ...]
    chosen: Selection
    readings: tuple[Reading, ...]
    confidence: float


@contextmanager
def observe_stage(stage: str, observe: Observe) -> Iterator[None]:
    """Tell `observe` how long the block took."""
    started = time.perf_counter()
    yield
    observe(stage, time.perf_counter() - started)
