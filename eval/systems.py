"""What is evaluated: anything that answers a question in the contract's JSON and ranks passages.

The assistant itself, and two plain baselines over the same passages: lexical and dense.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from assistant.types import ChunkKind, FaqEntry
from eval.gold import GoldSources, Place, Shown, is_right_passage
from eval.question_set import EvalQuestion
from eval.rankers import Encode, Ranker, dense_ranker, lexical_ranker

DEPTH = 20  # passages of a ranking that are kept


class System(Protocol):
    """Answers questions, or raises FaqError; may be called from several threads."""

    def answer(self, question: EvalQuestion) -> dict[str, Any]:
        """The Answer object of the contract, as JSON."""

    def trace(self, question: EvalQuestion) -> Trace:
        """What the answer to it is decided from."""

    def settings(self) -> dict[str, Any]:
        """Everything that decides the answers besides code, corpus and models."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The confidence that the decision looked at, and passage ids, best first."""

    confidence: float | None = None
    ranking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusPassage:
    """A passage of the corpus; `heading` is the question of its entry."""

    id: str
    entry_id: str
    heading: str
    text: str
    place: Place


@dataclass(frozen=True)
class Passages:
    """All passages of a corpus in file order, and the entries that they are of."""

    rows: tuple[CorpusPassage, ...]
    sha256: str
    entries: tuple[FaqEntry, ...] = ()

    @cached_property
    def _by_place(self) -> dict[tuple[str, int], str]:
        return {(row.place.path, row.place.start): row.id for row in self.rows}

    def id_at(self, place: Place) -> str:
        """The id of the passage that starts at `place`; a name of its own where there is none."""
        return self._by_place.get((place.path, place.start), f"{place.path}:{place.start}")

    def right_for(self, question: EvalQuestion, sources: GoldSources) -> frozenset[str]:
        """Ids of the passages that are right for a question."""
        return frozenset(
            row.id
            for row in self.rows
            if is_right_passage(Shown(row.text, row.place), question.passages, sources)
        )


def read_passages(folder: Path) -> Passages:
    """Load and chunk the corpus in `folder`. Raises CorpusError."""
    from assistant.chunking import chunk_corpus
    from assistant.corpus import load_corpus

    corpus = load_corpus(folder)
    paths = {entry.id: os.path.realpath(folder / entry.path) for entry in corpus.entries}
    titles = {entry.id: entry.title for entry in corpus.entries}
    rows = [
        CorpusPassage(
            chunk.id,
            chunk.entry_id,
            titles[chunk.entry_id],
            chunk.text,
            Place(paths[chunk.entry_id], chunk.span.start, chunk.span.end),
        )
        for chunk in chunk_corpus(corpus)
        if chunk.kind is ChunkKind.PASSAGE and chunk.span is not None
    ]
    return Passages(tuple(rows), corpus.sha256, corpus.entries)


@dataclass(frozen=True, slots=True)
class Baseline:
    """Ranks all passages for the question as typed; history is ignored."""

    name: str
    ranker: Ranker

    def rank(self, question: EvalQuestion) -> Sequence[tuple[str, float]]:
        """Ids and scores of the best passages."""
        return self.ranker(question.question)


def lexical_baseline(passages: Passages) -> Baseline:
    """BM25 over heading and passage."""
    return Baseline("lexical (BM25)", lexical_ranker(*_documents(passages), DEPTH))


def dense_baseline(passages: Passages, encode: Encode, name: str) -> Baseline:
    """Cosine of question and passage with its heading."""
    return Baseline(f"dense ({name})", dense_ranker(*_documents(passages), encode, DEPTH))


def _documents(passages: Passages) -> tuple[list[str], list[str]]:
    return [row.id for row in passages.rows], [
        f"{row.heading}\n{row.text}" for row in passages.rows
    ]
