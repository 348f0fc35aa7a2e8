"""CSV and TSV with a header that names the columns of question and answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

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


def has_header(text: str) -> bool:
    """Whether the first line names columns of question and answer."""
    return _columns(text) is not None


def read_table(document: Document) -> list[Item]:
    """The rows as questions; a row with nothing in both columns is no row. Raises SourceError."""
    text = document.text.removeprefix("\ufeff")
    columns = _columns(text)
    if columns is None:
        problem = f"no columns of question and answer in {printable_line(text.partition(chr(10))[0])[:80]!r}"
        fix = "name them `question` and `answer` in the first line"
        raise SourceError(document.shown, 1, problem, fix)
    delimiter, question_at, answer_at, topic_at = columns
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    items: list[Item] = []
    csv.field_size_limit(_LONGEST_CELL)
    before = 0
    try:
        for number, row in enumerate(rows):
            line, before = before + 1, rows.line_num
            question = without_prefix(without_markdown(_cell(row, question_at)))
            answer = as_markdown(_cell(row, answer_at))
            if number == 0 or not (question or answer.strip()):
                continue
            topic = printable_line(_cell(row, topic_at)) if topic_at is not None else ""
            items.append(Item(question, answer, topic or None, line))
    except csv.Error as error:
        problem = f"it is not a valid table ({error})"
        raise SourceError(document.shown, rows.line_num, problem, "save it as CSV again") from error
    return items


def _columns(text: str) -> tuple[str, int, int, int | None] | None:
    first = text.removeprefix("\ufeff").lstrip("\r\n").partition("\n")[0].rstrip("\r")
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            continue
        names = [name.strip().casefold() for name in names]
        question, answer = _find(names, QUESTION_KEYS), _find(names, ANSWER_KEYS)
        if question is not None and answer is not None and question != answer:
            return delimiter, question, answer, _find(names, TOPIC_KEYS)
    return None


def _find(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    """The column of one of these names; else one that has such a word in its name."""
    whole = (names.index(name) for name in wanted if name in names)
    words = (n for n, name in enumerate(names) if _LONG_NAMES & set(name.split()) & set(wanted))
    return next(whole, next(words, None))


def _cell(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""
