"""Finds the provisos in a sentence: the words that a yes or a no hangs on (English).

A proviso is quoted, never reworded, so everything here returns places in the given text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = (
    r"(?:\d(?:[\d.,]*\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|"
    r"twenty|thirty|forty|sixty|ninety)"
)
# Openers that make what follows a proviso wherever they stand in a sentence.
_OPENERS = (
    r"as long as|so long as|provid(?:ed|ing) that|"
    r"provided(?= (?:the|you|your|it|they|there|we|he|she)\b)|on (?:the )?condition that|"
    r"only (?:if|when|after|before|until|during|while|with)|if and only if|unless|"
    r"except(?: that| for| when| where| in)?|with the exception of|"
    rf"not to exceed|up to(?= (?:(?:a |the )?(?:maximum|limit|total)|{_NUMBER})\b)|"
    rf"within (?:an?|{_NUMBER}) (?:(?:working|business|calendar) )?(?:minute|hour|day|week|month|year)s?|"
    r"for (?:those|everybody|everyone|anybody|anyone|people)(?= (?:who|with|without|under|over|aged)\b)|"
    r"for \w+(?= (?:under|over|aged) \d)|subject to|in accordance with|"
    r"if(?= (?:the|you|your|it|they|their|there|this|these|those|an?|all|any|both|no)\b)"
)
# Whole sentences that state a requirement or a cap are provisos themselves.
_REQUIREMENT = re.compile(
    r"\bmust\b[^.;]*\b(?:to be eligible|to qualify|to be able|in order to|before)\b"
    r"|\b(?:cannot|can ?not|may not|must not|do(?:es)? not|shall not) exceed\b"
    r"|\bonly (?:to|within|for|by|available|on)\b",
    re.IGNORECASE,
)
_OPENER = re.compile(rf"(?<![\w-])(?:{_OPENERS})(?![\w-])", re.IGNORECASE)
# What a question can leave out: who is asked "unless they bark: does it apply?" cannot say yes or no.
_CLAUSE_OPENER = re.compile(
    r"(?:(?:if and )?only (?:if|when)|only|if|unless|(?:as|so) long as|provid(?:ed|ing)(?: that)?|"
    r"on (?:the )?condition that|with the exception of|except(?: (?:that|for|when|where))?)\s+",
    re.IGNORECASE,
)
# What the words say of the case that the proviso does not apply, and of the case that it does.
_EXCEPTS = re.compile(r"unless|except|with the exception of", re.IGNORECASE)
_REQUIRES = re.compile(
    r"(?:if and )?only (?:if|when)|(?:as|so) long as|provid(?:ed|ing)|on (?:the )?condition that",
    re.IGNORECASE,
)
_SUFFICES = re.compile(r"if\b", re.IGNORECASE)
OTHERWISE = re.compile(
    r"(?:otherwise|or else|if not|in (?:all|any) other cases?)\b[,:]?\s*", re.IGNORECASE
)
# A proviso that opens the sentence ends at its comma; one further on runs to the end of the clause,
# without a remark in brackets behind it; one in brackets ends with them.
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
# A quantity ends where the sentence goes on to another one or to what is done with it.
_QUANTITY = re.compile(r"up to|within\b.*", re.IGNORECASE)
_QUANTITY_END = re.compile(
    rf"\s(?:and(?=\s{_VERB}\b|\s[^.;]*\bup to\b)|can|costs?|may|must|needs?)\b", re.IGNORECASE
)
_REST_OF_BRACKET = re.compile(r"[^()]*(?:\([^()]*\)[^()]*)*(?P<end>\))")


def find_conditions(sentence: str) -> tuple[tuple[int, int], ...]:
    """Character ranges of the provisos of one sentence, in order, not overlapping."""
    found: list[tuple[int, int]] = []
    for match in _OPENER.finditer(sentence):
        if found and match.start() < found[-1][1]:
            continue
        fronted = not sentence[: match.start()].strip(" \t\n-*•")
        find_end = _first_comma if fronted else _CLAUSE_END.search
        end = find_end(sentence, match.end())
        stop = end.start() if end else len(sentence.rstrip(" .;!?"))
        goes_on = _QUANTITY_END.search(sentence, match.end(), stop)
        if goes_on and not fronted and _QUANTITY.fullmatch(match.group()):
            stop = goes_on.start()
        found.append((match.start(), min(stop, _bracket_end(sentence, match))))
    found += [
        only.span()
        for only in _ONLY_BEHIND.finditer(sentence)
        if all(only.end() <= first or last <= only.start() for first, last in found)
    ]
    found.sort()
    if not found and _REQUIREMENT.search(sentence):
        found.append((len(sentence) - len(sentence.lstrip()), len(sentence.rstrip())))
    return tuple(found)


def what_to_ask(conditions: Sequence[str]) -> str:
    """The first proviso that is a clause, without its opener ("unless they bark" -> "they bark"); the first
    of all where none is: "within ten days" more often says how long something takes."""
    return next((asked_as(text) for text in conditions if is_clause(text)), conditions[0])


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
    rest = re.sub(r"\s+(?=[.,;:!?])|,\s*(?=[.;:!?]|$)", "", " ".join(rest.split()))
    return rest.lstrip(" ,;:")


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
