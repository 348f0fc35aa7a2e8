"""What a run was made from: commit, software versions, hashes of the corpus's entries."""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
from collections import defaultdict
from importlib import metadata
from pathlib import Path

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


def entry_hashes(passages: Passages) -> dict[str, str]:
    """SHA-256 over heading and passages of every entry: which entries did a change touch?"""
    digests: dict[str, hashlib._Hash] = defaultdict(hashlib.sha256)
    for row in passages.rows:
        digest = digests[row.entry_id]
        for part in (row.heading, row.text):
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return {entry: digest.hexdigest() for entry, digest in sorted(digests.items())}
