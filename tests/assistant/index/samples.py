"""A small corpus with everything a Corpus can hold, and builds of it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.encoder import Encoder
from assistant.index.build import BuildReport, build_index
from assistant.types import (
    Audience,
    Block,
    Chunk,
    ChunkKind,
    Corpus,
    Escalation,
    Fact,
    FaqEntry,
    Link,
    Resource,
    Span,
    VerdictValue,
)

CHUNKER = "1"
NOW = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)
TEXTS = ("Seats are counted per person.", "Keys arrive by mail.", "Refunds take nine days.")


def corpus_of(*texts: str) -> Corpus:
    """One entry with one passage per text; a byte-order mark and CRLF in front of them."""
    source = "\ufeffFAQ für Partner\r\n"
    entries = []
    for number, text in enumerate(texts):
        span = Span(len(source), len(source) + len(text))
        source += text + "\r\n"
        entries.append(_entry(number, text, span))
    return Corpus(
        name="sample",
        title="Sample",
        sources={"faq.md": source, "more/Ünïcode 日本.md": "nothing\n"},
        entries=tuple(entries),
        sha256=hashlib.sha256(source.encode()).hexdigest(),
        audiences=(Audience("action-pack", "Action Pack", ("action packs",)),),
        resources=(Resource("Usage Guide", None, ("guide",)), Resource("Table", "https://x.test")),
        escalation=Escalation("Ask us.", (Link("Community"), Link("Centre", "https://y.test"))),
    )


def _entry(number: int, text: str, span: Span) -> FaqEntry:
    fact = Fact("Is it so?", VerdictValue.NO, text, span, "action-pack")
    return FaqEntry(
        id=f"e{number}",
        title=f"Question {number}?",
        path="faq.md",
        line=number + 2,
        title_span=span,
        span=span,
        blocks=(Block(span, "action-pack", incomplete=True, section="Part"), Block(span)),
        alternates=("another way",),
        facts=(fact,) if number == 0 else (),
        reconstructed=bool(number % 2),
    )


def chunks_of(corpus: Corpus) -> list[Chunk]:
    chunks = []
    for entry in corpus.entries:
        span = entry.span
        text = corpus.sources[entry.path][span.start : span.end]
        chunks.append(
            Chunk(f"{entry.id}/0", ChunkKind.PASSAGE, entry.id, text, span, 0, context=entry.title)
        )
        chunks.append(Chunk(f"{entry.id}/a", ChunkKind.ALTERNATE, entry.id, "another way", None))
    return chunks


def build(
    root: Path,
    encoder: Encoder,
    texts: Sequence[str] = TEXTS,
    *,
    keep: int = 5,
    clock: Callable[[], datetime] = lambda: NOW,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    lock_timeout_s: float = 60,
) -> BuildReport:
    corpus = corpus_of(*texts)
    chunks = chunks_of(corpus)
    return build_index(
        corpus,
        chunks,
        [f"{chunk.context} {chunk.text}".strip() for chunk in chunks],
        encoder,
        root,
        chunker=CHUNKER,
        keep=keep,
        clock=clock,
        progress=progress,
        lock_timeout_s=lock_timeout_s,
    )


def build_versions(root: Path, encoder: Encoder, number: int, *, keep: int = 5) -> list[str]:
    """Builds of a text each, which differ; returns the versions, oldest first."""
    return [build(root, encoder, (f"Text {n}.",), keep=keep).version for n in range(number)]


def changed(corpus: Corpus, **fields: object) -> Corpus:
    return dataclasses.replace(corpus, **fields)  # type: ignore[arg-type]
