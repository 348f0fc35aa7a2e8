"""Plain rankers over a list of texts: BM25 and cosine. Ties go to the earlier text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Scores]  # texts -> unit vectors (n, dimension)
Ranker = Callable[[str], Sequence[tuple[str, float]]]  # query -> ids with scores, best first


def lexical_ranker(ids: Sequence[str], texts: Sequence[str], depth: int) -> Ranker:
    """BM25 (bm25s), English stop words, no stemming."""
    import bm25s

    index = bm25s.BM25()
    index.index(
        bm25s.tokenize(list(texts), stopwords="en", show_progress=False), show_progress=False
    )
    known = set(index.vocab_dict)

    def rank(query: str) -> list[tuple[str, float]]:
        split = bm25s.tokenize(query, stopwords="en", return_ids=False, show_progress=False)
        tokens = [token for token in split[0] if token in known]
        scores = index.get_scores(tokens) if tokens else np.zeros(len(ids), np.float32)
        return _best(ids, np.asarray(scores, np.float32), depth)

    return rank


def dense_ranker(
    ids: Sequence[str],
    texts: Sequence[str],
    encode: Encode,
    depth: int,
) -> Ranker:
    """Inner product of unit vectors."""
    vectors = encode(texts)
    return lambda query: _best(ids, vectors @ encode([query])[0], depth)


def _best(ids: Sequence[str], scores: Scores, depth: int) -> list[tuple[str, float]]:
    order = np.argsort(-scores, kind="stable")[:depth]
    return [(ids[i], float(scores[i])) for i in order]
