"""Finds the provisos in a sentence: the words that a yes or a no hangs on (English).

A proviso is quoted, never reworded, so everything here returns places in the given text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.patterns import any_of

_NUMBER = (
    r"(?:\d(?:[\d.,]*\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|"
    r"twenty|thirty|forty|sixty|ninety)"
)
_PERIOD = rf"within (?:an?|{_NUMBER}) (?:(?:working|business|calendar) )?(?:minute|hour|day|week|month|year)s?"
_MOST = rf"up to(?= (?:(?:a |the )?(?:maximum|limit|total)|{_NUMBER})\b)"
# "Ask if", "even if" and "know when" open no proviso, nor do "if possible" and "when in doubt".
_NOT_ASKED = (
    r"(?<!\bask )(?<!\bsee )(?<!\bcheck )(?<!\bknow )(?<!\btell )(?<!\btell you )(?<!\btell us )"
    r"(?<!\bdecide )(?<!\beven )(?<!\bmatter )(?<!\bmatters )"
)
_NOT_SHORT = r"(?! (?:so|not|to|possible|needed|necessary|applicable|required|in doubt|it comes)\b)"
# Openers that make what follows a proviso wherever they stand in a sentence.
_OPENERS = any_of(rf"""
    (?:as|so) long as | as soon as
    provid(?:ed|ing) that
    provided(?= (?:the|you|your|it|they|there|we|he|she)\b)
    on (?:the )?condition that
    only (?:if|when|where|after|before|until|during|while|with)
    only in (?:case of|the (?:case|event) of)
    only(?= (?:be )?\w+ed (?:at|in|on|by|with|from|to)\b)  # "can only be collected at the desk"
    only(?= the [\w-]+ (?:can|may|must)\b)
    on presentation of | assuming(?: that)?
    (?<![^;:.]\s)(?<!\w)should(?= (?:you|your|the|it|they|we)\b)
    if and only if | unless
    except(?: that| for| when| where| in)? | with the exception of
    not to exceed
    {_MOST}
    {_PERIOD}
    for (?:those|everybody|everyone|anybody|anyone|people)(?= (?:who|with|without|under|over|aged)\b)
    for \w+(?= (?:under|over|aged) \d)
    subject to | in accordance with
    with (?:[\w'’]+ ){{0,4}}?(?:approval|consent|permission)  # "the written approval of your manager"
    (?<!\bas ){_NOT_ASKED}if(?! any\b(?! \w)){_NOT_SHORT}
    (?<!\bon )(?<!\band )(?<!\bfrom )(?<!\bor ){_NOT_ASKED}when{_NOT_SHORT}
    (?<!\bat )once(?= (?:you|your|we|it|he|she|they|their|the|this|these|all|both)\b)  # not "once a year"
    in case(?: of)? | in the (?:case of|event (?:of|that))
""")
# Clauses that state a requirement or a cap are provisos themselves; a date by which is none.
_SUBJECT = any_of(r"""
    you | we | they | it | he | she | anyone | anybody | \w+ing
    (?:the|your|their|an?|any) [\w-]+ (?:is|are|has|have|can|may|will)
""")
_REQUIREMENT = re.compile(
    any_of(rf"""
        \bmust\b(?! not\b)[^.;]{{0,300}}\b(?:to be eligible|to qualify|to be able|in order to|before {_SUBJECT})\b
        \b(?:cannot|can ?not|may not|must not|do(?:es)? not|shall not) exceed\b
        \bonly (?:to|within|for|by|available|on)\b
    """),
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(r"[;:]\s+|,\s+(?:but|and)\s+")
_OPENER = re.compile(rf"(?<![\w-])(?:{_OPENERS})(?![\w-])", re.IGNORECASE)
# What a question can leave out: who is asked "unless they bark: does it apply?" cannot say yes or no.
_CLAUSE_OPENER = re.compile(
    any_of(r"""
        (?:if and )?only (?:if|when|where) | only(?! (?:the|in (?:case|the)|(?:be )?\w+ed)\b)
        should | assuming(?: that)?
        if | when | once | as soon as | in case(?: of)? | in the (?:case of|event (?:of|that))
        unless | (?:as|so) long as
        provid(?:ed|ing)(?: that)? | on (?:the )?condition that
        with the exception of | except(?: (?:that|for|when|where))?
    """)
    + r"\s+",
    re.IGNORECASE,
)
# What the words say of the case that the proviso does not apply, and of the case that it does.
_EXCEPTS = re.compile(r"unless|except|with the exception of", re.IGNORECASE)
_REQUIRES = re.compile(
    r"(?:if and )?only\b|(?:as|so) long as|provid(?:ed|ing)|assuming|on (?:the )?condition that",
    re.IGNORECASE,
)
_SUFFICES = re.compile(
    r"(?:if|when|once|as soon as|should|in case|in the (?:case|event))\b", re.IGNORECASE
)
OTHERWISE = re.compile(
    r"(?:otherwise|or else|if not|in (?:all|any) other cases?)\b[,:]?\s*", re.IGNORECASE
)
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
# "Only" behind what it limits: "in the garden only". The nearest preposition begins it.
_PLACE = r"(?:at|by|during|for|from|in|on|through|to|under|via|with|within)"
_VERB = r"(?:are|can|costs?|is|may|must|needs?|will)"
_ONLY_BEHIND = re.compile(
    rf"\b{_PLACE}\s(?:(?!\b(?:{_PLACE}|{_VERB})\b)[^.,;:()])*?\sonly(?=\s*(?:[.,;:)]|$))",
    re.IGNORECASE,
)
# A quantity or a group of people ends where the sentence goes on to another one, to what is done with it
# ("who can swim" is still the group), or to another proviso.
_MEASURED = re.compile(rf"(?P<period>{_PERIOD})|up to|for \w+", re.IGNORECASE)
_MEASURE_END = re.compile(
    any_of(rf"""
        (?<!\bthat)(?<!\bwhich)(?<!\bwho)\s(?:can|costs?|may|must|needs?)\b
        \sand(?=\s{_VERB}\b|\s(?:you|we|it|they|he|she)\b|\s[^.;]{{0,60}}\bup to\b)
        (?:\sand)?,(?=\s(?!{_NUMBER}\b))
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
        \sand(?=\s(?!{_NUMBER}\b|{_PLACE}\b|without\b|before\b|after\b))
        (?=\s(?:you|we|they|it|the|an?|your|our)\b)
    """),
    re.IGNORECASE,
)
_REST_OF_BRACKET = re.compile(r"[^()]*(?:\([^()]*\)[^()]*)*(?P<end>\))")


def find_conditions(sentence: str) -> tuple[tuple[int, int], ...]:
    """Character ranges of the provisos of one sentence, in order, not overlapping."""
    found: list[tuple[int, int]] = []
    for match in _OPENER.finditer(sentence):
        if found and match.start() < found[-1][1]:
            continue
        stop = min(_clause_end(sentence, match), _bracket_end(sentence, match))
        found.append((match.start(), _measure_end(sentence, match, stop)))
    found += [
        only.span()
        for only in _ONLY_BEHIND.finditer(sentence)
        if all(only.end() <= first or last <= only.start() for first, last in found)
    ]
    found.sort()
    requirement = None if found else _REQUIREMENT.search(sentence)
    if requirement:
        before = list(_CLAUSE_START.finditer(sentence, 0, requirement.start()))
        start = before[-1].end() if before else len(sentence) - len(sentence.lstrip())
        semicolon = sentence.find(";", requirement.end())
        found.append((start, len(sentence.rstrip()) if semicolon < 0 else semicolon))
    return tuple(found)


def what_to_ask(conditions: Sequence[str]) -> str:
    """The first proviso that is a clause, without its opener ("unless they bark" -> "they bark"); empty
    where none is: whether "within ten days" applies would settle nothing."""
    return next((asked_as(text) for text in conditions if is_clause(text)), "")


def is_clause(condition: str) -> bool:
    """Whether the proviso can be asked as it stands behind its opener."""
    return _CLAUSE_OPENER.match(condition) is not None


def asked_as(condition: str) -> str:
    """The proviso as it is asked: a clause without its opener."""
    opener = _CLAUSE_OPENER.match(condition)
    return condition[opener.end() :] if opener else condition


def holds(condition: str, *, applies: bool, otherwise: bool = False) -> bool | None:
    """Whether what the rest of the sentence says holds, where the proviso applies or does not; None where
    the words leave that open, as "if" does of the other case, unless an `otherwise` follows.

    >>> holds("unless they bark", applies=True), holds("only if they sit", applies=True)
    (False, True)
    >>> holds("if they sit", applies=False) is None, holds("if they sit", applies=False, otherwise=True)
    (True, False)
    """
    if _EXCEPTS.match(condition):
        return not applies
    if _REQUIRES.match(condition):
        return applies
    if _SUFFICES.match(condition):
        return True if applies else (False if otherwise else None)
    return None


def without(sentence: str, conditions: Sequence[str]) -> str:
    """The rest of the sentence.

    >>> without("If they sit, dogs may stay unless they bark.", ["If they sit", "unless they bark"])
    'dogs may stay.'
    """
    for condition in conditions:
        sentence = sentence.replace(condition, " ", 1)
    rest = re.sub(r"\(\s*\)", " ", sentence)
    rest = re.sub(
        r",?\s+(?:and|but)(?=\s*(?:[.;!?]|$))", "", rest
    )  # "Dogs may stay, and only if they sit."
    rest = re.sub(r"\s+(?=[.,;:!?])|,\s*(?=[.;:!?]|$)", "", " ".join(rest.split()))
    return rest.lstrip(" ,;:")


def _clause_end(sentence: str, opener: re.Match[str]) -> int:
    """Where the clause of a proviso ends."""
    end = _CLAUSE_END.search(sentence, opener.end())
    last = end.start() if end else len(sentence)
    before = sentence[: opener.start()].rstrip(" \t\n-*•")
    if not before or _BEFORE_FRONTED.search(before[-20:]):
        comma = _first_comma(sentence, opener.end())
        last = min(last, comma.start()) if comma else last
    return min(last, len(sentence.rstrip(" .;!?")))


def _measure_end(sentence: str, opener: re.Match[str], stop: int) -> int:
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


def _bracket_end(sentence: str, opener: re.Match[str]) -> int:
    """Where the brackets that the opener stands in close; the end of the sentence for none."""
    before = sentence[: opener.start()]
    closing = _REST_OF_BRACKET.match(sentence, opener.end())
    if before.count("(") <= before.count(")") or closing is None:
        return len(sentence)
    return closing.start("end")
