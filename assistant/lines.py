"""The lines of a text by their character offsets."""

from __future__ import annotations

import re
from bisect import bisect_right

from assistant.types import Span

_LINE_END = re.compile(r"\r\n|\r|\n")


class Lines:
    """Where each line of a text starts, for `\\n`, `\\r\\n` and lone `\\r` alike."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def number(self, offset: int) -> int:
        """The line of a character, from 1."""
        return bisect_right(self.starts, offset)

    def start(self, index: int) -> int:
        """Offset of the line with this index (from 0); past the last line, the end of the text."""
        return self.starts[index] if index < len(self.starts) else len(self.text)

    def trimmed(self, start: int, end: int, *, left: bool = True) -> Span:
        """The range without surrounding white space."""
        part = self.text[start:end]
        end = start + len(part.rstrip())
        return Span(min(end, start + len(part) - len(part.lstrip())) if left else start, end)
