"""Exact search by inner product with FAISS; the only module that imports it."""

from __future__ import annotations

from typing import Any

import faiss
import numpy as np

from assistant.encoder import Vectors
from assistant.errors import IndexMismatchError
from assistant.index import Ids


class FaissIndex:
    """See VectorIndex."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self.dimension = int(index.d)

    @classmethod
    def build(cls, vectors: Vectors) -> FaissIndex:
        """Index of `vectors` `(n, dimension)`."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> FaissIndex:
        """What `to_bytes` gave; raises IndexMismatchError for anything else."""
        try:
            index = faiss.deserialize_index(np.frombuffer(data, np.uint8))
        except Exception as error:  # faiss raises RuntimeError and, through SWIG, others
            reason = str(error).splitlines()[0]
            raise IndexMismatchError(f"the vectors cannot be read: {reason}") from error
        if (
            not isinstance(index, faiss.IndexFlat)
            or index.metric_type != faiss.METRIC_INNER_PRODUCT
        ):
            raise IndexMismatchError("the vectors are not a flat index of inner products")
        return cls(index)

    def to_bytes(self) -> bytes:
        """The index in FAISS's own format."""
        data: bytes = faiss.serialize_index(self._index).tobytes()
        return data

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, vectors: Vectors, k: int) -> tuple[Vectors, Ids]:
        """See VectorIndex."""
        assert vectors.ndim == 2 and vectors.shape[1] == self.dimension, vectors.shape  # noqa: PT018
        k = min(k, len(self))
        if k < 1:
            return np.empty((len(vectors), 0), np.float32), np.empty((len(vectors), 0), np.int64)
        scores, ids = self._index.search(np.ascontiguousarray(vectors, np.float32), k)
        order = np.lexsort((ids, -scores), axis=-1)
        return np.take_along_axis(scores, order, -1), np.take_along_axis(ids, order, -1)

    def vectors(self) -> Vectors:
        """See VectorIndex."""
        found: Vectors = self._index.reconstruct_n(0, len(self))
        return found
