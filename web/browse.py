"""All entries of a corpus as a page shows them, and as search engines read them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from assistant.layout import Tree, layout
from assistant.plain_text import plain_text
from assistant.types import Block, Corpus, FaqEntry

_UNTITLED = "Questions"
# Within a script element only these could end it, open a comment, or end a line of JavaScript.
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class BrowsePart:
    """A block of an answer: exact text, for whom it holds, and whether it breaks off.

    `layout` is what Markdown in it stands for; empty where there is none.
    """

    text: str
    layout: Tree
    label: str | None
    section: str | None
    incomplete: bool


@dataclass(frozen=True, slots=True)
class BrowseEntry:
    """An entry with its parts."""

    id: str
    title: str
    parts: tuple[BrowsePart, ...]
    url: str | None


@dataclass(frozen=True, slots=True)
class Topic:
    """Entries under one heading; `anchor` is unique on the page."""

    title: str
    anchor: str
    items: tuple[BrowseEntry, ...]


def topics(corpus: Corpus) -> list[Topic]:
    """The entries by topic, both in the order of the files."""
    by_topic: dict[str, list[BrowseEntry]] = {}
    for entry in corpus.entries:
        by_topic.setdefault(entry.topic or _UNTITLED, []).append(_item(entry, corpus))
    return [
        Topic(title, f"topic-{number}", tuple(items))
        for number, (title, items) in enumerate(by_topic.items(), 1)
    ]


def _item(entry: FaqEntry, corpus: Corpus) -> BrowseEntry:
    source = corpus.sources[entry.path]
    labels = corpus.audience_labels

    def part(block: Block) -> BrowsePart:
        text = source[block.span.start : block.span.end]
        label = labels.get(block.audience or entry.audience or "")
        return BrowsePart(text, layout(text), label, block.section, block.incomplete)

    return BrowseEntry(entry.id, entry.title, tuple(map(part, entry.blocks)), entry.url)


def json_ld(corpus: Corpus) -> dict[str, object]:
    """The entries as a schema.org FAQPage."""
    questions = [
        {
            "@type": "Question",
            "@id": f"#{item.id}",
            "name": item.title,
            "acceptedAnswer": {
                "@type": "Answer",
                "text": "\n\n".join(
                    plain_text(part.layout) if part.layout else part.text for part in item.parts
                ),
            },
        }
        for topic in topics(corpus)
        for item in topic.items
    ]
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "name": corpus.title,
        "inLanguage": corpus.language,
        "mainEntity": questions,
    }


def script_safe(value: object) -> str:
    """JSON that cannot leave the script element it stands in."""
    return json.dumps(value, ensure_ascii=False).translate(_UNSAFE)
