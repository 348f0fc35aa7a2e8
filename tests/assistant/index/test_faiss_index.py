import faiss
import numpy as np
import pytest

from assistant.errors import IndexMismatchError
from assistant.index.faiss_index import FaissIndex

VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8], [1, 0]], np.float32)


def test_hits_come_by_descending_score_and_ties_by_id() -> None:
    scores, ids = FaissIndex.build(VECTORS).search(np.array([[1, 0], [0, 1]], np.float32), 3)
    np.testing.assert_array_equal(ids, [[0, 3, 2], [1, 2, 0]])
    np.testing.assert_allclose(scores, [[1, 1, 0.6], [1, 0.8, 0]])
    assert scores.dtype == np.float32
    assert ids.dtype == np.int64


def test_k_beyond_the_size_gives_every_vector_once() -> None:
    _, ids = FaissIndex.build(VECTORS).search(VECTORS[:1], 100)
    assert sorted(ids[0]) == [0, 1, 2, 3]


@pytest.mark.parametrize(("queries", "k"), [(0, 3), (2, 0)])
def test_nothing_asked_gives_nothing(queries: int, k: int) -> None:
    scores, ids = FaissIndex.build(VECTORS).search(VECTORS[:queries], k)
    assert scores.shape == ids.shape == (queries, k)


def test_bytes_give_the_same_vectors_back() -> None:
    again = FaissIndex.from_bytes(FaissIndex.build(VECTORS).to_bytes())
    np.testing.assert_array_equal(again.vectors(), VECTORS)
    assert (len(again), again.dimension) == (4, 2)


@pytest.mark.parametrize("length", [0, 3, 20, -1])
def test_cut_bytes_are_refused(length: int) -> None:
    data = FaissIndex.build(VECTORS).to_bytes()
    with pytest.raises(IndexMismatchError):
        FaissIndex.from_bytes(data[:length])


def test_another_metric_is_refused() -> None:
    other = faiss.IndexFlatL2(2)
    other.add(VECTORS)
    with pytest.raises(IndexMismatchError, match="inner products"):
        FaissIndex.from_bytes(faiss.serialize_index(other).tobytes())
