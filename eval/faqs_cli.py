"""`faq eval faqs`: the same assistant on many teams' FAQs, one row for each and one for all questions together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli import shared
from eval.errors import EvaluationError

if TYPE_CHECKING:
    from eval.evaluation import Evaluation
    from eval.gold import GoldSources
    from eval.grading import Grade
    from eval.measures import Measures
    from eval.question_set import QuestionSet
    from eval.systems import Passages

QUESTIONS = "questions.jsonl"
_EXISTING = click.Path(path_type=Path)
# The measures that a row has room for; the JSON of each FAQ's report holds all.
_COLUMNS = (
    "all right",
    "anything wrong",
    "passage right first",
    "coverage",
    "verdict right",
    "verdict right where given",
    "false answers, near",
    "false answers, far",
)


@dataclass(frozen=True, slots=True)
class _Faq:
    """A FAQ and its questions, all read and checked."""

    folder: Path
    questions: QuestionSet
    passages: Passages
    sources: GoldSources


@click.command("faqs")
@click.argument("folder", type=_EXISTING)
@click.option("--out", type=_EXISTING, required=True, help="Folder for a report of each FAQ.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="Questions asked at a time.")
@click.option("--fresh", is_flag=True, help="Start over where the folder holds runs.")
@click.option("--levels", type=_EXISTING, help="JSON of recorded levels of all FAQs together.")
def faqs_command(*, folder: Path, out: Path, jobs: int, fresh: bool, levels: Path | None) -> None:
    """Evaluate on every FAQ in FOLDER: sub-folders with corpus files and questions.jsonl.

    Prints a Markdown table of shares with 95 % intervals; a question that fails, or worse than
    --levels, is exit status 1.
    """
    from eval.gates import broken_levels, fail, read_levels
    from eval.measures import measure
    from eval.report import failures

    recorded = read_levels(levels) if levels else {}
    faqs = [_read(path) for path in faq_folders(folder)]  # a broken one is named before any answer
    click.echo(f"| FAQ | n | {' | '.join(_COLUMNS)} |")
    click.echo(f"|---|---:|{'---|' * len(_COLUMNS)}")
    grades: list[Grade] = []
    failed: list[str] = []
    for faq in faqs:
        evaluation = _evaluate(faq, out, jobs, fresh)
        grades += evaluation.grades
        failed += [f"{faq.folder.name}: {line}" for line in failures(evaluation)]
        click.echo(_row(faq.folder.name, evaluation.measures))
    together = measure(grades)
    click.echo(_row("all", together))
    fail([*failed, *broken_levels(together, recorded)])


def faq_folders(folder: Path) -> Sequence[Path]:
    """The sub-folders with a question set, by name. Raises EvaluationError where there is none."""
    found = sorted(path.parent for path in folder.glob(f"*/{QUESTIONS}"))
    if not found:
        raise EvaluationError(
            f"{folder}: no FAQ with questions: make a folder for each, with its corpus files and {QUESTIONS}"
        )
    return found


def _read(folder: Path) -> _Faq:
    from eval.gold import read_sources
    from eval.question_set import read_question_set
    from eval.systems import read_passages

    questions = read_question_set(folder / QUESTIONS)
    return _Faq(folder, questions, read_passages(folder), read_sources(folder))


def _evaluate(faq: _Faq, out: Path, jobs: int, fresh: bool) -> Evaluation:
    from eval.asking import answer_all
    from eval.evaluation import evaluate
    from eval.report import write_report

    out = out / faq.folder.name
    run = answer_all(
        faq.questions,
        settings=shared.settings().model_copy(update={"corpus": faq.folder}),
        passages=faq.passages,
        out=out,
        jobs=jobs,
        fresh=fresh,
    )
    evaluation = evaluate(run, faq.passages, faq.sources)
    write_report(evaluation, out)
    return evaluation


def _row(name: str, measures: Measures) -> str:
    from eval.markdown import escaped

    return f"| {escaped(name)} | {measures.n} | {' | '.join(_cells(measures))} |"


def _cells(measures: Measures) -> Iterator[str]:
    from eval.report import interval, percent

    for column in _COLUMNS:
        item = measures.shares[column]
        yield f"{percent(item.value)} ({interval(item)})"
