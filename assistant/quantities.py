"""Quantities in English text, comparable whatever their units: "24 days" and "three weeks"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from assistant.spelling import american

_SLACK = 0.02  # of quantities in different units
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBERS: dict[str, float] = {
    **{word: float(n) for n, word in enumerate(_ONES)},
    **{word: 10.0 * n for n, word in enumerate(_TENS, 2)},
    **{
        f"{ten}-{one}": 10.0 * n + k
        for n, ten in enumerate(_TENS, 2)
        for k, one in enumerate(_ONES[1:10], 1)
    },
    **{f"{word} hundred": 100.0 * n for n, word in enumerate(_ONES[1:10], 1)},
    **{f"{word} thousand": 1000.0 * n for n, word in enumerate(_ONES[1:11], 1)},
    "a hundred": 100.0,
    "a thousand": 1000.0,
    "a dozen": 12.0,
    "a couple of": 2.0,
    "half a": 0.5,
    "half an": 0.5,
}
_ORDINALS = {
    word: float(n)
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1
    )
}
_DAY = 24 * 60.0
# Written in any of these ways: what it measures, and how much of that.
_MEASURES: tuple[tuple[str, str, float], ...] = (
    ("second seconds sec secs", "time", 1 / 60),
    ("minute minutes min mins", "time", 1.0),
    ("hour hours hr hrs h", "time", 60.0),
    ("day days", "time", _DAY),
    ("week weeks", "time", 7 * _DAY),
    ("fortnight fortnights", "time", 14 * _DAY),
    ("month months", "time", 365.25 / 12 * _DAY),
    ("year years yr yrs", "time", 365.25 * _DAY),
    ("€ euro euros eur", "euro", 1.0),
    ("$ dollar dollars usd", "dollar", 1.0),
    ("£ pound pounds gbp quid", "pound", 1.0),
    ("% percent", "percent", 1.0),
    ("g gram grams", "weight", 0.001),
    ("kg kgs kilo kilos kilogram kilograms", "weight", 1.0),
    ("tonne tonnes ton tons", "weight", 1000.0),
    ("ml millilitre millilitres milliliters", "volume", 0.001),
    ("l litre litres liter liters", "volume", 1.0),
    ("mm millimetre millimetres millimeters", "length", 0.001),
    ("cm centimetre centimetres centimeters", "length", 0.01),
    ("m metre metres meter meters", "length", 1.0),
    ("km kilometre kilometres kilometers", "length", 1000.0),
    ("inch inches", "length", 0.0254),
    ("foot feet ft", "length", 0.3048),
    ("mile miles", "length", 1609.3),
    ("kb kilobyte kilobytes", "data", 1e-3),
    ("mb megabyte megabytes", "data", 1.0),
    ("gb gigabyte gigabytes", "data", 1e3),
    ("tb terabyte terabytes", "data", 1e6),
)
_UNITS = {
    name: (dimension, factor) for names, dimension, factor in _MEASURES for name in names.split()
}


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|" + _longest_first(list(_NUMBERS))
_UNIT = _longest_first([unit for unit in _UNITS if unit[0].isalpha()])
_TIME = _longest_first([unit for unit, (dimension, _) in _UNITS.items() if dimension == "time"])
_KIND = "working|business|calendar|consecutive|full|whole|paid|more|extra|further|additional"
_QUANTITY = re.compile(
    rf"""
    (?<![\w.,/:-])
    (?:
        (?P<sign>[€$£])\s?(?P<amount>{_NUMBER})(?![\d:])
      | (?P<clock>\d{{1,2}}(?:[:.]\d\d)?)\s?(?P<half>[ap]\.?m\b|o'clock\b)
      | (?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\b
      | (?:(?P<ordinal>{_longest_first(list(_ORDINALS))})|(?P<nth>\d+)(?:st|nd|rd|th))\s(?P<turn>{_TIME})\b
      | (?P<number>{_NUMBER})
        (?:
            \s?(?P<symbol>[€%£$])
          | (?:[\s-](?:(?P<kind>{_KIND})[\s-])?|\s?)(?P<unit>{_UNIT})\b(?P<old>[\s-]old\b|\sof\sage\b)?
          | (?P<things>(?:[\s-][^\W\d_]+){{1,2}})
          | (?![\w:/%-]|[.,]\d)
        )
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RATE = re.compile(
    rf"(?:\s(?:a|an|per|each|every)\s|\s?/\s?)(?P<unit>{_UNIT}|person|head|night|user)\b",
    re.IGNORECASE,
)
# A bare number that may be somebody's age.
_AGE_BEFORE = re.compile(
    r"\b(?:is|am|are|was|turns?|turned|aged?|age\sof|'m|under|over|below|above|until|up\sto|from|"
    r"(?:old|young)er\sthan|at\sleast)\s$",
    re.IGNORECASE,
)
_NO_THING = frozenset(
    "a an and are as at be been but by can do does for from get had has have i if in is it may me more must "
    "my no not of off on or our over per shall should so than that the their then there these they this those "
    "to too under until up was we were what when where which who will with would you your".split()
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
_YEARS = range(1900, 2101)  # the name of a year or a version, no number of things


@dataclass(frozen=True, slots=True)
class Quantity:
    """`value`, in one measure for all of a `dimension`, and how it is written.

    A dimension is a unit's ("time"), with what it is a rate of ("time a year"), "clock", "age", "turn" for
    the third day; `unit` is what one of those written is worth. Things that are counted have no dimension:
    `things` has the stem of each word that may name them, with the quantity as written up to it.
    """

    text: str
    value: float
    dimension: str = ""
    unit: float = 1.0
    things: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def measures_as(self, other: Quantity) -> bool:
        """Whether the two can be compared."""
        if self.dimension or other.dimension:
            return self.dimension == other.dimension
        return not self.things.keys().isdisjoint(other.things)

    def equals(self, other: Quantity) -> bool:
        """Whether both are as much; a month is 30 days as well as 31, and four weeks are about one."""
        slack = _SLACK * other.value if self.unit != other.unit else 0.0
        return abs(self.value - other.value) <= slack

    @property
    def plain(self) -> Quantity:
        """Without what it is a rate of: who asks seldom says it again."""
        return replace(self, dimension=self.dimension.partition(" a ")[0])


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a text, in its order."""
    for match in _QUANTITY.finditer(text):
        found = _timed(match) or _measured(match, text) or _counted(match, text)
        if found:
            yield found


def _timed(match: re.Match[str]) -> Quantity | None:
    """A time of day, or "the third day"."""
    if match["hour"]:
        return Quantity(match[0], 60.0 * int(match["hour"]) + int(match["minute"]), "clock")
    if match["clock"]:
        hour, _, minute = match["clock"].replace(".", ":").partition(":")
        afternoon = match["half"].lower().startswith("p") and int(hour) < 12
        return Quantity(match[0], 60.0 * (int(hour) + 12 * afternoon) + int(minute or 0), "clock")
    if match["turn"]:
        turn = _ORDINALS[match["ordinal"].lower()] if match["ordinal"] else float(match["nth"])
        return Quantity(match[0], turn * _UNITS[match["turn"].lower()][1], "turn")
    return None


def _measured(match: re.Match[str], text: str) -> Quantity | None:
    """A number with its unit."""
    unit = (match["sign"] or match["symbol"] or match["unit"] or "").lower()
    if not unit:
        return None
    dimension, factor = _UNITS[unit]
    value = _number(match["amount"] or match["number"])
    if match["old"] and factor == _UNITS["year"][1]:
        return Quantity(match[0], value, "age")
    if (match["kind"] or "").lower() in ("working", "business"):
        dimension = f"working {dimension}"
    written = match[0]
    rate = _RATE.match(text, match.end())
    if rate:
        written += rate[0]
        dimension += f" a {_stem(rate['unit'])}"
    return Quantity(written, value * factor, dimension, factor)


def _counted(match: re.Match[str], text: str) -> Quantity | None:
    """A number of things, or a bare one that may be an age."""
    if not match["number"]:
        return None
    value = _number(match["number"])
    words = (match["things"] or "").replace("-", " ").split()
    if words and words[0].lower() not in _NO_THING:
        ends = [match.start("things") + m.end() for m in re.finditer(r"[^\W\d_]+", match["things"])]
        if words[0].lower() in _MONTHS:
            return Quantity(f"{match['number']} {words[0]}", value, f"turn of {words[0].lower()}")
        things = {
            _stem(word): text[match.start() : end]
            for word, end in zip(words, ends, strict=True)
            if word.lower() not in _NO_THING
        }
        return None if value in _YEARS else Quantity(match[0], value, things=things)
    bare = match["number"]
    aged = _AGE_BEFORE.search(text[max(0, match.start() - 16) : match.start()])
    return Quantity(bare, value, "age") if aged and value in range(1, 120) else None


def _number(written: str) -> float:
    lower = " ".join(written.lower().split())
    return _NUMBERS[lower] if lower in _NUMBERS else float(lower.replace(",", ""))


def _stem(word: str) -> str:
    lower = american(word.lower())
    if lower in ("people", "persons"):
        return "person"
    if lower == "children":
        return "child"
    return lower.removesuffix("s") if len(lower) > 3 and not lower.endswith("ss") else lower
