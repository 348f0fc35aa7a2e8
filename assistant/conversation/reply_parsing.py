"""Reads a short turn as the reply to what the assistant asked or offered.

Pure; knows no conversation. The rules are for English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.audiences import HAS_BECOME, disowned_name, normalised_name, only_disowned
from assistant.english import straight_quotes
from assistant.patterns import any_of
from assistant.questions.courtesy import CORRECTION, HEDGE, HESITATION
from assistant.types import Audience, ClarificationOption


class Meaning(StrEnum):
    """What a reply says about the options, or about the one thing that was asked."""

    PLACE = "place"  # one, by where it stands
    NAME = "name"  # one, by its name or a word that only its names have
    OTHER = "other"  # the one of two that was not chosen, or the next
    NONE = "none"  # none of them, or not the ones that it names
    ANY = "any"  # all of them, or that the asker cannot say
    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"  # yes and no at once


CHOICES = frozenset((Meaning.PLACE, Meaning.NAME, Meaning.OTHER))


@dataclass(frozen=True, slots=True)
class Reply:
    """A turn read as a reply."""

    meaning: Meaning
    place: int = 0  # from 0; negative from the end
    audience: str | None = None  # the one that is named
    corrects: bool = (
        False  # it names another audience than the one before ("No, I meant ...", "And ...?")
    )
    supposes: bool = False  # its yes or no is only wondered about ("And if not?")
    denied: frozenset[str] = frozenset()  # the audiences named that the asker is none of


_MAX_CHARS = 80  # characters of a reply
_US = r"(?:i|we)(?:'m| am|'re| are)?"
# Since when one is what is chosen: "since May", "last week", "for two years".
SINCE = any_of(r"""
    since (?:\w+ ){0,2}\w+ | as of \w+(?: \w+)? | (?:last|this) (?:week|month|year|season|\w+day) | in \d{4}
    for (?:\w+ ){0,3}(?:weeks?|months?|years?) | now | today | yesterday | recently
""")
# Before what is chosen: "Well, I think we are on the ...".
_BEFORE = any_of(rf"""
    {HESITATION} | so | yes | yeah | please
    # in this order: "I" begins all
    {HEDGE} | (?P<changed>(?:i|we){HAS_BECOME}) | {_US}(?: (?:on|in|with|have|use))?
    it(?:'s| is) | that(?:'s| is| would be)
    as | for | on | an? | the | our | my | your
""")
_BEFORE_CHOICE = re.compile(
    rf"(?:(?:(?P<corrects>{CORRECTION})|{_BEFORE})\b[,.:;]*\s*)*", re.IGNORECASE
)
# After it: "... plan, I think", "... one of those, please".
_AFTER = any_of(rf"""
    please | thanks | thank you | then | though | here | {HEDGE} | {SINCE}
    one | option | choice | plan | tier | programme | program | group | questions?
    of (?:them|these|those|course)
""")
_AFTER_CHOICE = re.compile(rf"(?:[,.]?\s*\b{_AFTER})*\W*$", re.IGNORECASE)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_CARDINALS = "one two three four five six seven eight nine ten"
_PLACES = {word: place for place, word in enumerate(_ORDINALS.split())}
_PLACES |= {"former": 0, "last": -1, "latter": -1}
_COUNTED = {word: place for place, word in enumerate(_CARDINALS.split())}
_OTHER = {"other", "others", "next", "other ones"}
_DIGITS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_BEYOND = 99  # a place that no option has
_MAX_UNCOUNTED = 5  # as digits after other words: "we have 12" chooses nothing
_PAIR = 2
_NUMBERED = re.compile(r"(?:option|number|no\.?|nr\.?|choice|#)\s*(?=\w)", re.IGNORECASE)
# Words of names that tell no name from another.
_OF_NAMES = frozenset("a an and or nor the with have hold".split())
_WHAT_ABOUT = re.compile(
    r"(?:(?:and|but)\s+)?(?:what|how) about\s+|and\s+(?:(?:for|as|with)\s+)?", re.IGNORECASE
)

_OPENING = re.compile(rf"(?:(?:{HESITATION}|{CORRECTION}|so|yes),?\s+)*", re.IGNORECASE)
_OF_THEM = r"of (?:them|these|those|the (?:two|three|above)|it|us|that|this)"
# matches: "no, not the (gold one)", "no (gold)", "without (gold)"; not: "no, gold" and "no the gold one"
_NOT = re.compile(
    any_of(rf"""
        (?:no,? )?not (?:being )?(?:(?:an?|the|on|with) )*
        no (?!(?:{_BEFORE}|{CORRECTION})\b) | without (?:(?:an?|any) )?
    """),
    re.IGNORECASE,
)
_BARE_NO = re.compile(r"\b(?:no|nope) $", re.IGNORECASE)
_CANNOT = "(?:do not|don't|dont|can't|cannot)"
# "... which one we are", "... about that yet, sorry"
_WHICH = r"(?: (?:that|this|it|which(?: one)?(?: (?:i am|we are))?|about (?:that|it)|yet|sorry))*"
_NONE = re.compile(
    rf"(?:{_US} )?(?:neither|none)(?: (?:one|{_OF_THEM}|apply|applies|fits?|really|sorry|i think))*",
    re.IGNORECASE,
)
_ANY = re.compile(
    any_of(rf"""
        (?:both|either|all|any)(?: (?:one|{_OF_THEM}|apply|applies|fits?|really|sorry|i think))*
        (?:a )?bit of both | something else | other
        (?:it )?(?:does not|doesn't) matter | whichever | whatever
        (?:{_US} )?(?:(?:really|honestly) )?{_CANNOT} (?:really )?(?:know|say|tell|remember){_WHICH}
        (?:{_US} )?(?:not |un)(?:(?:really|quite|too|so) )?(?:sure|certain){_WHICH}
        (?:(?:i|we) have )?no (?:idea|clue) | dunno | idk
    """),
    re.IGNORECASE,
)
_YES = any_of("""
    yes | yep | yeah | yup | correct | right | exactly | indeed | absolutely | definitely | certainly
    of course | sure
""")
_NO = any_of("""
    no | nope | nah | never | not (?:yet|really|at all|so far|currently|any ?more)
    (?:unfortunately|sadly|i'm afraid|certainly|definitely|of course) not
    (?:i )?(?:do not|don't|dont) think so
""")
YES_OR_NO = rf"(?:(?P<no>{_NO})|(?P<yes>{_YES}))"
_SETTLES = re.compile(rf"{YES_OR_NO}(?:,? please)?", re.IGNORECASE)


def read_reply(text: str, audiences: Sequence[Audience]) -> Reply | None:
    """What `text` says as a reply to what was asked or offered; None where it is no such reply."""
    said = straight_quotes(" ".join(text.split())).strip(" .!\"'()")
    if not said or len(said) > _MAX_CHARS:
        return None
    if others := _WHAT_ABOUT.match(said):
        rest = said[others.end() :].rstrip(" ?")
        audience = only_owner(rest, audiences)
        if audience:
            return Reply(Meaning.NAME, audience=audience, corrects=True)
        other = _choice(rest, audiences)
        return other if other and other.meaning is not Meaning.NAME else None
    if said.endswith("?"):
        return None
    if denied := denied_in(said, audiences):
        return Reply(Meaning.NONE, denied=denied)
    called = _called(said, audiences)  # there may be an audience of the name "Other"
    return called or _vague(said) or _choice(said, audiences)


def denied_in(text: str, audiences: Sequence[Audience]) -> frozenset[str]:
    """The audiences that a text says its writer to be none of, if it says no more: "No, not private", "We have no
    gold"."""
    said = straight_quotes(" ".join(text.split())).strip(" .!\"'()")
    if denied := only_disowned(said, tuple(audiences)):
        return denied
    if len(said) > _MAX_CHARS or "?" in said:
        return frozenset()
    match = _NOT.match(said)
    opening = _OPENING.match(said)
    assert opening is not None  # it may be empty
    name = said[match.end() :] if match else disowned_name(said[opening.end() :])
    owner = only_owner(name, audiences)
    return frozenset((owner,)) if owner else frozenset()


def _called(said: str, audiences: Sequence[Audience]) -> Reply | None:
    """The reply that is the whole name of one audience."""
    words = _words(said)
    owners = [a.id for a in audiences if words and words in map(_words, (a.label, *a.aliases))]
    return Reply(Meaning.NAME, audience=owners[0]) if len(owners) == 1 else None


def _vague(said: str) -> Reply | None:
    opening = _OPENING.match(said)
    assert opening is not None  # it may be empty
    if _NONE.fullmatch(said, opening.end()):
        return Reply(Meaning.NONE)
    if _ANY.fullmatch(said, opening.end()) or _ANY.fullmatch(said):
        return Reply(Meaning.ANY)
    settled = _SETTLES.fullmatch(said)
    return Reply(Meaning.YES if settled["yes"] else Meaning.NO) if settled else None


def _choice(said: str, audiences: Sequence[Audience]) -> Reply | None:
    lead = _BEFORE_CHOICE.match(said)
    assert lead is not None  # it may be empty
    kept = said[lead.end() :]
    if _AFTER_CHOICE.sub("", kept).lower() in _OTHER:
        return Reply(Meaning.OTHER, corrects=True)
    number = _NUMBERED.match(kept)
    named = (kept[number.end() :] if number else kept).strip()
    for core in (named, _AFTER_CHOICE.sub("", named)):
        counted = number is not None or core == said  # not "we have two"
        place, audience = _place(core, counted=counted), only_owner(core, audiences)
        # "Second" is the second class, wherever that stands, but "option 2" counts.
        if audience is not None and (place is None or number is None):
            if _BARE_NO.search(lead.group()):
                return None  # "we have no gold" has not said that it is gold
            corrects = bool(lead["corrects"] or lead["changed"])
            return Reply(Meaning.NAME, audience=audience, corrects=corrects)
        if place is not None:
            return Reply(Meaning.PLACE, place=place, corrects=bool(lead["corrects"]))
    return None


def _place(word: str, *, counted: bool) -> int | None:
    """The place that a word names, from 0; of "two" only where it is `counted`."""
    word = word.lower()
    if digits := _DIGITS.fullmatch(word):
        number = int(digits[1]) or _BEYOND
        return number - 1 if counted or number <= _MAX_UNCOUNTED else None
    return _PLACES.get(word, _COUNTED.get(word) if counted else None)


def chosen_place(reply: Reply, count: int, chosen: int | None) -> int | None:
    """The place of what the reply chooses among `count`, if it does; `chosen` was chosen before."""
    if reply.meaning is Meaning.PLACE and -count <= reply.place < count:
        return reply.place % count
    if reply.meaning is Meaning.OTHER and chosen is not None and count == _PAIR:
        return 1 - chosen
    return None


def chosen_option(
    reply: Reply, options: Sequence[ClarificationOption], audience: str | None = None
) -> ClarificationOption | None:
    """The option that the reply chooses, if it does; `audience` is that of the one chosen before."""
    if reply.meaning is Meaning.NAME:
        return next((o for o in options if o.audience == reply.audience), None)
    chosen = next((n for n, o in enumerate(options) if o.audience == audience), None)
    place = chosen_place(reply, len(options), chosen)
    return None if place is None else options[place]


def only_owner(text: str, audiences: Sequence[Audience]) -> str | None:
    """Id of the one audience whose names have all words of `text`: "competency", "a gold partner"."""
    words = _words(text)
    owners = [
        audience.id
        for audience in audiences
        if words and words <= set().union(*map(_words, (audience.label, *audience.aliases)))
    ]
    return owners[0] if len(owners) == 1 else None


def _words(text: str) -> set[str]:
    """The stems of the words, so that number and case make no difference."""
    return {normalised_name(word) for word in re.findall(r"[\w']+", text)} - _OF_NAMES
