"""Closed word classes of English, as patterns, and the typos that question words have.

The patterns match lower-case text with straight apostrophes (see `straight_quotes`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.patterns import any_of

_APOSTROPHE = "'?"  # often left out: "dont", "whats"
_TAKES_NOT = any_of("""
    is | are | was | were | do | does | did | has | have | had
    could | might | must | should | would | ought | need
    ai | ca | wo | sha    # before n't only
""")
# "isn't", "cant", "can not"
NEGATIVE_AUX = rf"(?:{_TAKES_NOT}n{_APOSTROPHE}t|cannot|can not)(?!\w)"
_PLAIN_AUX = any_of("""
    is | are | am | was | were | do | does | did | has | have | had
    can | could | may | might | must | shall | should | will | would | ought
""")
AUX = rf"(?:{NEGATIVE_AUX}|{_PLAIN_AUX}\b(?!['-]))"

WH_WORD = any_of("what | which | who | whom | whose | when | where | why | how")
PREPOSITION = any_of("""
    about | above | across | after | against | along | among | around | as | at | before | behind
    below | beside | besides | between | beyond | by | despite | down to | during | for | from | in
    inside | into | near | of | off | on | on top of | onto | out of | outside | over | per | since
    through | till | to | toward | towards | under | until | up to | upon | via | with | within | without
""")
_HEDGE = any_of("roughly | exactly | approximately | about | and | or | but | so")
_WH_IS = rf"(?:what|who|how|where|when|why){_APOSTROPHE}s"
# "how", "how come", "what's", "whats", "for how long", "roughly how many"
WH_START = rf"(?:{_HEDGE}\s+)?(?:{PREPOSITION}\s+)?(?:{WH_WORD}|{_WH_IS}|how come)\b"

_DEMONSTRATIVE = "this | that | these | those"
PRONOUN = any_of(f"""
    i | we | you | they | he | she | it | one | there | {_DEMONSTRATIVE}
    anyone | anybody | someone | everyone
""")
DETERMINER = any_of(f"""
    the | a | an | my | our | your | his | her | its | their | {_DEMONSTRATIVE}
    any | some | all | each | every | both | no
""")
ANYBODY = any_of("someone | anyone | somebody | anybody")
SOMEBODY = rf"(?:you|{ANYBODY})"
SUBJECT = rf"(?:{PRONOUN}|{DETERMINER})"  # how one begins

WH_QUESTION = re.compile(WH_START)  # "for how long may we ..."
AUX_QUESTION = re.compile(rf"{AUX}(?:\s+not)?\s+\S")  # "can we ..."

# The words that tell a question; of two that a typo could stand for, the first is meant ("hwo": how, not who).
_CORRECTED = (
    "does did could might must shall should will would have what which where when whose isn't aren't "
    "doesn't don't can't won't can are is do how why who whether there"
).split()
# One typo away from those, but more likely meant as they stand. (The patterns know "cant", "dont" and "wont"
# without their apostrophe.)
_MEANT = frozenset("cold doe dos mus od si tere three wen were wold cant dont wont".split())
_SHORTHAND = {
    "im": "i'm", "pls": "please", "plz": "please", "r": "are", "u": "you", "ur": "your", "wot": "what",
}  # fmt: skip


def _typos(word: str) -> set[str]:
    """`word` with two neighbours swapped or, if it has four letters, with one dropped or doubled.

    The first letter is never the one that is dropped.

    >>> sorted(_typos("how"))
    ['hwo', 'ohw']
    """
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


_CORRECTIONS = {
    typo: word for word in reversed(_CORRECTED) for typo in _typos(word) - _MEANT
} | _SHORTHAND
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "“": '"', "”": '"'})


def straight_quotes(text: str) -> str:
    """`text` with straight quotes, of the same length; not lower-cased, which can change the length."""
    return text.translate(_QUOTES)


@lru_cache(maxsize=256)  # of one question it is asked from a dozen places
def correct_question_words(text: str) -> str:
    """`text` in lower case with straight quotes and typos in question words corrected ("cna we" -> "can we")."""
    return _TOKEN.sub(
        lambda match: _CORRECTIONS.get(match.group(), match.group()), straight_quotes(text).lower()
    )
