"""Writes imported questions as corpus files: all of them or none, and nothing that was there is lost."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from urllib.parse import quote

from assistant.corpus.declarations import Declarations
from assistant.corpus.editing import quoted
from assistant.corpus.entries import made_id
from assistant.corpus.importers.items import Document, Item
from assistant.corpus.native import load_corpus, read_corpus
from assistant.corpus.problems import Reporter
from assistant.errors import UsageError
from assistant.text import printable_line

_PLAIN = re.compile(r"(?!null\Z)[a-z][a-z0-9-]*")  # an id that YAML takes for text
_CLOSING = re.compile(r"(?<!\S)#+\s*\Z")
_SAFE_IN_URL = "%/:?#[]@!$&()*+,;=~-._"  # what has been quoted already stays


def file_text(document: Document, items: Sequence[Item], ids: dict[str, str]) -> str:
    """The corpus file of a document's items; `ids` says where each id is taken and is added to."""
    lines = [
        "---",
        f"# Imported from {printable_line(document.url or PurePath(document.shown).name)}",
    ]
    if document.url is not None:
        lines.append(f"url: {quoted(quote(document.url, safe=_SAFE_IN_URL))}")
    lines += ["---", ""]
    topic: str | None = None
    for item in items:
        if item.topic != topic:
            topic = item.topic
            lines += [f"# {heading(topic)}" if topic else "#", ""]
        entry_id = made_id(item.question, ids)
        ids[entry_id] = document.shown
        lines += [f"## {heading(item.question)}", "<!-- faq", f"id: {_id(entry_id)}"]
        if item.alternates:
            lines += ["alternates:", *(f"  - {quoted(text)}" for text in item.alternates)]
        lines += ["-->", "", item.answer, ""]
    return "\n".join(lines)


def heading(text: str) -> str:
    """The text of a heading; "#" at its end would close it."""
    return _CLOSING.sub(r"\\\g<0>", text)


def check_target(folder: Path) -> None:
    """Raise UsageError where no corpus can be at this place."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--into {folder} is a file: name a folder")


def taken_ids(folder: Path, replaced: Iterable[str]) -> dict[str, str]:
    """The ids of the entries that are there already and stay, with their files."""
    if not folder.is_dir():
        return {}
    reporter = Reporter(strict=False)
    corpus = read_corpus(folder, reporter, Declarations(reporter))
    gone = set(replaced)
    return {entry.id: entry.path for entry in corpus.entries if entry.path not in gone}


def write_files(folder: Path, texts: Mapping[str, str], *, force: bool) -> None:
    """Write all files, by path in the folder, or none of them.

    Raises UsageError where one is there already and `force` is off.
    """
    there = [path for path in texts if os.path.lexists(folder / path)]
    if there and not force:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        problem = f"{folder / there[0]}{more} would be overwritten"
        raise UsageError(f"{problem}: give --force to replace, or another --into")
    new = not folder.exists()
    parent = folder.parent if new else folder
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".import-", dir=parent) as name:
        staged, kept = Path(name) / "new", Path(name) / "old"
        staged.mkdir()
        for path, text in texts.items():
            _parent(staged / path)
            (staged / path).write_bytes(text.encode("utf-8"))
        load_corpus(staged)
        if new:
            staged.rename(folder)
        else:
            _swap(staged, folder, kept, texts)


def _swap(staged: Path, folder: Path, kept: Path, paths: Iterable[str]) -> None:
    """Move the files into the folder; where one cannot be moved, those before it are taken back."""
    done: list[str] = []
    try:
        for path in paths:
            _parent(folder / path)
            if os.path.lexists(folder / path):
                _parent(kept / path)
                (folder / path).replace(kept / path)
            done.append(path)
            (staged / path).replace(folder / path)
    except BaseException:
        for path in reversed(done):
            (folder / path).unlink(missing_ok=True)
            if os.path.lexists(kept / path):
                (kept / path).replace(folder / path)
        raise


def _parent(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)


def _id(entry_id: str) -> str:
    return entry_id if _PLAIN.fullmatch(entry_id) else quoted(entry_id)
