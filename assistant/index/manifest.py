"""What a version says about itself, and which version is served."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.encoder import Encoder
from assistant.errors import IndexMismatchError, IndexStoreError
from assistant.index.files import replace_file

FORMAT = 2
METRIC = "inner_product"
MANIFEST_FILE = "manifest.json"
CURRENT_FILE = "current"
CORPUS_FILE = "corpus.json"
CHUNKS_FILE = "chunks.jsonl"
VECTORS_FILE = "vectors.faiss"
TOKENS_FILE = "tokens.npz"
SOURCES_FOLDER = "sources"
REBUILD = "run `faq index build`"
_STAMP = "%Y%m%dT%H%M%S"


class EncoderStamp(BaseModel):
    """Which encoder made the vectors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    fingerprint: str
    dimension: int


class Manifest(BaseModel):
    """What a version was built from, and the checksum of every file in it. `created` is in UTC.

    `root` is the name of the folder that it was built for; older versions do not say it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    version: str
    created: datetime
    root: str | None = None
    corpus: str
    corpus_sha256: str
    chunker: str
    encoder: EncoderStamp
    metric: str
    entries: int
    chunks: int
    files: Mapping[str, str]
    software: Mapping[str, str]


class Current(BaseModel):
    """The version that is served. A pinned one was chosen by hand: automatic builds leave it be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    pinned: bool = False


def versions_folder(root: Path) -> Path:
    """Where the versions lie."""
    return root / "versions"


def scratch_folder(root: Path) -> Path:
    """What nobody reads: builds under way and versions being removed."""
    return root / "tmp"


def version_ids(root: Path) -> list[str]:
    """Newest first. What is in them is not looked at."""
    try:
        folders = [path for path in versions_folder(root).iterdir() if path.is_dir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise IndexStoreError(f"the index in {root} cannot be read: {error.strerror}") from error
    return sorted((path.name for path in folders), reverse=True)


def new_version_id(now: datetime, content: str, existing: list[str]) -> str:
    """UTC time and start of the content's hash; after all `existing`, whatever the clock says."""
    stamp = _stamp(now)
    for newest in existing[:1]:
        if stamp <= newest.partition("-")[0]:
            stamp = _next_stamp(newest, stamp)
    return f"{stamp}-{content[:12]}"


def _stamp(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{moment.strftime(_STAMP)}{moment.microsecond // 1000:03d}Z"


def _next_stamp(version_id: str, fallback: str) -> str:
    stamp = version_id.partition("-")[0]
    try:
        moment = datetime.strptime(stamp[:-4], _STAMP).replace(tzinfo=UTC)
        milliseconds = int(stamp[-4:-1])
    except ValueError:  # a folder that somebody put there
        return fallback
    return _stamp(moment + timedelta(milliseconds=milliseconds + 1))


def read_current(root: Path) -> Current | None:
    """The version that is served; None where none was chosen or the note cannot be read."""
    try:
        return Current.model_validate_json((root / CURRENT_FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def write_current(root: Path, current: Current) -> None:
    """Swap the served version, in one step."""
    data = current.model_dump_json().encode() + b"\n"
    replace_file(root / CURRENT_FILE, data, scratch_folder=scratch_folder(root))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the version in `folder`.

    Raises IndexMismatchError where it is missing, not of this format, or of another version.
    """
    name = folder.name
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST_FILE).read_bytes())
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexMismatchError(f"index version {name}: no manifest: {reason}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "content"
        raise IndexMismatchError(
            f"index version {name}: its manifest cannot be read: {where}: {first['msg']}"
        ) from error
    expected = (
        ("format", str(manifest.format), str(FORMAT)),
        ("metric", manifest.metric, METRIC),
        ("version", manifest.version, name),
    )
    raise_differences(name, expected)
    return manifest


def check_root(manifest: Manifest, root: Path) -> None:
    """Raises IndexMismatchError where the version was put there from the index of another corpus."""
    built = manifest.root or root.name
    raise_differences(manifest.version, (("index folder", built, root.name),))


def check_encoder(manifest: Manifest, encoder: Encoder) -> None:
    """Raises IndexMismatchError where the version was built with another encoder."""
    built = manifest.encoder
    compared = (
        ("encoder", built.id, encoder.id),
        ("dimension", str(built.dimension), str(encoder.dimension)),
        ("encoder fingerprint", built.fingerprint, encoder.fingerprint),
    )
    raise_differences(manifest.version, compared)


def raise_differences(name: str, compared: tuple[tuple[str, str, str], ...]) -> None:
    """Raises IndexMismatchError where a (key, built, now) differs."""
    different = tuple(row for row in compared if row[1] != row[2])
    if different:
        listed = ", ".join(f"{key} {_short(was)}, now {_short(now)}" for key, was, now in different)
        raise IndexMismatchError(f"index version {name} was built with {listed}", different)


def _short(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:12]}…"


def software_versions() -> dict[str, str]:
    """Versions of what made an index."""
    found = {"python": platform.python_version()}
    for name in ("faq-assistant", "faiss-cpu", "numpy", "onnxruntime", "tokenizers"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # another build of it, or a checkout that is not installed
            continue
    return found
