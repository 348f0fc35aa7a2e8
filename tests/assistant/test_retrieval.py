from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.chunking import chunk_corpus
from assistant.corpus import load_corpus
from assistant.index.build import build_index
from assistant.index.store import load_index
from assistant.retrieval import Retriever, search_text
from assistant.types import Chunk, ChunkKind
from tests.fakes import FakeEncoder

FAQ = """---
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
def retriever(tmp_path: Path) -> Retriever:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "faq.md").write_text(FAQ, encoding="utf-8")
    corpus = load_corpus(tmp_path / "corpus")
    chunks = chunk_corpus(corpus)
    encoder = FakeEncoder()
    texts = [search_text(chunk) for chunk in chunks]
    build_index(
        corpus, chunks, texts, encoder, tmp_path / "index",
        chunker="1", keep=2, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return Retriever(load_index(tmp_path / "index", encoder), encoder)


def test_the_entry_that_shares_the_words_comes_first(retriever: Retriever) -> None:
    hits = retriever.search("borrow films for a deposit")
    assert hits[0].entry_id == "may-films-be-borrowed"
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert hits[0].score > hits[1].score


def test_the_closest_sentence_comes_first(retriever: Retriever) -> None:
    assert retriever.search("a deposit is due")[0].sentences[0].chunk.text == "A deposit is due."


def test_searching_twice_gives_the_same(retriever: Retriever) -> None:
    assert retriever.search("who pays") == retriever.search("who pays")


def test_equal_scores_keep_the_order_of_the_corpus(retriever: Retriever) -> None:
    ids = [hit.entry_id for hit in retriever.search("zzz")]
    assert ids == ["may-films-be-borrowed", "when-is-the-library-open", "who-pays-for-lost-books"]


def test_no_more_entries_than_asked_for(retriever: Retriever) -> None:
    assert len(retriever.search("library", limit=2)) == 2


def test_a_passage_is_read_with_its_heading() -> None:
    chunk = Chunk("e#p0", ChunkKind.PASSAGE, "e", "Yes.", None, 0, context="May I?")
    assert search_text(chunk) == "May I?\nYes."


def test_a_question_leads_elsewhere_by_a_word_of_a_heading_that_the_entry_before_lacks(
    retriever: Retriever,
) -> None:
    films = "May films be borrowed?"
    assert retriever.leads_elsewhere(films, "Is the library open?")
    assert not retriever.leads_elsewhere(films, "Is a deposit due?")
    assert not retriever.leads_elsewhere(films, "Are lost films paid for?")
    assert not retriever.leads_elsewhere(films, "Is smoking allowed?")


def test_a_question_put_like_the_one_before_leads_elsewhere_by_any_word_of_its_own(
    retriever: Retriever,
) -> None:
    deposit = "Is a deposit due?"
    assert retriever.leads_elsewhere(deposit, "Is a fine due?")
    assert not retriever.leads_elsewhere(deposit, "Is it due?")
    # Of a question put in another way, a name says that it leans on nothing.
    assert not retriever.leads_elsewhere(deposit, "Does the annex sleep?")
    assert retriever.leads_elsewhere(deposit, "Does the Annex sleep?")


@pytest.mark.parametrize(
    "text",
    [
        "films borrowed y/n",
        "films borrowed (yes or no)?",
        "Hello!\n\nfilms borrowed\n\nKind regards\nMaya Patel\nHead of Sport, year 2\nLeeds",
    ],
)
def test_what_is_no_part_of_the_question_is_not_searched_for(
    retriever: Retriever, text: str
) -> None:
    assert retriever.search(text) == retriever.search("films borrowed")


@pytest.mark.parametrize("text", ["", "Thanks!", "y/n", " y/n"])
def test_a_courtesy_alone_is_searched_for_as_it_stands(retriever: Retriever, text: str) -> None:
    assert len(retriever.search(text)) == 3
