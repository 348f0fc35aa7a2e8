"""Asks an assistant a whole question set, with a bar, and records how it was asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress as Bar

from assistant.settings import Settings
from eval import assistant_system
from eval.assistant_system import AssistantSystem
from eval.provenance import code_sha256, entry_hashes, git_state, software_versions
from eval.question_set import QuestionSet
from eval.run_record import Run, RunInfo
from eval.runner import Progress, run_questions
from eval.systems import Passages


def answer_all(
    question_set: QuestionSet,
    *,
    settings: Settings,
    passages: Passages,
    out: Path,
    jobs: int,
    fresh: bool,
) -> Run:
    """Ask the assistant that `settings` describe all questions; `out` keeps them, and a run goes on there."""
    system = assistant_system.open_system(
        settings, notify=lambda message: click.echo(message, err=True)
    )
    info = _run_info(system, question_set, passages, settings, jobs)
    with _progress("answering") as progress:
        return run_questions(
            system, question_set.questions, info, out, fresh=fresh, progress=progress
        )


def _run_info(
    system: AssistantSystem,
    question_set: QuestionSet,
    passages: Passages,
    settings: Settings,
    jobs: int,
) -> RunInfo:
    commit, dirty = git_state(Path(__file__).parent)
    knowledge = system.knowledge()
    return RunInfo(
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        questions_path=_readable(question_set.path),
        questions_sha256=question_set.sha256,
        corpus=_readable(settings.corpus),
        corpus_sha256=passages.sha256,
        entries=entry_hashes(passages),
        index_version=str(knowledge["index_version"]),
        encoder=str(knowledge["encoder"]),
        encoder_fingerprint=system.encoder_fingerprint(),
        judge=knowledge["judge"],
        settings=system.settings(),
        commit=commit,
        dirty=dirty,
        code_sha256=code_sha256(),
        versions=software_versions(),
        jobs=jobs,
    )


def _readable(path: Path) -> str:
    """A path as text that a file can hold, whatever the bytes of its name."""
    return os.fsencode(path).decode("utf-8", "replace")


@contextmanager
def _progress(label: str) -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
