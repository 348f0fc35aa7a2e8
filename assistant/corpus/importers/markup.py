"""Code and comments in a Markdown text, found in one pass however the text is made. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

_FENCE = re.compile(r"[ \t>]*(?P<mark>`{3,}|~{3,})(?P<rest>[^\n]*)")
_TICKS = re.compile(r"`+")
_GAP = re.compile(r"\n[ \t]*(?=\n)")

CodeSpans = list[tuple[int, int]]


def code_spans(text: str) -> CodeSpans:
    """Start and end of each fence and code span, in order."""
    fences = _fences(text)
    starts = [start for start, _ in fences]

    def in_fence(at: int) -> bool:
        index = bisect_right(starts, at) - 1
        return index >= 0 and at < fences[index][1]

    gaps = [gap.start() for gap in _GAP.finditer(text)]
    runs = [
        (run.start(), run.end(), bisect_right(gaps, run.start()))
        for run in _TICKS.finditer(text)
        if not in_fence(run.start()) and text[run.start() - 1 : run.start()] != "\\"
    ]
    return sorted(fences + _inline(runs))


def holds(spans: CodeSpans, at: int) -> bool:
    """Whether the character is in one of the spans."""
    index = bisect_right(spans, (at, len(spans) and spans[-1][1])) - 1
    return index >= 0 and spans[index][0] <= at < spans[index][1]


def outside_code(
    pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str
) -> str:
    """The text with what the pattern finds replaced, except where it begins in code."""
    spans = code_spans(text)
    return pattern.sub(lambda m: m[0] if holds(spans, m.start()) else replace(m), text)


def without_comments(text: str) -> str:
    """The text without `<!-- ... -->`; one that is not closed is text."""
    if "<!--" not in text:
        return text
    spans = code_spans(text)
    kept: list[str] = []
    start = 0
    while (opening := text.find("<!--", start)) >= 0:
        closing = text.find("-->", opening + 4)
        kept.append(text[start:opening])
        if holds(spans, opening):
            kept.append("<!--")
            start = opening + 4
        elif closing < 0:
            kept.append("&lt;!--")
            start = opening + 4
        else:
            start = closing + 3
        if closing < 0:
            rest = text[start:]
            kept.append(rest if spans else rest.replace("<!--", "&lt;!--"))
            start = len(text)
    return "".join((*kept, text[start:]))


def _fences(text: str) -> CodeSpans:
    spans: CodeSpans = []
    opened: tuple[int, str] | None = None
    at = 0
    for line in text.split("\n"):
        match = _FENCE.match(line)
        end = at + len(line)
        if match is not None and opened is None:
            if match["mark"][0] == "~" or "`" not in match["rest"]:
                opened = (at, match["mark"])
        elif match is not None and opened is not None and _closes(match, opened[1]):
            spans.append((opened[0], end))
            opened = None
        at = end + 1
    if opened is not None:
        spans.append((opened[0], len(text)))
    return spans


def _closes(match: re.Match[str], mark: str) -> bool:
    return match["mark"].startswith(mark) and not match["rest"].strip()


def _inline(runs: list[tuple[int, int, int]]) -> CodeSpans:
    """Runs of ticks joined with the next one as long, in the same paragraph."""
    partners: list[int | None] = [None] * len(runs)
    last: dict[tuple[int, int], int] = {}
    for index in reversed(range(len(runs))):
        start, end, paragraph = runs[index]
        partners[index] = last.get((paragraph, end - start))
        last[paragraph, end - start] = index
    spans: CodeSpans = []
    index = 0
    while index < len(runs):
        partner = partners[index]
        if partner is not None:
            spans.append((runs[index][0], runs[partner][1]))
            index = partner
        index += 1
    return spans
