"""`<details><summary>` in Markdown: cuts a text where they begin and end. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.corpus.importers.markup import code_spans, holds

_TAG = re.compile(
    r"<summary\b[^<>]*>(?P<summary>(?:(?!</?(?:summary|details)\b).)*)</summary\s*>|<details\b[^<>]*>|(?P<end></details\s*>)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TaggedText:
    """Text between tags with its depth, or a summary; `start` is its character in the text."""

    start: int
    text: str
    depth: int
    is_summary: bool = False


def cut(text: str) -> Iterator[TaggedText]:
    """The text in pieces, in order; a tag without its partner is a tag all the same."""
    spans = code_spans(text) if "<details" in text.lower() else []
    tags = [m for m in _TAG.finditer(text) if not holds(spans, m.start())]
    depth, start = 0, 0
    for tag in tags:
        yield TaggedText(start, text[start : tag.start()], depth)
        start = tag.end()
        if tag["summary"] is not None:
            if depth > 0:
                yield TaggedText(tag.start("summary"), tag["summary"], depth, is_summary=True)
        elif tag["end"] is None:
            depth += 1
        else:
            depth = max(0, depth - 1)
    yield TaggedText(start, text[start:], depth)
