"""`faq import`."""

from __future__ import annotations

import shlex
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.shared import notify
from assistant.errors import OutputError

if TYPE_CHECKING:
    from assistant.corpus.importers import Report
    from assistant.corpus.importers.sources import Source

_FORMATS = ("auto", "markdown", "yaml", "html", "csv", "json", "jsonl")
_MOST_NAMED = 3  # files or questions that a line lists
_LONGEST = 80  # characters of each


@click.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--into",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder of the corpus, such as corpus/NAME; files that it has stay.",
)
@click.option(
    "--format",
    "chosen",
    type=click.Choice(_FORMATS),
    default="auto",
    show_default=True,
    help="What the sources are written in; auto: by what stands in each.",
)
@click.option(
    "--force", is_flag=True, help="Replace files of the same name that are there already."
)
def import_command(sources: tuple[str, ...], target: Path, chosen: str, force: bool) -> None:
    """Turn existing FAQs into files of a corpus: SOURCE is a file, a folder or an http(s) address.

    Questions are found in Markdown (headings, bold, "Q:", details), HTML pages (schema.org data, lists of
    terms, details, headings), Learn YAML, and in CSV, TSV, JSON and JSON Lines with question and answer.
    All files are written, or none. Status 1 where something could not be imported; the rest is.
    """
    from assistant.corpus.importers import Format, import_sources

    try:
        report = import_sources(sources, target, Format(chosen), force=force, track=_track)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or error
        fix = "make room or check its permissions, or name another folder with --into"
        raise OutputError(f"{target}: cannot be written: {reason}: {fix}") from None
    for failure in report.failures:
        notify(" ".join(str(failure).split()))
    for line in _left_out(report):
        notify(line)
    for line in _summary(report, target):
        click.echo(line)
    if report.failures or not report.entries:
        sys.exit(1)


def _summary(report: Report, target: Path) -> list[str]:
    parts = [
        f"{_count(report.entries, 'entry', 'entries')} in {_count(len(report.files), 'file', 'files')}"
    ]
    if report.without_questions:
        parts.append(f"no question in {_listed(report.without_questions, 'files')}")
    if report.asked_again:
        asked = _listed(report.asked_again, "questions")
        parts.append(f"asked again with another answer, under ids of their own: {asked}")
    if report.copies:
        parts.append(f"{_count(report.copies, 'copy', 'copies')} of the same left out")
    if report.failures:
        parts.append(f"{_count(len(report.failures), 'problem', 'problems')}, see above")
    lines = ["; ".join(parts)]
    if report.entries:
        lines.append(f"next: faq lint {shlex.quote(str(target))}")
    return lines


def _left_out(report: Report) -> Iterator[str]:
    """A line for each source and each reason."""
    for source, parts in report.left_out.items():
        titles: dict[str, list[str]] = {}
        for part in parts:
            titles.setdefault(part.why, []).extend([part.title] if part.title else ())
        for why, names in titles.items():
            listed = f": {_listed(names, 'texts')}" if names else ""
            yield f"{source}: left out ({why}){listed}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _listed(names: Sequence[str], many: str) -> str:
    shown = ", ".join(
        textwrap.shorten(name, _LONGEST, placeholder="...") for name in names[:_MOST_NAMED]
    )
    return shown if len(names) <= _MOST_NAMED else f"{len(names):,} {many} ({shown}, ...)"


def _track(sources: Sequence[Source]) -> Iterable[Source]:
    """The sources, with a bar on a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    if not console.is_terminal:
        return sources
    return track(sources, description="Importing", console=console, transient=True)
