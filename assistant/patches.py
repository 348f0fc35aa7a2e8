"""Unified diffs that `git apply` takes, whatever the names, the line ends and the last line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_PLAIN = re.compile(r"[^\x00-\x1f\x7f\"\\]+")
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def unified(texts: Mapping[str, tuple[str | None, str]]) -> str:
    """The change from the first text of each path to the second; None: there is no such file yet."""
    return "".join(
        _file(path, before, after)
        for path, (before, after) in sorted(texts.items())
        if before != after
    )


def repository_root(folder: Path) -> Path:
    """The working tree that holds `folder`, where patches are applied; itself where none does."""
    folder = folder.resolve()
    for place in (folder, *folder.parents):
        if (place / ".git").exists():
            return place
    return folder


def _file(path: str, before: str | None, after: str) -> str:
    old = _name(f"a/{path}") if before is not None else "/dev/null"
    head = f"diff --git {_name(f'a/{path}')} {_name(f'b/{path}')}\n"
    if before is None:
        head += "new file mode 100644\n"
    head += f"--- {old}{_tab(old)}\n+++ {_name(f'b/{path}')}{_tab(path)}\n"
    # Only "\n" ends a line for git.
    compared = difflib.unified_diff(
        _LINES.findall(before or ""), _LINES.findall(after), lineterm="\n"
    )
    hunks = list(compared)[2:]
    return head + "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in hunks
    )


def _name(path: str) -> str:
    """The path as git writes it: in quotes where it holds characters that need them."""
    if _PLAIN.fullmatch(path):
        return path
    escaped = (
        _ESCAPES.get(char) or (f"\\{ord(char):03o}" if char < " " else char) for char in path
    )
    return f'"{"".join(escaped)}"'


def _tab(path: str) -> str:
    """What ends a name with a space in it."""
    return "\t" if " " in path and not path.startswith('"') else ""
