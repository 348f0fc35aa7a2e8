"""Answers a file of questions; a bad line costs only itself, and the output appears whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer_json import answer_to_json
from assistant.errors import FaqError, UsageError
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


def answer_lines(open_assistant: Callable[[], Assistant], source: Path, target: Path) -> list[str]:
    """Answer `source` into `target`; returns what was wrong, one line each, with line numbers."""
    try:
        lines = source.read_bytes().split(b"\n")
    except OSError as error:
        raise UsageError(f"{source}: {error.strerror}: name a file of questions") from None
    if target.is_file() and target.samefile(source):
        raise UsageError(f"{target}: holds the questions: name another file for the answers")
    numbered = [(n, line) for n, line in enumerate(lines, start=1) if line.strip()]
    problems: list[str] = []
    assistant = open_assistant()
    with _opened(target) as out:
        for number, line in _progress(numbered):
            row = _answer(assistant, line)
            if "error" in row:
                problems.append(f"{source}:{number}: {row['error']}")
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return problems


@contextmanager
def _opened(target: Path) -> Iterator[TextIO]:
    """Where the rows go: a file takes its place when all are there; a pipe or device stays what it is."""
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
        Path(name).chmod(0o644)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def _folder(target: Path) -> Path:
    folder = target.absolute().parent
    if not os.access(folder, os.W_OK):
        raise UsageError(f"{target}: cannot be written: name a file in a folder that you may write")
    return folder


def _answer(assistant: Assistant, line: bytes) -> dict[str, Any]:
    """The output row for one line of input."""
    try:
        given: object = json.loads(line)
    except (
        ValueError,
        RecursionError,
    ) as error:  # a number of thousands of digits is a ValueError too
        return {"id": None, "error": f"not a JSON object: {error}"}
    try:
        item = BatchLine.model_validate(given)
        turn = Turn(item.question, tuple(item.history or ()), item.audience)
        return {"id": item.id, **answer_to_json(assistant.ask(turn))}
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "line"
        return {"id": _id_of(given), "error": f"{place}: {first['msg']}"}
    except FaqError as error:
        return {"id": _id_of(given), "error": str(error)}


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
