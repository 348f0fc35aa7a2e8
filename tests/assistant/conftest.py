"""Assistants and a search that several modules of tests share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.chunking import chunk_corpus
from assistant.corpus import load_corpus
from assistant.decision import Thresholds
from assistant.index.build import build_index
from assistant.index.store import load_index
from assistant.retrieval import Retriever, search_text
from tests.assistant.halls import CaseJudge, opened
from tests.fakes import FakeEncoder


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("hall"), CaseJudge(), Thresholds(verdict=0.8))


@pytest.fixture(scope="session")
def picky(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Answers headings alone, and suggests entries to anything else."""
    return opened(tmp_path_factory.mktemp("picky"), CaseJudge(), Thresholds(1.0, 0.0, 0.8))


LIBRARY = """---
title: Library
---

## May films be borrowed?

Yes. Films may be borrowed for two days. A deposit is due.

## When is the library open?

It opens at nine. It closes at six. The Annex sleeps.

## Who pays for lost books?

The borrower pays for lost books. A fine is due.
"""


@pytest.fixture
def retriever_of(tmp_path: Path) -> Callable[[str], Retriever]:
    """Makes a search of the FAQ with a text."""

    def build(text: str) -> Retriever:
        (tmp_path / "corpus").mkdir()
        (tmp_path / "corpus" / "faq.md").write_text(text, encoding="utf-8")
        corpus = load_corpus(tmp_path / "corpus")
        chunks = chunk_corpus(corpus)
        encoder = FakeEncoder()
        texts = [search_text(chunk) for chunk in chunks]
        build_index(
            corpus, chunks, texts, encoder, tmp_path / "index",
            chunker="1", keep=2, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        return Retriever(load_index(tmp_path / "index", encoder), encoder)

    return build


@pytest.fixture
def retriever(retriever_of: Callable[[str], Retriever]) -> Retriever:
    return retriever_of(LIBRARY)
