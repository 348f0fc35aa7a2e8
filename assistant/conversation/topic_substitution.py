"""Puts what a turn names in the place of the thing in the question before ("Do you accept PayPal? And cash?").

Pure; the rules are for English, and for short questions only: in longer ones no rule finds the thing.
"""

from __future__ import annotations

import re

from assistant.conversation.context_dependence import SAYS_HOW
from assistant.conversation.quantity_replies import is_quantity, substitute_quantity
from assistant.english import AUX, PREPOSITION, PRONOUN, WH_WORD, straight_quotes
from assistant.patterns import any_of

_NO_PART = any_of(
    f"{PREPOSITION} | {PRONOUN} | {AUX} | {WH_WORD} | {SAYS_HOW} | and | or | be | been"
)
_OFTEN = "(?:dai|week|month|quarter|year)ly"  # of things, not only how
_PART = rf"(?:{_OFTEN}\b|(?!{_NO_PART}\b)[\w'&-]+)"
_THING = rf"(?P<thing>(?:(?:the|an?|any|some|my|our|your) )?{_PART}(?: {_PART}){{0,2}})"
_FOR = r"(?: (?:to|for)(?: [\w'&-]+){1,4})?"  # "Do I need a card to borrow films?"
_IS_SO = any_of(
    r"\w+ed | \w+[ai]ble | free | open | closed | ok | okay | included | mandatory | optional"
)
_PLACES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{AUX} {PRONOUN} {_PART} {_THING}{_FOR}[\s?.!]*$",  # "Do you accept PayPal?"
        rf"[^,;:?]{{0,60}}?\b{AUX} {_THING} (?=be \w+[\s?.!]*$)",  # "When must a birth be registered?"
        rf"(?P<verb>is|are) {_THING} (?={_IS_SO}[\s?.!]*$)",  # "Is parking free?"
    )
)
_MANY = re.compile(r"(?!(?:an?|this) ).*[^s]s$", re.IGNORECASE)
# When or in which case, and no thing.
# matches: "in winter", "Sundays", "every weekend"; not: "Sunday tickets"
_CIRCUMSTANCE = re.compile(
    any_of(rf"""
        {PREPOSITION} .*
        (?:(?:every|each|next|last|this) )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend)s?
    """),
    re.IGNORECASE,
)

# At the end of a question, or a turn by itself: "in summer", "with a second device".
_PHRASE = rf"(?P<by>{PREPOSITION}) (?:(?!{_NO_PART}\b)[\w'&-]+ ?){{1,4}}"
_LAST_PHRASE = re.compile(rf"\b{_PHRASE}(?=[\s?.!]*$)", re.IGNORECASE)
_OPENER = re.compile(r"[\s,.]*(?:(?:and|but|or|so|what about|how about)\b[\s,]*)*", re.IGNORECASE)
_ONLY_PHRASE = re.compile(rf"{_PHRASE}", re.IGNORECASE)


def substitute_phrase(question: str, turn: str) -> str:
    """The question with the phrase that `turn` is in the place of its last one; empty where that has another
    preposition, or is not the only one with it.

    >>> substitute_phrase("When are you open in summer?", "And in winter?")
    'When are you open in winter?'
    >>> substitute_phrase("May I smoke in the garden in summer?", "And in winter?")
    ''
    """
    folded = straight_quotes(question)
    bare = _OPENER.sub("", straight_quotes(turn), count=1).strip(" ?.!")
    named, last = _ONLY_PHRASE.fullmatch(bare), _LAST_PHRASE.search(folded)
    if named is None or last is None or named["by"].lower() != last["by"].lower():
        return ""
    if len(re.findall(rf"\b{named['by']}\b", folded, re.IGNORECASE)) > 1:
        return ""
    return question[: last.start()] + bare[:1].lower() + bare[1:] + question[last.end() :]


def substitute_topic(question: str, topic: str) -> str:
    """The question with `topic` in the place of its thing; empty where no rule tells what that is.

    >>> substitute_topic("Do you accept PayPal?", "American Express")
    'Do you accept American Express?'
    >>> substitute_topic("Is parking free?", "lockers")
    'Are lockers free?'
    >>> substitute_topic("How do I cancel?", "seats")
    ''

    An amount takes the place of an amount only, and a circumstance that of nothing.

    >>> substitute_topic("Do I get the deposit back?", "14 days")
    ''
    """
    folded, named = straight_quotes(question), topic.strip(" ?.!")
    if is_quantity(named):
        return substitute_quantity(question, named)
    if _CIRCUMSTANCE.fullmatch(named):
        return ""
    match = next(filter(None, (place.match(folded) for place in _PLACES)), None)
    if match is None or not named:
        return ""
    text = question[: match.start("thing")] + named + question[match.end("thing") :]
    verb = match.groupdict().get("verb")
    if not verb:
        return text
    return ("Are" if _MANY.match(named) else "Is") + text[len(verb) :]
