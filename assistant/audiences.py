"""Finds the audiences that a text names: anywhere in it, or as the lead that scopes the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from assistant.types import Audience

_DASHES = r"\-\u2010\u2011\u2012\u2013\u2014\u2212"
_GAP = rf"[\s_{_DASHES}]*"
_LIKE_ASCII = "\u0130\u0131\u017f\u212a"  # what patterns that ignore case take for i, s or k
_LONGEST_LEAD = 160  # characters; a scope lead is a phrase, not a sentence

# "non-X", "not an X", "we are not X", "except X": the writer says that X is somebody else.
_ARTICLE = r"(?:(?:an?|any|the|our|your)\s+)?"
_INTO = rf"(?:(?:in|on|with|using|under|part\s+of|one\s+of)\s+)?{_ARTICLE}"
_NEGATED = re.compile(
    rf"(?:\b(?:non|ex)[\s{_DASHES}]|\bformer(?:ly)?\s+{_ARTICLE}|\bnot\s+an?\s+"
    rf"|\b(?:i|we|you|they)(?:['\u2019](?:re|m)|\s+(?:are|am))\s+(?:not|no)\s+{_INTO}"
    rf"|\b(?:we|you|they)\s+aren['\u2019]t\s+{_INTO}"
    # "My sister isn't a student", but not "Why isn't a student ...?"
    r"|\b(?!(?:why|and|but|so|or|then|if|because|that|when|where)\b)\w+\s+(?:is|are|was|were)n['\u2019]t\s+"
    rf"(?:an?\s+|{_INTO})"
    rf"|\b(?:do|does|did)(?:\s+not|n['\u2019]t)\s+(?:yet\s+)?(?:have|hold|own|use)\s+(?:yet\s+)?{_ARTICLE}"
    r"|\b(?:no\s+longer|never|neither|nor|not\s+even)\s+(?:have|had|hold|held|an?|in|on)\s+(?:an?\s+|any\s+|the\s+|our\s+)?"
    rf"|\bused\s+to\s+(?:be|have)\s+{_INTO}|\b(?:but|and)\s+not\s+(?:(?:for|to|on|with)\s+)?{_ARTICLE}"
    rf"|\b(?:except(?:\s+for)?|excluding|other\s+than|apart\s+from|instead\s+of|rather\s+than)\s+{_INTO}"
    rf"|\bunless\s+(?:(?:i|we|you|they)(?:['\u2019](?:re|m)|\s+(?:are|am))\s+)?{_INTO}"
    r"|\bwithout\s+(?:(?:upgrading|switching|moving|changing|subscribing|being)\s+(?:to\s+)?)?(?:an?\s+|any\s+|the\s+)?)$",
    re.IGNORECASE,
)
_MARKUP = r"[\s>*_~`#\"\u201c\u2018'(\[]*"
_OPENING = re.compile(
    rf"\ufeff?{_MARKUP}(?:(?:[-+\u2022\u2013\u2014]|\d+[.)])\s+)?{_MARKUP}"
    r"(?P<preposition>(?:for|as|on|under|(?:if|when)\s+you(?:\s+(?:are|have|use)|['\u2019]re)"
    r"(?:\s+(?:on|in|with|using))?)\s+)?"
    r"(?:(?:an?|the|all|any|every|each|our|your|those|existing|current)\s+)*",
    re.IGNORECASE,
)
# Names of plans that are adjectives as well: "Is delivery free?" names no plan, "on free" and "Free users" do.
_ADJECTIVE = re.compile(
    r"free|basic|standard|plus|personal|professional|advanced|unlimited|general|regular|normal|full|single",
    re.IGNORECASE,
)
# "My team" and "team members" are on any plan, whether or not one is called Team; "upgrade to team" is not.
_COMMON = re.compile(r"teams?")
_TO_PLAN = re.compile(r"\b(?:on|under|to)\s+$", re.IGNORECASE)
_PLAN = re.compile(
    r"[\s\-]+(?:account|customer|edition|licen[cs]e|plan|subscriber|subscription|tier)s?(?![^\W_])",
    re.IGNORECASE,
)
_ON_PLAN = re.compile(r"\b(?:on|under)\s+(?:(?:an?|the|our|my)\s+)?$", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s)[\s\W]*$")
_FILLER = re.compile(r"(?:[\s*_~`()\[\]/]|\b(?:and|or|our|all|the|an?|only)\b)*", re.IGNORECASE)
# What stands between the names of a list: "Free, Pro and Team plans".
_JOINT = re.compile(r"(?:[\s*_~`()\[\]/,&+]|\b(?:and|or|our|all|the|an?|only)\b)*", re.IGNORECASE)
# What an audience of a plan or product is called behind its name: "Pro customers", "**Pro** plans".
_NOUNS = re.compile(
    r"(?:(?:[\s*_~`]+|[\-\u2010\u2011])(?:account|client|customer|edition|holder|licen[cs]e|licen[cs]ee"
    r"|member|owner|partner|plan|subscriber|subscription|tier|user)s?(?![^\W_]))+",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(r"\b(?:and|or)\b|[&+:]", re.IGNORECASE)
_QUALIFIER = re.compile(
    r"(?:[\s*_~`)\]]|\bonly\b)*(?:\b(?:who|that|with|without|whose|in|of|from|outside)\b[^.:,;!?]*)?",
    re.IGNORECASE,
)
_CLOSING = re.compile(rf"(?P<sign>:|,|\s[{_DASHES}]+\s|[\u2013\u2014])|(?:\*\*|__)\s*(?P<bold>\S)?")


class Mention(NamedTuple):
    """An audience's name found at `text[start:end]`."""

    audience: str
    start: int
    end: int


def mentioned_audiences(text: str, audiences: tuple[Audience, ...]) -> tuple[str, ...]:
    """Ids of the audiences that `text` names, in order of first mention, each once.

    Case, plural, hyphen or space make no difference. Where two names overlap the longer one counts.
    A name that is denied ("non-competency partners", "we are not Action Pack") is not a mention, nor
    is a word that is a plan's name, too ("Is delivery free?", "Can my team join?").
    """
    mentions = (m for m in find_mentions(text, audiences) if not _is_common_word(m, text))
    return tuple(dict.fromkeys(mention.audience for mention in mentions))


def find_mentions(text: str, audiences: tuple[Audience, ...]) -> tuple[Mention, ...]:
    """Every mention with its place, by position; the rules of `mentioned_audiences` apply."""
    kept = _named(text, audiences)
    return tuple(mention for mention in kept if not _is_denied(mention, text))


def denied_audiences(text: str, audiences: tuple[Audience, ...]) -> frozenset[str]:
    """Ids of the audiences that `text` names only to say that they are somebody else."""
    denied = {m.audience for m in _named(text, audiences) if _is_denied(m, text)}
    return frozenset(denied.difference(m.audience for m in find_mentions(text, audiences)))


def _is_common_word(mention: Mention, text: str) -> bool:
    word = text[mention.start : mention.end]
    if _COMMON.fullmatch(word) is not None and text.strip(" ?.!") != word:
        onto = _TO_PLAN.search(text[: mention.start][-40:])
        return onto is None and _PLAN.match(text, mention.end) is None
    if _ADJECTIVE.fullmatch(word) is None or _NOUNS.match(text, mention.end) is not None:
        return False
    near = text[max(0, mention.start - 40) : mention.start]
    named = word[:1].isupper() and _SENTENCE_START.search(near) is None
    return not named and _ON_PLAN.search(near) is None and text.strip(" ?.!") != word


def _is_denied(mention: Mention, text: str) -> bool:
    return _NEGATED.search(text, max(0, mention.start - 40), mention.start) is not None


def _named(text: str, audiences: tuple[Audience, ...]) -> list[Mention]:
    """Every mention by position, denied or not; of two that overlap the longer one."""
    found = [
        Mention(audience.id, match.start(), match.end())
        for audience in audiences
        for name in (audience.label, *audience.aliases)
        for match in find_name(name, text)
    ]
    found.sort(key=lambda mention: (mention.start - mention.end, mention.start, mention.audience))
    kept: list[Mention] = []
    taken = bytearray(len(text))  # one for each character of a name
    for mention in found:
        if not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            kept.append(mention)
    kept.sort(key=lambda mention: mention.start)
    return kept


def leading_scope(text: str, audiences: tuple[Audience, ...]) -> str | None:
    """Id of the one audience that `text` says at its start that it speaks to, else None.

    A lead is "For X:", "For X, ...", "On X, ...", "X: ...", "If you are an X, ...", "**X** - ...", also with
    qualifiers ("For X with several locations, ...") or a noun ("For X customers: ..."). A lead that
    names two audiences scopes to neither; a sentence that merely begins with the name ("X can ...")
    is no lead.
    """
    text = text.rstrip()[: _LONGEST_LEAD + 1]
    opening = _OPENING.match(text)
    names = find_mentions(text, audiences)
    if opening is None or not names:
        return None
    mentions = tuple(with_nouns(name, text) for name in names)
    position, scope = opening.end(), mentions[0].audience
    last = names[0]
    for name, mention in zip(names, mentions, strict=True):
        filler = _FILLER.match(text, position)
        if filler is None or filler.end() < mention.start:
            break
        if mention.audience != scope:
            return None
        position, last = mention.end, name
    if position == opening.end() or _lists_another(text, position, scope, mentions):
        return None
    # "**X** Accounts can ..." is a label and what it labels, so the name alone may end the lead, too.
    ends = (
        _lead_ends(text, end, bool(opening["preposition"]), audiences)
        for end in (position, last.end)
    )
    return scope if any(ends) else None


def with_nouns(mention: Mention, text: str) -> Mention:
    """The mention with what an audience of a plan or product is called behind its name ("Pro customers")."""
    nouns = _NOUNS.match(text, mention.end)
    return mention if nouns is None else mention._replace(end=nouns.end())


def _lists_another(text: str, position: int, scope: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether the name that ends at `position` begins a list that goes on to another audience.

    "For X, Y can ..." is no list: one ends in "and", "or" or a colon.
    """
    start, other = position, False
    for mention in mentions:
        if mention.start < position:
            continue
        joint = _JOINT.match(text, position)
        if joint is None or joint.end() < mention.start:
            break
        other = other or mention.audience != scope
        position = mention.end
    joint = _JOINT.match(text, position)
    assert joint is not None  # it may be empty
    return other and _CONJUNCTION.search(text, start, joint.end() + 1) is not None


def _lead_ends(
    text: str, position: int, with_preposition: bool, audiences: tuple[Audience, ...]
) -> bool:
    """Whether the lead that names an audience up to `position` ends in a sign that sets it off."""
    qualifier = _QUALIFIER.match(text, position)
    assert qualifier is not None  # it may be empty
    if find_mentions(qualifier.group(), audiences):
        return False
    if qualifier.end() == len(text):
        return len(text) <= _LONGEST_LEAD  # a heading, or a label on a line of its own
    for end in (position, qualifier.end()):
        closing = _CLOSING.match(text, end)
        if closing is None:
            continue
        if closing["sign"] is None:
            # Bold set the name off as a label, unless the sentence runs on in lower case.
            return with_preposition or not (closing["bold"] or "").islower()
        return with_preposition or closing["sign"] != ","
    return False


def find_name(name: str, text: str) -> Iterator[re.Match[str]]:
    """Every place where `name_pattern` finds `name`; none for a name without words."""
    stem, pattern = _sought(name)
    # Most names are not there at all, and to look for letters is many times quicker than for a pattern.
    plain = text.isascii() or not any(letter in text for letter in _LIKE_ASCII)
    if pattern is None or (plain and stem not in text.lower()):
        return iter(())
    return pattern.finditer(text)


@lru_cache(maxsize=1024)
def _sought(name: str) -> tuple[str, re.Pattern[str] | None]:
    """Letters, in lower case, that a text must have to hold `name`, and the pattern."""
    stems = [_forms(word)[0] for word in _words(name)]
    plain = [
        stem.lower() for stem in stems if stem.isascii()
    ]  # others have letters of several forms
    return max(plain, key=len, default=""), name_pattern(name) if stems else None


@lru_cache(maxsize=1024)
def name_pattern(name: str) -> re.Pattern[str]:
    """Finds a name as whole words, whatever its case, number, and hyphens or spaces."""
    words = (
        rf"{re.escape(stem)}{endings}(?:['\u2019]s?)?"
        for stem, endings in map(_forms, _words(name))
    )
    return re.compile(rf"(?<![^\W_]){_GAP.join(words)}(?![^\W_])", re.IGNORECASE)


def normalised_name(name: str) -> str:
    """A key that two names share when `name_pattern` takes them for the same."""
    return "".join(_forms(word)[0] for word in _words(name)).casefold()


def _words(name: str) -> list[str]:
    return [word for word in re.split(rf"[\s_{_DASHES}]+", name) if word]


def _forms(word: str) -> tuple[str, str]:
    """What singular and plural of a word have in common, and a pattern for how each goes on."""
    lower = word.lower()
    if word.isupper():  # an abbreviation: "MAPS" is no plural of "map"
        return word, "(?:e?s)?"
    if lower.endswith("ies") and len(word) > 4:
        return word[:-3], "(?:y|ies)"
    if lower.endswith("y") and len(word) > 2:
        return word[:-1], "(?:y|ies)"
    if lower.endswith("s") and not lower.endswith("ss") and len(word) > 3:
        return word[:-1], "s?"
    return word, "(?:e?s)?"
