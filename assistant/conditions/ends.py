"""Where a proviso that has begun ends (English)."""

from __future__ import annotations

import re

from assistant.conditions.openers import NUMBER, PERIOD, PLACE, VERB
from assistant.patterns import any_of

# A proviso that opens the sentence or what follows its semicolon ends at its comma; one further on runs to
# the end of the clause, without a remark in brackets behind it; one in brackets ends with them.
_BEFORE_FRONTED = re.compile(r"(?:[;:]|\band,|,\s+(?:and|but|so))$", re.IGNORECASE)
_COMMA = re.compile(r",(?=\s)")
_SERIES = re.compile(  # "If A, B or C are returned," goes on where "If A is returned, you ..." does not
    r"(?:,(?:\s+(?!(?:you|we|it|they|the|this|these|there|your|please|then)\b)[^\s,.;()]+){1,2})*?"
    r",\s+(?:and|or)\s[^,.;()]*(?=,\s)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"(?<!\b[ei]\.[ge])[.;!?](?=\s|$)|\s\((?=[^()]*\)(?:[.;!?]|$))|$", re.IGNORECASE
)
# A quantity or a group of people ends where the sentence goes on to another one, to what is done with it
# ("who can swim" is still the group), or to another proviso.
_MEASURED = re.compile(rf"(?P<period>{PERIOD})|up to|for \w+", re.IGNORECASE)
_MEASURE_END = re.compile(
    any_of(rf"""
        (?<!\bthat)(?<!\bwhich)(?<!\bwho)\s(?:can|costs?|may|must|needs?)\b
        \sand(?=\s{VERB}\b|\s(?:you|we|it|they|he|she)\b|\s[^.;]{{0,60}}\bup to\b)
        (?:\sand)?,(?=\s(?!{NUMBER}\b))
        \s(?=(?:if|unless|when|once|except|provided|(?:as|so) (?:long|soon) as)\b)
    """),
    re.IGNORECASE,
)
# "Up to two children are free", "for children over 12 a fee applies".
_SUBJECT_END = re.compile(
    any_of(r"""
        (?<!\bthat)(?<!\bwhich)(?<!\bwho)\s(?:are|is|has|have|will)\b
        (?<=\d)(?: years?(?: old)?)?(?=\s(?:an?|the|you|we|they|it|there)\b)
    """),
    re.IGNORECASE,
)
# Right behind a period: "within an hour and stay near", "Within a day you hear of us".
_PERIOD_END = re.compile(
    any_of(rf"""
        \sand(?=\s(?!{NUMBER}\b|{PLACE}\b|without\b|before\b|after\b))
        (?=\s(?:you|we|they|it|the|an?|your|our)\b)
    """),
    re.IGNORECASE,
)
_REST_OF_BRACKET = re.compile(r"[^()]*(?:\([^()]*\)[^()]*)*(?P<end>\))")


def clause_end(sentence: str, opener: re.Match[str]) -> int:
    """Where the clause of a proviso ends."""
    end = _CLAUSE_END.search(sentence, opener.end())
    last = end.start() if end else len(sentence)
    before = sentence[: opener.start()].rstrip(" \t\n-*•")
    if not before or _BEFORE_FRONTED.search(before[-20:]):
        comma = _first_comma(sentence, opener.end())
        last = min(last, comma.start()) if comma else last
    return min(last, len(sentence.rstrip(" .;!?")))


def measure_end(sentence: str, opener: re.Match[str], stop: int) -> int:
    """Where a quantity or a group ends before the clause does; `stop` for any other proviso."""
    measured = _MEASURED.fullmatch(opener.group())
    if measured is None:
        return stop
    end = _MEASURE_END.search(sentence, opener.end(), stop)
    stop = end.start() if end else stop
    if measured["period"]:
        end = _PERIOD_END.match(sentence, opener.end(), stop)
    else:
        end = _SUBJECT_END.search(sentence, opener.end(), stop)
    return end.start() if end else stop


def _first_comma(sentence: str, start: int) -> re.Match[str] | None:
    """The first comma from `start` that stands in no brackets opened since and joins no series."""
    for comma in _COMMA.finditer(sentence, start):
        between = sentence[start : comma.start()]
        if between.count("(") <= between.count(")"):
            series = _SERIES.match(sentence, comma.start())
            return _COMMA.match(sentence, series.end()) if series else comma
    return None


def bracket_end(sentence: str, opener: re.Match[str]) -> int:
    """Where the brackets that the opener stands in close; the end of the sentence for none."""
    before = sentence[: opener.start()]
    closing = _REST_OF_BRACKET.match(sentence, opener.end())
    if before.count("(") <= before.count(")") or closing is None:
        return len(sentence)
    return closing.start("end")
