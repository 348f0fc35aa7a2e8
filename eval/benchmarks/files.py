"""Reading the files of public sets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from eval.errors import EvaluationError

T = TypeVar("T")


class BenchmarkError(EvaluationError):
    """Benchmark files that are missing or not what they should be."""


def read_json(path: Path) -> Any:
    """A JSON file. Raises BenchmarkError."""
    return _checked(path, lambda: json.loads(path.read_bytes()))


def read_tsv(path: Path) -> list[list[str]]:
    """Lines of a tab-separated file without quoting. Raises BenchmarkError."""
    return _checked(
        path, lambda: [line.split("\t") for line in path.read_text("utf-8").split("\n")]
    )


def read_all(path: Path, reader: Callable[[Path], Iterator[T]], data: Path) -> list[T]:
    """Everything that `reader` finds under `data`; `path` is the file it reads. Raises BenchmarkError."""
    return _checked(path, lambda: list(reader(data)))


def _checked(path: Path, read: Callable[[], T]) -> T:
    try:
        return read()
    except OSError as error:
        raise BenchmarkError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError) as error:
        raise BenchmarkError(f"{path} is not what it should be: {error}") from None
