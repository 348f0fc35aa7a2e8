"""`faq eval benchmarks`: public sets by path, one table, published figures beside ours."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli import shared

_NAMES = ("faq", "ingredients", "scope", "followups", "verdicts", "answers")


@click.command("benchmarks")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder with benchmarks/ (stackfaq, covidfaq, clinc150, canard, cast), verdict/, authored/ and "
    "faq_corpora/.",
)
@click.option("--only", type=click.Choice(_NAMES), multiple=True, help="Some of them; default all.")
@click.option(
    "--limit",
    type=click.IntRange(1),
    help="Questions of a set of verdicts or answers, for a quick look.",
)
def benchmarks_command(data: Path, only: tuple[str, ...], limit: int | None) -> None:
    """Ranking, scope, follow-ups, verdicts and whole answers on public sets, as one Markdown table.

    Nothing is trained on these sets. Rows are printed as they come; all of them take some minutes.
    """
    from assistant.encoder import load_encoder
    from assistant.judge.runtime import load_judge
    from eval.benchmarks.rows import Models, benchmark_rows
    from eval.benchmarks.table import HEAD, RULE

    settings = shared.settings()
    models = Models(load_encoder(settings), load_judge(settings), limit)
    click.echo(f"{HEAD}\n{RULE}")
    for row in benchmark_rows(data, models, only):
        click.echo(row.markdown())
    judge = models.judge.id if models.judge else "none"
    click.echo(f"\nencoder {models.encoder.id}, judge {judge}")
