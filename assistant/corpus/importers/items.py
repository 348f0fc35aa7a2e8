"""What an importer is given and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one source.

    `shown` is the file or address as the operator named it, `path` the corpus file that it becomes,
    without its ending; `url` is the address that relative links of a page start from.
    """

    shown: str
    path: str
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A question in plain text on one line, and its answer in Markdown; `line` counts from 1.

    Question or answer is empty where the source has none; `problem` says why nothing could be read.
    """

    question: str
    answer: str
    topic: str | None = None
    line: int | None = None
    alternates: tuple[str, ...] = ()
    problem: str = ""


Importer = Callable[[Document], list[Item]]
