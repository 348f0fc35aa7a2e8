"""Corrects typos in a query using the FAQ's own vocabulary."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import Stemmer
from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W\d_]{4,}+(?!['’]t\b)")  # not the "mustn" of "mustn't"
_MIN_FOR_EXCHANGE = 5  # letters; in a shorter word no letter is taken for another
_MAX_ACRONYM = 5  # letters of a word in capitals among small letters that is left as it is ("SAML")
_MIN_BASE = 3  # letters of a word after a prefix
_PREFIXES = "re un dis mis non pre over under out sub up down with".split()
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_MIN_FOR_TWO_TYPOS = 8  # letters; a shorter word holds one typo at most
# British spellings and the American ones, in the middle or at the end of words.
_SPELLINGS = {
    "licenc": "licens", "programme": "program", "isation": "ization", "ise": "ize", "ising": "izing",
    "our": "or", "tre": "ter", "lled": "led", "lling": "ling", "enrol": "enroll", "fulfil": "fulfill",
    "cheque": "check", "defence": "defense", "catalogue": "catalog", "practise": "practice",
}  # fmt: skip
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")  # in "four" or "tree" no spelling differs
# The longest first; not in front of an l, where "enroll" and "fulfill" are American already.
_BRITISH = re.compile(
    "|".join(f"{part}(?!l)" for part in sorted(_SPELLINGS, key=len, reverse=True))
)


def american(text: str) -> str:
    """`text` in lower case with British spellings as American ones, to compare texts by."""
    return _LONG_WORD.sub(
        lambda word: _BRITISH.sub(lambda part: _SPELLINGS[part.group()], word.group()), text.lower()
    )


class Speller:
    """Knows the words of `texts`, and corrects a word that is none of them to the closest one.

    Words of `language` are no typos: "contract" stays, whether or not the FAQ has it beside "contact".
    """

    def __init__(self, texts: Iterable[str], language: frozenset[str] = frozenset()) -> None:
        self._language = language
        self._base = frozenset(word for word in language if len(word) >= _MIN_BASE)
        self._known: set[str] = set()
        for text in texts:
            self._known.update(word.casefold() for word in _WORD.findall(text))
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            self._by_start[word[0]].append(word)

    def correct(self, query: str) -> str:
        """`query` with each unknown word of four letters or more replaced by a known one that is close.

        Close is one insertion, deletion, exchange or swap of neighbours (two in a word of eight
        letters or more), with the same first letter and not merely another ending. British and
        American spellings take each other's place.
        """
        shouted = query.isupper()

        def corrected(match: re.Match[str]) -> str:
            word = match.group()
            acronym = word.isupper() and not shouted and len(word) <= _MAX_ACRONYM
            return word if acronym else self._closest(word)

        return _WORD.sub(corrected, query)

    def recognises(self, text: str) -> bool:
        """Whether `text` has a number or a word of the language: "asdfgh", "???" and one letter are none.

        Where no words of a language are given, any may be one.
        """
        if any(character.isdigit() for character in text):
            return True
        said = _LETTERS.findall(text.casefold())
        if not self._language:
            return bool(said)
        return any(_inflected(word) & self._language for word in said)

    def is_verb(self, word: str) -> bool:
        """Whether the language has the word with "-ing": "wear", "use" and "swim", but not "small"."""
        lowered = word.casefold()
        stems = (lowered, lowered.removesuffix("e"), lowered + lowered[-1:])
        return any(f"{stem}ing" in self._language for stem in stems)

    def _closest(self, word: str) -> str:
        lowered = word.casefold()
        if lowered in self._known or _inflected(lowered) & self._known:
            return word
        for spelling in _spellings(lowered):
            if spelling in self._known:
                return spelling
        if _inflected(lowered) & self._language or self._is_derived(lowered):
            return word
        most = 2 if len(lowered) >= _MIN_FOR_TWO_TYPOS else 1
        best, least = word, most + 1
        for candidate in self._by_start[lowered[0]]:
            if abs(len(candidate) - len(lowered)) >= least:
                continue
            distance = OSA.distance(lowered, candidate, score_cutoff=most)
            if distance < least and not _other_letter(lowered, candidate):
                best, least = candidate, distance
        stems: list[str] = Stemmer.Stemmer("english").stemWords([lowered, best])
        return word if stems[0] == stems[1] else best

    def _is_derived(self, word: str) -> bool:
        """Whether it is a word of the language with a prefix ("retake", "unload")."""
        return any(word.startswith(p) and word[len(p) :] in self._base for p in _PREFIXES)


def _other_letter(word: str, candidate: str) -> bool:
    """Whether a letter of a short word is another: "bake" and "bike" are both words."""
    return len(word) == len(candidate) < _MIN_FOR_EXCHANGE and sorted(word) != sorted(candidate)


def _spellings(word: str) -> list[str]:
    """The word as it may be spelt elsewhere."""
    pairs = [pair for a, b in _SPELLINGS.items() for pair in ((a, b), (b, a))]
    return [word.replace(a, b) for a, b in pairs if a in word]


def _inflected(word: str) -> set[str]:
    """Forms of the same word with another common ending."""
    stems = {word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ed")}
    stems |= {word.removesuffix("ing"), word.removesuffix("d"), word.removesuffix("ly")}
    return stems | {stem + "s" for stem in stems} | {stem + "e" for stem in stems}
