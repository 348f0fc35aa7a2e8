"""Footnotes of Markdown: taken from where they stand, and told below each answer that cites them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.corpus.importers.markup import code_spans, holds, outside_code

_DEFINITION = re.compile(r" {0,3}\[\^(?P<label>[^\[\]\s]+)\]:[ \t]*(?P<text>.*)")
_CITATION = re.compile(r"(?<!\\)\[\^(?P<label>[^\[\]\s]+)\](?!\()")
_INDENTED = re.compile(r"(?: {2,}|\t)\s*\S")
_BLOCK = re.compile(r"\s*(?:#{1,6}\s|>|\||```|~~~|[-+*]\s|\d{1,9}[.)]\s|<|\*\*|__)")


def without_footnotes(text: str) -> tuple[str, dict[str, str]]:
    """The text with empty lines where footnotes were defined, and the footnotes by label."""
    notes: dict[str, str] = {}
    if "[^" not in text:
        return text, notes
    spans, lines = code_spans(text), text.split("\n")
    kept = list(lines)
    label, at = "", 0
    for number, line in enumerate(lines):
        start, at = at, at + len(line) + 1
        defined = None if holds(spans, start) else _DEFINITION.match(line)
        if defined is not None:
            label = defined["label"]
            notes[label] = defined["text"].strip()
        elif label and _goes_on(lines, number):
            notes[label] = f"{notes[label]}\n{line.strip()}".strip("\n")
        else:
            label = ""
            continue
        kept[number] = ""
    return "\n".join(kept), notes


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether a line below a footnote, or below what is part of it, is part of it."""
    if not lines[number].strip():
        return number + 1 < len(lines) and _INDENTED.match(lines[number + 1]) is not None
    if _INDENTED.match(lines[number]) is not None:
        return True
    return bool(lines[number - 1].strip()) and _BLOCK.match(lines[number]) is None


def with_footnotes(answer: str, notes: Mapping[str, str]) -> str:
    """The answer with numbers for its citations, and below it the footnotes that it cites."""
    cited: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        label = match["label"]
        return f"[{cited.setdefault(label, len(cited) + 1)}]" if label in notes else match[0]

    text = outside_code(_CITATION, numbered, answer) if notes else answer
    return "\n\n".join([text, *(f"[{number}] {notes[label]}" for label, number in cited.items())])
