"""Slips of the fingers: a question as somebody in a hurry types it."""

from __future__ import annotations

import random
import re

_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST = 3


def with_slips(text: str, rng: random.Random) -> str:
    """`text` with one to three words of four letters or more misspelt, often without capitals or "?".

    A slip leaves out, doubles or exchanges letters after the first, as `Speller` expects them.
    """
    words = list(_WORD.finditer(text))
    chosen = rng.sample(words, min(len(words), rng.randint(1, _MOST)))
    for match in sorted(chosen, key=lambda match: -match.start()):
        text = text[: match.start()] + _slip(match.group(), rng) + text[match.end() :]
    if rng.random() < 0.5:
        text = text.lower()
    return text.rstrip("?") if rng.random() < 0.3 else text


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
