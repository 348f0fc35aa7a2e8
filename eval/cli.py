"""`faq eval ...`: libraries are loaded by the command that needs them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli import shared
from assistant.cli.shared import corpus_option
from assistant.errors import OutputError
from assistant.settings import Settings
from eval.bench_cli import bench_command
from eval.benchmark_cli import benchmarks_command
from eval.calibrate_cli import calibrate_command
from eval.errors import EvaluationError
from eval.faqs_cli import faqs_command

if TYPE_CHECKING:
    from eval.evaluation import Evaluation
    from eval.measures import Measures
    from eval.systems import Baseline, Passages

_EXISTING = click.Path(path_type=Path)


class EvalGroup(click.Group):
    """Says what to install where a library is missing that only evaluations need."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises EvaluationError where it lacks a library."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            name = (error.name or "").partition(".")[0]
            if name in ("assistant", "eval"):
                raise
            raise EvaluationError(
                f"`faq eval` needs {name}: pip install 'faq-assistant[eval,export]'"
            ) from None


@click.group("eval", cls=EvalGroup)
def eval_group() -> None:
    """Prove that answers got better and none got worse."""


eval_group.add_command(bench_command)
eval_group.add_command(benchmarks_command)
eval_group.add_command(calibrate_command)
eval_group.add_command(faqs_command)


@eval_group.command("run")
@click.argument("questions", type=_EXISTING)
@click.option("--out", type=_EXISTING, required=True, help="Folder for answers and report.")
@corpus_option
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="Questions asked at a time.")
@click.option("--fresh", is_flag=True, help="Start over where the folder holds a run.")
@click.option("--baselines/--no-baselines", default=True, help="Lexical and dense ones beside it.")
@click.option("--levels", type=_EXISTING, help="JSON of recorded levels; worse is exit status 1.")
def run_command(
    *,
    questions: Path,
    out: Path,
    jobs: int,
    fresh: bool,
    baselines: bool,
    levels: Path | None,
) -> None:
    """Answer QUESTIONS, measure, and write a report (HTML, JSON, Markdown, JUnit) into --out.

    Questions that fail are named, with exit status 1.
    """
    from eval.asking import answer_all
    from eval.evaluation import evaluate
    from eval.gates import broken_levels, fail, read_levels
    from eval.gold import read_sources
    from eval.question_set import read_question_set
    from eval.report import failures, write_report
    from eval.systems import read_passages

    recorded = read_levels(levels) if levels else {}
    question_set = read_question_set(questions)
    settings = shared.settings()
    passages = read_passages(settings.corpus)
    run = answer_all(
        question_set, settings=settings, passages=passages, out=out, jobs=jobs, fresh=fresh
    )
    beside = _baselines(passages, settings) if baselines else []
    evaluation = evaluate(run, passages, read_sources(settings.corpus), beside)
    write_report(evaluation, out)
    _print_summary(evaluation, out)
    fail([*failures(evaluation), *broken_levels(evaluation.measures, recorded)])


@eval_group.command("compare")
@click.argument("run_a", type=_EXISTING)
@click.argument("run_b", type=_EXISTING)
@click.option("--max-new-wrong", type=click.IntRange(0), default=0, show_default=True)
@click.option("--max-flipped", type=click.IntRange(0), help="Verdicts that became another one.")
@click.option("--max-lost-answers", type=click.IntRange(0))
@click.option(
    "--max-lost-right",
    type=click.IntRange(0),
    help="Default: some may go quiet, but not significantly more than are won.",
)
@click.option("--max-changed-passages", type=click.IntRange(0))
@click.option("--max-new-errors", type=click.IntRange(0), default=0, show_default=True)
@click.option(
    "--max-flipped-rows",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Words for one audience that became another one, under the same word for all.",
)
@click.option(
    "--max-not-compared",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Questions of RUN_A that RUN_B does not hold, or holds reworded or relabelled.",
)
@click.option("--markdown", type=_EXISTING, help="Also write the comparison to this file.")
def compare_command(run_a: Path, run_b: Path, markdown: Path | None, **limits: int | None) -> None:
    """Every changed answer from RUN_A (before) to RUN_B (after); exit status 1 past the limits."""
    from eval.compare import compare
    from eval.gates import Limits, broken_limits, comparison_markdown, fail
    from eval.run_record import read_run
    from eval.run_sources import sources_of

    a, b = read_run(run_a), read_run(run_b)
    (sources_a, note_a), (sources_b, note_b) = sources_of(a, "A"), sources_of(b, "B")
    comparison = compare(a, b, sources_a, sources_b)
    broken = broken_limits(comparison, Limits(**limits))
    text = comparison_markdown(comparison, broken, [note for note in (note_a, note_b) if note])
    click.echo(text)
    if markdown:
        _write(markdown, text)
    fail(broken)


@eval_group.command("lint")
@click.argument("questions", type=_EXISTING, nargs=-1, required=True)
@corpus_option
def lint_command(questions: tuple[Path, ...]) -> None:
    """Problems of question sets, taken together as splits of one another; status 1 where one is no warning."""
    from assistant.corpus.problems import Severity
    from eval.gold import read_sources
    from eval.question_lint import lint, read_outline
    from eval.question_set import read_question_set

    sets = [read_question_set(path) for path in questions]
    corpus = shared.settings().corpus
    problems = lint(sets, read_sources(corpus), read_outline(corpus))
    for problem in problems:
        click.echo(str(problem))
    total = sum(len(questions.questions) for questions in sets)
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    errors = len(problems) - warnings
    click.echo(f"{total} questions, {errors} problems, {warnings} warnings", err=True)
    if errors:
        sys.exit(1)


def _baselines(passages: Passages, settings: Settings) -> list[Baseline]:
    from assistant.encoder import load_encoder
    from eval.systems import dense_baseline, lexical_baseline

    encoder = load_encoder(settings)
    return [
        lexical_baseline(passages),
        dense_baseline(passages, encoder.encode_documents, encoder.id),
    ]


def _print_summary(evaluation: Evaluation, out: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    from eval.report import number

    table = Table("measure", "value", "95 %", "n")
    for row in _summary_rows(evaluation.measures):
        table.add_row(*row)
    Console().print(table)
    for system in evaluation.systems:
        hits = system.first_right
        ranked = number(system.ranking["P@1"].value)
        line = f"{system.name}: shown first and right {hits.hits} of {hits.n}"
        click.echo(f"{line}, ranked first {ranked}, answerability {number(system.answerability)}")
    click.echo(f"report: {out / 'report.html'}")


def _summary_rows(measures: Measures) -> Iterator[tuple[str, str, str, str]]:
    from eval.report import interval, percent

    for name, item in measures.shares.items():
        yield name, percent(item.value), interval(item), str(item.n)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8", errors="replace")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from None
