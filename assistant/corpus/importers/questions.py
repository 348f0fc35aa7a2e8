"""What looks like a question, and the plain text of one. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.text import printable_line

# "Q:", "Q9.3:", "Question 4.", "F:"
_PREFIX = re.compile(
    r"\A\s*(?:Q(?:uestion)?|Frage|Pregunta|Pergunta|Domanda|\u554f|\u95ee)[ \t]*#?\d*(?:\.\d+)*"
    r"[ \t]*[:.)\uff1a\u2013\u2014-]\s*(?=\S)",
    re.IGNORECASE,
)
_ANSWER_PREFIX = re.compile(
    r"\A\s*(?P<mark>\*\*|__|)(?:A(?:ns(?:wer)?)?|Antwort|Respuesta|Resposta|R\u00e9ponse|Risposta|\u7b54)"
    r"[ \t]*#?\d*(?:\.\d+)*[ \t]*(?:(?P=mark)[ \t]*[:.\uff1a]|[:.\uff1a][ \t]*(?P=mark))[ \t]*"
    r"(?=\S|\r|\n|\Z)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\A\s*(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)])\s+(?=\S)")
# A question mark that ends a sentence.
_MARK = re.compile(r"[?\uff1f\u061f\u037e](?=[\s\"'\u201d\u2019)\]*_]|\Z)|[\uff1f\u061f]")
_INTERROGATIVE = re.compile(
    r"(?:how|what|when|where|which|who|whom|whose|why|can|could|do|does|did|is|are|was|were|will|would"
    r"|should|may|must|has|have|am|wie|was|wann|wo|warum|wer|welche[rs]?|kann|comment|pourquoi|quand"
    r"|quel(?:le)?s?|c\u00f3mo|qu\u00e9|cu\u00e1ndo|d\u00f3nde|por qu\u00e9|como|quando|onde)\b",
    re.IGNORECASE,
)
_MAX_MARKDOWN = 5_000  # characters; in more than that no marks are looked for
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_INCLUDE = re.compile(r"\[!INCLUDE\s*\[([^\[\]]*)\]\([^()]*\)\s*\]", re.IGNORECASE)
_IDENTIFIER = re.compile(r"\s*\{:?\s*[#.][^{}]*\}\s*\Z")
# Other tags may be what is asked about: "What does <id> stand for?"
_TAG = re.compile(
    r"</?(?:a|abbr|b|br|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|p|s|small|span|strong|sub|summary"
    r"|sup|u)\b[^<>]*>",
    re.IGNORECASE,
)
_PARSER = MarkdownIt("commonmark").enable("strikethrough")


def is_question(text: str) -> bool:
    """Whether a plain text asks something: a question mark at the end of a sentence."""
    return _MARK.search(text) is not None


def asks_without_a_mark(text: str) -> bool:
    """Whether it begins as a question does; among questions, such a heading is one as well."""
    return _INTERROGATIVE.match(text) is not None


def has_prefix(text: str) -> bool:
    """Whether "Q:" or the like stands before it; with a number, only before what asks something."""
    prefix = _PREFIX.match(text)
    return prefix is not None and (not re.search(r"\d", prefix[0]) or is_question(text))


def without_prefix(text: str) -> str:
    """The question without "Q:" or its number."""
    for pattern in (_PREFIX, _NUMBER):
        text = pattern.sub("", text, count=1)
    return text.strip()


def without_answer_prefix(text: str) -> str:
    """The answer without "A:"."""
    return _ANSWER_PREFIX.sub("", text, count=1)


def has_answer_prefix(text: str) -> bool:
    """Whether "A:" or the like stands before it."""
    return _ANSWER_PREFIX.match(text) is not None


@lru_cache(maxsize=4096)
def without_markdown(markdown: str) -> str:
    """One line of printable text without marks, tags and comments; a link is its text."""
    if len(markdown) > _MAX_MARKDOWN:
        return printable_line(markdown)
    markdown = _IDENTIFIER.sub("", _COMMENT.sub(" ", markdown))
    markdown = _INCLUDE.sub(r"[!INCLUDE \1]", markdown)
    tokens = _PARSER.parseInline(" ".join(markdown.split()))
    return printable_line("".join(_texts(tokens[0].children or ())))


def _texts(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        if token.type == "image":
            yield from _texts(token.children or ())
        elif token.type in {"softbreak", "hardbreak"}:
            yield " "
        elif token.type == "html_inline":
            if _TAG.fullmatch(token.content) is None:
                yield html.unescape(token.content)
            elif token.content[:3].lower() == "<br":
                yield " "
        else:
            yield token.content
