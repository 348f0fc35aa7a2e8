"""Limits of a text ("up to three weeks", "at least 18") that a question lies outside of ("for 24 days", "at 16").

A model of words knows that a limit is a limit, but hardly whether 24 days are more than three weeks: that is
arithmetic. Pure; the rules are for English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.patterns import any_of
from assistant.quantities import Quantity, quantities

_MAX_CUE_CHARS = 40  # before a quantity, in which the words that make it a limit stand
_COMPARED = any_of("""
    older | younger | larger | heavier | lighter | longer | shorter | later | earlier | higher | lower
    bigger | smaller | taller | wider
""")
_MOST = any_of(r"""
    up to | at most | no more than | not more than | maximum(?: of)? | within | limited to | limit (?:of|is)
    no (?:later|older|larger|heavier|longer|bigger|higher) than | (?:in|for) the first | until
    less than | under | below | fewer than | (?:younger|lighter|shorter|smaller|lower) than
""")
_LEAST = any_of("""
    at least | minimum(?: of)? | no (?:less|fewer|younger|earlier|shorter) than | from the age of
    more than | over | above | (?:older|heavier|longer|larger|bigger|later|higher) than
""")
_BEFORE = re.compile(
    rf"\b(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))(?: the| an?| any)?\s*$", re.IGNORECASE
)
_AFTER = re.compile(
    r"\s*(?:(?P<most>or (?:less|fewer|under|younger|below)\b|maximum\b|at (?:the )?most\b)"
    r"|(?P<least>or (?:more|over|older|above|longer)\b|and (?:over|above|older)\b|minimum\b))",
    re.IGNORECASE,
)


def at_limit(question: str, text: str) -> str:
    """The question with the limit of the text in the place of its own quantity, which is outside of that.

    Empty where it is not, or where the text has no limit of that kind or several.

    >>> at_limit("May I stay for 24 days?", "You may stay for up to three weeks.")
    'May I stay for three weeks?'
    >>> at_limit("May I stay for 24 days?", "You may stay for up to five weeks.")
    ''
    """
    compared = [
        (own, limit, most)
        for own in quantities(question)
        for limit, most in _limits(text)
        if own.measures_as(limit) or own.measures_as(limit.plain)
    ]
    if len(compared) != 1:
        return ""
    own, limit, most = compared[0]
    if own.equals(limit) or (own.value > limit.value) is not most:
        return ""
    shared = next((thing for thing in own.things if thing in limit.things), None)
    ours, theirs = (own.things[shared], limit.things[shared]) if shared else (own.text, limit.text)
    return question.replace(ours, theirs, 1)


def _limits(text: str) -> Iterator[tuple[Quantity, bool]]:
    """The quantities that are limits, and whether each is the most (else the least) there may be."""
    start = 0
    for quantity in quantities(text):
        place = text.find(quantity.text, start)
        start = place + len(quantity.text)
        cue = _BEFORE.search(text, max(0, place - _MAX_CUE_CHARS), place) or _AFTER.match(
            text, start
        )
        if cue:
            yield quantity, cue["most"] is not None
