"""Limits of a text ("up to three weeks", "at least 18") that a question lies outside of ("for 24 days", "at 16").

A model of words knows that a limit is a limit, but hardly whether 24 days are more than three weeks: that is
arithmetic. Pure; the rules are for English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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
    at least | minimum(?: of)? | from(?: the age of)?
    no {_SMALL} than | not (?:be )?{_SMALL} than
    (?P<strict_least>over | above | {_GREAT} than)
""")
_BEFORE = re.compile(
    rf"\b(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))(?: the| an?| any)?\s*$", re.IGNORECASE
)
# matches: "(from 9) to 5", "(from 1 May) until"
_RANGE = re.compile(r"[^.,;]{0,20}?\s*(?:\b(?:to|until|till|through)\b|[-\u2013])")
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
    found = _compared(question, text)
    if found is None or not found.outside or found.own.equals(found.limit.quantity):
        return ""
    strict, most = found.limit.strict, found.limit.most
    inside = _next(found.theirs, -1 if most else 1) if strict else found.theirs
    return question.replace(found.ours, inside, 1) if inside else ""


def beyond_limit(question: str, text: str) -> str:
    """The question with twice the most, or half of the least, in the place of its own quantity, which is within
    the limit of the text.

    Empty where it is not, or where the text has no limit of that kind in figures, or several.

    >>> beyond_limit("May I stay for 9 days?", "You may stay for up to 21 days.")
    'May I stay for 42 days?'
    """
    found = _compared(question, text)
    if found is None or found.outside or found.limit.quantity.dimension == "clock":
        return ""
    if found.theirs.isdecimal() and not found.ours.isdecimal():
        return ""  # "May a 14 year old swim?" would become "May a 5 swim?"
    outside = _scaled(found.theirs, double=found.limit.most)
    return question.replace(found.ours, outside, 1) if outside else ""


class _Compared(NamedTuple):
    """A quantity of a question and the limit that it is held against, with both as they are written."""

    own: Quantity
    limit: _Limit
    ours: str
    theirs: str

    @property
    def outside(self) -> bool:
        bound = self.limit.quantity
        if self.own.equals(bound):
            return self.limit.strict
        return self.own.value > bound.value if self.limit.most else self.own.value < bound.value


def _compared(question: str, text: str) -> _Compared | None:
    """What is compared; None where that is nothing or several."""
    pairs = [
        (own, limit)
        for own in quantities(question)
        for limit in _limits(text)
        if own.measures_as(limit.quantity) or own.measures_as(limit.quantity.plain)
    ]
    if len(pairs) != 1:
        return None
    own, limit = pairs[0]
    bound = limit.quantity
    shared = next((thing for thing in own.things if thing in bound.things), None)
    written = (own.things[shared], bound.things[shared]) if shared else (own.text, bound.text)
    return _Compared(own, limit, *written)


def _limits(text: str) -> Iterator[_Limit]:
    start = 0
    for quantity in quantities(text):
        place = text.find(quantity.text, start)
        start = place + len(quantity.text)
        if cue := _BEFORE.search(text, max(0, place - _MAX_CUE_CHARS), place):
            strict = cue["strict_most"] or cue["strict_least"]
            if cue["most"] or not _RANGE.match(text, start):
                yield _Limit(quantity, cue["most"] is not None, strict is not None)
        elif cue := _AFTER.match(text, start):
            yield _Limit(quantity, cue["most"] is not None, strict=False)


def _next(written: str, step: int) -> str:
    """The quantity with a number that is `step` greater; empty where it is not in whole figures."""
    return _with_number(written, lambda value: value + step)


def _scaled(written: str, *, double: bool) -> str:
    """The quantity twice or half as great; empty where it is not in whole figures."""
    return _with_number(written, lambda value: value * 2 if double else value // 2)


def _with_number(written: str, change: Callable[[int], int]) -> str:
    number = _FIGURES.search(written)
    if number is None:
        return ""
    value = change(int(number[0].replace(",", "")))
    return f"{written[: number.start()]}{value}{written[number.end() :]}"
