"""Two runs, question by question: flips, changed passages, new and lost answers, and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.types import VerdictValue
from eval.answer_view import AnswerView
from eval.gold import GoldSources, normalise
from eval.grading import Grade, grade
from eval.run_record import AnswerRow, Run, RunInfo
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
    CHANGED_PASSAGE = "changed passage"
    NEW_ANSWER = "newly answered"
    LOST_ANSWER = "no longer answered"
    NEW_ERROR = "newly failing"


class Cause(StrEnum):
    """What differs between the runs that can explain a change."""

    CORPUS = "corpus"
    MODEL = "model"
    THRESHOLD = "threshold"
    CODE = "code"
    UNKNOWN = "unknown"


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
    relabelled between them. `differences` maps a cause to what differs.
    """

    a: Run
    b: Run
    changes: tuple[Change, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    differences: Mapping[Cause, str]
    right: PairedDifference
    wrong: PairedDifference
    n: int

    def count(self, kind: ChangeKind) -> int:
        """Questions to which `kind` happened."""
        return sum(kind in change.kinds for change in self.changes)

    @property
    def missing(self) -> int:
        """Questions that A holds and B does not, though both were asked the same set."""
        same = self.a.info.questions_sha256 == self.b.info.questions_sha256
        return len(self.a.rows.keys() - self.b.rows.keys()) if same else 0


def compare(a: Run, b: Run, sources_a: GoldSources, sources_b: GoldSources) -> Comparison:
    """Compare the questions that are the same in both runs, gold included."""
    both = [key for key in sorted(a.rows) if _same_question(a.rows[key], b.rows.get(key))]
    differences = _differences(a, b)
    grades = {key: (_grade(a.rows[key], sources_a), _grade(b.rows[key], sources_b)) for key in both}
    changes = []
    for key in both:
        kinds = _kinds(a.rows[key], b.rows[key], *grades[key])
        if kinds:
            cause = _cause(a, b, key, differences)
            changes.append(Change(a.rows[key], b.rows[key], kinds, cause, *grades[key]))
    pairs = [(x, y) for x, y in grades.values() if x is not None and y is not None]
    return Comparison(
        a,
        b,
        tuple(changes),
        tuple(key for key in sorted(a.rows) if key not in grades),
        tuple(key for key in sorted(b.rows) if key not in grades),
        differences,
        paired_difference([x.good for x, _ in pairs], [y.good for _, y in pairs]),
        paired_difference([x.wrong for x, _ in pairs], [y.wrong for _, y in pairs]),
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
    found = [
        *_graded_kinds(grade_a, grade_b),
        *_verdict_kinds(_word(a.answer), _word(b.answer)),
        *_answer_kinds(a.answer, b.answer),
    ]
    if a.answer is not None and b.answer is None:
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


def _word(answer: AnswerView | None) -> VerdictValue | None:
    if answer is None or not answer.answered or answer.verdict is None:
        return None
    value = answer.verdict.value
    return None if value is VerdictValue.UNDETERMINED else value


def _verdict_kinds(a: VerdictValue | None, b: VerdictValue | None) -> list[ChangeKind]:
    if a is b:
        return []
    if a is None:
        return [ChangeKind.NEW_VERDICT]
    return [ChangeKind.WITHHELD_VERDICT if b is None else ChangeKind.FLIPPED_VERDICT]


def _answer_kinds(a: AnswerView | None, b: AnswerView | None) -> list[ChangeKind]:
    answered_a = a is not None and a.answered
    answered_b = b is not None and b.answered
    if answered_a != answered_b:
        return [ChangeKind.NEW_ANSWER if answered_b else ChangeKind.LOST_ANSWER]
    if _shown(a) != _shown(b):
        return [ChangeKind.CHANGED_PASSAGE]
    return []


def _shown(answer: AnswerView | None) -> str | None:
    """Text of the passage the answer stands on: moving it within a file is no change."""
    if answer is None or not answer.answered:
        return None
    return normalise(answer.passages[0].text)


def _differences(a: Run, b: Run) -> dict[Cause, str]:
    found = {}
    x, y = a.info, b.info
    if x.corpus_sha256 != y.corpus_sha256:
        touched = sorted(
            key for key in {*x.entries, *y.entries} if x.entries.get(key) != y.entries.get(key)
        )
        found[Cause.CORPUS] = f"entries changed: {', '.join(touched) or 'none, only metadata'}"
    if _models(x) != _models(y):
        found[Cause.MODEL] = f"{_models(x)} -> {_models(y)}"
    settings = sorted(
        key for key in {*x.settings, *y.settings} if x.settings.get(key) != y.settings.get(key)
    )
    if settings:
        found[Cause.THRESHOLD] = ", ".join(
            f"{key} {x.settings.get(key)} -> {y.settings.get(key)}" for key in settings
        )
    if x.commit != y.commit or x.dirty or y.dirty or x.versions != y.versions:
        found[Cause.CODE] = f"{_version(x.commit, x.dirty)} -> {_version(y.commit, y.dirty)}"
    return found


def _models(info: RunInfo) -> str:
    weights = f" ({info.encoder_fingerprint[:12]})" if info.encoder_fingerprint else ""
    return f"{info.encoder}{weights}, judge {info.judge or 'none'}"


def _version(commit: str | None, dirty: bool | None) -> str:
    return f"{(commit or 'unknown')[:12]}{' with changes' if dirty else ''}"


def _cause(a: Run, b: Run, key: str, differences: Mapping[Cause, str]) -> Cause:
    """The one thing that differs; among several, what the answers themselves point to."""
    if len(differences) == 1:
        return next(iter(differences))
    x, y = a.rows[key].answer, b.rows[key].answer
    if Cause.CORPUS in differences and _stands_on_changed_entry(a, b, x, y):
        return Cause.CORPUS
    rest = [cause for cause in differences if cause is not Cause.CORPUS]
    if Cause.THRESHOLD in rest and _same_scores(x, y):
        return Cause.THRESHOLD
    return rest[0] if len(rest) == 1 else Cause.UNKNOWN


def _stands_on_changed_entry(a: Run, b: Run, x: AnswerView | None, y: AnswerView | None) -> bool:
    entries = {view.passages[0].entry_id for view in (x, y) if view and view.passages}
    entries |= {view.suggestions[0].entry_id for view in (x, y) if view and view.suggestions}
    return any(a.info.entries.get(entry) != b.info.entries.get(entry) for entry in entries)


def _same_scores(x: AnswerView | None, y: AnswerView | None) -> bool:
    """Whether the best entry and its score are the same, so that only the decision changed."""
    best = [_best(view) for view in (x, y)]
    return best[0] is not None and best[0] == best[1]


def _best(view: AnswerView | None) -> tuple[str, float] | None:
    if view is None:
        return None
    if view.passages:
        return view.passages[0].entry_id, round(view.passages[0].score, 6)
    if view.suggestions:
        return view.suggestions[0].entry_id, round(view.suggestions[0].score, 6)
    return None
