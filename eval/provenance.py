"""What a run was made from: commit, code, software versions, hashes of the corpus's entries."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
from collections import defaultdict
from dataclasses import asdict
from importlib import metadata
from pathlib import Path

import assistant
from assistant.types import FaqEntry
from eval.systems import Passages

_PACKAGES = (
    "faq-assistant",
    "bm25s",
    "faiss-cpu",
    "ir-measures",
    "numpy",
    "onnxruntime",
    "sentence-transformers",
    "tokenizers",
)
_SOURCES = frozenset({".py", ".j2"})
_PLACE = frozenset({"path", "line", "span", "title_span"})


def git_state(folder: Path) -> tuple[str | None, bool | None]:
    """Commit and whether tracked files differ from it; None where there is no git checkout."""
    git = shutil.which("git")
    if git is None:
        return None, None
    commit = _git(git, folder, "rev-parse", "HEAD")
    if commit is None:
        return None, None
    return commit, bool(_git(git, folder, "status", "--porcelain", "--untracked-files=no"))


def _git(git: str, folder: Path, *arguments: str) -> str | None:
    result = subprocess.run(  # noqa: S603 -- fixed arguments, no shell
        [git, "-C", str(folder), *arguments], capture_output=True, text=True, check=False
    )
    return result.stdout.strip() if result.returncode == 0 else None


def software_versions() -> dict[str, str]:
    """Versions of Python and of the packages that decide answers or measures."""
    versions = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions


def code_sha256(package: Path = Path(assistant.__file__).parent) -> str:
    """SHA-256 over the sources of a package that answers, by default this one: a checkout with changes,
    or an installation without a checkout, has no commit that says what was run."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in _SOURCES and path.is_file():
            digest.update(f"{path.relative_to(package).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def entry_hashes(passages: Passages) -> dict[str, str]:
    """SHA-256 of all that an entry says, wherever it stands: which entries did a change touch?

    That is heading and passages, and the metadata that answers depend on as well, pinned facts and
    alternate phrasings among them.
    """
    digests: dict[str, hashlib._Hash] = defaultdict(hashlib.sha256)
    for row in passages.rows:
        digest = digests[row.entry_id]
        for part in (row.heading, row.text):
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    for entry in passages.entries:
        digests[entry.id].update(_metadata(entry).encode())
    return {entry: digest.hexdigest() for entry, digest in sorted(digests.items())}


def _metadata(entry: FaqEntry) -> str:
    """All of an entry but its place."""
    said = {key: value for key, value in asdict(entry).items() if key not in _PLACE}
    said["facts"] = [{**fact, "span": None} for fact in said["facts"]]
    said["blocks"] = [{**block, "span": None} for block in said["blocks"]]
    return json.dumps(said, sort_keys=True)
