"""Makes foreign Markdown an answer of ours: nothing in it can be read as a question or as metadata.

Headings go below the question, comments and rules go, HTML becomes Markdown, open code is closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.corpus.importers.addresses import resolved
from assistant.corpus.importers.footnotes import with_footnotes, without_footnotes
from assistant.corpus.importers.html_markdown import fragment_to_markdown
from assistant.corpus.importers.markup import outside_code, without_comments
from assistant.corpus.markdown import Comment, Heading, Piece, scan
from assistant.lines import Lines

_REFERENCE = re.compile(
    r"(?<![\\\]])\[(?P<text>(?:[^\[\]\\]|\\.|!\[[^\[\]]*\]\([^()]*\))+)\]"
    r"(?:\[(?P<label>[^\[\]]*)\]|(?![\[(:]))",
    re.DOTALL,
)
_LINK = re.compile(r"(?P<lead>\]\(\s*)(?P<url><[^<>\n]*>|[^\s()<>]+)")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff]")
_TEMPLATE_TAG = re.compile(r"^[ \t]*\{%.*?%\}[ \t]*$", re.MULTILINE)  # of site generators
_TAG = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BREAKS_BEFORE = re.compile(r"\A(?:\s*(?:</?br\s*/?>|\\\n))+[ \t]*\n*", re.IGNORECASE)
_BREAK_AFTER = re.compile(r"</?br\s?/?>\Z", re.IGNORECASE)
_LONGEST_BREAK = 8  # characters
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+\-.!|~=&])")
_HIGHEST = 3  # level of the first sub-heading below a question
_SENTINEL = "\n\n## Next\n\nNext.\n"

_PARSER = MarkdownIt("commonmark").enable("table")
_PARSER.core.ruler.disable("inline")


def safe_answer(markdown: str, url: str | None = None) -> str:
    """The answer as it may stand below a question of ours; empty where nothing is to be read.

    `url` is what relative links start from.
    """
    text = markdown.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNPRINTABLE.sub("", text)
    text = trimmed(with_footnotes(*without_footnotes(_TEMPLATE_TAG.sub("", text))))
    if url is not None:
        text = _with_absolute_links(text, url)
    answer = "\n\n".join(_blocks(text)).strip("\n")
    if not _is_contained(answer):
        answer = "\n\n".join(
            _SPECIAL.sub(r"\\\1", " ".join(part.split())) for part in re.split(r"\n\s*\n", text)
        )
    return answer if _is_readable(answer) else ""


def trimmed(text: str) -> str:
    """Without empty lines and line breaks at both ends; an indentation stays."""
    text = _BREAKS_BEFORE.sub("", text)
    end = len(text.rstrip())
    while found := _BREAK_AFTER.search(text, max(0, end - _LONGEST_BREAK), end):
        end = found.start()
        while end > 0 and text[end - 1].isspace():
            end -= 1
    first = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, min(first, end)) + 1 : end]


def definitions(text: str) -> Mapping[str, Mapping[str, str]]:
    """The link definitions of a Markdown text, by label; "[^1]: Note" is none, but a footnote."""
    environment: dict[str, Mapping[str, Mapping[str, str]]] = {}
    _PARSER.parse(text, environment)
    found = environment.get("references", {})
    return {label: target for label, target in found.items() if not label.startswith("^")}


def _blocks(text: str) -> Iterator[str]:
    lines = text.split("\n")
    tokens = _PARSER.parse(text)
    levels = [int(t.tag[1:]) for t in tokens if t.level == 0 and t.type == "heading_open"]
    up = min(levels, default=_HIGHEST) - _HIGHEST
    for index, token in enumerate(tokens):
        if token.level != 0 or token.map is None or token.type == "hr":
            continue
        raw = "\n".join(lines[token.map[0] : token.map[1]]).rstrip()
        if token.type == "heading_open":
            block = _sub_heading(int(token.tag[1:]) - up, tokens[index + 1].content)
        elif token.type == "html_block":
            block = _from_html(raw)
        elif token.type == "fence":
            block = _closed(raw, token)
        elif token.type == "code_block":
            block = raw
        else:
            shown = without_comments(raw)
            block = shown.strip() if token.type == "paragraph_open" else shown
        if block.strip():
            yield block


def _sub_heading(level: int, content: str) -> str:
    title = " ".join(without_comments(content).split())
    return f"{'#' * min(level, 6)} {title}" if title else ""


def _from_html(raw: str) -> str:
    text = without_comments(raw)
    return fragment_to_markdown(text, escape=False) if _TAG.search(text) else text


def _closed(raw: str, token: Token) -> str:
    last = raw.rpartition("\n")[2].strip()
    whole = "\n" in raw and last.startswith(token.markup) and not last.strip(token.markup[0])
    return raw if whole else f"{raw}\n{token.markup}"


def with_links_inline(text: str, references: Mapping[str, Mapping[str, str]]) -> str:
    """`[text][label]` with the address itself: a passage is read without the rest of its document."""

    def inline(match: re.Match[str]) -> str:
        label = " ".join((match["label"] or match["text"]).split()).lower().upper()
        found = references.get(label)
        return match[0] if found is None else f"[{match['text']}]({_target(found['href'])})"

    return outside_code(_REFERENCE, inline, text)


def _target(url: str) -> str:
    return f"<{url}>" if re.search(r"[\s()]", url) else url


def _with_absolute_links(text: str, base: str) -> str:
    def absolute(match: re.Match[str]) -> str:
        return match["lead"] + _target(resolved(base, match["url"].strip("<>")))

    return outside_code(_LINK, absolute, text)


def _scanned(text: str) -> list[Heading | Comment | Piece]:
    return list(scan(Lines(text), 0))


def _is_contained(answer: str) -> bool:
    """Whether it ends where it ends, and holds neither a question nor a comment."""
    *inside, heading, last = (None, None, *_scanned(f"{answer}{_SENTINEL}"))
    return (
        isinstance(heading, Heading)
        and isinstance(last, Piece)
        and heading.level == 2
        and not any(item is not None and _speaks_to_the_reader(item) for item in inside)
    )


def _speaks_to_the_reader(item: Heading | Comment | Piece) -> bool:
    if isinstance(item, Heading):
        return item.level <= 2
    return isinstance(item, Comment) or item.comment_at is not None


def _is_readable(answer: str) -> bool:
    return any(isinstance(item, Piece) for item in _scanned(answer))
