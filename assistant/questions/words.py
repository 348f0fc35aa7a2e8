"""Closed word classes of English questions, as regular-expression sources, and their common misspellings.

Everything here matches lower-case text with straight apostrophes (see `fold`).
"""

from __future__ import annotations

import re

_AUX = (
    "is are am was were do does did can could may might must shall should will would has have had"
)
_NEGATABLE = "is are was were do does did could might must should would has have had ought need ai"

NEGATIVE_AUX = rf"(?:(?:{'|'.join(_NEGATABLE.split())}|ca|wo|sha)n['`]?t|cannot|can not)(?!\w)"
AUX = rf"(?:{NEGATIVE_AUX}|(?:{'|'.join(_AUX.split())}|ought)\b(?!['-]))"

WH_WORD = r"(?:what|which|who|whom|whose|when|where|why|how)"
_PREPOSITION = (
    "about|above|across|after|against|along|among|around|as|at|before|behind|below|beside|besides|"
    "between|beyond|by|despite|down to|during|for|from|in|inside|into|near|of|off|on|on top of|onto|"
    "out of|outside|over|per|since|through|till|to|toward|towards|under|until|up to|upon|via|with|"
    "within|without"
)
PREPOSITION = rf"(?:{_PREPOSITION})"
_HEDGE = r"(?:roughly|exactly|approximately|about|and|or|but|so)"
# "for how long", "roughly how many", "what's", "whats"
WH_START = rf"(?:{_HEDGE}\s+)?(?:{PREPOSITION}\s+)?(?:{WH_WORD}\b|(?:what|who|how|where|when|why)['`]?s\b|how come\b)"

PRONOUN = (
    r"(?:i|we|you|they|he|she|it|one|this|that|these|those|there|anyone|anybody|someone|everyone)"
)
DETERMINER = r"(?:the|a|an|my|our|your|his|her|its|their|this|that|these|those|any|some|all|each|every|both|no)"

_MISSPELT_TARGETS = (
    "does did could might must shall should will would have what which where when whose isn't aren't "
    "doesn't don't can't won't can are is do how why who whether there".split()
)
# Words of the language (and common nouns) that are one slip away from a target but mean themselves.
_REAL_WORDS = frozenset(
    "a an as at be by ca i in it its me my no of oh on or os so to up us we he ho id if od si own now "
    "sill wool wold hall all ill mill wild hat that hen then than tan won wont cant dont ae era ear "
    "ar car care cane sis doe doer dos mus mist mats hose house wich ow wo wh hw hav had has her here "
    "were ere hall shal hill war ware wen wet hich whit white it's hoe do don od old din die id hid "
    "cold cloud mould would mild wheat weather shell wall well hare cans scan acne who whom how show "
    "whole hole host why way wy hy tere three these heir theer their".split()
) - {"wich", "hich", "shal", "hav", "theer", "wy", "hw"}


def _slips(word: str) -> set[str]:
    """Every string that swaps two neighbours of `word`, or drops or doubles one of its letters."""
    swaps = {
        word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        for i in range(len(word) - 1)
        if word[i] != word[i + 1]
    }
    if len(word) < 4:
        return swaps
    drops = {word[:i] + word[i + 1 :] for i in range(1, len(word))}
    doubles = {word[:i] + word[i] + word[i:] for i in range(len(word))}
    return swaps | drops | doubles


_REPAIRS = {
    slip: target
    for target in reversed(_MISSPELT_TARGETS)
    for slip in sorted(_slips(target))
    if slip not in _REAL_WORDS and slip not in _MISSPELT_TARGETS and len(slip) > 1
}
_REPAIRS |= {"dose": "does", "wat": "what", "wot": "what", "hwo": "how", "whcih": "which"}
_REPAIRS |= {"u": "you", "r": "are", "ur": "your", "im": "i'm", "pls": "please", "plz": "please"}
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "“": '"', "”": '"'})


def fold(text: str) -> str:
    """`text` with straight quotes, every position kept. Not lower-cased: that can change lengths."""
    return text.translate(_QUOTES)


def repaired(text: str) -> str:
    """Folded lower-case text with slips in question words mended ("cna we" -> "can we")."""
    return _TOKEN.sub(lambda match: _REPAIRS.get(match.group(), match.group()), fold(text).lower())
