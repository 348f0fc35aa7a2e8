"""Finds a name in a text whatever its case and number, and whether hyphens or spaces join its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

DASHES = r"\-\u2010\u2011\u2012\u2013\u2014\u2212"  # for a character class
# Between the words of a name: "action pack", "action-pack", "actionpack".
_GAP = rf"[\s_{DASHES}]*"
_LIKE_ASCII = "\u0130\u0131\u017f\u212a"  # what patterns that ignore case take for i, s or k


def find_name(name: str, text: str) -> Iterator[re.Match[str]]:
    """Every place where `name_pattern` finds `name`; none for a name without words."""
    stem, pattern = _sought(name)
    # Most names are not there at all, and to look for letters is many times quicker than for a pattern.
    plain = text.isascii() or not any(letter in text for letter in _LIKE_ASCII)
    if pattern is None or (plain and stem not in text.lower()):
        return iter(())
    return pattern.finditer(text)


@lru_cache(maxsize=1024)
def _sought(name: str) -> tuple[str, re.Pattern[str] | None]:
    """Letters, in lower case, that a text must have to hold `name`, and the pattern."""
    stems = [_forms(word)[0] for word in _words(name)]
    # Letters beyond ASCII have several forms, which a look for one of them would miss.
    plain = [stem.lower() for stem in stems if stem.isascii()]
    return max(plain, key=len, default=""), name_pattern(name) if stems else None


@lru_cache(maxsize=1024)
def name_pattern(name: str) -> re.Pattern[str]:
    """Finds a name as whole words, whatever its case, number, and hyphens or spaces."""
    words = (
        rf"{re.escape(stem)}{endings}(?:['\u2019]s?)?"
        for stem, endings in map(_forms, _words(name))
    )
    return re.compile(rf"(?<![^\W_]){_GAP.join(words)}(?![^\W_])", re.IGNORECASE)


def normalised_name(name: str) -> str:
    """A key that two names share when `name_pattern` takes them for the same."""
    return "".join(_forms(word)[0] for word in _words(name)).casefold()


def _words(name: str) -> list[str]:
    return [word for word in re.split(rf"[\s_{DASHES}]+", name) if word]


def _forms(word: str) -> tuple[str, str]:
    """What singular and plural of a word have in common, and a pattern for how each goes on."""
    lower = word.lower()
    if word.isupper():  # an abbreviation: "MAPS" is no plural of "map"
        return word, "(?:e?s)?"
    if lower.endswith("ies") and len(word) > 4:
        return word[:-3], "(?:y|ies)"
    if lower.endswith("y") and len(word) > 2:
        return word[:-1], "(?:y|ies)"
    if lower.endswith("s") and not lower.endswith("ss") and len(word) > 3:
        return word[:-1], "s?"
    return word, "(?:e?s)?"
