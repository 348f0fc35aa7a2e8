"""Questions of the FAQ that match what is being typed: by words and their beginnings, no model."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from math import log

from rapidfuzz import fuzz, process

from assistant.types import Corpus

_WORD = re.compile(r"\w+")
_LIMIT = 6
# Rules of thumb, not measured.
_MIN_SHARE = 0.5  # of what was typed, by weight
_MIN_LIKENESS = 75.0  # of 100; looked at where no word fits as it was typed


@dataclass(frozen=True, slots=True)
class Match:
    """A question of the FAQ: `text` is the phrasing that fits, the heading or an alternate."""

    entry_id: str
    title: str
    text: str
    score: float


class Suggester:
    """Searches the headings and alternates of a corpus. Read-only: threads may share it."""

    def __init__(self, corpus: Corpus) -> None:
        phrases = [
            (entry.id, entry.title, text)
            for entry in corpus.entries
            for text in (entry.title, *entry.alternates)
        ]
        self._phrases = phrases
        self._folded = [_fold(text) for _, _, text in phrases]
        found: defaultdict[str, set[int]] = defaultdict(set)
        for number, folded in enumerate(self._folded):
            for word in _WORD.findall(folded):
                found[word].add(number)
        self._vocabulary = sorted(found)
        self._phrases_with = dict(found)

    def search(self, typed: str) -> list[Match]:
        """The best questions, one an entry; none where nothing was typed or nothing fits."""
        folded = _fold(typed)
        words = list(dict.fromkeys(_WORD.findall(folded)))
        if not words:
            return []
        scores = self._by_words(words) or self._by_likeness(folded)
        for number in scores:
            if self._folded[number].startswith(folded.strip()):
                scores[number] += 1.0
        best: dict[str, Match] = {}
        for number in sorted(scores, key=lambda number: (-scores[number], number)):
            entry_id, title, text = self._phrases[number]
            score = round(min(1.0, scores[number]), 4)
            best.setdefault(entry_id, Match(entry_id, title, text, score))
            if len(best) == _LIMIT:
                break
        return list(best.values())

    def _by_words(self, words: list[str]) -> dict[int, float]:
        """Phrases with the words or words that begin so; rare words count for more."""
        scores: defaultdict[int, float] = defaultdict(float)
        total = 0.0
        for word in words:
            fitting = self._fitting(word)
            weight = 1.0 + log((1 + len(self._phrases)) / (1 + len(fitting)))
            total += weight
            for number in fitting:
                scores[number] += weight
        return {n: score / total for n, score in scores.items() if score / total >= _MIN_SHARE}

    def _fitting(self, start: str) -> set[int]:
        fitting: set[int] = set()
        for position in range(bisect_left(self._vocabulary, start), len(self._vocabulary)):
            word = self._vocabulary[position]
            if not word.startswith(start):
                break
            fitting |= self._phrases_with[word]
        return fitting

    def _by_likeness(self, folded: str) -> dict[int, float]:
        """Phrases that are spelled about so."""
        if len(folded) < 4:
            return {}
        alike = process.extract(
            folded,
            self._folded,
            scorer=fuzz.partial_token_ratio,
            limit=_LIMIT * 4,
            score_cutoff=_MIN_LIKENESS,
        )
        return {number: score / 100 for _, score, number in alike}


def _fold(text: str) -> str:
    """Lower case without accents, so that what is typed in a hurry still fits."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
