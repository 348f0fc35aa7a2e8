"""Two runs, question by question: flips, changed passages, new and lost answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.types import VerdictValue
from eval.answer_view import AnswerView
from eval.causes import Cause, cause, differences
from eval.gold import GoldSources
from eval.grading import Grade, grade
from eval.run_record import AnswerRow, Run
from eval.statistics import PairedDifference, paired_difference


class ChangeKind(StrEnum):
    """What happened to one question between run A and run B. Several may hold at once."""

    NEW_WRONG = "newly wrong"
    FIXED_WRONG = "no longer wrong"
    NEW_RIGHT = "newly right"
    LOST_RIGHT = "no longer right"
    FLIPPED_VERDICT = "flipped verdict"  # one of yes, no, depends became another
    NEW_VERDICT = "verdict now given"
    WITHHELD_VERDICT = "verdict now withheld"
    FLIPPED_ROW = "flipped row"  # the same for the word for one audience
    CHANGED_ROWS = "changed rows"  # audiences or their words came, went, or are no longer sure
    CHANGED_CONDITIONS = "changed conditions"
    CHANGED_PASSAGE = "changed passage"  # the first, which the answer stands on
    FURTHER_PASSAGES = "changed further passages"
    LOST_GOLD = "gold passage no longer shown"
    NEW_ANSWER = "newly answered"
    LOST_ANSWER = "no longer answered"
    NEW_ERROR = "newly failing"


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose answer changed; the grades are None where there is no gold."""

    a: AnswerRow
    b: AnswerRow
    kinds: tuple[ChangeKind, ...]
    cause: Cause
    grade_a: Grade | None
    grade_b: Grade | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run A (before) against run B (after) over the questions that both hold.

    `only_a` and `only_b` are ids of questions that only one of them holds, or that were reworded or
    relabelled between them. `differences` maps a cause to what differs. `right_answers_b` counts right
    answers to answerable questions, rightful silence left out.
    """

    a: Run
    b: Run
    changes: tuple[Change, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    differences: Mapping[Cause, str]
    right: PairedDifference
    wrong: PairedDifference
    right_answers_b: int
    n: int

    def count(self, *kinds: ChangeKind) -> int:
        """Questions to which any of `kinds` happened."""
        return sum(not set(kinds).isdisjoint(change.kinds) for change in self.changes)

    @property
    def went_quiet(self) -> int:
        """Right answers that became silence or lost their word, and so are not newly wrong."""
        return sum(
            ChangeKind.LOST_RIGHT in change.kinds and ChangeKind.NEW_WRONG not in change.kinds
            for change in self.changes
        )

    @property
    def flipped_rows(self) -> int:
        """Flipped rows of answers that were not wrong before: there is no gold for the word of a row."""
        return sum(
            ChangeKind.FLIPPED_ROW in change.kinds
            and not (change.grade_a is not None and change.grade_a.wrong)
            for change in self.changes
        )

    @property
    def won_answers(self) -> int:
        """Answerable questions that are newly right."""
        return sum(
            ChangeKind.NEW_RIGHT in change.kinds
            and change.grade_b is not None
            and change.grade_b.answerable
            for change in self.changes
        )

    @property
    def same_set(self) -> bool:
        """Whether both were asked the same file of questions."""
        return self.a.info.questions_sha256 == self.b.info.questions_sha256

    @property
    def relabelled(self) -> tuple[str, ...]:
        """Ids in both whose question, audience, answerability or verdict is another: not compared."""
        return tuple(key for key in self.only_a if key in self.b.rows)

    @property
    def dropped(self) -> tuple[str, ...]:
        """Ids that B does not hold."""
        return tuple(key for key in self.only_a if key not in self.b.rows)

    @property
    def added(self) -> tuple[str, ...]:
        """Ids that A does not hold."""
        return tuple(key for key in self.only_b if key not in self.a.rows)

    @property
    def moved_gold(self) -> tuple[str, ...]:
        """Compared ids with other gold passages in B than in A: each run is graded by its own."""
        return tuple(
            key
            for key in sorted(self.a.rows.keys() & self.b.rows.keys() - set(self.only_a))
            if self.a.rows[key].question.passages != self.b.rows[key].question.passages
        )


def compare(a: Run, b: Run, sources_a: GoldSources, sources_b: GoldSources) -> Comparison:
    """Compare the questions that are the same in both runs, gold included."""
    both = [key for key in sorted(a.rows) if _same_question(a.rows[key], b.rows.get(key))]
    found = differences(a.info, b.info)
    grades = {key: (_grade(a.rows[key], sources_a), _grade(b.rows[key], sources_b)) for key in both}
    changes = []
    for key in both:
        kinds = _kinds(a.rows[key], b.rows[key], *grades[key])
        if kinds:
            why = cause(a, b, key, found)
            changes.append(Change(a.rows[key], b.rows[key], kinds, why, *grades[key]))
    pairs = [(x, y) for x, y in grades.values() if x is not None and y is not None]
    return Comparison(
        a,
        b,
        tuple(changes),
        tuple(key for key in sorted(a.rows) if key not in grades),
        tuple(key for key in sorted(b.rows) if key not in grades),
        found,
        paired_difference([x.good for x, _ in pairs], [y.good for _, y in pairs]),
        paired_difference([x.wrong for x, _ in pairs], [y.wrong for _, y in pairs]),
        sum(y.answerable and y.good for _, y in pairs),
        len(both),
    )


def _same_question(a: AnswerRow, b: AnswerRow | None) -> bool:
    """Same wording, history, audience and answerability; gold passages may follow the corpus."""
    if b is None:
        return False
    x, y = a.question, b.question
    return (x.question, x.history, x.audience, x.answerable, x.verdict) == (
        y.question,
        y.history,
        y.audience,
        y.answerable,
        y.verdict,
    )


def _grade(row: AnswerRow, sources: GoldSources) -> Grade | None:
    if not row.question.labelled:
        return None
    return grade(row.question, row.answer, sources, row.latency_ms, row.confidence)


def _kinds(
    a: AnswerRow, b: AnswerRow, grade_a: Grade | None, grade_b: Grade | None
) -> tuple[ChangeKind, ...]:
    x, y = a.answer, b.answer
    found = [
        *_graded_kinds(grade_a, grade_b),
        *_verdict_kinds(x.word if x else None, y.word if y else None),
    ]
    answered = [view is not None and view.answered for view in (x, y)]
    if answered[0] != answered[1]:
        found.append(ChangeKind.NEW_ANSWER if answered[1] else ChangeKind.LOST_ANSWER)
    elif x and y and all(answered):
        found += [*_row_kinds(x, y), *_passage_kinds(x, y, grade_a, grade_b)]
    if x is not None and y is None:
        found.append(ChangeKind.NEW_ERROR)
    return tuple(found)


def _graded_kinds(a: Grade | None, b: Grade | None) -> list[ChangeKind]:
    if a is None or b is None:
        return []
    found = []
    if a.wrong != b.wrong:
        found.append(ChangeKind.NEW_WRONG if b.wrong else ChangeKind.FIXED_WRONG)
    if a.good != b.good:
        found.append(ChangeKind.NEW_RIGHT if b.good else ChangeKind.LOST_RIGHT)
    return found


def _verdict_kinds(a: VerdictValue | None, b: VerdictValue | None) -> list[ChangeKind]:
    if a is b:
        return []
    if a is None:
        return [ChangeKind.NEW_VERDICT]
    return [ChangeKind.WITHHELD_VERDICT if b is None else ChangeKind.FLIPPED_VERDICT]


def _row_kinds(a: AnswerView, b: AnswerView) -> list[ChangeKind]:
    """What changed below the word; where the word changed, it tells of them, too."""
    if a.word is not b.word:
        return []
    found = []
    if a.has_flipped_row(b):
        found.append(ChangeKind.FLIPPED_ROW)
    elif a.rows() != b.rows():
        found.append(ChangeKind.CHANGED_ROWS)
    if a.conditions() != b.conditions():
        found.append(ChangeKind.CHANGED_CONDITIONS)
    return found


def _passage_kinds(
    a: AnswerView, b: AnswerView, grade_a: Grade | None, grade_b: Grade | None
) -> list[ChangeKind]:
    """Compares texts: moving a passage within a file is no change."""
    found = []
    shown_a, shown_b = a.shown_texts(), b.shown_texts()
    if shown_a[0] != shown_b[0]:
        found.append(ChangeKind.CHANGED_PASSAGE)
    elif sorted(shown_a) != sorted(shown_b):
        found.append(ChangeKind.FURTHER_PASSAGES)
    if grade_a and grade_b:
        in_both = grade_a.gold_shown & set(grade_b.question.passages)
        if in_both - grade_b.gold_shown:
            found.append(ChangeKind.LOST_GOLD)
    return found
