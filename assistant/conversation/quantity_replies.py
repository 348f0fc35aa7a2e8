"""Amounts and times as a reply gives them: "14 hours", "£80", "more than two weeks".

Pure; the rules are for English.
"""

from __future__ import annotations

import re

from assistant.english import straight_quotes
from assistant.patterns import any_of

_IN_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|{'|'.join(_IN_WORDS)})"
_TIME = "(?:second|minute|hour|day|night|week|month|quarter|year)s?"
_MEASURE = any_of("""
    % | percent | per cent | kg | kilos? | grams? | mm | cm | km | met(?:re|er)s? | miles? | litres? | [kmg]b | kwh
""")
_MONEY = any_of("euros? | dollars? | pounds? | pence | cents? | francs? | eur | usd | gbp | chf")
_SIGN = "[£$€]"
_UNIT = rf"(?:{_SIGN}|(?:(?:working|business|calendar|full) )?(?:{_TIME}|{_MEASURE}|{_MONEY}))"
_OTHER_WORDS = any_of("""
    only | just | about | around | exactly | almost | nearly | up to | over | under
    at (?:least|most) | (?:more|less|longer) than
""")
# A number with what it counts; of a bare number nobody knows.
_AMOUNT = (
    rf"(?<![\w.,])(?:(?P<sign>{_SIGN})\s?(?P<priced>{_NUMBER})"
    rf"|(?P<number>{_NUMBER})[ -]?(?P<unit>{_UNIT}))(?!\w)"
)
_IN_TEXT = re.compile(_AMOUNT, re.IGNORECASE)
# matches: "14 days", "£80", "more than two weeks", "80", "about 5 kg or so"
# not: "14 day tickets", "two dogs"
_WHOLE = re.compile(
    rf"(?:{_OTHER_WORDS} )?(?:{_AMOUNT}|{_NUMBER})(?: (?:or (?:so|more|less)|old|long))?",
    re.IGNORECASE,
)


def is_quantity(text: str) -> bool:
    """Whether the text is an amount or a length of time, and nothing else.

    >>> is_quantity("14 days"), is_quantity("£80"), is_quantity("two dogs")
    (True, True, False)
    """
    return _WHOLE.fullmatch(straight_quotes(text).strip(" .?!")) is not None


def substitute_quantity(question: str, quantity: str) -> str:
    """The question with `quantity` in the place of its one amount of the same unit; empty where it has none.

    >>> substitute_quantity("May I stay for 3 nights?", "5 nights")
    'May I stay for 5 nights?'
    >>> substitute_quantity("Do I get the deposit back?", "14 days")
    ''
    """
    named = _IN_TEXT.search(quantity)
    found = [
        match for match in _IN_TEXT.finditer(question) if named and _unit(match) == _unit(named)
    ]
    if len(found) != 1 or named is None:
        return ""
    return question[: found[0].start()] + named[0] + question[found[0].end() :]


def _unit(match: re.Match[str]) -> str:
    return (match["sign"] or match["unit"]).lower().rstrip("s")
