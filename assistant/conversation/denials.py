"""Finds the audiences that a turn says, or supposes, its writer not to be of: "I'm no guest", "And if I'm not?".

Pure; the rules are for English.
"""

from __future__ import annotations

import re

from assistant.audiences import IS, disowned_audiences
from assistant.conversation.reply_parsing import denied_in, only_owner
from assistant.english import straight_quotes
from assistant.patterns import any_of
from assistant.types import Audience

_LOSE = any_of(
    "lose | lost | leave | left | quit | cancel(?:led)? | drop(?:ped)? | give up | gave up"
)
# Supposes that one were not, or no longer, who one is.
# matches: "And if I'm not?", "What if we weren't?", "and if we lose the (competency)?", "if (I am not a guest)?"
_SUPPOSED = re.compile(
    r"(?:(?:and|but|so|or),? )?(?:what )?if (?P<case>(?:i|we)"
    + any_of(rf"""
        (?P<bare>(?:'m| am|'re| are) (?:not|no longer)| (?:were|was|are)(?: not|n't| no longer))
        (?:'ve| have)? {_LOSE} (?:(?:the|our|my|an?) )?(?P<lost>.+?) | .+?
    """)
    + r")[\s?.!]*",
    re.IGNORECASE,
)
# What "if I'm not" may be the opposite of, where it is no audience.
# matches: "if I'm late", "for those under 18"
_WHO = any_of("who | people | persons | those | anyone | someone | aged | under | over")
_OF_A_CASE = re.compile(
    rf"\b(?:(?:(?:if|when)\s+)?(?:i|we)(?:{IS}|\s+(?:was|were))|if|when|{_WHO})\b", re.IGNORECASE
)


def denied_by_turn(text: str, audiences: tuple[Audience, ...]) -> frozenset[str]:
    """The audiences that the text says, or supposes, that its writer is none of."""
    return disowned_audiences(text, audiences) | only_denied(text, audiences)


def only_denied(text: str, audiences: tuple[Audience, ...]) -> frozenset[str]:
    """The same for a text that says no more."""
    match = _SUPPOSED.fullmatch(straight_quotes(text.strip()))
    if match is None:
        return denied_in(text, audiences)
    if match["lost"]:
        owner = only_owner(match["lost"], audiences)
        return frozenset((owner,)) if owner else frozenset()
    return denied_in(match["case"], audiences)


def is_supposed(text: str) -> bool:
    """Whether the text supposes a case of its writer, and no more: "And if I were no guest?"."""
    return _SUPPOSED.fullmatch(straight_quotes(text.strip())) is not None


def supposes_opposite(text: str) -> bool:
    """Whether the text supposes no more than that its writer were not what was said: "And if I'm not?"."""
    match = _SUPPOSED.fullmatch(straight_quotes(text.strip()))
    return match is not None and match["bare"] is not None


def says_of_whom(text: str) -> int:
    """How often the text says what somebody is, or of whom it asks: what "And if I'm not?" may deny."""
    return len(_OF_A_CASE.findall(straight_quotes(text)))
