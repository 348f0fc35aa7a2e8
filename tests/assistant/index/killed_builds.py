"""Builds that die at the nth thing they do to the disk, for n = 1, 2, ... until one is not reached.

    python -m tests.assistant.index.killed_builds FOLDER

Each build runs in a forked process that sends itself SIGKILL; FOLDER/n/index is left by the nth death, and
the number of deaths is printed. Importing once and forking makes a death cost milliseconds.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

import faiss

from tests.assistant.index.samples import TEXTS, build
from tests.fakes import FakeEncoder

# `open` is also raised for reading, and deaths while the old version is read count too.
INDEX = "index"
DISK = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.listdir", "shutil.rmtree"}


def die_at(number: int, root: Path) -> bool:
    """Whether the build got as far as its `number`th event."""
    child = os.fork()
    if child == 0:
        left = number

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event in DISK and str(root) in str(arguments[0]):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            build(root / INDEX, FakeEncoder(64), (*TEXTS, "New."), keep=2)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main(folder: Path) -> None:
    faiss.omp_set_num_threads(1)  # its threads do not survive a fork
    for text in ("First.", "Old."):
        build(folder / "start" / INDEX, FakeEncoder(64), (text,), keep=2)
    number = 1
    while die_at(number, shutil.copytree(folder / "start", folder / str(number))):
        number += 1
    print(number - 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
