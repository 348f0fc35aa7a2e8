"""Markdown structure with exact character offsets: headings, comments and whole blocks.

markdown-it-py finds the blocks and gives their line numbers; offsets follow from where the lines
start in the source, so byte-order marks and all three line ends are counted as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.lines import Lines
from assistant.markdown_patterns import CODE_SPAN
from assistant.types import Span

BOM = "\ufeff"
_COMMENT = re.compile(r"\s*<!--(?P<body>.*?)(?P<close>-->|\Z)", re.DOTALL)
# "<a name='x'></a>", "</details>", "<br>": nothing to read or to look at.
_BARE_TAGS = re.compile(
    r"(?:</?(?!(?:audio|embed|iframe|img|input|object|picture|source|svg|video)\b)"
    r"[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>\s*)+",
    re.IGNORECASE,
)
_UNSEEN = r"(?:<(?:a|span)\b[^<>]*>\s*</(?:a|span)>|<a\b[^<>]*/>|<!--(?:(?!-->).)*-->)"
_DRESSED_TITLES = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        rf"{_UNSEEN}\s*(?P<title>\S.*)",
        rf"(?P<title>.*\S)\s*{_UNSEEN}",
        r"(?P<title>.*\S)\s*\{:?\s*[#.][^{}]*\}",
        r"(?P<title>.*\S)\s*\[[^\w\]]*\]\(#[^()\s]*\)",
        r"\[(?P<title>[^\s\[\]](?:[^\[\]]*[^\s\[\]])?)\]\([^()\s]*\)",
        r"(?P<mark>[*_]{1,3})(?P<title>[^\s*_](?:[^*_]*[^\s*_])?)(?P=mark)",
    )
)
_INDENTED = 4  # columns from which a line is code itself


class PieceKind(StrEnum):
    """What a block is, as far as its treatment differs."""

    PARAGRAPH = "paragraph"
    LIST = "list"
    CODE = "code"
    OTHER = "other"  # table, quotation, HTML


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `title_span` is empty where the heading is."""

    span: Span
    title_span: Span
    level: int


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment on lines of its own; `body` is what stands between "<!--" and "-->"."""

    span: Span
    body: Span
    closed: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A top-level block without surrounding space. `comment_at`: where a comment hides in it.

    `steps` are the numbers that an ordered list shows. Code that is not `closed` goes on to the end.
    """

    span: Span
    kind: PieceKind
    comment_at: int | None = None
    steps: range | None = None
    closed: bool = True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.disable("inline")  # blocks are all that is needed
    return parser


_PARSE: Callable[[str], list[Token]] = _parser().parse


def scan(lines: Lines, body_start: int) -> Iterator[Heading | Comment | Piece]:
    """The top-level structure of the text from `body_start`, in order.

    `body_start` is the start of a line, or the place after a byte-order mark. Rules, link
    definitions, empty lists and HTML tags with nothing between them are no text and left out.
    """
    first = lines.number(body_start) - 1

    def line_start(index: int) -> int:
        return max(body_start, lines.start(first + index))

    tokens = _PARSE(lines.text[body_start:])
    for index, token in enumerate(tokens):
        if token.level != 0 or token.map is None or token.type == "hr":
            continue
        start, end = line_start(token.map[0]), line_start(token.map[1])
        if token.type == "heading_open":
            yield _heading(lines, token, tokens[index + 1].content, start, end)
        elif token.type == "html_block":
            yield from _html(lines, start, end)
        else:
            yield from _piece(lines, tokens, index, Span(start, end))


def _heading(lines: Lines, token: Token, content: str, start: int, end: int) -> Heading:
    span = lines.trimmed(start, end)
    if token.markup.startswith("#"):
        title_start = span.start + len(token.markup)
        title_start = lines.text.find(content, title_start, end) if content else span.end
        title = Span(title_start, title_start + len(content))
    else:
        underline = lines.starts[lines.number(span.end - 1) - 1]
        title = lines.trimmed(span.start, underline)
    return Heading(span, _bare(lines.text, title), int(token.tag[1:]))


def _bare(text: str, title: Span) -> Span:
    """The title without anchors, comments and `{#id}`, and without emphasis or a link of the whole of it."""
    for pattern in _DRESSED_TITLES:
        if match := pattern.fullmatch(text, title.start, title.end):
            return _bare(text, Span(match.start("title"), match.end("title")))
    return title


def _html(lines: Lines, start: int, end: int) -> Iterator[Comment | Piece]:
    """Comments at the start of an HTML block, then what is left of it."""
    while match := _COMMENT.match(lines.text, start, end):
        body = Span(match.start("body"), match.end("body"))
        opening = body.start - len("<!--")
        yield Comment(Span(opening, match.end()), body, bool(match["close"]))
        start = match.end()
    span = lines.trimmed(start, end)
    if span.start < span.end and not _BARE_TAGS.fullmatch(lines.text, span.start, span.end):
        hidden = lines.text.find("<!--", span.start, span.end)
        yield Piece(span, PieceKind.OTHER, None if hidden < 0 else hidden)


def _piece(lines: Lines, tokens: list[Token], index: int, within: Span) -> Iterator[Piece]:
    kind = {
        "paragraph_open": PieceKind.PARAGRAPH,
        "bullet_list_open": PieceKind.LIST,
        "ordered_list_open": PieceKind.LIST,
        "fence": PieceKind.CODE,
        "code_block": PieceKind.CODE,
    }.get(tokens[index].type, PieceKind.OTHER)
    indented = tokens[index].type == "code_block"
    span = lines.trimmed(within.start, within.end, left=not indented)
    if span.start == span.end:
        return
    if kind is PieceKind.PARAGRAPH and _BARE_TAGS.fullmatch(lines.text, span.start, span.end):
        return
    if kind is PieceKind.LIST and not any(t.content.strip() for t in _inside(tokens, index)):
        return
    hidden = None
    if any(_holds_comment(token) for token in _inside(tokens, index)):
        hidden = lines.text.find("<!--", span.start, span.end)
    closed = tokens[index].type != "fence" or _ends_in_fence(lines.text, span, tokens[index].markup)
    yield Piece(span, kind, hidden, _steps(tokens, index), closed)


def _ends_in_fence(text: str, span: Span, opening: str) -> bool:
    """Whether the last line of a fenced block, not its first, closes it."""
    *above, last = re.split(r"[\r\n]+", text[span.start : span.end])
    marks = last.lstrip(" ")
    whole = len(marks) >= len(opening) and not marks.strip(opening[0])
    return bool(above) and whole and len(last) - len(marks) < _INDENTED


def _steps(tokens: list[Token], index: int) -> range | None:
    if tokens[index].type != "ordered_list_open":
        return None
    start = int(tokens[index].attrs.get("start", 1))
    items = sum(t.type == "list_item_open" and t.level == 1 for t in _inside(tokens, index))
    return range(start, start + items)


def _inside(tokens: list[Token], index: int) -> Iterator[Token]:
    """The tokens of the block that opens at `index`, itself included."""
    yield tokens[index]
    for token in tokens[index + 1 :] if tokens[index].nesting == 1 else ():
        if token.level == 0:
            return
        yield token


def _holds_comment(token: Token) -> bool:
    if token.type not in {"inline", "html_block"} or "<!--" not in token.content:
        return False
    return "<!--" in CODE_SPAN.sub("", token.content)
