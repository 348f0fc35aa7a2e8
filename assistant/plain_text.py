"""A passage's tree as plain text, for terminals, e-mail and notifications. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.layout import Tree, is_marked, layout, shown_texts
from assistant.sentences import introduces_list, split_sentences
from assistant.types import Node

_BLOCKS = frozenset(("p", "pre", "hr", "blockquote", "ul", "ol", "table"))


def plain_text(tree: Iterable[Node | str]) -> str:
    """The blocks with a blank line between them; items begin with "- " or a number, "|" parts cells."""
    return "\n\n".join("\n".join(lines) for lines in _blocks(tuple(tree)))


@dataclass(frozen=True, slots=True)
class Quoted:
    """A line of a quote. `leads` are lines above it without which it could be taken for its opposite: what
    the items of its list complete ("You must not:"), and the column names of its row."""

    line: str
    leads: tuple[str, ...] = ()


def quoted_lines(text: str, start: int, end: int) -> tuple[Quoted, ...]:
    """What is seen of `text[start:end]` of a passage, a line for each paragraph, item or row of it."""
    tree = layout(text, ((start, end),))
    return tuple(_evidence(tree)) or (Quoted(text[start:end]),)


def title_text(text: str) -> str:
    """A heading on one line, as it reads without Markdown's marks; a link is its words."""
    text = " ".join(text.split())
    if not is_marked(text):
        return text
    tree = layout(f"# {text}")
    shown = "".join(inline_text(n.children, addresses=False) for n in tree if isinstance(n, Node))
    return " ".join(shown.split()) or text


def inline_text(nodes: Iterable[Node | str], *, addresses: bool = True) -> str:
    """A run of text; a link is followed by its address, where those are wanted."""
    return "".join(_inline(node, addresses) for node in nodes)


def is_block(node: Node | str) -> bool:
    """Whether it stands on lines of its own."""
    return isinstance(node, Node) and node.tag in _BLOCKS


def _inline(node: Node | str, addresses: bool) -> str:
    if isinstance(node, str):
        return node
    if node.tag == "br":
        return "\n"
    words = inline_text(node.children, addresses=addresses)
    if node.tag == "s":  # without its marks it would say what it no longer says
        return f"~~{words}~~"
    address = (node.url or "").removeprefix("mailto:")
    return f"{words} ({address})" if addresses and address not in ("", words) else words


def _blocks(nodes: Tree) -> Iterator[list[str]]:
    """The lines of each block; inline nodes between blocks are one block."""
    run: list[Node | str] = []
    for node in nodes:
        if isinstance(node, str) or not is_block(node):
            run.append(node)
            continue
        if run:
            yield inline_text(run).strip().split("\n")
            run = []
        yield list(_block(node))
    if run:
        yield inline_text(run).strip().split("\n")


def _block(node: Node) -> Iterator[str]:
    if node.tag in ("ul", "ol"):
        yield from _list(node)
    elif node.tag == "table":
        yield from _table(node)
    elif node.tag == "hr":
        yield "---"
    elif node.tag == "blockquote":
        for number, lines in enumerate(_blocks(node.children)):
            yield from ["", *lines] if number else lines
    else:
        for line in inline_text(node.children).split("\n"):
            yield line.rstrip()


def _list(node: Node) -> Iterator[str]:
    for number, item in enumerate(node.children, 1 if node.start is None else node.start):
        if not isinstance(item, Node):
            continue
        bullet = f"{number}. " if node.tag == "ol" else "- "
        lines = [line for block in _blocks(item.children) for line in block] or [""]
        yield (bullet + lines[0]).rstrip()
        yield from (" " * len(bullet) + line if line else "" for line in lines[1:])


def _table(node: Node) -> Iterator[str]:
    for row in node.children:
        if isinstance(row, Node):
            yield _row(row)


def _row(row: Node) -> str:
    cells = (inline_text(cell.children) for cell in row.children if isinstance(cell, Node))
    return " | ".join(" ".join(cell.split()) for cell in cells).strip()


def _evidence(nodes: Sequence[Node | str], leads: tuple[str, ...] = ()) -> Iterator[Quoted]:
    """The marked words, a line for each innermost block that holds some."""
    run: list[Node | str] = []
    lead: tuple[str, ...] = ()
    for node in nodes:
        inner = isinstance(node, Node) and (is_block(node) or node.tag in ("li", "tr"))
        if not inner:
            run.append(node)
            continue
        assert isinstance(node, Node)
        if run:
            yield from _marked_line(run, leads)
            lead = _lead(run, _ends_in_colon)
            run = []
        if node.tag == "tr":
            yield from _marked_row(node, leads + lead)
            lead = lead or _column_names(node)
        else:
            above = lead if node.tag in ("ul", "ol", "table") else ()
            yield from _evidence(node.children, leads + above)
            lead = _lead(node.children, introduces_list) if node.tag == "p" else ()
    yield from _marked_line(run, leads)


def _marked_line(run: Sequence[Node | str], leads: tuple[str, ...]) -> Iterator[Quoted]:
    text = inline_text(_marked(run), addresses=False)
    yield from (Quoted(line.strip(), leads) for line in text.split("\n") if line.strip())


def _marked_row(row: Node, leads: tuple[str, ...]) -> Iterator[Quoted]:
    cells = [
        " ".join(quoted.line for quoted in _evidence(cell.children))
        for cell in row.children
        if isinstance(cell, Node)
    ]
    if line := " | ".join(cell for cell in cells if cell):
        yield Quoted(line, leads)


def _ends_in_colon(text: str) -> bool:
    return text.endswith((":", "\uff1a"))


def _lead(run: Sequence[Node | str], introduces: Callable[[str], bool]) -> tuple[str, ...]:
    """The last sentence of a paragraph where something below completes it and it is not marked itself."""
    text = " ".join(inline_text(run, addresses=False).split())
    if not introduces(text) or _holds_mark(run):
        return ()
    return (text[split_sentences(text)[-1].start :],)


def _column_names(row: Node) -> tuple[str, ...]:
    header = all(isinstance(cell, Node) and cell.tag == "th" for cell in row.children)
    names = _row(row).strip(" |") if header and not _holds_mark(row.children) else ""
    return (_row(row),) if names else ()


def _holds_mark(nodes: Iterable[Node | str]) -> bool:
    return any(shown_texts(nodes, marked_only=True))


def _marked(nodes: Iterable[Node | str]) -> Iterator[Node | str]:
    """The nodes without what is not marked; a break between marked words stays."""
    for node in nodes:
        if isinstance(node, str):
            continue
        if node.tag in ("mark", "br"):
            yield node
        elif inner := tuple(_marked(node.children)):
            yield Node(node.tag, inner, url=node.url)
