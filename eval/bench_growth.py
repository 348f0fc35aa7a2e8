"""How building and searching grow with the corpus, beside sentence-transformers with FAISS.

Up to a size that can be embedded in reasonable time, the real index is built from synthetic text. Above
it the whole index is built from random unit vectors instead, as far as memory goes; beyond that only the
vector search is timed, over random vectors too. The rows say which.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.encoder import Encoder, Vectors
from eval.bench import Clock
from eval.benchmarks.faq_sets import Faq
from eval.benchmarks.retrieval_ranker import open_retriever
from eval.plain_stack import PlainStack

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BLOCK = 100_000  # vectors made at a time: a million of them need 1.5 GB once, not twice
_HEADING_WORDS, _SENTENCE_WORDS, _SENTENCES = 8, 15, 3
TOP = 20


@dataclass(frozen=True, slots=True)
class Growth:
    """One system at one size. `build_s` is all that lies between the passages and the first search.

    `synthetic_vectors`: no text of the corpus was embedded, its vectors are random.
    """

    system: str
    passages: int
    build_s: float
    query_p50_ms: float
    vectors_mib: float
    synthetic_vectors: bool = False

    @property
    def built_a_second(self) -> float:
        """Passages indexed in a second."""
        return self.passages / self.build_s


def synthetic_faqs(size: int, words: Sequence[str]) -> list[Faq]:
    """Entries of one passage each, of words drawn with the frequencies of `words`."""
    rng = random.Random(0)  # noqa: S311 -- text for a benchmark

    def sentence(length: int, end: str) -> str:
        return " ".join(rng.choices(words, k=length)).capitalize() + end

    return [
        Faq(
            f"n{number}",
            sentence(_HEADING_WORDS, "?"),
            " ".join(sentence(_SENTENCE_WORDS, ".") for _ in range(_SENTENCES)),
        )
        for number in range(size)
    ]


class RandomVectors:
    """The encoder for questions; for what is to be found, random unit vectors, one token a word.

    Searching takes as long with them as with real ones, and a large corpus is there in minutes.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._rng = np.random.default_rng(0)
        self.id, self.fingerprint = "random", "0" * 64
        self.dimension = encoder.dimension
        self.words = encoder.words
        self.encode_query = encoder.encode_query
        self.encode_queries = encoder.encode_queries
        self.encode_query_with_tokens = encoder.encode_query_with_tokens

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return _unit(self._rng, len(texts), self.dimension)

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """See Encoder."""
        return [_unit(self._rng, len(text.split()), self.dimension) for text in texts]


def assistant_growth(
    faqs: Sequence[Faq],
    encoder: Encoder,
    folder: Path,
    queries: Sequence[str],
    clock: Clock = time.perf_counter,
    *,
    synthetic_vectors: bool = False,
) -> Growth:
    """The project's own index and retrieval: headings, passages, sentences and token vectors."""
    start = clock()
    made_by = RandomVectors(encoder) if synthetic_vectors else encoder
    retriever = open_retriever(faqs, made_by, folder)
    build_s = clock() - start
    files = folder.rglob("*")
    mib = sum(path.stat().st_size for path in files if path.suffix in (".faiss", ".npz")) / 2**20
    p50 = _median_ms(lambda text: retriever.search(text, limit=TOP), queries, clock)
    name = "this assistant, index and retrieval"
    return Growth(name, len(faqs), build_s, p50, mib, synthetic_vectors)


def plain_growth(
    faqs: Sequence[Faq],
    model: SentenceTransformer,
    queries: Sequence[str],
    clock: Clock = time.perf_counter,
) -> Growth:
    """The plain stack over the same passages."""
    start = clock()
    plain = PlainStack(model, [f"{faq.question}\n{faq.answer}" for faq in faqs])
    build_s = clock() - start
    p50 = _median_ms(lambda text: plain.search(text, TOP), queries, clock)
    return Growth("sentence-transformers + FAISS", len(faqs), build_s, p50, plain.bytes / 2**20)


def vector_growth(
    size: int, dimension: int, queries: int = 20, clock: Clock = time.perf_counter
) -> Growth:
    """Exact inner-product search (FAISS, one thread) over random unit vectors."""
    import faiss

    faiss.omp_set_num_threads(1)
    rng = np.random.default_rng(0)
    index = faiss.IndexFlatIP(dimension)
    build_s = 0.0
    for done in range(0, size, _BLOCK):
        vectors = _unit(rng, min(_BLOCK, size - done), dimension)
        start = clock()
        index.add(vectors)
        build_s += clock() - start
    asked = _unit(rng, queries, dimension)
    p50 = _median_ms(lambda row: index.search(row[None], min(TOP, size)), list(asked), clock)
    mib = size * dimension * 4 / 2**20
    return Growth("FAISS alone, search only", size, build_s, p50, mib, synthetic_vectors=True)


def _unit(rng: np.random.Generator, rows: int, dimension: int) -> Vectors:
    vectors: Vectors = rng.standard_normal((rows, dimension), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _median_ms(call: Callable[[Any], object], inputs: Sequence[Any], clock: Clock) -> float:
    call(inputs[0])
    times = []
    for item in inputs:
        start = clock()
        call(item)
        times.append((clock() - start) * 1000)
    return statistics.median(times)
