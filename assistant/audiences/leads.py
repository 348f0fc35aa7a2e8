"""Finds the audience that a text says at its start that it speaks to: "For students: ..."."""

from __future__ import annotations

import re

from assistant.audiences.mentions import Mention, find_mentions, with_nouns
from assistant.audiences.names import DASHES
from assistant.patterns import any_of
from assistant.types import Audience

_MAX_LEAD = 160  # characters; a scope lead is a phrase, not a sentence

# What may stand before the name: marks of Markdown, a bullet, "If you are on", "all existing".
_MARKUP = r"[\s>*_~`#\"\u201c\u2018'(\[]*"
_BULLET = r"(?:[-+\u2022\u2013\u2014]|\d+[.)])\s+"
_PREPOSITION = any_of(r"""
    for | as | on | under
    (?:if|when)\s+you(?:\s+(?:are|have|use)|['\u2019]re)(?:\s+(?:on|in|with|using))?
""")
_ARTICLE = any_of("an? | the | all | any | every | each | our | your | those | existing | current")
_OPENING = re.compile(
    rf"\ufeff?{_MARKUP}(?:{_BULLET})?{_MARKUP}(?P<preposition>{_PREPOSITION}\s+)?(?:{_ARTICLE}\s+)*",
    re.IGNORECASE,
)
# Between the words of a lead, and between the names of a list: "Free, Pro and Team plans".
_SMALL = r"\b(?:and|or|our|all|the|an?|only)\b"
_FILLER = re.compile(rf"(?:[\s*_~`()\[\]/]|{_SMALL})*", re.IGNORECASE)
_JOINT = re.compile(rf"(?:[\s*_~`()\[\]/,&+]|{_SMALL})*", re.IGNORECASE)
_CONJUNCTION = re.compile(r"\b(?:and|or)\b|[&+:]", re.IGNORECASE)
# Which of them are meant: "For partners with several locations, ...".
_WHICH = r"\b(?:who|that|with|without|whose|in|of|from|outside)\b[^.:,;!?]*"
_QUALIFIER = re.compile(rf"(?:[\s*_~`)\]]|\bonly\b)*(?:{_WHICH})?", re.IGNORECASE)
# What sets the lead off from what it speaks about.
_CLOSING = re.compile(
    any_of(rf"""
        (?P<mark>[:,\u2013\u2014]|\s[{DASHES}]+\s)
        (?:\*\*|__)\s*(?P<bold>\S)?    # the end of what is set in bold, and what follows it
    """)
)


def leading_scope(text: str, audiences: tuple[Audience, ...]) -> str | None:
    """Id of the one audience that `text` says at its start that it speaks to, else None.

    A lead is "For X:", "For X, ...", "On X, ...", "X: ...", "If you are an X, ...", "**X** - ...", also with
    qualifiers ("For X with several locations, ...") or a noun ("For X customers: ..."). A lead that
    names two audiences scopes to neither; a sentence that merely begins with the name ("X can ...")
    is no lead.
    """
    text = text.rstrip()[: _MAX_LEAD + 1]
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


def leading_audiences(text: str, audiences: tuple[Audience, ...]) -> tuple[str, ...]:
    """Ids of the audiences, two at least, that `text` says at its start that it speaks to: "For X and Y: ..."."""
    text = text.rstrip()[: _MAX_LEAD + 1]
    opening = _OPENING.match(text)
    assert opening is not None  # it may be empty
    position, named = opening.end(), dict[str, None]()
    for mention in (with_nouns(name, text) for name in find_mentions(text, audiences)):
        joint = _JOINT.match(text, position)
        if joint is None or joint.end() < mention.start:
            break
        named[mention.audience] = None
        position = mention.end
    joined = _CONJUNCTION.search(text, opening.end(), position)
    if len(named) < 2 or joined is None:
        return ()
    ends = _lead_ends(text, position, bool(opening["preposition"]), ())
    return tuple(named) if ends else ()


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
    """Whether a mark sets off the lead that names an audience up to `position`."""
    qualifier = _QUALIFIER.match(text, position)
    assert qualifier is not None  # it may be empty
    if find_mentions(qualifier.group(), audiences):
        return False
    if qualifier.end() == len(text):
        return len(text) <= _MAX_LEAD  # a heading, or a label on a line of its own
    for end in (position, qualifier.end()):
        closing = _CLOSING.match(text, end)
        if closing is None:
            continue
        if closing["mark"] is None:
            # Bold set the name off as a label, unless the sentence runs on in lower case.
            return with_preposition or not (closing["bold"] or "").islower()
        return with_preposition or closing["mark"] != ","
    return False
