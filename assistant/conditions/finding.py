"""Finds the conditions in a sentence.

A condition is quoted, never reworded, so what is found are places in the given text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from assistant.conditions.durations import is_duration
from assistant.conditions.ends import bracket_end, clause_end, last_end, measure_end
from assistant.conditions.openers import CLAUSE_START, ONLY_AFTER, OPENER, REMARK, REQUIREMENT
from assistant.sentences import split_sentences, without_list_punctuation

_DOING = re.compile(r" [a-z]+ing\b")
_MAX_REMARK_CHARS = 80
_ENDS_LEAD = re.compile(r"[\s:*_]*\Z")  # what stands behind the words of a lead: "**Only if:**"


def find_conditions(sentence: str) -> tuple[tuple[int, int], ...]:
    """Character ranges of the conditions of one sentence, in order, not overlapping."""
    found: list[tuple[int, int]] = []
    for match in OPENER.finditer(sentence):
        if (found and match.start() < found[-1][1]) or is_duration(sentence, match):
            continue
        if _ENDS_LEAD.match(sentence, match.end()):
            continue  # the list below has the words
        if _tells_when(sentence, match):
            continue
        stop = min(clause_end(sentence, match), bracket_end(sentence, match))
        found.append((match.start(), measure_end(sentence, match, stop)))
    found += [
        only.span()
        for only in ONLY_AFTER.finditer(sentence)
        if all(only.end() <= first or last <= only.start() for first, last in found)
    ]
    found.sort()
    requirement = None if found else REQUIREMENT.search(sentence)
    if requirement:
        found.append(
            (_requirement_start(sentence, requirement), last_end(sentence, requirement.end()))
        )
    return tuple(found)


def _tells_when(sentence: str, opener: re.Match[str]) -> bool:
    """Whether it only tells when something was done: "the key that you got when signing up"."""
    if opener.group().lower() != "when" or _DOING.match(sentence, opener.end()) is None:
        return False
    return (
        REMARK.search(sentence, max(0, opener.start() - _MAX_REMARK_CHARS), opener.start())
        is not None
    )


def listed_conditions(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The items of the list below `text[start:end]`, if that ends with the opener of a condition ("We help if:").

    Each with the opener.
    """
    lead = text[start:end]
    openers = (m for m in OPENER.finditer(lead) if _ENDS_LEAD.match(lead, m.end()))
    opener = next(openers, None)
    if opener is None or not lead.rstrip(" *_").endswith((":", "\uff1a")):
        return
    below = (sentence for sentence in split_sentences(text) if sentence.start >= end)
    items = list(takewhile(lambda sentence: sentence.indent >= 0, below))
    units = set[int]()
    for item in items:
        if item.indent == items[0].indent and item.unit not in units:
            units.add(item.unit)
            yield (
                opener.group(),
                item.start,
                item.start + len(without_list_punctuation(text[item.start : item.end])),
            )


def _requirement_start(sentence: str, requirement: re.Match[str]) -> int:
    """Where a clause begins that states what is required; of "may be sold only by ..." the last part is enough."""
    if requirement["only"]:
        return requirement.start()
    before = list(CLAUSE_START.finditer(sentence, 0, requirement.start()))
    return before[-1].end() if before else len(sentence) - len(sentence.lstrip())
