"""HTML as Markdown, through beautifulsoup4 and markdownify; `html_cleaning` mends the tree before.

Text is escaped where Markdown would read more than text in it; scripts, comments and addresses that are
not for the web or for mail are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdownify import ATX, MarkdownConverter

from assistant.corpus.importers.addresses import resolved
from assistant.corpus.importers.html_cleaning import clean_titles, fill_rows, join_bold, span

_UNSEEN = "script style template noscript svg head iframe object select textarea".split()
_AROUND = ("nav", "header", "footer", "aside", "dialog")  # no form: pages may be in one, whole
_DEEPEST = 200  # elements within each other
_AROUND_TEXT = frozenset(
    ("div", "section", "li", "dd", "dt", "td", "th", "details", "blockquote", "main")
)
_TERMS, _CELLS = frozenset(("dt", "dd")), frozenset(("td", "th"))
_IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {  # what a tag ends, and within what
    "li": (frozenset(("li",)), frozenset(("ul", "ol"))),
    **dict.fromkeys(_TERMS, (_TERMS, frozenset(("dl",)))),
    **dict.fromkeys(_CELLS, (_CELLS, frozenset(("tr", "table")))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    **dict.fromkeys(
        (
            "p",
            "div",
            "ul",
            "ol",
            "dl",
            "table",
            "pre",
            "blockquote",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
        ),
        (frozenset(("p",)), _AROUND_TEXT),
    ),
}
_ANSWERS = re.compile(r"acceptedAnswer|suggestedAnswer")
_SCHEMES = frozenset(("", "http", "https", "mailto"))
_MARKS = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|`|(?:(?<=\S)|\A)\*|\*(?=\S|\Z)|(?<!\w)_|_(?!\w)"
    r"|\[(?=[^\[\]]*\][\[(:])|~(?=~)"
)
_TAG_START = re.compile(r"<(?=[a-z/!?])", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BLOCK_START = re.compile(
    r"(?P<before>\A|\n)(?P<space>[ \t]*)(?P<mark>#{1,6}(?=\s|\Z)|>|[-+=](?=\s|[-=]|\Z)|\|)"
)
_NUMBERED = re.compile(r"(?P<before>(?:\A|\n)[ \t]*\d{1,9})(?P<mark>[.)])(?=\s|\Z)")
_TICKS = re.compile(r"`+")
_RAISED = str.maketrans(
    "0123456789+-=()ni",
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b\u207c\u207d\u207e\u207f\u2071",
)
_LOWERED = str.maketrans(
    "0123456789+-=()aeox",
    "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089\u208a\u208b\u208c\u208d\u208e\u2090\u2091\u2092\u2093",
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th|de?|er?|re|[eè]me|[oa])s?", re.IGNORECASE)  # "1st", "2e"


class _Page(BeautifulSoup):
    """A tree in which an element whose end tag may be left out ends where HTML says that it does."""

    def handle_starttag(self, name: str, *args: Any, **kwargs: Any) -> Tag | None:
        """Open an element. Raises RecursionError where too many are open."""
        if len(self.tagStack) > _DEEPEST:
            raise RecursionError(f"more than {_DEEPEST} elements within each other")
        ended, around = _IMPLIED.get(name, (frozenset(), frozenset()))
        for tag in reversed(self.tagStack):
            if tag.name in around:
                break
            if tag.name in ended:
                self.handle_endtag(tag.name)
                break
        return super().handle_starttag(name, *args, **kwargs)


class _Converter(MarkdownConverter):
    """What markdownify leaves open: escapes only where they are needed, code that holds ticks, details."""

    def __init__(self, *, escapes: bool) -> None:
        super().__init__(heading_style=ATX, bullets="-", autolinks=False)
        self._escapes = escapes
        self._numbers: dict[int, int] = {}

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """The text, with a backslash where Markdown would read a mark, and entities for tags."""
        if not self._escapes:
            return _TAG_START.sub("&lt;", text) if "<!--" in text else text
        text = _MARKS.sub(r"\\\g<0>", text)
        text = _TAG_START.sub("&lt;", _ENTITY.sub("&amp;", text))
        text = _BLOCK_START.sub(r"\g<before>\g<space>\\\g<mark>", text)
        text = _NUMBERED.sub(r"\g<before>\\\g<mark>", text)
        return text.replace("|", "\\|") if parent_tags & {"td", "th"} else text

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """An item, numbered without counting those before it again."""
        bullet = "- "
        if el.parent is not None and el.parent.name == "ol":
            start = str(el.parent.get("start", "1"))
            first = int(start) if start.isdecimal() and len(start) < 9 else 1
            number = self._numbers.setdefault(id(el.parent), first)
            self._numbers[id(el.parent)] = number + 1
            bullet = f"{number}. "
        lines = f"{bullet}{text.strip()}".split("\n")
        indent = " " * len(bullet)
        rest = (f"{indent}{line}" if line.strip() else "" for line in lines[1:])
        return "\n".join((lines[0], *rest)) + "\n" if text.strip() else "\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """A fence that is longer than any row of ticks in the code."""
        if not text.strip():
            return ""
        ticks = max((len(found) for found in _TICKS.findall(text)), default=0)
        fence = "`" * max(3, ticks + 1)
        code = text.strip("\n")
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n"

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Raised signs where there are any, else after "^"; "10^6" is not "106"."""
        before = el.previous_sibling
        follows_digit = before is not None and before.get_text()[-1:].isdigit()
        if follows_digit and _ORDINAL.fullmatch(text.strip()):
            return text
        return _shifted(el, text, _RAISED, "^")

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Lowered signs where there are any, else after "_"."""
        return _shifted(el, text, _LOWERED, "_")

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """A row; the first of a table has the line below it, or above it where it heads nothing."""
        row = f"|{text}\n"
        table = el.find_parent("table")
        if table is None or table.find("tr") is not el:
            return row
        cells = el.find_all(["td", "th"], recursive=False)
        width = sum(span(cell, "colspan") for cell in cells)
        rule = f"| {' | '.join(['---'] * width)} |\n"
        in_head = el.parent is not None and el.parent.name == "thead"
        if in_head or all(cell.name == "th" for cell in cells):
            return row + rule
        return f"| {' | '.join([''] * width)} |\n{rule}{row}"

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Kept as tags on lines of their own, as Markdown writes them."""
        if parent_tags & {"li", "td", "th", "blockquote", "_inline"}:
            return f"\n\n{text.strip()}\n\n"
        return f"\n\n<details>\n\n{text.strip()}\n\n</details>\n\n"

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """As the details around it."""
        line = " ".join(text.split())
        if parent_tags & {"li", "td", "th", "blockquote", "_inline"}:
            return f"\n\n**{line}**\n\n" if line else ""
        return f"\n\n<summary>{line}</summary>\n\n"


def fragment_to_markdown(html: str, *, escape: bool = True, url: str | None = None) -> str:
    """A piece of HTML, such as an answer, as Markdown.

    `escape` is off where the text between the tags is Markdown already.
    """
    soup = parse(html)
    for details in soup.find_all(["details", "summary"]):
        details.name = "div"
    return to_markdown(soup, escape=escape, url=url)


def page_to_markdown(soup: BeautifulSoup, url: str | None = None) -> str:
    """The main part of a page; terms with definitions are written as details with a summary."""
    root = soup.find("main") or soup.find("body") or soup
    assert isinstance(root, Tag)
    for tag in root.find_all(_AROUND):
        inside = tag.find_parent(["main", "article", "section"]) is not None
        if not (inside and tag.name in {"header", "footer"}):
            tag.decompose()
    clean_titles(root)
    for terms in root.find_all("dl"):
        _define(soup, terms)
    return to_markdown(root, url=url)


def to_markdown(root: Tag, *, escape: bool = True, url: str | None = None) -> str:
    """An element as Markdown. Raises RecursionError where elements are nested without end."""
    for tag in root.find_all(_UNSEEN):
        tag.decompose()
    for tag in root.find_all(["code", "kbd", "samp"]):
        if tag.find_parent(["td", "th"]) is not None:  # a bar would end the cell
            for string in tag.find_all(string=True):
                string.replace_with(string.replace("|", "\\|"))
    for tag in root.find_all(True):
        _address(tag, "href", url)
        _address(tag, "src", url)
        if tag.get("colspan") is not None:
            tag["colspan"] = str(span(tag, "colspan"))
    join_bold(root)
    for table in root.find_all("table"):
        fill_rows(table)
    converter = _Converter(escapes=escape)
    text = converter.convert_soup(root)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?m)^[ \t]+$", "", text)).strip("\n")


def parse(html: str) -> BeautifulSoup:
    """The tree of a page or a piece of one; no entity of its own is expanded and nothing is loaded."""
    return _Page(html, "html.parser")


def embedded_json(soup: BeautifulSoup) -> list[str]:
    """The JSON-LD of a page, script by script."""
    scripts = soup.find_all("script", type=re.compile(r"\s*application/ld\+json", re.IGNORECASE))
    return [script.get_text() for script in scripts]


def marked_questions(soup: BeautifulSoup, url: str | None = None) -> Iterator[tuple[str, str]]:
    """Question and answer (as Markdown) of each schema.org Question in the microdata of a page."""
    for tag in soup.find_all(itemtype=re.compile(r"schema\.org/Question\s*\Z")):
        name, answer = tag.find(itemprop="name"), tag.find(itemprop=_ANSWERS)
        if not isinstance(name, Tag) or not isinstance(answer, Tag):
            continue
        text = answer.find(itemprop="text")
        content = text if isinstance(text, Tag) else answer
        question = name.get("content") if name.name == "meta" else name.get_text(" ")
        yield " ".join(str(question or "").split()), to_markdown(content, url=url)


def _shifted(el: Tag, text: str, signs: dict[int, int], mark: str) -> str:
    bare = text.strip()
    # A star or a dagger, a trade mark and a link to a note are read the same at any height.
    if el.find("a") is not None or not any(char.isalnum() for char in bare):
        return text
    if bare.upper() in {"TM", "SM"}:
        return {"TM": "\u2122", "SM": "\u2120"}[bare.upper()]
    plain = el.get_text().strip()
    if all(ord(char) in signs for char in plain):
        return plain.translate(signs)
    return f"{mark}{bare}" if bare.isalnum() else f"{mark}({bare})"


def _language(el: Tag) -> str:
    code = el.find("code")
    names = [
        *(el.get("class") or ()),
        *((code.get("class") or ()) if isinstance(code, Tag) else ()),
    ]
    found = (re.fullmatch(r"(?:language|lang)-([\w+#.-]+)", name) for name in names)
    return next((match[1] for match in found if match), "")


def _address(tag: Tag, name: str, url: str | None) -> None:
    """Resolve an address of the element; one that leads nowhere useful is removed."""
    value = tag.get(name)
    if not isinstance(value, str):
        return
    value = "".join(value.split())
    try:
        scheme = urlsplit(value).scheme.lower()
    except ValueError:
        scheme = "unknown"
    if scheme not in _SCHEMES:
        del tag[name]
    else:
        whole = resolved(url, value) if url else value
        tag[name] = f"<{whole}>" if re.search(r"[()]", whole) else whole
    if tag.get("title") is not None:
        del tag["title"]  # a line break in it would end the paragraph


def _define(soup: BeautifulSoup, terms: Tag) -> None:
    """Rewrite a list of terms as details: each group of terms with its definitions."""
    if terms.find_parent(["dd", "li", "td"]) is not None:
        return
    defined = soup.new_tag("div")
    for question, answers in list(_groups(terms)):
        details, summary = soup.new_tag("details"), soup.new_tag("summary")
        summary.extend(_contents(question))
        details.append(summary)
        for answer in answers:
            part = soup.new_tag("div")
            part.extend(_contents(answer))
            details.append(part)
        defined.append(details)
    terms.replace_with(defined)


def _contents(tag: Tag) -> list[Tag | NavigableString]:
    return [child for child in list(tag.contents) if isinstance(child, Tag | NavigableString)]


def _groups(terms: Tag) -> Iterator[tuple[Tag, list[Tag]]]:
    question: Tag | None = None
    answers: list[Tag] = []
    for tag in terms.find_all(["dt", "dd"]):
        if tag.find_parent("dl") is not terms:
            continue
        if tag.name == "dd":
            answers.append(tag)
            continue
        if question is not None:
            yield question, answers
        question, answers = tag, []
    if question is not None:
        yield question, answers
