"""Writing files so that a crash leaves either all or nothing of them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def sha256(data: bytes) -> str:
    """Hex digest."""
    return hashlib.sha256(data).hexdigest()


def write_durably(path: Path, data: bytes) -> None:
    """Write and wait until the disk has it; parent folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in `folder`, as far as the system can do that."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """`sync_folder` for `folder` and every folder below it."""
    for path, _folders, _files in os.walk(folder):
        sync_folder(Path(path))


def replace_file(path: Path, data: bytes, *, scratch_folder: Path) -> None:
    """Put `data` in the place of `path` in one step; `scratch_folder` is on the same disk."""
    scratch = scratch_folder / f"{path.name}-{os.getpid()}"
    try:
        write_durably(scratch, data)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    sync_folder(path.parent)
