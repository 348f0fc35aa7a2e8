"""A passage's tree as rich text: lists, code and links as Slack has them, evidence in bold. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.composition import PassagePiece
from assistant.layout import Tree
from assistant.plain_text import is_block, plain_text
from assistant.types import Node
from web.slack.blocks import TEXT, Block, escape, literal, quotes, size

_STYLES = {"strong": "bold", "mark": "bold", "em": "italic", "s": "strike", "code": "code"}
_DEEPEST = 8  # levels that Slack indents


def passage_blocks(tree: Tree) -> list[Block]:
    """The passage as one block, or as plain quotations where it is too long for that."""
    elements = list(_elements(tree))
    if sum(size(escape(text)) for text in _shown(elements)) > TEXT:
        return quotes([PassagePiece(plain_text(tree), evidence=False)])
    return [{"type": "rich_text", "elements": elements}]


def _shown(elements: Iterable[Block]) -> Iterator[str]:
    for element in elements:
        if "text" in element:
            yield element["text"]
        yield from _shown(element.get("elements", ()))


def _elements(nodes: Sequence[Node | str], depth: int = 0) -> Iterator[Block]:
    """Slack has no rich text within rich text: what is nested in an item follows it, indented."""
    run: list[Node | str] = []
    for node in nodes:
        if not is_block(node):
            run.append(node)
            continue
        yield from _quote(_texts(run))
        run = []
        assert isinstance(node, Node)
        if node.tag in ("ul", "ol"):
            yield from _list(node, depth)
        elif node.tag == "pre":
            parts = _texts(node.children)
            yield {"type": "rich_text_preformatted", "elements": parts or [literal("")]}
        elif node.tag == "table":
            yield from _quote(_rows(node))
        elif node.tag == "blockquote":
            yield from _elements(node.children, depth)
        else:
            yield from _quote(_texts(node.children))
    yield from _quote(_texts(run))


def _quote(parts: list[Block]) -> Iterator[Block]:
    if parts:
        yield {"type": "rich_text_quote", "elements": parts}


def _list(node: Node, depth: int) -> Iterator[Block]:
    """The items; the list breaks off at one that holds more than text, and goes on with the next number."""
    items: list[Block] = []
    first = 1 if node.start is None else node.start
    for number, item in enumerate(node.children, first):
        assert isinstance(item, Node)
        words, rest = _head(item.children)
        items.append({"type": "rich_text_section", "elements": _texts(words) or [literal("")]})
        if rest:
            yield _rich_list(node.tag, items, depth, first)
            items, first = [], number + 1
            yield from _elements(rest, depth + 1)
    if items:
        yield _rich_list(node.tag, items, depth, first)


def _rich_list(tag: str, items: list[Block], depth: int, first: int) -> Block:
    ordered = tag == "ol"
    made: Block = {
        "type": "rich_text_list",
        "style": "ordered" if ordered else "bullet",
        "indent": min(depth, _DEEPEST),
        "border": 1,
        "elements": items,
    }
    return made | {"offset": first - 1} if ordered and first > 1 else made


def _head(nodes: Sequence[Node | str]) -> tuple[list[Node | str], Sequence[Node | str]]:
    """The text that an item begins with, its paragraphs on lines of their own; and the rest of it."""
    words: list[Node | str] = []
    for number, node in enumerate(nodes):
        if isinstance(node, Node) and node.tag == "p":
            words += [*([Node("br")] if words else []), *node.children]
        elif is_block(node):
            return words, nodes[number:]
        else:
            words.append(node)
    return words, ()


def _rows(table: Node) -> list[Block]:
    parts: list[Block] = []
    for row in table.children:
        assert isinstance(row, Node)
        parts += [literal("\n")] if parts else []
        for number, cell in enumerate(row.children):
            assert isinstance(cell, Node)
            parts += [literal(" | ")] if number else []
            parts += _texts(cell.children)
    return parts


def _texts(
    nodes: Iterable[Node | str], styles: tuple[str, ...] = (), url: str | None = None
) -> list[Block]:
    """Literal texts, each with the styles of all that it stands in. An e-mail address is told, too."""
    parts: list[Block] = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(literal(node, styles, url))
        elif node.tag == "br":
            parts.append(literal("\n"))
        else:
            style = _STYLES.get(node.tag)
            inner = styles if style is None or style in styles else (*styles, style)
            found = _texts(node.children, inner, node.url or url)
            parts += found
            address = (node.url or "").removeprefix("mailto:")
            if address != (node.url or "") and address != "".join(_shown(found)):
                parts.append(literal(f" ({address})"))
    return parts
