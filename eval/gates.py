"""What a comparison or a run may not do: limits that fail a build. And a comparison in Markdown."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from assistant.errors import UsageError
from eval.answer_view import AnswerView
from eval.compare import Change, ChangeKind, Comparison
from eval.markdown import escaped as _cell
from eval.measures import LOWER_IS_BETTER, SHARES, Measures
from eval.statistics import PairedDifference, chance_of_losing

SIGNIFICANT = 0.05

_LONGEST_SHOWN = 60  # characters of a wrong value


@dataclass(frozen=True, slots=True)
class Limits:
    """How often each may happen at most; None: any number.

    `max_lost_right` None: right answers may go quiet as long as no more do than chance explains, given
    those that were won.
    """

    max_new_wrong: int | None = None
    max_flipped: int | None = None
    max_lost_answers: int | None = None
    max_lost_right: int | None = None
    max_changed_passages: int | None = None
    max_new_errors: int | None = None
    max_flipped_rows: int | None = None
    max_not_compared: int | None = None


_LIMITED = {
    "max_new_wrong": (ChangeKind.NEW_WRONG,),
    "max_flipped": (ChangeKind.FLIPPED_VERDICT,),
    "max_lost_answers": (ChangeKind.LOST_ANSWER,),
    "max_lost_right": (ChangeKind.LOST_RIGHT,),
    "max_changed_passages": (ChangeKind.CHANGED_PASSAGE, ChangeKind.FURTHER_PASSAGES),
    "max_new_errors": (ChangeKind.NEW_ERROR,),
}


def broken_limits(comparison: Comparison, limits: Limits) -> list[str]:
    """One line for each limit that the comparison goes over."""
    broken = _not_compared(comparison, limits)
    counts = {name: (comparison.count(*kinds), kinds[0].value) for name, kinds in _LIMITED.items()}
    counts["max_flipped_rows"] = (comparison.flipped_rows, ChangeKind.FLIPPED_ROW.value)
    for name, (count, what) in counts.items():
        limit: int | None = getattr(limits, name)
        if limit is not None and count > limit:
            broken.append(f"{count} {what}, --{name.replace('_', '-')} allows {limit}")
    if limits.max_lost_right is None:
        broken += _gone_quiet(comparison)
    return broken


def _not_compared(comparison: Comparison, limits: Limits) -> list[str]:
    broken = []
    if comparison.n == 0:
        broken.append("no question is in both runs: nothing was compared")
    left_out = len(comparison.only_a)
    if comparison.same_set:
        left_out -= len(comparison.dropped)
        for name, ids in (("A", comparison.added), ("B", comparison.dropped)):
            if ids:
                broken.append(
                    f"{len(ids)} questions of the set are missing in {name}: finish its run"
                )
    limit = limits.max_not_compared
    if limit is not None and left_out > limit:
        broken.append(
            f"{left_out} questions of A are not, or not with the same words and gold, in B, "
            f"--max-not-compared allows {limit}"
        )
    return broken


def _gone_quiet(comparison: Comparison) -> list[str]:
    """Right answers that went quiet, where they are more than chance explains, or were the last ones."""
    lost, won = comparison.went_quiet, comparison.won_answers
    if not lost:
        return []
    p = chance_of_losing(lost, won)
    if comparison.right_answers_b and p >= SIGNIFICANT:
        return []
    why = f"more than chance explains (p = {p:.2g})" if p < SIGNIFICANT else "none is left"
    return [
        f"{lost} right answers went quiet, {won} were won: {why}; --max-lost-right sets a number"
    ]


def read_levels(path: Path) -> dict[str, float]:
    """Recorded levels, by measure. Raises UsageError."""
    try:
        read = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise UsageError(f"{path} is not a JSON object of measure and level")
    for name, level in read.items():
        if name not in SHARES:
            raise UsageError(f"{path}: {name!r} is no measure: use one of {', '.join(SHARES)}")
        # One outside always holds or never does. True would be read as 1, "nan" passes no comparison.
        is_number = isinstance(level, int | float) and not isinstance(level, bool)
        if not (is_number and 0 <= level <= 1):
            problem = f"the level of {name!r} is {_short(level)}: give a share from 0 to 1"
            raise UsageError(f"{path}: {problem}")
    return {name: float(level) for name, level in read.items()}


def _short(value: object) -> str:
    """A value as JSON has it, in one line and cut where it is long."""
    text = json.dumps(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def broken_levels(measures: Measures, levels: Mapping[str, float]) -> list[str]:
    """One line for each share that is worse than its recorded level, or whose name is unknown."""
    broken = []
    for name, level in levels.items():
        if name not in SHARES:
            broken.append(f"level for an unknown measure {name!r}: one of {', '.join(SHARES)}")
            continue
        value = measures.shares[name].value
        if value is None:
            broken.append(f"{name}: no question counts, level {level}")
        elif name in LOWER_IS_BETTER and value > level:
            broken.append(f"{name}: {value:.4f} is over the recorded level {level}")
        elif name not in LOWER_IS_BETTER and value < level:
            broken.append(f"{name}: {value:.4f} is under the recorded level {level}")
    return broken


def fail(broken: Sequence[str]) -> None:
    """Say each line on stderr and end with status 1; nothing where there is none."""
    for line in broken:
        click.echo(line, err=True)
    if broken:
        sys.exit(1)


def comparison_markdown(
    comparison: Comparison, broken: Sequence[str], notes: Sequence[str] = ()
) -> str:
    """The comparison for a pull request: counts, tests, every change; `notes` on how it was graded."""
    lines = [f"## {'❌' if broken else '✅'} Answers compared: {comparison.n} questions", ""]
    lines += [f"- **over the limit**: {line}" for line in broken]
    lines += [f"- {cause.value}: {_cell(text)}" for cause, text in comparison.differences.items()]
    lines += [f"- note: {_cell(note)}" for note in notes]
    lines += [f"- {name}: {_ids(ids)}" for name, ids in _named(comparison).items() if ids]
    lines += ["", "| change | questions |", "|---|---:|"]
    lines += [f"| {kind.value} | {comparison.count(kind)} |" for kind in ChangeKind]
    lines += ["", _difference("all right", comparison.right), ""]
    lines += [_difference("anything wrong", comparison.wrong), ""]
    if comparison.changes:
        lines += ["| id | question | change | cause | A | B |", "|---|---|---|---|---|---|"]
        lines += [_change_row(change) for change in comparison.changes]
    else:
        lines.append("No answer changed.")
    return "\n".join(lines) + "\n"


def _named(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    """Ids that a reader of the counts must know of."""
    return {
        "not compared, only in A": comparison.dropped,
        "not compared, only in B": comparison.added,
        "not compared, reworded or relabelled": comparison.relabelled,
        "other gold passages, each run graded by its own": comparison.moved_gold,
    }


def _ids(ids: tuple[str, ...]) -> str:
    return f"{len(ids)} ({', '.join(_cell(id_) for id_ in ids)})"


def _difference(name: str, d: PairedDifference) -> str:
    if d.n == 0:
        return f"{name}: no question with gold in both"
    return (
        f"{name}: {100 * d.difference:+.1f} points ({100 * d.low:+.1f} to {100 * d.high:+.1f}, "
        f"n {d.n}), only in A {d.only_a}, only in B {d.only_b}, McNemar p = {d.p:.3g}"
    )


def _change_row(change: Change) -> str:
    cells = [
        _cell(change.a.id),
        _cell(" / ".join([*change.a.question.history, change.a.question.question])),
        ", ".join(kind.value for kind in change.kinds),
        change.cause.value,
        _given(change.a.answer),
        _given(change.b.answer),
    ]
    return f"| {' | '.join(cells)} |"


def _given(answer: AnswerView | None) -> str:
    if answer is None:
        return "error"
    if not answer.answered:
        return answer.outcome.value
    shown = _cell(answer.passages[0].text[:160])
    if answer.verdict is None:
        return shown
    rows = [f"{row.audience}: {row.value.value}" for row in answer.verdict.by_audience]
    below = [*rows, *(f"if: {condition.text}" for condition in answer.verdict.conditions)]
    told = f" ({_cell('; '.join(below))})" if below else ""
    return f"**{answer.verdict.value.value}**{told} {shown}"
