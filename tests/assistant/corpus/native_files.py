"""Files in the native format, as the tests write and load them."""

from __future__ import annotations

from pathlib import Path

from assistant.corpus import load_corpus
from assistant.types import Corpus, FaqEntry

HEADER = """---
title: Test FAQ
audiences:
  - {id: action-pack, label: Action Pack subscribers, aliases: [Action Pack]}
  - {id: competency, label: Competency partners}
resources:
  - {title: Usage Guide, url: "https://example.org/guide", aliases: [guide of use]}
escalation: {text: Ask us., links: [{title: Community, url: null}]}
topic: General
tags: [all]
---
"""


def write(folder: Path, text: str | bytes, name: str = "faq.md") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def load(folder: Path, text: str | bytes) -> Corpus:
    return load_corpus(write(folder, text))


def texts(corpus: Corpus, entry: FaqEntry) -> list[str]:
    source = corpus.sources[entry.path]
    return [source[block.span.start : block.span.end] for block in entry.blocks]
