"""Grammar of limits: a rule with a number, a situation with another one, and questions from both sides.

Whether the situation is within the limit is drawn first and evenly, and so is the side that the question takes, so
neither a frame nor a number leans to yes or no. Both numbers are written as people write them: in digits or
words, and in other units.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.judge.training.examples import Example, Label

_NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
).split()


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split()))


# What is drawn from. Of time, those that can be written exactly in some unit; a month is 30 days.
_SIZES = {
    "days": _sizes(
        "2 3 4 5 6 7 8 9 10 12 14 15 18 20 21 25 28 30 35 40 42 45 50 56 60 70 75 80 90 100 120 150 180 210"
        " 240 270 300 365 540 730 1095"
    ),
    "minutes": _sizes("5 10 15 20 25 30 40 45 50 60 75 90 105 120 150 180 240 300 360 480 600"),
    "count": _sizes("2 3 4 5 6 7 8 9 10 12 13 15 18 20 24 25 30 35 40 50 60 75 80 100 120"),
    "money": _sizes(
        "20 25 30 40 45 50 60 75 80 90 100 120 150 180 200 250 300 350 400 450 500 600 750 900 1000 1200"
        " 1500 1800 2000 2500 3000 4000 5000 6500 8000 10000 12000"
    ),
    "age": _sizes("3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 21 25 26 27 30 50 60 65 67 70"),
    "percent": _sizes("2 3 4 5 6 8 10 12 15 18 20 25 30 35 40 45 50 60 70 75 80 90"),
}
_REACH = 4  # a limit and a situation differ by this factor at most
_IN_WORDS = {
    14: "a fortnight",
    45: "a month and a half",
    180: "half a year",
    365: "a year",
    540: "a year and a half",
}
_CURRENCIES = ("euros", "pounds", "dollars")


@dataclass(frozen=True)
class Scene:
    """A line of data/limits.jsonl: rules with the limit `{n}`, situations with `{m}`, and questions.

    Questions of `within` are answered yes where the situation is within the limit, those of `beyond` where it is
    not. `most`: within is no more than the limit, else no less; `inclusive`: the limit itself is within. `least`
    and `greatest` bound both numbers. `unit` is one of days, minutes, count, money, age and percent; days and
    minutes are written in longer units, too. `aside` says nothing of the limit.
    """

    title: str
    unit: str
    rules: tuple[str, ...]
    told: tuple[str, ...]
    within: tuple[str, ...]
    beyond: tuple[str, ...]
    aside: str
    most: bool
    inclusive: bool
    least: int
    greatest: int


def limits(count: int, seed: int) -> Iterator[Example]:
    """`count` questions, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311
    for number in range(count):
        yield _example(rng, f"l{number}")


@cache
def scenes() -> tuple[Scene, ...]:
    """All there are."""
    lines = files("assistant.judge.training") / "data" / "limits.jsonl"
    return tuple(Scene(**json.loads(line)) for line in lines.read_text("utf-8").splitlines())


def _example(rng: random.Random, document: str) -> Example:
    scene = rng.choice(scenes())
    bound, own = _two_numbers(rng, scene, within=rng.random() < 0.5)
    currency = rng.choice(_CURRENCIES)
    limit = _written(rng, scene.unit, bound, currency)
    # "90 days" and "three months" are not exactly the same.
    told = limit if own == bound else _written(rng, scene.unit, own, currency)
    if scene.unit == "days" and own != bound and rng.random() < 0.5:
        told = _IN_WORDS.get(own, told)
    asks_beyond = rng.random() < 0.5
    question = rng.choice(scene.beyond if asks_beyond else scene.within)
    asked = [rng.choice(scene.told).format(m=told), question]
    if rng.random() < 0.25:
        asked.reverse()
    sentences = [rng.choice(scene.rules).format(n=limit)]
    if rng.random() < 0.6:
        sentences.insert(rng.randint(0, 1), scene.aside)
    return Example(
        question=" ".join(map(_capital, asked)),
        heading="" if rng.random() < 0.2 else scene.title,
        text=" ".join(map(_capital, sentences)),
        label=Label.NO if _is_within(scene, bound, own) is asks_beyond else Label.YES,
        source="limits",
        document=document,
        kind="limit",
    )


def _is_within(scene: Scene, bound: int, own: int) -> bool:
    return own <= bound if scene.most else own >= bound


def _two_numbers(rng: random.Random, scene: Scene, *, within: bool) -> tuple[int, int]:
    """A limit and a situation, which is on the wanted side of it."""
    sizes = [size for size in _SIZES[scene.unit] if scene.least <= size <= scene.greatest]
    while True:
        bound, own = rng.choice(sizes), rng.choice(sizes)
        near = bound <= own * _REACH and own <= bound * _REACH
        settled = scene.inclusive or own != bound
        if near and settled and _is_within(scene, bound, own) is within:
            return bound, own


def _written(rng: random.Random, unit: str, size: int, currency: str) -> str:
    if unit == "money":
        return f"{size:,} {currency}" if rng.random() < 0.8 else f"{size} {currency}"
    if unit == "percent":
        return f"{size} per cent" if rng.random() < 0.5 else f"{size} %"
    if unit not in ("days", "minutes"):
        return _number(rng, size)
    number, name = rng.choice(_time_in_units(unit, size))
    return f"{_number(rng, number)} {name if number != 1 else name.removesuffix('s')}"


def _time_in_units(unit: str, size: int) -> list[tuple[int, str]]:
    """The ways in which a time can be written."""
    if unit == "minutes":
        return [(size, "minutes")] + ([(size // 60, "hours")] if size % 60 == 0 else [])
    ways = [(size, "days")] if size <= 120 else []
    if size % 7 == 0 and size <= 70:
        ways.append((size // 7, "weeks"))
    if size % 30 == 0 and size >= 60:
        ways.append((size // 30, "months"))
    if size % 365 == 0:
        ways += [(size // 365, "years"), (12 * size // 365, "months")]
    return ways


def _number(rng: random.Random, size: int) -> str:
    return _NAMES[size] if size < len(_NAMES) and rng.random() < 0.5 else str(size)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
