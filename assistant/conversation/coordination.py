"""Two things that are asked under one auxiliary ("Can I park here and rent a locker?"). Pure; for English."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.english import (
    AUX,
    DETERMINER,
    PREPOSITION,
    PRONOUN,
    WH_WORD,
    correct_question_words,
    straight_quotes,
)
from assistant.patterns import any_of
from assistant.questions.asking import requests_information
from assistant.questions.courtesy import opener_end

IsVerb = Callable[[str], bool]

_MAX_CHARS = 300
_MAX_SUBJECT = 3  # words before the verb, without "the" or "our"
_BARE = any_of("can | could | may | might | must | shall | should | will | would | do | does | did")
_SUBJECT = rf"(?:(?P<pronoun>{PRONOUN})|(?:{DETERMINER}\s+)?(?P<noun>[\w'-]+))\s+"
_AUX_AND_SUBJECT = re.compile(rf"(?P<aux>{_BARE})\s+{_SUBJECT}", re.IGNORECASE)
_AFTER_VERB = re.compile(rf"(?:{DETERMINER}|{PREPOSITION})\b", re.IGNORECASE)
_WORD = re.compile(r"[\w'-]+\s*")
_NO_VERB = any_of(rf"""
    {PREPOSITION} | {PRONOUN} | {DETERMINER} | {AUX} | {WH_WORD}
    and | or | also | but | then | so | if | not | than | even | only | maybe | perhaps | just | half | given
    be | \d\S* | \w{{3,}}(?:ing|ed|(?<!pp)ly) | \w*[^s]s
""")
# A verb is known by the thing after it, which has a determiner or is many.
_JOINT = re.compile(
    rf"(?P<joint>,?\s+and\s+(?:also\s+)?|,\s+)(?P<verb>(?!{_NO_VERB}\b)[a-z]{{2,}})\s+"
    rf"(?:(?P<one>(?:{DETERMINER}|\d+|one|two|three)\s+\w)|(?:(?!{_NO_VERB}\b)[\w-]+\s+|[\w-]+ing\s+)?[\w-]+[^s\W]s\b)",
    re.IGNORECASE,
)
# After one of these a verb goes with another one than the first: "Do I need a card to enter and use the pool?"
_OTHER_CLAUSE = re.compile(
    rf"[;:–—(]|\b(?:that|who|{WH_WORD}|if|because|since|while|unless|whether|after|before)\b"
    rf"|\bto\s+(?!{DETERMINER}\b)",
    re.IGNORECASE,
)


def with_auxiliary_repeated(sentence: str, is_verb: IsVerb) -> str:
    """The sentence with its auxiliary and subject before each verb that it joins by "and" or in a list.

    >>> with_auxiliary_repeated("Can I park here and rent a locker?", lambda word: False)
    'Can I park here and can I rent a locker?'
    >>> with_auxiliary_repeated("Can I download and install the tool?", lambda word: False)
    'Can I download and install the tool?'
    """
    start = opener_end(sentence)
    folded = straight_quotes(sentence)
    if len(sentence) > _MAX_CHARS or requests_information(correct_question_words(folded[start:])):
        return sentence
    lead = _AUX_AND_SUBJECT.match(folded, start)
    verb = _verb_start(folded, lead, is_verb) if lead else None
    if verb is None:
        return sentence
    asked = f"{sentence[start].lower()}{sentence[start + 1 : verb]}"
    pieces, position = [sentence[:verb]], verb
    joints = _joints(folded, verb, is_verb)
    if all("and" not in joint["joint"].lower() for joint in joints):
        return sentence
    for joint in joints:
        pieces += [sentence[position : joint.start()], " and ", asked]
        position = joint.start("verb")
    return "".join([*pieces, sentence[position:]])


def _verb_start(text: str, lead: re.Match[str], is_verb: IsVerb) -> int | None:
    """Where the verb of the subject begins; of a subject that is no pronoun, behind the words that are none."""
    position = lead.end()
    if lead["pronoun"]:
        return position
    for _ in range(_MAX_SUBJECT):
        word = _WORD.match(text, position)
        if word is None:
            return None
        if is_verb(word[0].strip().lower()) or _AFTER_VERB.match(text, word.end()):
            return position
        position = word.end()
    return None


def _joints(text: str, verb: int, is_verb: IsVerb) -> list[re.Match[str]]:
    """What joins a further verb to the first, which has more behind it than "and"."""
    first = _WORD.match(text, verb)
    if first is None:
        return []
    found = []
    for joint in _JOINT.finditer(text, first.end()):
        if _OTHER_CLAUSE.search(text, verb, joint.start()):
            break
        listed = "and" not in joint["joint"].lower()
        sure = joint["one"] and not listed
        if joint.start() > first.end() and (sure or is_verb(joint["verb"].lower())):
            found.append(joint)
    return found
