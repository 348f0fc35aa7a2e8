"""Finds the provisos in a sentence: the words that a yes or a no hangs on (English).

A proviso is quoted, never reworded, so everything here returns places in the given text.
"""

from __future__ import annotations

import re

# Openers that make what follows a proviso wherever they stand in a sentence.
_OPENERS = (
    r"as long as|so long as|provid(?:ed|ing) that|"
    r"provided(?= (?:the|you|your|it|they|there|we|he|she)\b)|on (?:the )?condition that|only if|only when|"
    r"if and only if|unless|except(?: that| for| when| where| in)?|with the exception of|"
    r"not to exceed|up to(?= (?:a |the )?(?:maximum|limit|total|\d|one|two|three|four|five|ten))|"
    r"within \d+ (?:days?|weeks?|months?|years?)|subject to|in accordance with|"
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
# A proviso that opens the sentence ends at its comma; one further on runs to the end of the clause.
_FRONTED_END = re.compile(r",(?=\s)")
_CLAUSE_END = re.compile(r"[.;!?](?=\s|$)|\s\(|$")


def find_conditions(sentence: str) -> tuple[tuple[int, int], ...]:
    """Character ranges of the provisos of one sentence, in order, not overlapping."""
    found: list[tuple[int, int]] = []
    for match in _OPENER.finditer(sentence):
        if found and match.start() < found[-1][1]:
            continue
        fronted = not sentence[: match.start()].strip(" \t\n-*•")
        boundary = _FRONTED_END if fronted else _CLAUSE_END
        end = boundary.search(sentence, match.end())
        stop = end.start() if end else len(sentence.rstrip(" .;!?"))
        found.append((match.start(), stop))
    if not found and (requirement := _REQUIREMENT.search(sentence)):
        stop = len(sentence.rstrip())
        start = len(sentence) - len(sentence.lstrip())
        found.append((start, max(stop, requirement.end())))
    return tuple(found)
