"""What the commands share: the corpus option, settings, and messages on stderr."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from assistant.settings import Settings, load_settings

Command = TypeVar("Command", bound=Callable[..., Any])


def corpus_option(command: Command) -> Command:
    """`--corpus DIR`, accepted before and after the command's name; the last one given counts."""
    return click.option(
        "--corpus",
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_remember,
        help="Folder of the FAQ to use [default: FAQ_CORPUS, else the partner licensing FAQ].",
    )(command)


def _remember(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.find_root().obj = value


def settings() -> Settings:
    """The settings for this call of the command line."""
    return load_settings(corpus=click.get_current_context().find_root().obj)


def notify(message: str) -> None:
    """Say something to the person at the terminal, apart from the output."""
    click.echo(f"faq: {message}", err=True)
