"""`faq lint`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from assistant.cli.shared import corpus_option, settings


@click.command()
@click.argument("folder", required=False, metavar="[CORPUS]", type=click.Path(path_type=Path))
@corpus_option
def lint(folder: Path | None) -> None:
    """Problems of CORPUS, with file and line; status 1 where there are errors."""
    from assistant.corpus import Severity, lint_corpus

    problems = lint_corpus(folder or settings().corpus)
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    click.echo(f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}", err=True)
    if errors:
        sys.exit(1)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
