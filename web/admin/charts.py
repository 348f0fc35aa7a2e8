"""Geometry of charts: numbers in, bars out. Drawn as SVG by the templates, coloured by the stylesheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.storage.insights import Day

HEIGHT = 100
SLOT = 10  # width of a day
_GAP = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of the kind that gives it its colour."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Columns:
    """One column a day, stacked by outcome; `top` is the number at the upper edge."""

    bars: tuple[Bar, ...]
    width: int
    top: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table with its bar; `share` is of the whole, in percent."""

    name: str
    kind: str
    count: int
    share: float


def columns(days: Sequence[Day], kinds: Sequence[str]) -> Columns:
    """The days from left to right, the kinds from the bottom up."""
    top = nice_top(max((day.total for day in days), default=0))
    bars = []
    for number, day in enumerate(days):
        floor = float(HEIGHT)
        for kind in kinds:
            height = day.outcomes.get(kind, 0) / top * HEIGHT
            floor -= height
            if height:
                x = number * SLOT + _GAP / 2
                bars.append(Bar(x, round(floor, 2), SLOT - _GAP, round(height, 2), kind))
    return Columns(tuple(bars), max(1, len(days)) * SLOT, top)


def nice_top(highest: int) -> int:
    """The least round number, with one digit that is not 0 nor 7 nor 9, that is not below `highest`."""
    step = 1
    while True:
        for factor in (1, 2, 3, 4, 5, 6, 8):
            if factor * step >= highest:
                return factor * step
        step *= 10


def rows(counts: Mapping[str, int], names: Mapping[str, str], *, every: bool = False) -> list[Row]:
    """The counts in the order of `names`, then those without a name by number.

    `every`: also those that are 0.
    """
    total = sum(counts.values())
    unnamed = sorted(counts.keys() - names.keys(), key=lambda key: (-counts[key], key))
    return [
        Row(
            names.get(key, key),
            key if key in names else "other",
            counts.get(key, 0),
            round(100 * counts.get(key, 0) / total, 1) if total else 0.0,
        )
        for key in (*names, *unnamed)
        if counts.get(key, 0) or every
    ]
