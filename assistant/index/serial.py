"""Corpus and chunks as bytes and back, exactly."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from assistant.errors import IndexMismatchError, IndexStoreError
from assistant.index.manifest import CHUNKS_FILE, CORPUS_FILE, SOURCES_FOLDER
from assistant.types import Chunk, Corpus


@dataclasses.dataclass(frozen=True, slots=True)
class IndexedChunk:
    """A chunk and the text that stands for it in the index."""

    chunk: Chunk
    search_text: str


@cache
def _corpus_adapter() -> TypeAdapter[Corpus]:
    return TypeAdapter(Corpus)


@cache
def _chunk_adapter() -> TypeAdapter[IndexedChunk]:
    return TypeAdapter(IndexedChunk)


def dump_corpus(corpus: Corpus) -> dict[str, bytes]:
    """Files of a version by name: the corpus, and its sources byte for byte."""
    files = {_source_name(path): text.encode() for path, text in corpus.sources.items()}
    bare = dataclasses.replace(corpus, sources={})
    return files | {CORPUS_FILE: _dump(lambda: _corpus_adapter().dump_json(bare, indent=1))}


def load_corpus(files: Mapping[str, bytes]) -> Corpus:
    """What `dump_corpus` gave; raises IndexMismatchError for anything else."""
    prefix = f"{SOURCES_FOLDER}/"
    try:
        bare = _corpus_adapter().validate_json(files[CORPUS_FILE])
        sources = {
            name.removeprefix(prefix): data.decode()
            for name, data in files.items()
            if name.startswith(prefix)
        }
    except (ValidationError, UnicodeDecodeError, KeyError) as error:
        raise IndexMismatchError(f"the corpus in it cannot be read: {_reason(error)}") from error
    return dataclasses.replace(bare, sources=sources)


def dump_chunks(chunks: Sequence[Chunk], search_texts: Sequence[str]) -> bytes:
    """One JSON line a chunk."""
    adapter = _chunk_adapter()
    rows = map(IndexedChunk, chunks, search_texts)
    return _dump(lambda: b"".join(adapter.dump_json(row) + b"\n" for row in rows))


def load_chunks(data: bytes) -> tuple[tuple[Chunk, ...], tuple[str, ...]]:
    """Chunks and their search texts; raises IndexMismatchError."""
    adapter = _chunk_adapter()
    try:
        rows = [adapter.validate_json(line) for line in data.split(b"\n") if line]
    except ValidationError as error:
        raise IndexMismatchError(f"{CHUNKS_FILE} cannot be read: {_reason(error)}") from error
    return tuple(row.chunk for row in rows), tuple(row.search_text for row in rows)


def _source_name(path: str) -> str:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or not parts.name:
        raise IndexStoreError(f"a source of the corpus lies outside its folder: {path!r}")
    return f"{SOURCES_FOLDER}/{path}"


def _dump(write: Callable[[], bytes]) -> bytes:
    try:
        return write()
    except (PydanticSerializationError, UnicodeEncodeError) as error:
        raise IndexStoreError(f"the corpus holds text that is not Unicode: {error}") from error


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0]
