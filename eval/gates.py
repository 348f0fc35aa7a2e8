"""What a comparison or a run may not do: limits that fail a build. And a comparison in Markdown."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from assistant.errors import UsageError
from eval.answer_view import AnswerView
from eval.compare import Change, ChangeKind, Comparison
from eval.measures import LOWER_IS_BETTER, SHARES, Measures
from eval.statistics import PairedDifference


@dataclass(frozen=True, slots=True)
class Limits:
    """How often each may happen at most; None: any number."""

    max_new_wrong: int | None = None
    max_flipped: int | None = None
    max_lost_answers: int | None = None
    max_lost_right: int | None = None
    max_changed_passages: int | None = None
    max_new_errors: int | None = None


_LIMITED = {
    "max_new_wrong": ChangeKind.NEW_WRONG,
    "max_flipped": ChangeKind.FLIPPED_VERDICT,
    "max_lost_answers": ChangeKind.LOST_ANSWER,
    "max_lost_right": ChangeKind.LOST_RIGHT,
    "max_changed_passages": ChangeKind.CHANGED_PASSAGE,
    "max_new_errors": ChangeKind.NEW_ERROR,
}


def broken_limits(comparison: Comparison, limits: Limits) -> list[str]:
    """One line for each limit that the comparison goes over."""
    broken = []
    if comparison.n == 0:
        broken.append("no question is in both runs: nothing was compared")
    if comparison.missing:
        broken.append(f"{comparison.missing} questions of the set are missing in B: finish its run")
    for name, kind in _LIMITED.items():
        limit: int | None = getattr(limits, name)
        count = comparison.count(kind)
        if limit is not None and count > limit:
            option = name.replace("_", "-")
            broken.append(f"{count} {kind.value}, --{option} allows {limit}")
    return broken


def read_levels(path: Path) -> dict[str, float]:
    """Recorded levels, by measure. Raises UsageError."""
    try:
        read = json.loads(path.read_bytes())
        levels = {str(name): float(level) for name, level in read.items()}
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise UsageError(f"{path} is not a JSON object of measure and level") from None
    for name, level in levels.items():
        if not math.isfinite(level):  # nothing is worse than it: the level would always hold
            raise UsageError(f"{path}: the level of {name!r} is {level}: give a number")
    return levels


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


def comparison_markdown(comparison: Comparison, broken: list[str]) -> str:
    """The comparison for a pull request: counts, tests, every change."""
    lines = [f"## {'❌' if broken else '✅'} Answers compared: {comparison.n} questions", ""]
    lines += [f"- **over the limit**: {line}" for line in broken]
    lines += [f"- {cause.value}: {text}" for cause, text in comparison.differences.items()]
    if comparison.only_a or comparison.only_b:
        only = f"{len(comparison.only_a)} only in A, {len(comparison.only_b)} only in B"
        lines.append(f"- not compared: {only}")
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


def _difference(name: str, d: PairedDifference) -> str:
    if d.n == 0:
        return f"{name}: no question with gold in both"
    return (
        f"{name}: {100 * d.difference:+.1f} points ({100 * d.low:+.1f} to {100 * d.high:+.1f}, "
        f"n {d.n}), only in A {d.only_a}, only in B {d.only_b}, McNemar p = {d.p:.3g}"
    )


def _change_row(change: Change) -> str:
    cells = [
        change.a.id,
        " / ".join([*change.a.question.history, change.a.question.question]),
        ", ".join(kind.value for kind in change.kinds),
        change.cause.value,
        _given(change.a.answer),
        _given(change.b.answer),
    ]
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _given(answer: AnswerView | None) -> str:
    if answer is None:
        return "error"
    if not answer.answered:
        return answer.outcome.value
    word = f"**{answer.verdict.value.value}** " if answer.verdict else ""
    return f"{word}{answer.passages[0].text[:160]}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
