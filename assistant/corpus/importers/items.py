"""What an importer is given and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What an importer passes over on purpose: its title, or nothing where `why` says it all."""

    why: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one source.

    `shown` is the file or address as the operator named it, `path` the corpus file that it becomes,
    without its ending; `url` is the address that relative links of a page start from. An importer adds
    to `left_out`.
    """

    shown: str
    path: str
    text: str
    url: str | None = None
    left_out: list[LeftOut] = field(default_factory=list, compare=False)


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
