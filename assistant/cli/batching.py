"""Answers a file of questions; a bad line costs only itself, and the output appears whole or not at all."""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer_json import answer_to_json
from assistant.errors import FaqError, OutputError, UsageError
from assistant.notices import Notify, silent
from assistant.types import Turn

if TYPE_CHECKING:
    from assistant.assistant import Assistant


class BatchLine(BaseModel):
    """One line of the input; fields of a question set that answering does not need are let through."""

    model_config = ConfigDict(extra="ignore", strict=True)

    id: str | int
    question: str
    history: list[str] | None = None
    audience: str | None = None


_WANTED = {
    "id": "a text or a whole number",
    "question": "a text",
    "history": "a list of texts",
    "audience": "a text",
}
_LONGEST_SHOWN = 60  # characters of a wrong value
_WRITE = 'write {"id": ..., "question": ...}'
STANDARD = Path("-")  # standard input or output


def answer_lines(
    open_assistant: Callable[[], Assistant], source: Path, target: Path, *, notify: Notify = silent
) -> list[str]:
    """Answer `source` into `target`; returns what was wrong, one line each, with line numbers.

    `notify` hears of ids that stand more than once: both are answered.
    """
    try:
        data = sys.stdin.buffer.read() if source == STANDARD else source.read_bytes()
    except OSError as error:
        raise UsageError(f"{source}: {error.strerror}: name a file of questions") from None
    lines = data.split(b"\n")
    if STANDARD not in (source, target) and target.is_file() and target.samefile(source):
        raise UsageError(f"{target}: holds the questions: name another file for the answers")
    numbered = [(n, line) for n, line in enumerate(lines, start=1) if line.strip()]
    problems: list[str] = []
    first_lines: dict[str | int, int] = {}
    assistant = open_assistant()
    with _naming(target), _opened(target) as out:
        for number, line in _progress(numbered):
            row = _answer(assistant, line)
            if "error" in row:
                problems.append(f"{source}:{number}: {row['error']}")
            elif (first := first_lines.setdefault(row["id"], number)) != number:
                fix = "give each question an id of its own"
                notify(f"{source}:{number}: id {row['id']!r} stands in line {first}, too: {fix}")
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return problems


@contextmanager
def _naming(target: Path) -> Iterator[None]:
    """Says of an error of the disk which file it is about. A reader that leaves is none."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or error
        fix = "make room, or name another file for the answers"
        raise OutputError(f"{target}: cannot be written: {reason}: {fix}") from None


@contextmanager
def _opened(target: Path) -> Iterator[TextIO]:
    """Where the rows go: a file takes its place when all are there; a pipe or device stays what it is."""
    if target == STANDARD:
        sys.stdout.flush()
        with open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False) as out:
            yield out
        return
    if target.is_dir():
        raise UsageError(f"{target}: is a folder: name a file in it")
    if target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8", errors="backslashreplace") as out:
            yield out
        return
    target = Path(os.path.realpath(target))  # a link stays a link
    handle, name = tempfile.mkstemp(dir=_folder(target), prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as out:
            yield out
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """The permissions of the file that is there, else those of any new file."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _folder(target: Path) -> Path:
    folder = target.absolute().parent
    if not os.access(folder, os.W_OK):
        raise UsageError(f"{target}: cannot be written: name a file in a folder that you may write")
    return folder


def _answer(assistant: Assistant, line: bytes) -> dict[str, Any]:
    """The output row for one line of input."""
    try:
        given: object = json.loads(line)
    except UnicodeDecodeError as error:
        return {"id": None, "error": f"byte {error.start + 1} is not UTF-8: save the file as UTF-8"}
    # A number of thousands of digits is a ValueError, too.
    except (ValueError, RecursionError) as error:
        place = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        return {"id": None, "error": f"not JSON{place}: {_WRITE}"}
    try:
        item = BatchLine.model_validate(given)
        turn = Turn(item.question, tuple(item.history or ()), item.audience)
        return {"id": item.id, **answer_to_json(assistant.ask(turn))}
    except ValidationError as error:
        return {"id": _id_of(given), "error": _wrong(given, error)}
    except FaqError as error:
        return {"id": _id_of(given), "error": str(error)}


def _wrong(given: object, error: ValidationError) -> str:
    """What is wrong with a line that is JSON, with the value and what belongs there."""
    first = error.errors()[0]
    if not isinstance(given, dict):
        return f"{_shown(given)} is no object: {_WRITE}"
    name = str(first["loc"][0])
    if name not in given:
        return f"{name!r} is missing: give {_WANTED[name]}"
    return f"{name!r} is {_shown(given[name])}: give {_WANTED[name]}"


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _id_of(given: object) -> str | int | None:
    found = given.get("id") if isinstance(given, dict) else None
    return found if isinstance(found, str | int) else None


def _progress(items: list[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """The items, with a bar on a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    if not console.is_terminal:
        yield from items
        return
    yield from track(items, description="Answering", console=console)
