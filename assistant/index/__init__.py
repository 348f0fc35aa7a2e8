"""Versions of the index on disk: built aside, checked, swapped in, verified when read.

    <root>/current               which version is served, and whether an operator pinned it
    <root>/versions/<version>/   manifest.json corpus.json sources/ chunks.jsonl vectors.faiss tokens.npz
    <root>/tmp/                  builds under way, and what is being removed

A version holds the exact text of its corpus: an answer never depends on files that changed since.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.encoder import Vectors

Ids = npt.NDArray[np.int64]


class VectorIndex(Protocol):
    """Vectors to search; the id of a vector is its row, which is the row of its chunk."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def __len__(self) -> int: ...

    def search(self, vectors: Vectors, k: int) -> tuple[Vectors, Ids]:
        """The best min(k, len) rows for each of `vectors` `(n, dimension)`.

        Returns scores (inner products) and ids, both `(n, min(k, len))`, by descending score, equal
        scores by ascending id.
        """

    def vectors(self) -> Vectors:
        """All of them, `(len, dimension)`, as they were added."""
