"""Finds questions that compare audiences: "Is the fee the same for all levels?" (English). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.audiences.exclusive import exclusive_to
from assistant.audiences.mentions import PLAN, mentioned_audiences
from assistant.patterns import any_of
from assistant.types import Audience

_LEVEL = f"{PLAN} | grade | level | rank"
_KIND = "category | class | group | kind | role | status | type"
_SAME = any_of("""
    alike | differ(?:s|ed|ent|ently|ence|ences)? | equal(?:ly)? | identical | same | var(?:y|ies)
""")
_MORE = any_of(r"""
    (?:more|less|worse|\w{2,}er)\b[^.?!]{0,80}\bthan
    as\s+\w+\b[^.?!]{0,80}\bas
""")
_COMPARES = re.compile(rf"\b(?:{_SAME}|{_MORE})\b", re.IGNORECASE)
_EACH = any_of(
    "all | between | both | each | every | the (?:different|two|three|four|five|various)"
)
_BY = any_of(r"""
    (?:depend(?:s|ed|ing|ent)?|based)\s+(?:up)?on | (?:regardless|irrespective)\s+of
    (?:differ|var(?:y|ies)|different)\s+(?:by|with|from)
""")
_WHOSE = any_of("my | our | your | the | an? | which | what | one's")


def compares(text: str, audiences: tuple[Audience, ...]) -> bool:
    """Whether `text` asks how what holds for some of the audiences differs from what holds for others."""
    if len(audiences) < 2:
        return False
    if _COMPARES.search(text) is not None and len(mentioned_audiences(text, audiences)) > 1:
        return True
    if exclusive_to(text, audiences) is not None:
        return True
    noun = _noun(audiences)
    each = rf"\b{_EACH}\s+(?:of\s+)?(?:the\s+|our\s+|your\s+)?(?:[\w-]+\s+)?{noun}"
    if _COMPARES.search(text) is not None and re.search(each, text, re.IGNORECASE) is not None:
        return True
    by = rf"\b{_BY}\s+(?:{_WHOSE}\s+)?(?:(?:[\w-]+\s+)?{noun}|{any_of(_KIND)}\s+of\s+{noun})"
    return re.search(by, text, re.IGNORECASE) is not None


def _noun(audiences: Iterable[Audience]) -> str:
    """What the audiences are called: levels, plans, or as the last word of each of their labels."""
    labels = (audience.label.split() for audience in audiences)
    heads = dict.fromkeys(words[-1].lower().removesuffix("s") for words in labels if len(words) > 1)
    own = "".join(f" | {re.escape(head)}" for head in heads)
    return rf"{any_of(_LEVEL + own)}(?:e?s)?\b"
