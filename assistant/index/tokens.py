"""Token vectors of passages and headings, for late interaction (MaxSim, ColBERT, Khattab & Zaharia 2020)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.encoder import Vectors
from assistant.errors import IndexMismatchError

_SCALE = 127.0  # a unit vector's components lie in [-1, 1]: one byte each keeps two digits


class TokenVectors:
    """Unit vectors of the tokens of chunk i in `data[offsets[i]:offsets[i + 1]]`; none for some chunks."""

    def __init__(self, data: npt.NDArray[np.int8], offsets: npt.NDArray[np.int64]) -> None:
        self._data = data
        self._offsets = offsets

    @classmethod
    def build(cls, tokens: Sequence[Vectors], dimension: int) -> TokenVectors:
        """From one array `(tokens, dimension)` per chunk, in chunk order."""
        offsets = np.cumsum([0, *map(len, tokens)]).astype(np.int64)
        filled = [np.rint(array * _SCALE).astype(np.int8) for array in tokens if len(array)]
        data = np.concatenate(filled) if filled else np.empty((0, dimension), np.int8)
        return cls(data, offsets)

    @classmethod
    def from_bytes(cls, data: bytes) -> TokenVectors:
        """The inverse of `to_bytes`; raises IndexMismatchError."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                return cls(arrays["data"], arrays["offsets"])
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise IndexMismatchError(f"the token vectors cannot be read: {error}") from error

    def to_bytes(self) -> bytes:
        """An uncompressed npz archive."""
        buffer = io.BytesIO()
        np.savez(buffer, data=self._data, offsets=self._offsets)
        return buffer.getvalue()

    def __len__(self) -> int:
        """The number of chunks."""
        return len(self._offsets) - 1

    def of(self, row: int) -> Vectors:
        """The token vectors of one chunk, `(tokens, dimension)`."""
        part = self._data[self._offsets[row] : self._offsets[row + 1]]
        vectors: Vectors = part.astype(np.float32) / np.float32(_SCALE)
        return vectors

    def max_sim(self, query: Vectors, rows: Sequence[int]) -> Vectors:
        """For each of `rows`: how well its tokens cover `query` `(m, dimension)`, the mean over the
        query's tokens of the best cosine; 0 for a chunk or a query without tokens.
        """
        scores = np.zeros(len(rows), np.float32)
        filled = [i for i, row in enumerate(rows) if self._offsets[row] < self._offsets[row + 1]]
        if not filled or not len(query):
            return scores
        spans = [(self._offsets[rows[i]], self._offsets[rows[i] + 1]) for i in filled]
        tokens = np.concatenate([self._data[start:end] for start, end in spans])
        starts = np.cumsum([0, *(end - start for start, end in spans[:-1])])
        cosines = query @ tokens.astype(np.float32).T
        scores[filled] = np.maximum.reduceat(cosines, starts, axis=1).mean(axis=0) / _SCALE
        return scores
