"""Reads versions back: load, status, list and rollback."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.encoder import Encoder
from assistant.errors import IndexMismatchError, IndexMissingError, IndexStoreError
from assistant.index import VectorIndex
from assistant.index.files import sha256
from assistant.index.manifest import (
    CHUNKS_FILE,
    REBUILD,
    SOURCES_FOLDER,
    TOKENS_FILE,
    VECTORS_FILE,
    Current,
    Manifest,
    check_encoder,
    check_root,
    raise_differences,
    read_current,
    read_manifest,
    version_ids,
    versions_folder,
    write_current,
)
from assistant.index.serial import load_chunks, load_corpus
from assistant.index.tokens import TokenVectors
from assistant.types import Chunk, Corpus

LOCK_TIMEOUT_S = 600


@dataclass(frozen=True, slots=True)
class LoadedIndex:
    """A verified version in memory.

    `chunks[i]` was embedded as `search_texts[i]` into row i of `vectors`; `tokens` has its
    token vectors where it is a passage, a row or a heading. `warnings` are for the
    operator: why this is not the version that should have been served. `sources` has the files that
    it was built from, as they were.
    """

    version: str
    manifest: Manifest
    corpus: Corpus
    chunks: tuple[Chunk, ...]
    search_texts: tuple[str, ...]
    vectors: VectorIndex
    tokens: TokenVectors
    sources: Path
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A kept version. `problem` says why it cannot be used; `manifest` is None where unreadable."""

    version: str
    current: bool
    pinned: bool
    manifest: Manifest | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The served version against what is there now.

    `stale` lists what differs, in words; `usable`: it fits the encoder and its manifest is whole.
    """

    version: str | None
    created: datetime | None
    pinned: bool
    chunks: int
    kept: int
    stale: tuple[str, ...]
    usable: bool

    @property
    def is_stale(self) -> bool:
        """Whether a build would change something; always where there is no version."""
        return bool(self.stale)

    @property
    def wants_build(self) -> bool:
        """Whether an automatic build should run: stale, and not pinned by hand while usable."""
        return self.is_stale and not (self.pinned and self.usable)


def load_index(root: Path, encoder: Encoder, *, version: str | None = None) -> LoadedIndex:
    """The served version, or `version`; where that one is bad, the newest good one before it.

    Raises IndexMissingError where there is none at all, IndexMismatchError where none can be used.
    """
    if version is not None:
        try:
            return read_kept(root, _known(root, version), encoder)
        except IndexMismatchError as error:
            raise IndexMismatchError(f"{error}: {REBUILD}", error.differences) from error
    current = read_current(root)
    problems: list[IndexMismatchError] = []
    for candidate in _by_preference(root, current):
        try:
            loaded = read_kept(root, candidate, encoder)
        except IndexMismatchError as error:
            if read_current(root) != current:  # swapped, and perhaps removed, while it was read
                return load_index(root, encoder)
            problems.append(error)
        else:
            return _with_warnings(loaded, current, problems)
    if (
        read_current(root) != current
    ):  # a folder's list may show neither the old one nor the new one
        return load_index(root, encoder)
    if problems:
        raise IndexMismatchError(f"{problems[0]}: {REBUILD}", problems[0].differences)
    raise IndexMissingError(f"there is no index in {root}: {REBUILD}")


def index_status(
    root: Path, corpus_sha256: str, encoder: Encoder, *, chunker: str, whole: bool = False
) -> IndexStatus:
    """What is served and what a build would change.

    The manifest is read; `whole`: all of the version, which finds the damage that serving it would find.
    """
    current = read_current(root)
    kept = version_ids(root)
    served = _by_preference(root, current)[:1]
    if not served:
        return IndexStatus(None, None, False, 0, 0, ("there is no index",), False)
    pinned = current is not None and current.pinned
    try:
        manifest = read_manifest(versions_folder(root) / served[0])
    except IndexMismatchError as error:
        return IndexStatus(served[0], None, pinned, 0, len(kept), (str(error),), False)
    stale, usable = [], True
    if manifest.corpus_sha256 != corpus_sha256:
        stale.append("the corpus has changed")
    if manifest.chunker != chunker:
        stale.append(f"the chunker is {chunker}, it was {manifest.chunker}")
    try:
        check_root(manifest, root)
        check_encoder(manifest, encoder)
        if whole:
            read_kept(root, manifest.version, encoder)
    except IndexMismatchError as error:
        usable = False
        stale.append(str(error))
    return IndexStatus(
        version=manifest.version,
        created=manifest.created,
        pinned=pinned,
        chunks=manifest.chunks,
        kept=len(kept),
        stale=tuple(stale),
        usable=usable,
    )


def list_versions(root: Path) -> list[VersionInfo]:
    """All kept versions, newest first, with their files checked."""
    current = read_current(root)
    found = []
    for name in version_ids(root):
        serves = current is not None and current.version == name
        manifest, problem = None, None
        try:
            manifest = read_manifest(versions_folder(root) / name)
            check_root(manifest, root)
            read_files(versions_folder(root) / name, manifest)
        except IndexMismatchError as error:
            problem = str(error)
        pinned = serves and current is not None and current.pinned
        found.append(VersionInfo(name, serves, pinned, manifest, problem))
    return found


def rollback(root: Path, encoder: Encoder) -> str:
    """Serve, and pin, the newest good version before the served one; returns its id.

    Raises IndexMissingError where there is none.
    """
    with exclusive(root):
        return _rollback(root, encoder)


def _rollback(root: Path, encoder: Encoder) -> str:
    current = read_current(root)
    ids = version_ids(root)
    serving = current.version if current is not None else next(iter(ids), "")
    problems: list[IndexMismatchError] = []
    for candidate in ids:
        if candidate >= serving:
            continue
        try:
            read_kept(root, candidate, encoder)
        except IndexMismatchError as error:
            problems.append(error)
            continue
        write_current(root, Current(version=candidate, pinned=True))
        return candidate
    if not ids:
        raise IndexMissingError("there is no index yet: build one with `faq index build`")
    reason = f" ({problems[0]})" if problems else ""
    raise IndexMissingError(
        f"there is no usable version before {serving} to go back to{reason}: see `faq index list`"
    )


def read_kept(root: Path, version: str, encoder: Encoder) -> LoadedIndex:
    """`read_version` of one of the kept versions, which must have been built for `root`."""
    loaded = read_version(versions_folder(root) / version, encoder)
    check_root(loaded.manifest, root)
    return loaded


def read_version(folder: Path, encoder: Encoder) -> LoadedIndex:
    """The version in `folder`, with everything about it verified; raises IndexMismatchError."""
    from assistant.index.faiss_index import FaissIndex

    manifest = read_manifest(folder)
    check_encoder(manifest, encoder)
    files = read_files(folder, manifest)
    try:
        corpus = load_corpus(files)
        chunks, search_texts = load_chunks(files.get(CHUNKS_FILE, b""))
        vectors = FaissIndex.from_bytes(files.get(VECTORS_FILE, b""))
        tokens = TokenVectors.from_bytes(files.get(TOKENS_FILE, b""))
    except IndexMismatchError as error:
        raise IndexMismatchError(f"index version {folder.name}: {error}") from error
    compared = (
        ("corpus", manifest.corpus_sha256, corpus.sha256),
        ("entries", str(manifest.entries), str(len(corpus.entries))),
        ("chunks", str(manifest.chunks), str(len(chunks))),
        ("vectors", str(manifest.chunks), str(len(vectors))),
        ("token vectors", str(manifest.chunks), str(len(tokens))),
        ("dimension of vectors", str(manifest.encoder.dimension), str(vectors.dimension)),
    )
    raise_differences(folder.name, compared)
    sources = folder / SOURCES_FOLDER
    return LoadedIndex(
        manifest.version, manifest, corpus, chunks, search_texts, vectors, tokens, sources
    )


def read_files(folder: Path, manifest: Manifest) -> dict[str, bytes]:
    """Every file of the version by name; raises IndexMismatchError where one was changed."""
    files = {}
    for name, built in manifest.files.items():
        try:
            files[name] = (folder / name).read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            raise IndexMismatchError(
                f"index version {folder.name}: {name} cannot be read: {reason}",
                ((name, built, "missing"),),
            ) from error
        found = sha256(files[name])
        if found != built:
            shown = 12 if built[:12] != found[:12] else None
            raise IndexMismatchError(
                f"index version {folder.name}: {name} was changed or cut off after it was built, or the "
                f"manifest was (SHA-256 in it {built[:shown]}, of the file {found[:shown]})",
                ((name, built, found),),
            )
    return files


def _by_preference(root: Path, current: Current | None) -> list[str]:
    """The served version, those before it, then those after it; newest first each."""
    ids = version_ids(root)
    if current is None:
        return ids
    older = [name for name in ids if name < current.version]
    newer = [name for name in ids if name > current.version]
    return [current.version, *older, *newer] if ids else []


def _known(root: Path, version: str) -> str:
    ids = version_ids(root)
    if version not in ids:
        listed = ", ".join(ids) or "none"
        raise IndexMissingError(f"there is no index version {version!r}: kept are {listed}")
    return version


def _with_warnings(
    loaded: LoadedIndex, current: Current | None, problems: list[IndexMismatchError]
) -> LoadedIndex:
    warnings = [f"{problem}: serving {loaded.version} instead: {REBUILD}" for problem in problems]
    if current is None:
        warnings.append(
            f"no version is marked as current: serving the newest, {loaded.version}: {REBUILD}"
        )
    return dataclasses.replace(loaded, warnings=tuple(warnings))


@contextmanager
def exclusive(root: Path, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[None]:
    """Nobody else changes the index meanwhile; what the disk refuses becomes an IndexStoreError."""
    from filelock import FileLock, Timeout

    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / "build.lock", timeout=timeout_s):
            yield
    except Timeout as error:
        raise IndexStoreError(
            f"another build of the index in {root} has been running for over {timeout_s:g} s: "
            "wait for it to end, or end it, and try again"
        ) from error
    except OSError as error:
        raise IndexStoreError(
            f"the index in {root} cannot be written: {error.strerror or error}: make room or "
            "permission there, or set FAQ_CACHE_DIR to another folder"
        ) from error
