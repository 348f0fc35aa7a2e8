"""Reads a short turn as the reply to "Which of these are you?" (English). Pure; knows no conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.audiences import normalised_name
from assistant.questions.words import fold
from assistant.types import Audience, ClarificationOption


class Meaning(StrEnum):
    """What a reply says about the options."""

    PLACE = "place"  # one, by where it stands
    NAME = "name"  # one, by its name or a word that only its names have
    ANY = "any"  # none of them, all of them, or that the reader cannot say
    UNCLEAR = "unclear"  # yes or no, which settles nothing


_SMALL = {"a", "an", "and", "or", "the", "with", "have", "hold"}


@dataclass(frozen=True, slots=True)
class Reply:
    """A turn read as a reply: `place` counts from 0 and from the end below it; `corrects` says that it
    names another audience than the one before ("No, I meant ...", "And ...?")."""

    meaning: Meaning
    place: int = 0
    audience: str | None = None
    corrects: bool = False


_LONGEST = 80  # characters of a reply
_CORRECTS = (
    r"(?:no|nope|sorry|wait|oops|actually|rather|(?:i|we) (?:mean|meant)|make that|correction)"
)
_US = r"(?:(?:i|we)(?:'m| am|'re| are)?)"
_LEAD = re.compile(
    rf"(?:(?:(?P<corrects>{_CORRECTS})|(?:well|ok(?:ay)?|yes|yeah|oh|um+|hm+|so|please|probably|"
    rf"(?:i|we) (?:think|guess|believe)|{_US}(?: (?:on|in|with|have|use))?|it(?:'s| is)|"
    r"that(?:'s| is| would be)|as|for|on|an?|the|our|my|your))\b[,.:;]*\s*)*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[,.]?\s*\b(?:please|i (?:think|guess|believe)|thanks|thank you|then|though|one|option|choice|plan|tier|"
    r"programme|program|group|here|of (?:them|these|those|course)))*\W*$",
    re.IGNORECASE,
)
_ORDER = (
    "first 1 1st former",
    "second 2 2nd",
    "third 3 3rd",
    "fourth 4 4th",
    "fifth 5 5th",
)
_PLACES = {word: place for place, words in enumerate(_ORDER) for word in words.split()}
_PLACES |= {"last": -1, "latter": -1}
_WHAT_ABOUT = re.compile(
    r"(?:(?:and|but)\s+)?(?:what|how) about\s+|and\s+(?:(?:for|as|with)\s+)?", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:option|number|no\.?|nr\.?|choice|#)\s*(?=\w)", re.IGNORECASE)
_WHICH = r"(?: (?:that|this|it|which(?: one)?(?: (?:i am|we are))?|about (?:that|it)|yet|sorry))*"
_ANY = re.compile(
    r"(?:neither|none|both|either|all|any)"
    r"(?: (?:one|of (?:them|these|those|the (?:two|three|above)|it|us)|apply|applies|fits?|really|sorry|i think))*"
    rf"|(?:{_US} )?(?:really |honestly )?(?:do not|don't|dont|can't|cannot) (?:really )?"
    rf"(?:know|say|tell|remember){_WHICH}"
    rf"|(?:{_US} )?(?:not |un)(?:really |quite |too |so )?(?:sure|certain){_WHICH}"
    r"|(?:(?:i|we) have )?no (?:idea|clue)|dunno|idk|(?:it )?(?:does not|doesn't) matter|whichever|whatever|"
    r"(?:a )?bit of both|something else|other",
    re.IGNORECASE,
)
_UNCLEAR = re.compile(
    r"(?:yes|yep|yeah|yup|no|nope|nah|correct|right)(?:,? please)?", re.IGNORECASE
)
_OPENING = re.compile(
    r"(?:(?:well|oh|um+|hm+|sorry|ok(?:ay)?|actually|no|yes),?\s+)*", re.IGNORECASE
)


def read_reply(text: str, audiences: Sequence[Audience]) -> Reply | None:
    """What `text` says as a reply to being asked which audience one is; None where it is no such reply."""
    said = fold(" ".join(text.split())).strip(" .!\"'()")
    if not said or len(said) > _LONGEST:
        return None
    if others := _WHAT_ABOUT.match(said):
        audience = _only_owner(said[others.end() :].rstrip(" ?"), audiences)
        return Reply(Meaning.NAME, audience=audience, corrects=True) if audience else None
    if said.endswith("?"):
        return None
    called = _called(said, audiences)  # there may be an audience of the name "Other"
    return called or _vague(said) or _choice(said, audiences)


def _called(said: str, audiences: Sequence[Audience]) -> Reply | None:
    """The reply that is the whole name of one audience."""
    words = _words(said)
    owners = [a.id for a in audiences if words and words in map(_words, (a.label, *a.aliases))]
    return Reply(Meaning.NAME, audience=owners[0]) if len(owners) == 1 else None


def _vague(said: str) -> Reply | None:
    opening = _OPENING.match(said)
    assert opening is not None  # it may be empty
    if _ANY.fullmatch(said, opening.end()) or _ANY.fullmatch(said):
        return Reply(Meaning.ANY)
    return Reply(Meaning.UNCLEAR) if _UNCLEAR.fullmatch(said) else None


def _choice(said: str, audiences: Sequence[Audience]) -> Reply | None:
    lead = _LEAD.match(said)
    assert lead is not None  # it may be empty
    kept = said[lead.end() :]
    number = _NUMBERED.match(kept)
    named = (kept[number.end() :] if number else kept).strip()
    for core in (named, _TAIL.sub("", named)):
        place, audience = _PLACES.get(core.lower()), _only_owner(core, audiences)
        # "Second" is the second class, wherever that stands, but "option 2" counts.
        if audience is not None and (place is None or number is None):
            return Reply(Meaning.NAME, audience=audience, corrects=bool(lead["corrects"]))
        if place is not None:
            return Reply(Meaning.PLACE, place=place)
    return None


def chosen_option(
    reply: Reply, options: Sequence[ClarificationOption]
) -> ClarificationOption | None:
    """The option that the reply chooses, if it does."""
    if reply.meaning is Meaning.PLACE and -len(options) <= reply.place < len(options):
        return options[reply.place]
    if reply.meaning is Meaning.NAME:
        return next((o for o in options if o.audience == reply.audience), None)
    return None


def _only_owner(text: str, audiences: Sequence[Audience]) -> str | None:
    """Id of the one audience whose names have all words of `text`: "competency", "a gold partner"."""
    words = _words(text)
    owners = [
        audience.id
        for audience in audiences
        if words and words <= set().union(*map(_words, (audience.label, *audience.aliases)))
    ]
    return owners[0] if len(owners) == 1 else None


def _words(text: str) -> set[str]:
    """Words by their stem, so that number and case make no difference."""
    return {normalised_name(word) for word in re.findall(r"[\w']+", text)} - _SMALL
