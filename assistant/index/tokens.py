"""Token vectors of passages, rows and headings, for late interaction (MaxSim, ColBERT, Khattab & Zaharia 2020)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.encoder import Vectors
from assistant.errors import IndexMismatchError

_SCALE = 127.0  # a unit vector's components lie in [-1, 1]: one byte each keeps two digits
_UNPACKED = 8_000_000  # components of an index up to which they are kept as float32 too (32 MB)
Packed = npt.NDArray[np.int8]


def pack(tokens: Vectors) -> Packed:
    """Unit vectors, one byte a component."""
    packed: Packed = np.rint(tokens * _SCALE).astype(np.int8)
    return packed


class TokenVectors:
    """Unit vectors of the tokens of chunk i in `data[offsets[i]:offsets[i + 1]]`; none for some chunks."""

    def __init__(self, data: Packed, offsets: npt.NDArray[np.int64]) -> None:
        self._data = data
        self._offsets = offsets
        # Unpacking takes longer than comparing, so small indexes are unpacked once.
        self._floats = data.astype(np.float32) if data.size <= _UNPACKED else None

    @classmethod
    def build(cls, tokens: Sequence[Packed], dimension: int) -> TokenVectors:
        """From one packed array `(tokens, dimension)` per chunk, in chunk order."""
        offsets = np.cumsum([0, *map(len, tokens)]).astype(np.int64)
        filled = [array for array in tokens if len(array)]
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

    def of(self, row: int) -> Packed:
        """The token vectors of one chunk, `(tokens, dimension)`, packed."""
        return self._data[self._offsets[row] : self._offsets[row + 1]]

    def max_sim(self, query: Vectors, rows: Sequence[int]) -> Vectors:
        """For each of `rows`: how well its tokens cover `query` `(m, dimension)`, the mean over the
        query's tokens of the best cosine; 0 for a chunk or a query without tokens.
        """
        scores = np.zeros(len(rows), np.float32)
        filled = [i for i, row in enumerate(rows) if self._offsets[row] < self._offsets[row + 1]]
        if not filled or not len(query):
            return scores
        spans = [(int(self._offsets[rows[i]]), int(self._offsets[rows[i] + 1])) for i in filled]
        ends = np.cumsum([end - start for start, end in spans])
        starts = np.concatenate([[0], ends[:-1]])
        # The many stored vectors on the left, read as they lie: the other way round takes up to twice as long.
        cosines, asked = np.empty((int(ends[-1]), len(query)), np.float32), query.T.copy()
        row = 0
        for start, end in _runs(spans):
            np.matmul(self._slice(start, end), asked, out=cosines[row : row + end - start])
            row += end - start
        scores[filled] = np.maximum.reduceat(cosines, starts, axis=0).mean(axis=1) / _SCALE
        return scores

    def _slice(self, start: int, end: int) -> Vectors:
        if self._floats is not None:
            return self._floats[start:end]
        unpacked: Vectors = self._data[start:end].astype(np.float32)
        return unpacked


def _runs(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, with those that follow one another without a gap joined."""
    runs: list[tuple[int, int]] = []
    for start, end in spans:
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs
