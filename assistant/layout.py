"""What the Markdown of a passage stands for: a small tree that each channel shows in its own way. Pure.

markdown-it-py reads blocks and inline marks; here every character that is shown keeps its place in the
passage, so that evidence is marked exactly where it stands, across items and marks. Nothing is lost:
HTML, links to anything but the web and e-mail, and marks without a partner are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from assistant.lines import Lines
from assistant.markdown_patterns import ADMONITION
from assistant.types import Node

__all__ = ["Tree", "is_marked", "layout", "shown_texts"]

Tree = tuple[Node | str, ...]

# Plain sentences hold none of these and are not parsed: characters anywhere, and what begins or parts a line.
_MARKDOWN = re.compile(
    r"[*_`\[\\<|]|~~|&#?\w+;|(?:\A|[\r\n])[ \t]*(?:[-+][ \t]|\d{1,9}[.)][ \t]|>|#|[-=]{2,})"
    r"|\A(?: {4}|\t)|[\r\n][ \t]*[\r\n](?<!\r\n)"
)
_WEB = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)[^\s<>\"]*", re.IGNORECASE)
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*")
_NO_HEADER = "|{0}\n|{1}\n"
_TASK = re.compile(r"\[(?P<done>[ xX])\][ \t]+(?=\S)")
_NOTE = re.compile(rf"{ADMONITION}(?:[ \t]*\n|[ \t]*\Z|[ \t]+)")
# Symbols need no translation and have no direction of writing.
_SYMBOLS = {
    "note": "\u2139",
    "tip": "\u2139",
    "important": "\u2757",
    "warning": "\u26a0",
    "caution": "\u26a0",
}
_BREAK_TAG = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_LINE_END = re.compile(r"\n[ \t]*")
_SPACE = re.compile(r"[ \t]*")
_ABOVE_ROW = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+[ \t>]*)*")
_TOP_ROW = 2  # the level of a row whose table stands in nothing
_DEEPEST = 40  # levels; what is nested deeper was not written to be read, and is shown as it stands


@lru_cache(maxsize=4096)
def layout(text: str, evidence: tuple[tuple[int, int], ...] = ()) -> Tree:
    """The tree of a passage with `mark` around `text[start:end]` of `evidence`; empty for plain text."""
    if not is_marked(text):
        return ()
    before = _missing_header(text)
    marked = bytearray(len(before) + len(text) + 1)
    for start, end in evidence:
        marked[len(before) + start : len(before) + end] = b"\1" * (end - start)
    builder = _Builder(before + text, marked)
    try:
        tree = builder.tree(_PARSER.parse(before + text))
    except RecursionError:  # images within images
        return ()
    if builder.deepest >= _DEEPEST:
        return ()
    if before:
        tree = tuple(_without_first_row(tree))
    return () if _is_plain(tree, text) else tree


def is_marked(text: str) -> bool:
    """Whether the text holds a character that Markdown may read as a mark."""
    return _MARKDOWN.search(text) is not None


def shown_texts(nodes: Iterable[Node | str], *, marked_only: bool = False) -> Iterator[str]:
    """The literal texts of a tree, in order; of those in a `mark` only, where so wanted."""
    for node in nodes:
        if isinstance(node, str):
            if not marked_only:
                yield node
        else:
            yield from shown_texts(node.children, marked_only=marked_only and node.tag != "mark")


def _is_plain(tree: Tree, text: str) -> bool:
    """Whether the text reads as it stands, or nothing would be left of it."""
    shown = "".join(shown_texts(tree))
    if not shown.strip():
        return True
    if len(tree) != 1 or isinstance(tree[0], str) or tree[0].tag != "p":
        return False
    simple = all(isinstance(child, str) or child.tag == "mark" for child in tree[0].children)
    return simple and shown == " ".join(line.strip() for line in text.strip().splitlines())


def _missing_header(text: str) -> str:
    """An empty header for the rest of a long table, which begins with a row."""
    lines = Lines(text)
    first, second = (text[lines.start(n) : lines.start(n + 1)].rstrip("\r\n") for n in (0, 1))
    if _ROW.fullmatch(first) is None or (second and re.fullmatch(r"[ \t|:-]+", second)):
        return ""
    columns = len(re.findall(r"(?<!\\)\|", first.strip())) - 1
    return _NO_HEADER.format(" |" * columns, "-|" * columns) if columns > 0 else ""


def _without_first_row(tree: Tree) -> Iterator[Node | str]:
    for number, node in enumerate(tree):
        if number == 0 and isinstance(node, Node) and node.tag == "table":
            yield Node("table", node.children[1:])
        else:
            yield node


class _Placed(ParserInline):
    """The library's inline parser; each token remembers in `meta["at"]` from where to where it was read."""

    def tokenize(self, state: StateInline) -> None:
        """Read the line to its end, rule by rule."""
        rules = self.ruler.getRules("")
        while state.pos < state.posMax:
            start, known = state.pos, len(state.tokens)
            deep = state.level >= state.md.options["maxNesting"]
            if deep or not any(rule(state, False) for rule in rules):
                state.pending += state.src[start]
                state.pos = start + 1
            if state.pending:
                state.pushPending()
            for token in state.tokens[known:]:
                token.meta.setdefault("at", (start, state.pos))


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 (as the library has it)
        """Every link is read as one: what it may lead to is decided where it is shown."""
        return True


def _newline(state: StateInline, silent: bool) -> bool:
    """The end of a line: a break after two spaces and before a bullet that Markdown does not know."""
    if (match := _LINE_END.match(state.src, state.pos)) is None:
        return False
    if not silent:
        before = state.src[max(0, state.pos - 2) : state.pos]
        hard = before == "  " or state.src[match.end() :][:1] == "\u2022"
        state.push("hardbreak" if hard else "softbreak", "br", 0)
    state.pos = match.end()
    return True


def _break_tag(state: StateInline, silent: bool) -> bool:
    """The one HTML tag that tables cannot do without."""
    if (match := _BREAK_TAG.match(state.src, state.pos)) is None:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = match.end()
    return True


def _parser() -> MarkdownIt:
    parser = _Markdown("zero")
    parser.inline = _Placed()
    parser.inline.ruler.before("autolink", "break_tag", _break_tag)
    parser.inline.ruler.at("newline", _newline)
    parser.configure("commonmark", {"html": False, "maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough", "break_tag"])
    # Definitions would vanish, and joined fragments would no longer say where they come from.
    parser.disable(["reference", "html_block", "html_inline"])
    parser.inline.ruler2.disable("fragments_join")
    parser.core.ruler.disable(["inline", "text_join"])  # the builder knows where inline text stands
    # The first look at rules fills a table, which other threads would read half filled.
    for rules in (parser.core.ruler, parser.block.ruler, parser.inline.ruler, parser.inline.ruler2):
        rules.getRules()
    return parser


_PARSER = _parser()


class _Builder:
    """Tokens to nodes. `marked` says of each character of `text` whether it is evidence."""

    def __init__(self, text: str, marked: bytearray) -> None:
        self._text = text
        self._marked = marked
        self._lines = Lines(text)
        self.deepest = 0  # levels, once the tree is built

    def tree(self, tokens: Sequence[Token]) -> Tree:
        """The nodes of the blocks."""
        above: list[tuple[Token, list[Node | str]]] = []
        children: list[Node | str] = []
        row: Iterator[list[int]] = iter(())
        for token in tokens:
            self.deepest = max(self.deepest, token.level)
            if token.nesting == 1:
                above.append((token, children))
                children = []
                if token.type == "tr_open":
                    row = self._cells(token)
            elif token.nesting == -1:
                opening, outer = above.pop()
                children = [*outer, *self._block(opening, children)]
            elif token.type == "inline":
                in_row = bool(above) and above[-1][0].tag in ("th", "td")
                places = next(row, []) if in_row else self._places(token)
                children += self._inline(token.content, places, [t.tag for t, _ in above])
            elif token.type in ("fence", "code_block"):
                children.append(Node("pre", self._leaf(*self._code(token))))
            else:
                children.append(Node(token.tag))
        return tuple(children)

    def _block(self, opening: Token, children: list[Node | str]) -> list[Node | str]:
        if opening.hidden or opening.tag in ("thead", "tbody"):
            return children
        if opening.type == "heading_open":  # the page around it has headings of its own
            return [Node("p", (Node("strong", tuple(children)),))]
        start = opening.attrs.get("start") if opening.type == "ordered_list_open" else None
        return [Node(opening.tag, tuple(children), start=None if start is None else int(start))]

    def _places(self, token: Token) -> list[int]:
        """The place in the text of each character of an inline token: its lines are ends of the text's lines."""
        assert token.map is not None
        places: list[int] = []
        for number, line in enumerate(token.content.split("\n"), token.map[0]):
            start, end = self._lines.start(number), self._lines.start(number + 1)
            found = self._text.rfind(line, start, end)
            if found < 0:  # a tab in front of it was turned into spaces
                found = max(start, start + len(self._text[start:end].rstrip()) - len(line.rstrip()))
            places += range(found, found + len(line))
            places.append(min(found + len(line), len(self._text)))  # the line's end
        return places

    def _cells(self, row: Token) -> Iterator[list[int]]:
        """The places of the characters of each cell in a table's row; `\\|` is one character, `|`."""
        assert row.map is not None
        start, end = self._lines.start(row.map[0]), self._lines.start(row.map[0] + 1)
        nested = row.level > _TOP_ROW
        opening = (_ABOVE_ROW if nested else _SPACE).match(self._text, start, end)
        first = opening.end() if opening else start
        places: list[int] = []
        for place in range(first, end):
            char = self._text[place]
            if char == "|" and self._text[place - 1 : place] == "\\":
                places[-1] = place
            elif char == "|":
                if place > first:
                    yield self._trimmed(places)
                places = []
            else:
                places.append(place)
        yield self._trimmed(places)

    def _trimmed(self, places: list[int]) -> list[int]:
        shown = [n for n, place in enumerate(places) if not self._text[place].isspace()]
        return places[shown[0] : shown[-1] + 1] if shown else []

    def _code(self, token: Token) -> tuple[str, list[int]]:
        assert token.map is not None
        content = token.content.removesuffix("\n")
        first = token.map[0] + (token.type == "fence")
        return content, self._places(
            Token("inline", "", 0, content=content, map=[first, token.map[1]])
        )

    def _inline(self, content: str, places: list[int], above: Sequence[str]) -> list[Node | str]:
        """The nodes of inline text, with what GitHub's Markdown has at the start of items and quotations."""
        lead: list[Node | str] = []
        if above[-2:-1] == ["li"] and (task := _TASK.match(content)):
            lead = ["\u2610 " if task["done"] == " " else "\u2611 "]
            content, places = content[task.end() :], places[task.end() :]
        elif above[-2:-1] == ["blockquote"] and (note := _NOTE.match(content)):
            symbol = _SYMBOLS.get(note["kind"].lower())
            lead = [f"{symbol} "] if symbol else []
            content, places = content[note.end() :], places[note.end() :]
        tokens: list[Token] = []
        _PARSER.inline.parse(content, _PARSER, {}, tokens)
        # A place for each character, whatever happened to the spaces around it.
        places = [*places, *[len(self._text)] * (len(content) + 1 - len(places))]
        return _joined([*lead, *self._runs(tokens, content, places)])

    def _runs(self, tokens: Sequence[Token], content: str, places: list[int]) -> list[Node | str]:
        above: list[tuple[Token, list[Node | str]]] = []
        children: list[Node | str] = []
        for token in tokens:
            start, end = token.meta["at"]
            if token.nesting == 1:
                above.append((token, children))
                children = []
                self.deepest = max(self.deepest, len(above))
            elif token.nesting == -1:
                opening, outer = above.pop()
                raw = self._leaf(content[start:end], places[start:end])
                children = [*outer, *_span(opening, _joined(children), raw)]
            elif token.type == "softbreak":
                children = [*_without_last_space(children), *self._leaf(" ", places[start:])]
            elif token.type == "hardbreak":
                children = [*_without_last_space(children), Node("br")]
            elif token.type == "image":
                alt = token.content
                children += self._runs(token.children or (), alt, places[start + 2 :])
            elif token.type == "code_inline":
                start += len(token.markup)
                start += end - len(token.markup) - start != len(token.content)  # a space is cut off
                children.append(Node("code", self._leaf(token.content, places[start:])))
            else:
                exact = token.content == content[start:end]
                children += self._leaf(
                    token.content,
                    places[start:end] if exact else [places[start]] * len(token.content),
                )
        return children

    def _leaf(self, shown: str, places: Sequence[int]) -> Tree:
        """Literal text, cut where evidence begins and ends."""
        flagged = [(self._marked[place], char) for place, char in zip(places, shown, strict=False)]
        parts = (
            (flag, "".join(c for _, c in run)) for flag, run in groupby(flagged, lambda x: x[0])
        )
        return tuple(Node("mark", (part,)) if flag else part for flag, part in parts)


def _span(opening: Token, children: list[Node | str], raw: Tree) -> list[Node | str]:
    """An inline element. A link to a page beside the source is its words; one to elsewhere is as written."""
    if opening.type != "link_open":
        return [Node(opening.tag, tuple(children))]
    url = str(opening.attrs["href"])
    if _WEB.fullmatch(url):
        return [Node("a", tuple(children), url=url)]
    return list(raw) if re.match(r"[a-z][a-z0-9+.-]*:", url, re.IGNORECASE) else children


def _without_last_space(nodes: list[Node | str]) -> Iterator[Node | str]:
    """The nodes without spaces at the end of a line."""
    yield from nodes[:-1]
    for node in nodes[-1:]:
        if isinstance(node, str):
            yield node.rstrip(" ")
        elif node.tag == "mark":
            yield Node("mark", tuple(_without_last_space(list(node.children))))
        else:
            yield node


def _joined(nodes: Iterable[Node | str]) -> list[Node | str]:
    """Neighbouring texts and marks as one, and none that are empty."""
    found: list[Node | str] = []
    for node in nodes:
        last = found[-1] if found else None
        if isinstance(node, str) and isinstance(last, str):
            found[-1] = last + node
        elif isinstance(node, Node) and isinstance(last, Node) and node.tag == last.tag == "mark":
            found[-1] = Node("mark", tuple(_joined([*last.children, *node.children])))
        elif node:
            found.append(node)
    return found
