"""`faq`, the command line. Errors are one line on stderr; status 2 for wrong use, 1 for failure."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, entry_points, version

import click

from assistant.cli.answering import ask, batch, chat
from assistant.cli.checking import lint
from assistant.cli.importing import import_command
from assistant.cli.indexing import index_group
from assistant.cli.shared import corpus_option
from assistant.errors import FaqError, UsageError

# One question is too small to be worth more than one thread of the linear algebra libraries; they
# read this when they are loaded, which happens in the commands.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class FaqGroup(click.Group):
    """The commands of this package, and those that `web` and `eval` plug in under `faq.commands`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, without loading what they need."""
        return sorted({*super().list_commands(ctx), *(p.name for p in _plugged_in())})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; one that is plugged in is imported now."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        for point in _plugged_in():
            if point.name == cmd_name:
                command: click.Command = point.load()
                return command
        return None


def _plugged_in() -> list:  # type: ignore[type-arg]
    return list(entry_points(group="faq.commands"))


def _tell_version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    """Show the version and exit."""
    if asked:
        try:
            click.echo(f"faq {version('faq-assistant')}")
        except PackageNotFoundError:  # a checkout that is not installed
            click.echo("faq, not installed: its version is not known")
        ctx.exit()


@click.group(cls=FaqGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_tell_version)
@corpus_option
def faq() -> None:
    """Ask an FAQ: the exact passage, a straight answer, and silence where the FAQ is silent."""


for _command in (ask, chat, batch, import_command, index_group, lint):
    faq.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit status."""
    _take_any_text()
    try:
        status = faq.main(args=arguments, prog_name="faq", standalone_mode=False)
    except click.exceptions.Abort:
        _fail("stopped", 130)
    except click.ClickException as error:
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            click.echo(error.format_message())
            sys.exit(2)
        _fail(_with_way_out(error), error.exit_code)
    except UsageError as error:
        _fail(str(error), 2)
    except FaqError as error:
        _fail(str(error), 1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has left: nothing more can be said
        sys.exit(1)
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        _fail(f"{name}{error.strerror or error}", 1)
    sys.exit(status if isinstance(status, int) else 0)


def _with_way_out(error: click.ClickException) -> str:
    """What click says was wrong, with the command that tells what is right, where it names none."""
    message = error.format_message().rstrip(".")
    if not isinstance(error, click.UsageError) or error.ctx is None or ": " in message:
        return message
    return f"{message}: see `{error.ctx.command_path} --help`"


def _take_any_text() -> None:
    """Let no byte that is typed and no character that is printed end in a traceback.

    A terminal or pipe may be in another encoding than the FAQ, and names of files in none at all.
    """
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _fail(message: str, status: int) -> None:
    one_line = " ".join(str(message).split())
    click.echo(f"faq: {one_line}", err=True)
    sys.exit(status)
