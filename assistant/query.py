"""A question that is looked up, and what was found on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.evidence import Chosen
from assistant.questions import Question, analyse
from assistant.types import EntryHit, QuestionForm
from assistant.verdict import Reading

Observe = Callable[[str, float], None]
"""Told the name of a stage and the seconds it took: understanding, retrieval, relevance, polarity,
composition. Stages that a question does not need are left out."""


def ignore(_stage: str, _seconds: float) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question that needs no history, as typed and analysed; who asks it, and who does not; and who is told
    of the time."""

    standalone: str
    question: Question
    audience: str | None = None
    observe: Observe = ignore
    denied: frozenset[str] = frozenset()
    compares: bool = False  # several audiences: what is said to all of them is one answer

    @classmethod
    def of(cls, standalone: str, audience: str | None = None) -> Inquiry:
        """The inquiry for a question that nobody has analysed yet."""
        return cls(standalone, analyse(standalone), audience)

    @property
    def polar(self) -> bool:
        """Whether yes or no would answer it."""
        return self.question.form is QuestionForm.POLAR


@dataclass(frozen=True, slots=True)
class Considered:
    """The hits, best first; what of the best would be shown; what it says to a yes/no question; and the
    probability in [0, 1] that it answers."""

    hits: tuple[EntryHit, ...]
    chosen: Chosen
    readings: tuple[Reading, ...]
    confidence: float


@contextmanager
def timed(stage: str, observe: Observe) -> Iterator[None]:
    """Tell `observe` how long the block took."""
    started = time.perf_counter()
    yield
    observe(stage, time.perf_counter() - started)
