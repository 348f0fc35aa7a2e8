"""A question set as it would be served at given thresholds, graded."""

from __future__ import annotations

from typing import Protocol

from assistant.decision import Thresholds
from assistant.errors import FaqError
from eval.answer_view import AnswerView
from eval.errors import QuestionSetError
from eval.gold import GoldSources
from eval.grading import Grade, VerdictGrade, grade
from eval.question_set import QuestionSet
from eval.systems import System


class Adjustable(System, Protocol):
    """A system that can be asked at any thresholds."""

    def at(self, thresholds: Thresholds) -> Adjustable:
        """The same system with other thresholds."""


class Served:
    """Grades of all labelled questions at any thresholds; at the same ones they are asked once."""

    def __init__(self, system: Adjustable, questions: QuestionSet, sources: GoldSources) -> None:
        self._system = system
        self._questions = questions
        self._sources = sources
        self._asked: dict[Thresholds, tuple[Grade, ...]] = {}

    def at(self, thresholds: Thresholds) -> tuple[Grade, ...]:
        """Ask all at `thresholds`. Raises QuestionSetError for a question that cannot be answered."""
        if thresholds not in self._asked:
            self._asked[thresholds] = tuple(self._grades(self._system.at(thresholds)))
        return self._asked[thresholds]

    def _grades(self, system: System) -> list[Grade]:
        grades = []
        for line, question in zip(self._questions.lines, self._questions.questions, strict=True):
            if not question.labelled:
                continue
            try:
                answer = system.answer(question)
            except FaqError as error:  # left out, it would make the promise too kind
                problem = f"question {question.id!r} cannot be answered: {error}"
                raise QuestionSetError(self._questions.path, line, problem) from None
            view, confidence = AnswerView.model_validate(answer), system.trace(question).confidence
            grades.append(grade(question, view, self._sources, confidence=confidence))
        return grades


def wrong_passages(grades: tuple[Grade, ...]) -> list[bool]:
    """Of each passage shown, whether it was wrong to show it."""
    return [not g.passage_right for g in grades if g.answered]


def wrong_words(grades: tuple[Grade, ...]) -> list[bool]:
    """Of each word yes, no and depends, whether it was wrong to say it."""
    return [g.verdict is not VerdictGrade.RIGHT for g in grades if g.word_given]
