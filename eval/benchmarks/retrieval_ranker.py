"""The project's own retrieval over the entries of a benchmark, through a real index."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.chunking import chunk_corpus
from assistant.encoder import Encoder
from assistant.index.build import build_index
from assistant.index.store import LoadedIndex, load_index
from assistant.judge.runtime import Judge
from assistant.questions import analyse
from assistant.reranking import rerank
from assistant.retrieval import Retriever, search_text
from assistant.types import Block, Corpus, FaqEntry, Span
from eval.benchmarks.faq_sets import Faq
from eval.rankers import Ranker

_PATH = "benchmark.md"


def open_retriever(faqs: Sequence[Faq], encoder: Encoder, root: Path) -> Retriever:
    """Index `faqs` under `root`, ready to be searched as the assistant does."""
    return Retriever(open_faqs(faqs, encoder, root), encoder)


def open_faqs(faqs: Sequence[Faq], encoder: Encoder, root: Path) -> LoadedIndex:
    """An index of `faqs` under `root`."""
    corpus = as_corpus(faqs)
    chunks = chunk_corpus(corpus)
    texts = [search_text(chunk) for chunk in chunks]
    build_index(
        corpus,
        chunks,
        texts,
        encoder,
        root,
        chunker="benchmark",
        keep=1,
        clock=lambda: datetime.now(UTC),
    )
    return load_index(root, encoder)


def retrieval_ranker(retriever: Retriever, depth: int, judge: Judge | None = None) -> Ranker:
    """Entries as the assistant orders them, with the judge where there is one."""

    def rank(query: str) -> list[tuple[str, float]]:
        hits = retriever.search(query, limit=depth)
        if judge is not None:
            hits = rerank(judge, analyse(query).polarity_query, hits)
        return [(hit.entry_id, hit.score) for hit in hits]

    return rank


def as_corpus(faqs: Sequence[Faq]) -> Corpus:
    """Entries of one file; an answer is one block, cut into passages like any other."""
    entries, text = [], ""
    for faq in faqs:
        title = Span(len(text), len(text) + len(faq.question))
        text += faq.question + "\n\n"
        answer = faq.answer.strip() or faq.question
        block = Span(len(text), len(text) + len(answer))
        text += answer + "\n\n"
        entries.append(
            FaqEntry(
                id=faq.id,
                title=faq.question,
                path=_PATH,
                line=1,
                title_span=title,
                span=Span(title.start, block.end),
                blocks=(Block(block),),
            )
        )
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Corpus("benchmark", "benchmark", {_PATH: text}, tuple(entries), digest)
