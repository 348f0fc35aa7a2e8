"""Keeps the index in step with the corpus: builds it when it is missing or stale, then loads it; the last good
one where no new one can be built.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from assistant.chunking import CHUNKER_VERSION, chunk_corpus
from assistant.corpus import corpus_sha256, load_corpus
from assistant.encoder import Encoder
from assistant.errors import CorpusError, FaqError, IndexStoreError
from assistant.index.build import BuildReport, Progress, build_index
from assistant.index.store import LoadedIndex, index_status, load_index
from assistant.notices import Notify
from assistant.retrieval import search_text
from assistant.settings import Settings


def index_root(settings: Settings) -> Path:
    """Where the index versions of the configured corpus are kept: one folder per corpus folder."""
    place = settings.corpus.resolve()
    digest = hashlib.sha256(str(place).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return settings.cache_dir / "indexes" / f"{place.name}-{digest}"


def build(
    settings: Settings, encoder: Encoder, *, progress: Progress = lambda _done, _total: None
) -> BuildReport:
    """Build and serve an index of the corpus as it is now. Raises CorpusError, IndexStoreError."""
    corpus = load_corpus(settings.corpus)
    chunks = chunk_corpus(corpus)
    return build_index(
        corpus,
        chunks,
        [search_text(chunk) for chunk in chunks],
        encoder,
        index_root(settings),
        chunker=CHUNKER_VERSION,
        keep=settings.keep_versions,
        clock=lambda: datetime.now(UTC),
        progress=progress,
    )


def open_index(settings: Settings, encoder: Encoder, *, notify: Notify) -> LoadedIndex:
    """The index to serve. A version pinned by a rollback is not rebuilt.

    Where the corpus files are broken now, or no index of them can be written, the last good version
    serves, and `notify` is told why.
    """
    root = index_root(settings)
    try:
        corpus = load_corpus(settings.corpus)
    except CorpusError as error:
        return _last_good(root, encoder, error, notify)
    status = index_status(root, corpus.sha256, encoder, chunker=CHUNKER_VERSION)
    if not status.wants_build:
        try:
            return _loaded(root, encoder, notify)
        except IndexStoreError as error:
            notify(f"{error}; building a new one")
    try:
        build(settings, encoder)
    except IndexStoreError as error:
        return _last_good(root, encoder, error, notify)
    return _loaded(root, encoder, notify)


def source_folder(settings: Settings, index: LoadedIndex) -> Path:
    """Where the files lie in which a passage of the index stands at its place.

    The corpus folder, unless its files have changed since: then the copies that the index keeps.
    """
    try:
        now = corpus_sha256(settings.corpus)
    except CorpusError:
        return index.sources
    return settings.corpus if now == index.corpus.sha256 else index.sources


def _last_good(root: Path, encoder: Encoder, error: FaqError, notify: Notify) -> LoadedIndex:
    try:
        loaded = load_index(root, encoder)
    except IndexStoreError:
        raise error from None
    notify(f"{error}; answering from index {loaded.version}, built before")
    return loaded


def _loaded(root: Path, encoder: Encoder, notify: Notify) -> LoadedIndex:
    loaded = load_index(root, encoder)
    for warning in loaded.warnings:
        notify(warning)
    return loaded
