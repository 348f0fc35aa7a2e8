"""One question with its gold and one answer -> what was right and wrong about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.types import Outcome, VerdictValue
from eval.answer_view import AnswerView
from eval.gold import GoldSources, is_right_evidence, is_right_passage
from eval.question_set import EvalQuestion, GoldVerdict


class VerdictGrade(StrEnum):
    """How the word given compares with the right one. Withheld is not wrong."""

    RIGHT = "right"
    WRONG_YES = "wrong-yes"
    WRONG_NO = "wrong-no"
    WRONG_DEPENDS = "wrong-depends"
    WITHHELD = "withheld"
    NOT_ASKED = "not-asked"  # no word was due and none was given


class Status(StrEnum):
    """One question as a whole, as a reader of the report sees it."""

    RIGHT = "right"
    WITHHELD = "right passage, verdict withheld"
    SILENT = "not answered"
    RIGHTLY_SILENT = "rightly not answered"
    WRONG_PASSAGE = "wrong passage"
    WRONG_VERDICT = "wrong verdict"
    FALSE_ANSWER = "answered an unanswerable question"
    ERROR = "error"


WRONG = frozenset({Status.WRONG_PASSAGE, Status.WRONG_VERDICT, Status.FALSE_ANSWER, Status.ERROR})
GOOD = frozenset({Status.RIGHT, Status.RIGHTLY_SILENT})
_WRONG_WORDS = {
    VerdictValue.YES: VerdictGrade.WRONG_YES,
    VerdictValue.NO: VerdictGrade.WRONG_NO,
    VerdictValue.DEPENDS: VerdictGrade.WRONG_DEPENDS,
}


@dataclass(frozen=True, slots=True)
class Grade:
    """What is known about one labelled question.

    `passage_right` and `evidence_right` speak of an answered, answerable question (else False).
    `score` is what the decision to answer looked at (None: nothing was found). `gold_shown` are the gold
    passages that any passage of the answer shows, where the first alone decides whether it is right.
    """

    question: EvalQuestion
    status: Status
    answered: bool
    passage_right: bool
    evidence_right: bool
    spans_exact: bool
    verdict: VerdictGrade
    given: VerdictValue | None
    confidence: float | None
    score: float | None
    latency_ms: float
    gold_shown: frozenset[str] = frozenset()

    @property
    def answerable(self) -> bool:
        """Whether the corpus settles the question."""
        return self.question.answerable is True

    @property
    def word_given(self) -> bool:
        """Whether yes, no or depends was said."""
        return self.given is not None and self.given is not VerdictValue.UNDETERMINED

    @property
    def good(self) -> bool:
        """Right in all that was asked, silence where silence is right included."""
        return self.status in GOOD

    @property
    def wrong(self) -> bool:
        """Something wrong was stated. Silence and a withheld word are not wrong."""
        return self.status in WRONG


def grade(
    question: EvalQuestion,
    answer: AnswerView | None,
    sources: GoldSources,
    latency_ms: float = 0.0,
    confidence: float | None = None,
) -> Grade:
    """Grade an answer (None: the assistant failed) to a labelled question.

    `confidence` is what the decision looked at; without it the score of what is shown stands in.
    """
    assert question.labelled, f"question {question.id!r} has no gold"
    if answer is None:
        return _failed(question, latency_ms)
    given = answer.verdict.value if answer.verdict and answer.answered else None
    answerable = answer.answered and question.answerable is True
    right = answerable and is_right_passage(answer.passages[0].shown, question.passages, sources)
    evidence = answerable and any(
        is_right_evidence(quote, question.passages, sources) for quote in answer.quotes()
    )
    word = _verdict_grade(question.verdict, given)
    return Grade(
        question=question,
        status=_status(question, answer.answered, right, word),
        answered=answer.answered,
        passage_right=right,
        evidence_right=evidence,
        spans_exact=answer.spans_are_exact() and _are_in_sources(answer, sources),
        verdict=word,
        given=given,
        confidence=answer.verdict.confidence if answer.verdict and given else None,
        score=_score(answer) if confidence is None else confidence,
        latency_ms=latency_ms,
        gold_shown=_gold_shown(question, answer, sources) if answerable else frozenset(),
    )


def _gold_shown(question: EvalQuestion, answer: AnswerView, sources: GoldSources) -> frozenset[str]:
    return frozenset(
        gold
        for gold in question.passages
        if any(is_right_passage(passage.shown, (gold,), sources) for passage in answer.passages)
    )


def _failed(question: EvalQuestion, latency_ms: float) -> Grade:
    return Grade(
        question=question,
        status=Status.ERROR,
        answered=False,
        passage_right=False,
        evidence_right=False,
        spans_exact=True,
        verdict=_verdict_grade(question.verdict, None),
        given=None,
        confidence=None,
        score=None,
        latency_ms=latency_ms,
    )


def _verdict_grade(gold: GoldVerdict | None, given: VerdictValue | None) -> VerdictGrade:
    if given is None or given is VerdictValue.UNDETERMINED:
        return VerdictGrade.NOT_ASKED if gold is GoldVerdict.NONE else VerdictGrade.WITHHELD
    if gold is not None and given.value == gold.value:
        return VerdictGrade.RIGHT
    return _WRONG_WORDS[given]


def _status(question: EvalQuestion, answered: bool, right: bool, word: VerdictGrade) -> Status:
    if not question.answerable:
        return Status.FALSE_ANSWER if answered else Status.RIGHTLY_SILENT
    if not answered:
        return Status.SILENT
    if not right:
        return Status.WRONG_PASSAGE
    if word is VerdictGrade.WITHHELD:
        return Status.WITHHELD
    if word in (VerdictGrade.RIGHT, VerdictGrade.NOT_ASKED):
        return Status.RIGHT
    return Status.WRONG_VERDICT


def _are_in_sources(answer: AnswerView, sources: GoldSources) -> bool:
    """Whether the passages stand in the source files where they say (unknown files are passed)."""
    return all(
        sources.texts[place.path][place.start : place.end] == passage.text
        for passage, place in ((passage, passage.place) for passage in answer.passages)
        if place.path in sources.texts
    )


def _score(answer: AnswerView) -> float | None:
    if answer.answered:
        return answer.passages[0].score
    if answer.outcome is Outcome.SUGGESTED and answer.suggestions:
        return answer.suggestions[0].score
    return None
