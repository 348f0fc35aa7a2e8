"""How a condition is asked back, and what follows from the reply. The rules are for English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conditions.openers import ONLY_BY
from assistant.patterns import any_of

# What the question leaves out: nobody can say yes or no to "Does this apply: unless they bark?".
_CLAUSE_OPENER = re.compile(
    any_of(rf"""
        (?:if and )?only (?:if|when|where) | only(?! (?:the|(?:be )?[\w-]+ed|{ONLY_BY}|during)\b)
        should | assuming(?: that)?
        if | when | while | once | as soon as | in case(?: of)? | in the (?:case of|event (?:of|that))
        unless | (?:as|so) long as
        provid(?:ed|ing)(?: that)? | on (?:the )?condition that
        except (?:that|when|where|if)    # "except for day passes" names a case, and asks nothing
    """)
    + r"\s+",
    re.IGNORECASE,
)
# Whether "we suspect fraud" applies, the asker cannot know, unlike "we have written to you".
_ABOUT_US = re.compile(r"\W*(?:we|our)\b(?!.*\byou(?:r|rs)?\b)", re.IGNORECASE | re.DOTALL)
# What the words say of the rest of the sentence. It holds: only without the condition, only with it, or with it.
_EXCEPTS = re.compile(r"unless|except|with the exception of", re.IGNORECASE)
_REQUIRES = re.compile(
    r"(?:if and )?only\b|(?:as|so) long as|provid(?:ed|ing)|assuming|on (?:the )?condition that",
    re.IGNORECASE,
)
_SUFFICES = re.compile(
    r"(?:if|when|while|once|as soon as|should|in case|in the (?:case|event))\b", re.IGNORECASE
)
OTHERWISE = re.compile(
    r"(?:otherwise|or else|if not|in (?:all|any) other cases?)\b[,:]?\s*", re.IGNORECASE
)


def what_to_ask(conditions: Sequence[str]) -> str:
    """The first condition that is a clause, without its opener ("unless they bark" -> "they bark"); empty
    where none is: whether "within ten days" applies would settle nothing."""
    return next((asked_as(text) for text in conditions if is_clause(text)), "")


def is_clause(condition: str) -> bool:
    """Whether the condition can be asked as it stands after its opener."""
    opener = _CLAUSE_OPENER.match(condition)
    return opener is not None and _ABOUT_US.match(condition, opener.end()) is None


def asked_as(condition: str) -> str:
    """The condition as it is asked: a clause without its opener."""
    opener = _CLAUSE_OPENER.match(condition)
    return condition[opener.end() :] if opener else condition


def holds(condition: str, *, applies: bool, otherwise: bool = False) -> bool | None:
    """Whether what the rest of the sentence says holds, where the condition applies or does not; None where
    the words leave that open, as "if" does of the other case, unless an `otherwise` follows.

    >>> holds("unless they bark", applies=True), holds("only if they sit", applies=True)
    (False, True)
    >>> holds("if they sit", applies=False) is None, holds("if they sit", applies=False, otherwise=True)
    (True, False)
    """
    if _EXCEPTS.match(condition):
        return not applies
    if _REQUIRES.match(condition):
        return applies
    if _SUFFICES.match(condition):
        return True if applies else (False if otherwise else None)
    return None


def without(sentence: str, conditions: Sequence[str]) -> str:
    """The sentence without the conditions.

    >>> without("If they sit, dogs may stay unless they bark.", ["If they sit", "unless they bark"])
    'dogs may stay.'
    """
    for condition in conditions:
        sentence = sentence.replace(condition, " ", 1)
    rest = re.sub(r"\(\s*\)", " ", sentence)
    # "Dogs may stay, and only if they sit."
    rest = re.sub(r",?\s+(?:and|but)(?=\s*(?:[.;!?]|$))", "", rest)
    rest = re.sub(r"\s+(?=[.,;:!?])|,\s*(?=[.;:!?]|$)", "", " ".join(rest.split()))
    return rest.lstrip(" ,;:")
