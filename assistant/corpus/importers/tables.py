"""CSV and TSV with a header, in one of the first rows, that names the columns of question and answer."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus.importers.items import Document, Item
from assistant.corpus.importers.questions import without_markdown, without_prefix
from assistant.corpus.importers.records import (
    ANSWER_KEYS,
    QUESTION_KEYS,
    TOPIC_KEYS,
    as_markdown,
)
from assistant.errors import SourceError
from assistant.text import printable_line

_DELIMITERS = (",", ";", "\t", "|")
_LONG_NAMES = frozenset(name for name in (*QUESTION_KEYS, *ANSWER_KEYS) if len(name) > 4)
_LONGEST_CELL = 1_000_000  # characters
_HIGHEST_ROWS, _HIGHEST_LINES = 5, 20  # among which the header is looked for
_SEPARATOR = re.compile(r"\s*\"?sep=.\"?\s*", re.IGNORECASE)  # what spreadsheets write first


@dataclass(frozen=True, slots=True)
class _Header:
    """The line, from 0, that names the columns of question, answer and, perhaps, topic."""

    line: int
    delimiter: str
    question: int
    answer: int
    topic: int | None


def has_header(text: str) -> bool:
    """Whether the first line names columns of question and answer."""
    return _header(text, rows=1) is not None


def read_table(document: Document) -> list[Item]:
    """The rows as questions; a row with nothing in both columns is no row. Raises SourceError."""
    text = document.text.removeprefix("\ufeff")
    header = _header(text)
    if header is None:
        problem = f"no columns of question and answer in {printable_line(text.partition(chr(10))[0])[:80]!r}"
        fix = "name them `question` and `answer` in the first line"
        raise SourceError(document.shown, 1, problem, fix)
    body = text.split("\n", header.line + 1)[header.line + 1 :]
    source = io.StringIO("".join(body), newline="")
    rows = csv.reader(source, delimiter=header.delimiter, strict=True)
    items: list[Item] = []
    csv.field_size_limit(_LONGEST_CELL)
    first = before = header.line + 1
    try:
        for row in rows:
            line, before = before + 1, first + rows.line_num
            question = without_prefix(without_markdown(_cell(row, header.question)))
            answer = as_markdown(_cell(row, header.answer))
            if not (question or answer.strip()):
                continue
            topic = printable_line(_cell(row, header.topic)) if header.topic is not None else ""
            items.append(Item(question, answer, topic or None, line))
    except csv.Error as error:
        problem = f"the row that begins here is not valid ({error})"
        fix = 'close its quotes there, and write "" for a quote within quotes'
        raise SourceError(document.shown, before + 1, problem, fix) from error
    return items


def _header(text: str, rows: int = _HIGHEST_ROWS) -> _Header | None:
    """What names the columns in one of the first rows; below a title, the names must be all of a cell."""
    looked_at = 0
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n", _HIGHEST_LINES)):
        if not line.strip() or _SEPARATOR.fullmatch(line):
            continue
        if looked_at == rows or number == _HIGHEST_LINES:
            return None
        for delimiter in _DELIMITERS:
            columns = _columns(line.rstrip("\r"), delimiter, exact=looked_at > 0)
            if columns is not None:
                return _Header(number, delimiter, *columns)
        looked_at += 1
    return None


def _columns(line: str, delimiter: str, *, exact: bool) -> tuple[int, int, int | None] | None:
    try:
        names = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return None
    names = [name.strip().casefold() for name in names]
    if exact and not (set(names) & set(QUESTION_KEYS) and set(names) & set(ANSWER_KEYS)):
        return None
    question, answer = _find(names, QUESTION_KEYS), _find(names, ANSWER_KEYS)
    if question is None or answer is None or question == answer:
        return None
    return question, answer, _find(names, TOPIC_KEYS)


def _find(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    """The column of one of these names; else one that has such a word in its name."""
    whole = (names.index(name) for name in wanted if name in names)
    words = (n for n, name in enumerate(names) if _LONG_NAMES & set(name.split()) & set(wanted))
    return next(whole, next(words, None))


def _cell(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""
