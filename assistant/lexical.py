"""Lexical ranking: BM25 over stemmed words, as a share of the best score that a document could get."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import Stemmer


def _without_scipy() -> Any:
    """bm25s, told that there is no SciPy: it can do without, and importing it takes a tenth of what
    `faq ask` takes from its start to the answer."""
    held: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    if "scipy.sparse" in held:
        import bm25s

        return bm25s
    held["scipy.sparse"] = None  # so that importing it raises ImportError
    try:
        import bm25s
    finally:
        del held["scipy.sparse"]
    return bm25s


bm25s = _without_scipy()
Scores = npt.NDArray[np.float32]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Function words: they say how a question is put, not what it is about.
_STOP_WORDS = frozenset(
    "a about am an and any are as at be been being but by can could did do does doing for from get got "
    "had has have having he her him his how i if in into is it its just may me might must my no not of "
    "on or our ours ought shall she should so some such than that the their them then there these they "
    "this those to too us very was we were what when where whether which while who whom whose why will "
    "with would yes you your yours".split()
)


def stems(text: str) -> list[str]:
    """The stems of the content words of `text`, in order, repeated as they repeat."""
    found = (word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(text.casefold()))
    return [_stem(word) for word in found if word not in _STOP_WORDS]


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    stemmer = Stemmer.Stemmer("english")  # a new one, for threads cannot share one
    stem: str = stemmer.stemWord(word)
    return stem


class LexicalIndex:
    """BM25 over `documents`, which are known by their number."""

    def __init__(self, documents: Sequence[str]) -> None:
        corpus = [stems(document) or [""] for document in documents]
        self._count = len(corpus)
        self._documents: dict[str, set[int]] = {}
        for number, document in enumerate(corpus):
            for word in document:
                self._documents.setdefault(word, set()).add(number)
        # Picked by hand, as the weights of `retrieval` were; no measurement of this choice is kept.
        self._bm25 = bm25s.BM25(k1=1.2, b=0.6)
        self._bm25.index(corpus, show_progress=False)
        table = self._bm25.scores
        starts, values = table["indptr"], table["data"]
        # The most that each word can add to the score of any document.
        self._best = {
            word: float(values[starts[row] : starts[row + 1]].max())
            for word, row in self._bm25.vocab_dict.items()
            if row < len(starts) - 1 and starts[row] < starts[row + 1]
        }
        self._best_of_unknown = max(self._best.values(), default=1.0)

    def knows(self, text: str) -> bool:
        """Whether a document has a content word of `text`."""
        return any(word in self._best for word in stems(text))

    def has(self, document: int, word: str) -> bool:
        """Whether the document, by its number, has a word, as `stems` gives it."""
        return document in self._documents.get(word, ())

    def count(self, word: str) -> int:
        """How many documents have a word, as `stems` gives it."""
        return len(self._documents.get(word, ()))

    def scores(self, query: str) -> Scores:
        """`(documents,)` in [0, 1]: 1 where a document is the best there could be for every word.

        Words that no document has count against all of them.
        """
        asked = list(dict.fromkeys(stems(query)))
        known = [word for word in asked if word in self._best]
        if not known:
            return np.zeros(self._count, np.float32)
        possible = sum(self._best.get(word, self._best_of_unknown) for word in asked)
        found: Scores = self._bm25.get_scores(known)
        return (found / possible).astype(np.float32)
