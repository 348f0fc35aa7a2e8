"""Tells an "it" that stands for nothing ("Is it free to move the date?") from one that points to a thing."""

from __future__ import annotations

import re

from assistant.english import PREPOSITION, SUBJECT
from assistant.patterns import any_of

# After these "it" is the thing: "Is it going to expire?", "Is it valid to enter the country?"
_OF_A_THING = any_of(rf"""
    {PREPOSITION} | and | or | \w+ed | (?!any|some|no)\w+ing
    able | bound | due | likely | meant | ready | sent | set | sure | valid
""")
_WORD = rf"(?!{_OF_A_THING}\b)[\w'-]+"
_SAYS_HOW = any_of(rf"""
    (?:(?:still|also|not) )?(?:allowed|permitted|required|advised)
    {_WORD}(?: {_WORD}){{0,2}}?
""")
_FOR_WHOM = r"(?: for(?: (?!to\b)[\w'-]+){1,3}?)?"
# matches: "to move", "to discuss"
# not: "to members", "to my door"
_TO_VERB = rf" to (?!{SUBJECT}\b)(?![\w-]+[^\Ws]s\b)[\w-]+"
_ADVERB = any_of(r"\w+ly | abroad | again | here | later | now | online | there | today | tomorrow")
_OBJECT = rf" (?!(?:{PREPOSITION}|{_ADVERB}|and|or|if|when|while)\b)\w"


def _it_before(words: str) -> re.Pattern[str]:
    """The "it" of "is it free", "will it be free" and "does it cost anything" before `words`."""
    return re.compile(
        any_of(rf"""
            (?:(?<=\bis )|(?<=\bwas ))it(?= {_SAYS_HOW}{_FOR_WHOM}{words})
            \bit(?= be {_SAYS_HOW}{_FOR_WHOM}{words})
            \bit(?= (?:cost|take)(?: {_WORD}){{0,3}}?{_FOR_WHOM}{words})
        """),
        re.IGNORECASE,
    )


_EXPLETIVE = _it_before(_TO_VERB + _OBJECT)
_MAY_BE_EXPLETIVE = _it_before(_TO_VERB)


def without_expletives(clause: str) -> str:
    """The clause without an "it" that stands for nothing.

    >>> without_expletives("Is it free to move the date?"), without_expletives("Is it free to members?")
    ('Is  free to move the date?', 'Is it free to members?')
    """
    return _EXPLETIVE.sub("", clause)


def without_possible_expletives(clause: str) -> str:
    """The same where the verb has no object, which "it" may then be: "Is it free to park?", "... to use?"."""
    return _MAY_BE_EXPLETIVE.sub("", clause)
