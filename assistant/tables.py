"""Puts the rows of Markdown tables into words, and splits them by the audiences that columns are for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.audiences import mentioned_audiences
from assistant.markdown_patterns import TABLE_RULE
from assistant.types import Audience, Chunk

_BAR = re.compile(r"(?<!\\)\|")
_MIN_COLUMNS = 3  # a row of two columns reads by itself


def told_row(row: str, columns: str) -> str:
    """The row with the name of its column before each cell; as it stands where it has two columns only.

    >>> told_row("| Green | grass | soil, stones |", "| Bin | In | Out |")
    'Green. In: grass. Out: soil, stones.'
    """
    names, values = cells(columns), cells(row)
    if len(names) < _MIN_COLUMNS or len(values) < 2:
        return row
    rest = zip(names[1:], values[1:], strict=False)
    told = [values[0], *(f"{name}: {value}" if name else value for name, value in rest if value)]
    return " ".join(f"{text.rstrip(' .')}." for text in told if text)


def told_tables(text: str) -> str:
    """`text` with the rows of its tables put into words, without their column names.

    >>> told_tables("See:\\n| Bin | In | Out |\\n|---|---|---|\\n| Green | grass | soil |\\nAsk us.")
    'See:\\nGreen. In: grass. Out: soil.\\nAsk us.'
    """
    lines = text.split("\n")
    told: list[str] = []
    columns = ""
    for number, line in enumerate(lines):
        if not _BAR.search(line):
            columns = ""
            told.append(line)
        elif number + 1 < len(lines) and not columns and _is_rule(lines[number + 1]):
            columns = line
            if len(cells(line)) < _MIN_COLUMNS:
                told.append(line)
        elif columns and _is_rule(line):
            continue
        else:
            told.append(told_row(line, columns) if columns else line)
    return "\n".join(told)


def by_columns(row: Chunk, audiences: tuple[Audience, ...]) -> tuple[Chunk, ...]:
    """What a row says to each audience whose column it fills, at the same place and with the other audiences'
    columns left out: "| Fee | Guests | Members |". Nothing unless the columns of two or more are named so."""
    heading, _, columns = row.context.partition("\n")
    names, values = cells(columns), cells(row.text)
    if row.audience is not None or len(names) != len(values):
        return ()
    named = [mentioned_audiences(name, audiences) for name in names]
    scopes = [found[0] if number and len(found) == 1 else "" for number, found in enumerate(named)]
    own = {scope for scope, value in zip(scopes, values, strict=True) if scope and value}
    if len(set(scopes) - {""}) < 2:
        return ()
    told = []
    for scope in sorted(own, key=scopes.index):
        kept = [number for number, found in enumerate(scopes) if found in ("", scope)]
        text, header = (_row(items[number] for number in kept) for items in (values, names))
        told.append(replace(row, text=text, context=f"{heading}\n{header}", audience=scope))
    return tuple(told)


def cells(row: str) -> list[str]:
    """The texts of the cells of a row, in order.

    >>> cells(" | a | b \\\\| c | |")
    ['a', 'b \\\\| c', '']
    """
    inner = row.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip() for cell in _BAR.split(inner)]


def _is_rule(line: str) -> bool:
    return TABLE_RULE.fullmatch(line.strip()) is not None


def _row(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"
