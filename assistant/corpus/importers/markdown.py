"""Markdown: questions as headings, in bold, after "Q:", in items of a list, or in `<details>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.corpus.importers.answers import definitions, trimmed, with_links_inline
from assistant.corpus.importers.details import cut
from assistant.corpus.importers.footnotes import with_footnotes, without_footnotes
from assistant.corpus.importers.html_markdown import fragment_to_markdown
from assistant.corpus.importers.items import Document, Item, LeftOut
from assistant.corpus.importers.outline import (
    BOLD,
    DEEPER,
    DETAILS,
    End,
    Part,
    Text,
    Title,
    items_of,
)
from assistant.corpus.importers.paragraphs import questions_in
from assistant.corpus.markdown import BOM
from assistant.corpus.metadata import LOADER
from assistant.lines import Lines

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE
)
_HEADING_TAG = re.compile(r"<h[1-6]\b", re.IGNORECASE)
_MARKER = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+")
_PARSER = MarkdownIt("commonmark").enable("table")
_PARSER.core.ruler.disable("inline")


def read_markdown(document: Document) -> list[Item]:
    """The questions of a Markdown text, in order."""
    text = document.text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    body_start = front.end() if front else 0
    text, notes = without_footnotes(text)
    parts = list(_parts(text, body_start))
    title = _title(front["yaml"]) if front else None
    if title and not any(isinstance(part, Title) and part.level == 1 for part in parts):
        parts.insert(0, Title(title, 1, 1))
    items, others = items_of(parts)
    if items:
        document.left_out.extend(LeftOut("no question heads it", other) for other in others)
    references = definitions(text[body_start:])
    if references:
        items = [replace(i, answer=with_links_inline(i.answer, references)) for i in items]
        notes = {label: with_links_inline(note, references) for label, note in notes.items()}
    return [replace(i, answer=with_footnotes(i.answer, notes)) for i in items] if notes else items


def _title(front_matter: str) -> str | None:
    try:
        node = yaml.compose(front_matter, Loader=LOADER)
    except (yaml.YAMLError, RecursionError):
        return None
    if not isinstance(node, yaml.MappingNode):
        return None
    values = (value for key, value in node.value if key.value == "title")
    return next((value.value for value in values if isinstance(value, yaml.ScalarNode)), None)


def _parts(text: str, start: int) -> Iterator[Part]:
    lines = Lines(text)
    depth = 0
    for piece in cut(text[start:]):
        if piece.depth < depth:
            yield End(DETAILS + DEEPER * piece.depth)
        depth = piece.depth
        line = lines.number(start + piece.start)
        if piece.is_summary:
            yield Title(piece.text.strip(), DETAILS + DEEPER * (depth - 1), line)
        else:
            yield from _Blocks(piece.text, line, DEEPER * depth).parts()


class _Blocks:
    """The blocks of a text without details; `line` is where it starts, `below` is added to levels."""

    def __init__(self, text: str, line: int, below: int) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._line = line
        self._below = below

    def parts(self) -> Iterator[Part]:
        """Titles and texts, in order."""
        tokens = _PARSER.parse(self._text)
        for index, token in enumerate(tokens):
            if token.level != 0 or token.map is None or token.type == "hr":
                continue
            first = self._line + token.map[0]
            raw = "\n".join(self._lines[slice(*token.map)]).rstrip()
            if token.type == "heading_open":
                title = " ".join(tokens[index + 1].content.split())
                yield Title(title, int(token.tag[1:]) + self._below, first)
            elif token.type == "paragraph_open":
                yield from self._paragraph(raw, first)
            elif token.type in {"bullet_list_open", "ordered_list_open"}:
                yield from self._list(tokens, index, raw)
            elif token.type == "html_block" and _HEADING_TAG.search(raw):
                converted = fragment_to_markdown(raw, escape=False)
                yield from _Blocks(converted, first, self._below).parts()
            else:
                yield Text(raw)

    def _paragraph(self, raw: str, line: int) -> Iterator[Part]:
        """A paragraph may hold several questions, each with its answer."""
        asked = questions_in(raw)
        before = raw[: asked[0].start] if asked else raw
        if before.strip():
            yield Text(before)
        for found in asked:
            at = line + raw.count("\n", 0, found.start)
            yield Title(found.question, BOLD + self._below, at, asks=True)
            if answer := trimmed(found.answer):
                yield Text(answer)

    def _list(self, tokens: list[Token], index: int, raw: str) -> Iterator[Part]:
        """A list whose items mostly are questions in bold, or after "Q:", with their answers."""
        items = [(token, self._content(token)) for token in _items_of(tokens, index)]
        asking = [_asks_at_once(content) for _, content in items]
        if not items or 2 * sum(asking) < len(items):
            yield Text(raw)
            return
        for (token, content), asks in zip(items, asking, strict=True):
            assert token.map is not None
            if asks:
                inside = _Blocks(content, self._line + token.map[0], self._below)
                yield from inside.parts()
            else:
                yield Text("\n".join(self._lines[slice(*token.map)]).rstrip())

    def _content(self, token: Token) -> str:
        """The text of an item without its marker and its indentation."""
        assert token.map is not None
        lines = self._lines[slice(*token.map)]
        marker = _MARKER.match(lines[0])
        indent = len(marker[0]) if marker else 0
        return "\n".join(
            line[indent:] if n == 0 or not line[:indent].strip() else line
            for n, line in enumerate(lines)
        ).rstrip()


def _items_of(tokens: list[Token], index: int) -> Iterator[Token]:
    for token in tokens[index + 1 :]:
        if token.level == 0:
            return
        if token.level == 1 and token.type == "list_item_open":
            yield token


def _asks_at_once(content: str) -> bool:
    asked = questions_in(content.partition("\n\n")[0])
    rest = content.partition("\n\n")[2]
    return bool(asked) and asked[0].start == 0 and bool((asked[0].answer + rest).strip())
