"""Builds a version: aside, reusing the vectors of unchanged texts, checked, then swapped in. Where the newest
version holds the same already, that one serves.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from assistant.encoder import Encoder, Vectors
from assistant.errors import IndexMismatchError, IndexStoreError
from assistant.index.files import sha256, sync_folder, sync_tree, write_durably
from assistant.index.manifest import (
    CHUNKS_FILE,
    FORMAT,
    MANIFEST_FILE,
    METRIC,
    TOKENS_FILE,
    VECTORS_FILE,
    Current,
    EncoderStamp,
    Manifest,
    new_version_id,
    read_manifest,
    scratch_folder,
    software_versions,
    version_ids,
    versions_folder,
    write_current,
)
from assistant.index.serial import dump_chunks, dump_corpus
from assistant.index.store import (
    LOCK_TIMEOUT_S,
    LoadedIndex,
    exclusive,
    load_index,
    read_kept,
    read_version,
)
from assistant.index.tokens import Packed, TokenVectors, pack
from assistant.types import Chunk, ChunkKind, Corpus

BATCH = 64  # texts between two reports of progress
WITH_TOKENS = frozenset({ChunkKind.HEADING, ChunkKind.PASSAGE, ChunkKind.ROW})
SAMPLED = 64  # vectors that must find themselves before a version is served
TOLERANCE = 1e-4  # of a unit vector's length, and of a score against itself

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `embedded` + `reused` is the number of chunks.

    `kept`: the newest version holds the same already, and serves.
    """

    version: str
    embedded: int
    reused: int
    seconds: float
    kept: bool = False


@dataclass(frozen=True, slots=True)
class _Content:
    corpus: Corpus
    chunks: Sequence[Chunk]
    search_texts: Sequence[str]
    chunker: str


def build_index(
    corpus: Corpus,
    chunks: Sequence[Chunk],
    search_texts: Sequence[str],
    encoder: Encoder,
    root: Path,
    *,
    chunker: str,
    keep: int,
    clock: Callable[[], datetime],
    progress: Progress = lambda _done, _total: None,
    lock_timeout_s: float = LOCK_TIMEOUT_S,
) -> BuildReport:
    """Build a version in which `chunks[i]` is found by `search_texts[i]`, and serve it.

    Where the newest version is good and holds just that already, it is the one that serves. The version
    served before stays until the new one is complete and checked; the newest `keep` are kept. Waits up
    to `lock_timeout_s` for another build. `progress` is given the number of texts that have their
    vector, and of all. `clock` gives an aware time. Raises IndexStoreError.
    """
    assert len(chunks) == len(search_texts), (len(chunks), len(search_texts))
    if not chunks:
        raise IndexStoreError(f"the corpus {corpus.name} has no text to index: add an entry")
    start = time.perf_counter()
    content = _Content(corpus, chunks, search_texts, chunker)
    with exclusive(root, lock_timeout_s):
        scratch = _fresh_scratch(root)
        try:
            old = _served(root, encoder)
            vectors, reused = _embed(search_texts, encoder, old, progress)
            tokens = _embed_tokens(content, encoder, old)
            files = _files(content, vectors, tokens)
            name = _with_the_same(root, content, files, encoder)
            kept = name is not None
            if name is None:
                built = _write(scratch, content, files, encoder, root=root, now=clock())
                _check(built, encoder, vectors)
                name = _move_in(root, built)
            write_current(root, Current(version=name))
            _remove_past(root, keep, scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    seconds = time.perf_counter() - start
    return BuildReport(name, len(chunks) - reused, reused, seconds, kept)


def _fresh_scratch(root: Path) -> Path:
    """An empty folder; those of builds that died go, as the lock is held."""
    folder = scratch_folder(root)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="build-", dir=folder))


def _served(root: Path, encoder: Encoder) -> LoadedIndex | None:
    """A good version whose vectors this encoder made, to reuse them."""
    try:
        return load_index(root, encoder)
    except IndexStoreError:
        return None


def _embed(
    texts: Sequence[str], encoder: Encoder, old: LoadedIndex | None, progress: Progress
) -> tuple[Vectors, int]:
    """Vectors `(n, dimension)` of `texts`, and how many of them were taken from `old`."""
    vectors = np.empty((len(texts), encoder.dimension), np.float32)
    known: dict[str, int] = {}
    if old is not None:
        known = {text: row for row, text in enumerate(old.search_texts)}
        old_vectors = old.vectors.vectors()
    new: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        if text in known:
            vectors[row] = old_vectors[known[text]]
        else:
            new.setdefault(text, []).append(row)
    reused = len(texts) - sum(map(len, new.values()))
    done = reused
    progress(done, len(texts))
    distinct = list(new)
    for first in range(0, len(distinct), BATCH):
        batch = distinct[first : first + BATCH]
        for text, vector in zip(batch, encoder.encode_documents(batch), strict=True):
            vectors[new[text]] = vector
            done += len(new[text])
        progress(done, len(texts))
    return vectors, reused


def _embed_tokens(content: _Content, encoder: Encoder, old: LoadedIndex | None) -> TokenVectors:
    """Token vectors of the headings, passages and rows, taken from `old` where the text is unchanged."""
    known: dict[str, Packed] = {}
    wanted = [chunk.kind in WITH_TOKENS for chunk in content.chunks]
    if old is not None:
        for row, text in enumerate(old.search_texts):
            if old.chunks[row].kind in WITH_TOKENS:
                known[text] = old.tokens.of(row)
    texts = [text for text, keep in zip(content.search_texts, wanted, strict=True) if keep]
    new = list(dict.fromkeys(text for text in texts if text not in known))
    for first in range(0, len(new), BATCH):  # packed as they come: floats of all would fill memory
        batch = new[first : first + BATCH]
        known.update(zip(batch, map(pack, encoder.encode_tokens(batch)), strict=True))
    empty = np.empty((0, encoder.dimension), np.int8)
    rows = zip(content.search_texts, wanted, strict=True)
    return TokenVectors.build(
        [known[text] if keep else empty for text, keep in rows], encoder.dimension
    )


def _files(content: _Content, vectors: Vectors, tokens: TokenVectors) -> dict[str, bytes]:
    """The files of a version by name, all but its manifest."""
    from assistant.index.faiss_index import FaissIndex

    return dump_corpus(content.corpus) | {
        CHUNKS_FILE: dump_chunks(content.chunks, content.search_texts),
        VECTORS_FILE: FaissIndex.build(vectors).to_bytes(),
        TOKENS_FILE: tokens.to_bytes(),
    }


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: sha256(data) for name, data in sorted(files.items())}


def _with_the_same(
    root: Path, content: _Content, files: Mapping[str, bytes], encoder: Encoder
) -> str | None:
    """The newest version where it is good and differs in nothing: a copy would push out older ones."""
    for newest in version_ids(root)[:1]:
        try:
            manifest = read_manifest(versions_folder(root) / newest)
            made = (manifest.root, manifest.chunker, manifest.files)
            if made == (root.name, content.chunker, _hashes(files)):
                return read_kept(root, newest, encoder).version
        except IndexMismatchError:
            return None
    return None


def _write(
    folder: Path,
    content: _Content,
    files: Mapping[str, bytes],
    encoder: Encoder,
    *,
    root: Path,
    now: datetime,
) -> Path:
    """Write a complete version under `folder`; returns where."""
    corpus, hashes = content.corpus, _hashes(files)
    identity = sha256("\n".join([content.chunker, encoder.fingerprint, *hashes.values()]).encode())
    version = new_version_id(now, identity, version_ids(root))
    manifest = Manifest(
        format=FORMAT,
        version=version,
        created=now,
        root=root.name,
        corpus=corpus.name,
        corpus_sha256=corpus.sha256,
        chunker=content.chunker,
        encoder=EncoderStamp(
            id=encoder.id, fingerprint=encoder.fingerprint, dimension=encoder.dimension
        ),
        metric=METRIC,
        entries=len(corpus.entries),
        chunks=len(content.chunks),
        files=hashes,
        software=software_versions(),
    )
    for name, data in files.items():
        write_durably(folder / version / name, data)
    told = manifest.model_dump_json(indent=2).encode() + b"\n"
    write_durably(folder / version / MANIFEST_FILE, told)
    sync_tree(folder)
    return folder / version


def _check(folder: Path, encoder: Encoder, vectors: Vectors) -> None:
    """Read the version back from the disk and search it; raises IndexStoreError."""
    try:
        loaded = read_version(folder, encoder)
    except IndexMismatchError as error:
        raise IndexStoreError(f"the new index was not written as it was built: {error}") from error
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.all(np.abs(lengths - 1) < TOLERANCE):  # false for NaN too
        row = int(np.argmax(~(np.abs(lengths - 1) < TOLERANCE)))
        raise IndexStoreError(
            f"the encoder {encoder.id} gave a vector of length {lengths[row]} instead of 1 for "
            f"{loaded.search_texts[row][:60]!r}"
        )
    rows = np.unique(np.linspace(0, len(vectors) - 1, SAMPLED).astype(np.int64))
    scores, ids = loaded.vectors.search(vectors[rows], 1)
    found = np.einsum("nd,nd->n", vectors[ids[:, 0]], vectors[rows])  # 1 for itself or its equal
    if not (np.all(found > 1 - TOLERANCE) and np.all(np.abs(scores[:, 0] - 1) < TOLERANCE)):
        raise IndexStoreError("the new index does not find its own vectors")


def _move_in(root: Path, folder: Path) -> str:
    """Move the finished version into place; returns its name."""
    versions = versions_folder(root)
    versions.mkdir(exist_ok=True)
    folder.rename(versions / folder.name)
    sync_folder(versions)
    return folder.name


def _remove_past(root: Path, keep: int, scratch: Path) -> None:
    """Remove what is past the newest `keep` versions."""
    for name in version_ids(root)[max(keep, 1) :]:
        # Out of sight in one step: a half-removed version must never be listed.
        removed = scratch / name
        (versions_folder(root) / name).rename(removed)
        shutil.rmtree(removed, ignore_errors=True)
