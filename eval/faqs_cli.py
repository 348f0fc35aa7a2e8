"""`faq eval faqs`: the same assistant on many teams' FAQs, one row for each and one for all questions together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli import shared
from eval.errors import EvaluationError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from eval.evaluation import Evaluation
    from eval.grading import Grade
    from eval.measures import Measures

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


@click.command("faqs")
@click.argument("folder", type=_EXISTING)
@click.option("--out", type=_EXISTING, required=True, help="Folder for a report of each FAQ.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="Questions asked at a time.")
@click.option("--fresh", is_flag=True, help="Start over where the folder holds runs.")
@click.option("--levels", type=_EXISTING, help="JSON of recorded levels of all FAQs together.")
def faqs_command(*, folder: Path, out: Path, jobs: int, fresh: bool, levels: Path | None) -> None:
    """Evaluate on every FAQ in FOLDER: sub-folders with corpus files and questions.jsonl.

    Prints a Markdown table of shares with 95 % intervals; worse than --levels is exit status 1.
    """
    from eval.gates import broken_levels, fail, read_levels
    from eval.measures import measure

    recorded = read_levels(levels) if levels else {}
    click.echo(f"| FAQ | n | {' | '.join(_COLUMNS)} |")
    click.echo(f"|---|---:|{'---|' * len(_COLUMNS)}")
    grades: list[Grade] = []
    for faq in faq_folders(folder):
        evaluation = _evaluate(
            faq, shared.settings().model_copy(update={"corpus": faq}), out, jobs, fresh
        )
        grades += evaluation.grades
        click.echo(_row(faq.name, evaluation.measures))
    together = measure(grades)
    click.echo(_row("all", together))
    fail(broken_levels(together, recorded))


def faq_folders(folder: Path) -> Sequence[Path]:
    """The sub-folders with a question set, by name. Raises EvaluationError where there is none."""
    found = sorted(path.parent for path in folder.glob(f"*/{QUESTIONS}"))
    if not found:
        raise EvaluationError(
            f"{folder}: no FAQ with questions: make a folder for each, with its corpus files and {QUESTIONS}"
        )
    return found


def _evaluate(faq: Path, settings: Settings, out: Path, jobs: int, fresh: bool) -> Evaluation:
    from eval.asking import answer_all
    from eval.evaluation import evaluate
    from eval.gold import read_sources
    from eval.question_set import read_question_set
    from eval.report import write_report
    from eval.systems import read_passages

    passages = read_passages(faq)
    run = answer_all(
        read_question_set(faq / QUESTIONS),
        settings=settings,
        passages=passages,
        out=out / faq.name,
        jobs=jobs,
        fresh=fresh,
    )
    evaluation = evaluate(run, passages, read_sources(faq))
    write_report(evaluation, out / faq.name)
    return evaluation


def _row(name: str, measures: Measures) -> str:
    return f"| {name} | {measures.n} | {' | '.join(_cells(measures))} |"


def _cells(measures: Measures) -> Iterator[str]:
    from eval.report import interval, number

    for column in _COLUMNS:
        item = measures.shares[column]
        yield f"{number(item.value)} ({interval(item)})"
