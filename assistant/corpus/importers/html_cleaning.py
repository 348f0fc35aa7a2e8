"""What is put right in the tree of a page before it becomes Markdown: titles, bold text, cells over rows."""

from __future__ import annotations

import copy

from bs4 import Tag

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LINK_SIGNS = frozenset("#\u00b6\u00a7\u200b\ufeff\U0001f517")  # of links to the heading itself
_ENDS = (".", "!", "?", ":", "\uff1f")
_LONGEST_REPEATED = 500  # characters of a cell


def clean_titles(root: Tag) -> None:
    """Take out of headings, summaries and terms what is no text of theirs: signs, icons, headings."""
    for title in root.find_all((*_HEADINGS, "summary", "dt")):
        for tag in title.find_all(True):
            if not tag.decomposed and _is_sign(tag) and _has_more(title, tag):
                tag.decompose()
        for heading in title.find_all(_HEADINGS) if title.name in {"summary", "dt"} else ():
            heading.unwrap()


def _is_sign(tag: Tag) -> bool:
    """Whether it is not for every reader, or a link whose text is a sign."""
    if tag.get("aria-hidden") == "true":
        return True
    if tag.name != "a" or tag.find("img") is not None:
        return False
    text = "".join(tag.get_text().split())
    if {"headerlink", "anchor"} & set(tag.get("class") or ()):
        return not any(char.isalnum() for char in text)
    return set(text) <= _LINK_SIGNS


def _has_more(title: Tag, tag: Tag) -> bool:
    return "".join(title.get_text().split()) != "".join(tag.get_text().split())


def join_bold(root: Tag) -> None:
    """Make one of neighbours in bold, unless a sentence ends between them."""
    for tag in root.find_all(["b", "strong"]):
        before = tag.previous_sibling
        if not isinstance(before, Tag) or before.name not in {"b", "strong"}:
            continue
        if not before.get_text().rstrip().endswith(_ENDS):
            for child in reversed(list(before.contents)):
                tag.insert(0, child.extract())
            before.decompose()


def fill_rows(table: Tag) -> None:
    """Repeat a cell that spans rows in each of them, as Markdown has no such cells; no row is empty."""
    above: dict[int, tuple[Tag, int]] = {}  # by column: a cell and the rows that it still fills
    group: Tag | None = None
    for row in table.find_all("tr"):
        if row.find_parent("table") is not table:
            continue
        cells = row.find_all(["td", "th"], recursive=False)
        if not cells:
            row.decompose()
            continue
        if row.parent is not group:
            above, group = {}, row.parent
        above = _filled(row, cells, above)


def _filled(
    row: Tag, cells: list[Tag], above: dict[int, tuple[Tag, int]]
) -> dict[int, tuple[Tag, int]]:
    """Put into the row what fills it from above. Returns what fills the next one."""
    below: dict[int, tuple[Tag, int]] = {}
    column, waiting = 0, list(reversed(cells))
    while waiting or column in above:
        if column in above:
            cell, rows = above[column]
            if waiting:
                waiting[-1].insert_before(_repeated(cell))
            else:
                row.append(_repeated(cell))
        else:
            cell = waiting.pop()
            rows = span(cell, "rowspan")
        if rows > 1:
            below[column] = (cell, rows - 1)
        column += span(cell, "colspan")
    return below


def _repeated(cell: Tag) -> Tag:
    """The cell again; without its content where that is long, as a page could grow without end."""
    if cell.find("table") is None and len(str(cell)) <= _LONGEST_REPEATED:
        return copy.copy(cell)
    empty = Tag(name=cell.name)
    empty["colspan"] = str(span(cell, "colspan"))
    return empty


def span(cell: Tag, name: str) -> int:
    """The columns or rows of a cell; what is no number, or past belief, is one."""
    value = str(cell.get(name, "1"))
    return max(1, int(value)) if value.isdecimal() and len(value) < 3 else 1
