import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import IndexMismatchError, IndexStoreError
from assistant.index.manifest import CORPUS_FILE
from assistant.index.serial import dump_chunks, dump_corpus, load_chunks, load_corpus
from assistant.types import Chunk, ChunkKind, Corpus, Span
from tests.assistant.index.samples import TEXTS, changed, chunks_of, corpus_of

texts = st.text(max_size=20)
spans = st.builds(Span, st.integers(0, 99), st.integers(0, 99))
chunks = st.builds(
    Chunk,
    id=texts,
    kind=st.sampled_from(ChunkKind),
    entry_id=texts,
    text=texts,
    span=st.none() | spans,
    passage=st.none() | st.integers(0, 9),
    audience=st.none() | texts,
    context=texts,
)


def test_a_corpus_comes_back_as_it_was() -> None:
    corpus = corpus_of(*TEXTS)
    assert load_corpus(dump_corpus(corpus)) == corpus


def test_sources_are_stored_byte_for_byte() -> None:
    files = dump_corpus(corpus_of("A\u2028b."))
    assert files["sources/faq.md"] == "\ufeffFAQ für Partner\r\nA\u2028b.\r\n".encode()


@given(text=st.text(), name=st.text(), aliases=st.lists(st.text()))
def test_any_text_comes_back(text: str, name: str, aliases: list[str]) -> None:
    audience = dataclasses.replace(corpus_of().audiences[0], aliases=tuple(aliases))
    corpus = changed(corpus_of(), sources={"a.md": text}, name=name, audiences=(audience,))
    assert load_corpus(dump_corpus(corpus)) == corpus


@given(st.lists(st.tuples(chunks, st.text())))
def test_chunks_come_back_as_they_were(rows: list[tuple[Chunk, str]]) -> None:
    found, search_texts = load_chunks(dump_chunks([c for c, _ in rows], [t for _, t in rows]))
    assert list(zip(found, search_texts, strict=True)) == rows


def test_a_chunk_that_is_read_is_equal_in_type_too() -> None:
    [chunk, *_], _ = load_chunks(dump_chunks(chunks_of(corpus_of(*TEXTS)), ["a"] * 6))
    assert isinstance(chunk.kind, ChunkKind)
    assert isinstance(chunk.span, Span)


@pytest.mark.parametrize("path", ["/etc/faq.md", "../faq.md", "a/../../faq.md", ""])
def test_a_source_outside_the_corpus_is_refused(path: str) -> None:
    with pytest.raises(IndexStoreError, match="outside"):
        dump_corpus(changed(corpus_of(), sources={path: "text"}))


@pytest.mark.parametrize("corpus", [changed(corpus_of(), title="\ud800")])
def test_text_that_is_not_unicode_is_refused(corpus: Corpus) -> None:
    with pytest.raises(IndexStoreError, match="not Unicode"):
        dump_corpus(corpus)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"name": 1}'])
def test_a_foreign_corpus_file_is_refused(data: bytes) -> None:
    with pytest.raises(IndexMismatchError, match="cannot be read"):
        load_corpus({CORPUS_FILE: data})


def test_foreign_chunks_are_refused() -> None:
    with pytest.raises(IndexMismatchError, match="cannot be read"):
        load_chunks(b'{"chunk": {}}\n')
