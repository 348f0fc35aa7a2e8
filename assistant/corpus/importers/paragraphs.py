"""Questions within a paragraph of Markdown: in bold at the start of a line, or after "Q:". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.corpus.importers.questions import (
    has_answer_prefix,
    has_prefix,
    is_question,
    without_markdown,
)

_BOLD = re.compile(
    r"[ \t]*(?P<mark>\*{2,3}|__)(?P<text>(?:(?!(?P=mark)).){1,2000})(?P=mark)", re.DOTALL
)
_ROW_END = re.compile(r"\\?\n|</?br\s*/?>", re.IGNORECASE)
_ANSWER_WITHIN = re.compile(r"(?<=[?\uff1f*_])\s+(?=(?:\*\*|__)?A(?:nswer)?(?:\*\*|__)?[:.])")
_MAX_ROWS = 5  # of a question


@dataclass(frozen=True, slots=True)
class ParagraphQuestion:
    """A question of a paragraph, as Markdown, and the rest of the paragraph up to the next one."""

    start: int
    question: str
    answer: str


def questions_in(text: str) -> list[ParagraphQuestion]:
    """The questions of a paragraph in order; what stands before the first is `text[: first.start]`."""
    if "?" not in text and "\uff1f" not in text and not has_prefix(without_markdown(text)):
        return []
    rows = list(_rows(text))
    starts = [(start, end) for start in rows if (end := _question_end(text, start)) is not None]
    starts = [pair for n, pair in enumerate(starts) if n == 0 or pair[0] >= starts[n - 1][1]]
    if not starts:
        return []
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [
        ParagraphQuestion(start, text[start:end].strip(), text[end:following])
        for (start, end), following in zip(starts, ends, strict=True)
    ]


def _rows(text: str) -> Iterator[int]:
    yield 0
    yield from (match.end() for match in _ROW_END.finditer(text) if match.end() < len(text))


def _question_end(text: str, start: int) -> int | None:
    """Where the question ends that begins with this row; None where none does."""
    bold = _BOLD.match(text, start)
    if bold is not None and is_question(without_markdown(bold["text"])):
        return bold.end()
    row_end = _row_end(text, start)
    if not has_prefix(without_markdown(text[start:row_end])):
        return None
    within = _ANSWER_WITHIN.search(text, start, row_end)
    if within is not None:
        return within.start()
    end = row_end
    for _ in range(_MAX_ROWS):  # a question may go on in the next row
        if is_question(without_markdown(text[start:end])) or end >= len(text):
            break
        following = _ROW_END.match(text, end)
        below = following.end() if following else end
        if has_answer_prefix(text[below:]) or has_prefix(
            without_markdown(text[below : _row_end(text, below)])
        ):
            break
        end = _row_end(text, below)
    return end if is_question(without_markdown(text[start:end])) else row_end


def _row_end(text: str, start: int) -> int:
    match = _ROW_END.search(text, start)
    return match.start() if match else len(text)
