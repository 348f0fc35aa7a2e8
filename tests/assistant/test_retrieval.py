from collections.abc import Callable

import pytest

from assistant import retrieval
from assistant.retrieval import Retriever, search_text
from assistant.types import Chunk, ChunkKind


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


TABLE = """## What comes with each of our memberships?

| Membership | Basic | Gold |
|---|---|---|
| Guest seats | two | nine |
| Lockers | none | one |

## Who may bring a dog?

Members may.
"""


def test_a_row_finds_its_entry_under_any_heading(
    retriever_of: Callable[[str], Retriever],
) -> None:
    best = retriever_of(TABLE).search("guest seats")[0]
    assert best.entry_id == "what-comes-with-each-of-our-memberships"
    assert best.features["sentence"] == pytest.approx(2 / (2 * 4) ** 0.5)
    assert best.features["late"] == best.features["late_heading"] == pytest.approx(1, abs=0.01)


def test_a_row_is_told_once_and_with_its_column_names(
    retriever_of: Callable[[str], Retriever],
) -> None:
    best = retriever_of(TABLE).search("guest seats")[0]
    assert {hit.chunk.kind for hit in best.passages} == {ChunkKind.PASSAGE}
    assert {hit.chunk.kind for hit in best.sentences} == {ChunkKind.SENTENCE}
    assert [hit.chunk.id.partition("#")[2] for hit in best.sentences] == ["p0s0", "p0s1"]


def test_rows_push_out_no_other_entry(
    retriever_of: Callable[[str], Retriever], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "_CANDIDATE_CHUNKS", 5)  # those of the table without its rows: 4
    assert len(retriever_of(TABLE).search("zzz")) == 2
