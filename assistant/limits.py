"""Limits of a text ("up to three weeks", "at least 18") that a question lies outside of ("for 24 days", "at 16").

A model of words knows that a limit is a limit, but hardly whether 24 days are more than three weeks: that is
arithmetic. Pure; the rules are for English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.patterns import any_of
from assistant.quantities import Quantity, quantities

_MAX_CUE_CHARS = 40  # before a quantity, in which the words that make it a limit stand
_GREAT = any_of("older | larger | heavier | longer | bigger | higher | later | more | greater")
_SMALL = any_of("younger | smaller | lighter | shorter | lower | earlier | fewer | less")
# With `strict` the limit itself is outside.
_MOST = any_of(rf"""
    up to | at most | maximum(?: of)? | within | limited to | limit (?:of|is) | (?:in|for) the first | until
    no {_GREAT} than | not (?:be )?{_GREAT} than
    (?P<strict_most>under | below | {_SMALL} than)
""")
_LEAST = any_of(rf"""
    at least | minimum(?: of)? | from the age of
    no {_SMALL} than | not (?:be )?{_SMALL} than
    (?P<strict_least>over | above | {_GREAT} than)
""")
_BEFORE = re.compile(
    rf"\b(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))(?: the| an?| any)?\s*$", re.IGNORECASE
)
_AFTER = re.compile(
    r"\s*(?:(?P<most>or (?:less|fewer|under|younger|below)\b|maximum\b|at (?:the )?most\b)"
    r"|(?P<least>or (?:more|over|older|above|longer)\b|and (?:over|above|older)\b|minimum\b))",
    re.IGNORECASE,
)


# matches: "18", "£1,500"; not: "eighteen", "2.5 kg"
_FIGURES = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d.,]*\d)|(?<![\d.,])\d+(?![\d.,:]*\d)")


class _Limit(NamedTuple):
    """A quantity that is the `most`, or else the least, there may be; if `strict`, it is itself outside."""

    quantity: Quantity
    most: bool
    strict: bool


def at_limit(question: str, text: str) -> str:
    """The question with the limit of the text in the place of its own quantity, which is outside of that; of
    "under 18", 17.

    Empty where it is not, or where the text has no limit of that kind or several.

    >>> at_limit("May I stay for 24 days?", "You may stay for up to three weeks.")
    'May I stay for three weeks?'
    >>> at_limit("May I stay for 24 days?", "You may stay for up to five weeks.")
    ''
    """
    compared = [
        (own, limit)
        for own in quantities(question)
        for limit in _limits(text)
        if own.measures_as(limit.quantity) or own.measures_as(limit.quantity.plain)
    ]
    if len(compared) != 1:
        return ""
    own, limit = compared[0]
    bound = limit.quantity
    outside = own.value > bound.value if limit.most else own.value < bound.value
    if own.equals(bound) or not outside:
        return ""
    shared = next((thing for thing in own.things if thing in bound.things), None)
    ours, theirs = (own.things[shared], bound.things[shared]) if shared else (own.text, bound.text)
    inside = _next(theirs, -1 if limit.most else 1) if limit.strict else theirs
    return question.replace(ours, inside, 1) if inside else ""


def _limits(text: str) -> Iterator[_Limit]:
    start = 0
    for quantity in quantities(text):
        place = text.find(quantity.text, start)
        start = place + len(quantity.text)
        if cue := _BEFORE.search(text, max(0, place - _MAX_CUE_CHARS), place):
            strict = cue["strict_most"] or cue["strict_least"]
            yield _Limit(quantity, cue["most"] is not None, strict is not None)
        elif cue := _AFTER.match(text, start):
            yield _Limit(quantity, cue["most"] is not None, strict=False)


def _next(written: str, step: int) -> str:
    """The quantity with a number that is `step` greater; empty where it is not in whole figures."""
    number = _FIGURES.search(written)
    if number is None:
        return ""
    value = int(number[0].replace(",", "")) + step
    return f"{written[: number.start()]}{value}{written[number.end() :]}"
