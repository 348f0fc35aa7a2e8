"""Which files of a folder are corpus files, and which look like some and are not read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.corpus.markdown import Heading, scan
from assistant.lines import Lines

_NOTES = "readme.md"  # about the folder, for its authors


def corpus_paths(folder: Path, on_error: Callable[[OSError], None] | None = None) -> list[str]:
    """The corpus files below a folder, relative to it, in order; links that lead nowhere, too."""
    return sorted(
        _relative(folder, path)
        for root, _, names in _walk(folder, on_error)
        for name in names
        if name.lower().endswith(".md") and name.lower() != _NOTES
        if (path := Path(root) / name).is_file() or not path.exists()  # a pipe would never end
    )


def skipped_paths(folder: Path) -> list[str]:
    """Markdown files that are no corpus files and linked folders, in order.

    Not those that begin with `_` or `.`: that is how an author leaves something out.
    """
    paths: list[str] = []
    for root, folders, names in _walk(folder):
        files = (name for name in names if _looks_read(name))
        links = (name for name in folders if (Path(root) / name).is_symlink())
        paths += (_relative(folder, Path(root) / name) for name in (*files, *links))
    return sorted(paths)


def holds_questions(path: Path) -> bool:
    """Whether a file, or a corpus file below a folder, has a `## ` heading."""
    if path.is_dir():
        return any(holds_questions(path / name) for name in corpus_paths(path))
    if not path.is_file():
        return False
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return False
    # A line of front matter above its end looks like an underlined heading.
    headings = (item for item in scan(Lines(text), 0) if isinstance(item, Heading))
    return any(item.level == 2 and text[item.span.start] == "#" for item in headings)


def _walk(
    folder: Path, on_error: Callable[[OSError], None] | None = None
) -> Iterator[tuple[str, list[str], list[str]]]:
    for root, folders, names in os.walk(folder, onerror=on_error):
        folders[:] = [name for name in folders if not name.startswith(("_", "."))]
        yield root, folders, [name for name in names if not name.startswith(("_", "."))]


def _looks_read(name: str) -> bool:
    return name.lower() == _NOTES or name.lower().endswith((".markdown", ".mdx"))


def _relative(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
