"""Reading the files of public sets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from eval.errors import EvaluationError

T = TypeVar("T")


class BenchmarkError(EvaluationError):
    """Benchmark files that are missing or not what they should be."""


def read_json(path: Path) -> Any:
    """A JSON file. Raises BenchmarkError."""
    with reading(path):
        return json.loads(path.read_bytes())


def read_tsv(path: Path) -> list[list[str]]:
    """Lines of a tab-separated file without quoting. Raises BenchmarkError."""
    with reading(path):
        return [line.split("\t") for line in path.read_text("utf-8").split("\n")]


def read_all(path: Path, reader: Callable[[Path], Iterator[T]], data: Path) -> list[T]:
    """All that `reader` finds under `data`; `path` is the file it reads. Raises BenchmarkError."""
    with reading(path):
        return something(list(reader(data)))


def something(found: T) -> T:
    """`found`, which is not empty; within `reading`."""
    if not found:
        raise ValueError("nothing to ask in it")
    return found


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """What is done within takes the file `path` apart. Raises BenchmarkError where it is another."""
    try:
        yield
    except OSError as error:
        problem = f"cannot be read: {error.strerror}: is it under the folder that --data names?"
        raise BenchmarkError(f"{path} {problem}") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        what = f"no {error}" if isinstance(error, KeyError) else error
        problem = f"is not what it should be: {what}: put the published file there"
        raise BenchmarkError(f"{path} {problem}") from None
