"""Finds the audiences that a text names, and those that it names only to say that they are somebody else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.audiences.names import DASHES, find_name
from assistant.patterns import any_of
from assistant.types import Audience

_REMEMBERED = 500  # texts: every turn of a conversation looks at all turns before it
NEAR = 40  # characters before a name that are looked at

# What may stand between a denial and the name: "(not) on the", "(except) one of our".
_ARTICLE = r"(?:(?:an?|any|the|our|your)\s+)?"
_INTO = rf"(?:(?:in|on|with|using|under|part\s+of|one\s+of)\s+)?{_ARTICLE}"
_ARE = r"(?:['\u2019](?:re|m)|\s+(?:are|am))"
_NT = r"n['\u2019]?t"
# Where a clause begins that leaves out "I am" or "I": "don't have an X, ...", "I ask as a visitor, not on X".
_CLAUSE_START = r"(?:(?:^|[.!?;:,(])\s*|\b(?:but|sorry)\s+)"
# Before "isn't" these ask or go on, and nobody is named who is none: "Why isn't a student allowed to ...?"
_NO_SUBJECT = any_of("why | when | where | and | but | so | or | then | if | because | that")
# Those who are not X: "who are not X", "anyone not on X".
_NOT_WHO = rf"""
    \bwho(?:{_ARE}|['\u2019]s|\s+(?:is|was|were))\s+(?:not|no\s+longer)\s+{_INTO}
    \b(?:anybody|anyone|everybody|everyone|people|somebody|someone|those)\s+not\s+{_INTO}
"""
_THOSE_WHO = any_of(r"""
    anybody | anyone | everybody | everyone | people | somebody | someone | those
    clients? | compan(?:y|ies) | customers? | members? | partners? | users?
""")
# matches: "partners outside the (X)", "non-members of the (X)"
# not: "outside (business) hours", "a non-urgent ticket on (X)"
_OUTSIDE = rf"""
    \b(?:{_THOSE_WHO}|(?:i|we){_ARE})\s+outside\s+(?:of\s+)?{_ARTICLE}
    \bnon[\s{DASHES}]?\w{{3,30}}\s+of\s+{_ARTICLE}
"""
# Beside the word that denies: "not yet an X", "not really an X"; not: "not only an X", for that is one.
_HARDLY = rf"(?:{any_of('actually | currently | even | quite | really | strictly | technically | yet')}\s+)?"
_NO_MORE = any_of(r"no\s+longer | never | neither")
_HAVE = any_of("have | had | hold | held | own | use")
_HAD = any_of("been | become | earned | gained | got | had | held | joined | owned | used")


def _denying(who: str) -> str:
    """The ways in which `who`, a pattern, are said to be none of those named next (X), or to lack what is."""
    who = rf"\b(?:{who})"
    return rf"""
        # "we are not yet on X", "I'm no X", "we aren't X", "I was never an X", "we used to be X"
        {who}{_ARE}\s+(?:not|no|{_NO_MORE})\s+{_HARDLY}{_INTO}
        {who}\s+(?:are|ai){_NT}\s+{_HARDLY}{_INTO}
        {who}\s+(?:was|were)\s+{_NO_MORE}\s+{_INTO}
        {who}\s+used\s+to\s+(?:be|have)\s+{_INTO}
        # "we do not yet have X", "we have no X", "we have never been an X"
        {who}\s+(?:(?:do|did)(?:\s+not|{_NT})|no\s+longer|never)\s+{_HARDLY}{_HAVE}\s+{_HARDLY}{_ARTICLE}
        {who}(?:['\u2019]ve|\s+{_HAVE})(?:\s+got)?\s+(?:no|neither)\s+{_ARTICLE}
        {who}(?:['\u2019]ve\s+|\s+have\s*)(?:not|{_NT}|never)\s+{_HARDLY}{_HAD}\s+{_HARDLY}{_INTO}
    """


# The writer says that who is named next (X) is somebody else.
_DENIAL = re.compile(
    any_of(rf"""
        {_denying("i|we|you|they")}
        # "non-X", "not an X", "former X", "she used to be X"
        \b(?:non|ex)[\s{DASHES}] | \bnot\s+{_HARDLY}(?:being\s+)?an?\s+
        \bformer(?:ly)?\s+{_ARTICLE} | \bused\s+to\s+(?:be|have)\s+{_INTO}
        # "my sister isn't an X", "does she not have X", "she never had X"
        \b(?!{_NO_SUBJECT}\b)\w+\s+(?:is|are|was|were){_NT}\s+{_INTO}
        {_NOT_WHO}
        \b(?:do|does|did)(?:\s+not|{_NT})\s+{_HARDLY}(?:have|hold|own|use)\s+{_HARDLY}{_ARTICLE}
        \b(?:no\s+longer|never|neither|nor|not\s+even)\s+(?:have|had|hold|held|an?|in|on)\s+{_ARTICLE}
        # "not on X, ...", "outside the X", "non-members of X"
        {_CLAUSE_START}not\s+{_HARDLY}(?:on|in|with|under|part\s+of|one\s+of)\s+{_ARTICLE}
        {_OUTSIDE}
        # "neither X nor Y", "unlike X", "compared with X"
        \bneither\s+{_INTO} | \bunlike\s+{_INTO}
        \b(?:compared|as\s+opposed|in\s+contrast)\s+(?:to|with)\s+{_INTO}
        # "but not for X", "everyone except X", "unless we are X", "without switching to X"
        \b(?:but|and)\s+not\s+(?:(?:for|to|on|with)\s+)?{_ARTICLE}
        \b(?:except(?:\s+for)?|excluding|other\s+than|apart\s+from|instead\s+of|rather\s+than)\s+{_INTO}
        \bunless\s+(?:(?:i|we|you|they){_ARE}\s+)?{_INTO}
        \bwithout\s+(?:(?:upgrading|switching|moving|changing|subscribing|being)\s+(?:to\s+)?)?{_ARTICLE}
    """)
    + "$",
    re.IGNORECASE,
)

# The writer, I or we, is not or no longer who is named next (X).
# matches: "we are no longer on (X)", "I'm a former (X)", "as a non-(X)"; not: "my sister isn't an (X)"
_DISOWNING = any_of(rf"""
    {_denying("i|we")}
    \b(?:i|we){_ARE}\s+(?:an?\s+)?(?:non|ex|former)[\s{DASHES}]+
    \bas\s+(?:an?\s+)?(?:non[\s{DASHES}]|not\s+an?\s+)
    {_CLAUSE_START}(?:do(?:\s+not|{_NT})|never)\s+{_HARDLY}{_HAVE}\s+{_HARDLY}{_ARTICLE}
    {_CLAUSE_START}not\s+{_HARDLY}(?:on|in|with|under|part\s+of|one\s+of)\s+{_ARTICLE}
    ^(?:no,?\s+)?not\s+{_HARDLY}(?:being\s+)?an?\s+
""")
_DISOWNED = re.compile(f"{_DISOWNING}$", re.IGNORECASE)
_DISOWNS = re.compile(_DISOWNING, re.IGNORECASE)
# A name may begin with its verb ("hold an X"): then what denies it ends within the name.
_VERB_OF_NAME = re.compile(rf"(?:{_HAVE}|{_HAD})\s+{_ARTICLE}", re.IGNORECASE)
# matches: "I was an (X) but not any more", "We had the (X) until last year"; not: "I was an (X)", who may still be
_HAD_BEEN = re.compile(rf"\b(?:i|we)\s+(?:was|were|had)\s+{_INTO}$", re.IGNORECASE)
_ENDS = (
    rf"\s*,?\s*(?:(?:but|and)\s+)?(?:(?:(?:i|we){_ARE}|am|are)\s+)?"
    rf"(?:not\s+any\s?more|no\s+longer|until\s+\w+(?:\s+\w+)?)(?!\w)"
)
_NO_LONGER = re.compile(_ENDS, re.IGNORECASE)

# The question is about everybody but those who are named next: "non-X", "who aren't X".
_EXCLUDED = re.compile(
    any_of(rf"""
        \bnon[\s{DASHES}]
        \bwho\s+(?:is|are|was|were){_NT}\s+{_INTO}
        {_NOT_WHO}
        {_OUTSIDE}
    """)
    + "$",
    re.IGNORECASE,
)
# matches: "no (X) here", "no (X) yet"; not: "no (students) after nine"
_NO = re.compile(rf"{_CLAUSE_START}(?:(?:i|we)\s+have\s+)?no\s+$", re.IGNORECASE)
_HERE = re.compile(
    r"\s+" + any_of("here | yet | any ?more | at the moment | right now | for (?:me|us)") + r"\b",
    re.IGNORECASE,
)

# What is denied of one name is of the next: "not on Free or Pro", "neither a student nor a teacher".
_OR = re.compile(rf"\s*,?\s*(?:or|nor)\s+{_INTO}", re.IGNORECASE)

# matches: "(starter) vs (plus)", "(free)/(pro)"; not: "(free) and (pro)", of which the first may be no plan
_VERSUS = re.compile(r"\s*(?:/|\b(?:or|vs|versus)\b\.?)\s*", re.IGNORECASE)

_MAX_WORDS_BEFORE = 8  # before the name in "No, sorry, we are not on X", which says nothing else
_BESIDE = re.compile(
    rf"(?:,?\s*\b{any_of('either | though | yet | any ?more | at all | sorry | status')}\b|{_ENDS})*",
    re.IGNORECASE,
)

# "Pro accounts" are those of the plan, and so are "Pro members"; but of the words that tell "team plan" from
# "team members" only the first ones speak of a plan.
PLAN = "account | customer | edition | licen[cs]e | plan | subscriber | subscription | tier"
_HOLDER = "client | holder | licen[cs]ee | member | owner | partner | user"
_NOUN = any_of(f"{PLAN} | {_HOLDER}")
_WORD_END = r"(?![^\W_])"
# The noun after the name of a plan or product: "Pro customers", "**Pro** plans".
_NOUNS = re.compile(rf"(?:(?:[\s*_~`]+|[\-\u2010\u2011]){_NOUN}s?{_WORD_END})+", re.IGNORECASE)
_PLAN_NOUN = re.compile(rf"[\s\-]+{any_of(PLAN)}s?{_WORD_END}", re.IGNORECASE)

# "My team" and "team members" are on any plan, whether or not one is called Team; "upgrade to team" is not.
_TEAM = re.compile("teams?")  # in small letters only: "Team" is the plan
_TO_PLAN = re.compile(r"\b(?:on|under|to)\s+$", re.IGNORECASE)
# Usual names of plans that are adjectives as well, listed by hand. Such a word is the plan only alone, after
# "on" or "under", before one of `_NOUNS`, or with a capital in mid-sentence: "Is delivery free?" names no
# plan, "on free" and "Free users" do. Any other name ("Pro") is one wherever it stands.
_ADJECTIVE = re.compile(
    any_of("""
        free | basic | standard | plus | advanced | unlimited | full    # how much one gets
        personal | professional | single                                # for whom it is
        general | regular | normal
    """),
    re.IGNORECASE,
)
# So may be any participle ("Our company is registered in Spain"): it is who is named only alone, before one of
# those who are called so, or said of somebody and then no more.
_PARTICIPLE = re.compile(r"[^\W_]+[^\W_e]ed", re.IGNORECASE)
_SAID_OF = re.compile(
    rf"\b(?:as|for|to|on|under|(?:i|we|you){_ARE})\s+(?:(?:an?|the)\s+)?$", re.IGNORECASE
)
_PHRASE_END = re.compile(r"\s*(?:[.,;:!?)]|$|(?:and|but|or)\b)", re.IGNORECASE)
_THOSE = re.compile(
    r"[\s*_~`]+"
    + any_of(
        "compan(?:y|ies) | employees? | ones? | people | persons? | sellers? | staff | students? | workers?"
    )
    + rf"{_WORD_END}",
    re.IGNORECASE,
)
_ON_PLAN = re.compile(r"\b(?:on|under)\s+(?:(?:an?|the|our|my)\s+)?$", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s)[\s\W]*$")


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
    mentions = find_mentions(text, audiences)
    meant = (
        m for m in mentions if not is_common_word(m, text) or is_set_against(m, mentions, text)
    )
    return tuple(dict.fromkeys(mention.audience for mention in meant))


def find_mentions(text: str, audiences: tuple[Audience, ...]) -> tuple[Mention, ...]:
    """Every mention with its place, by position; a denied name is none, as in `mentioned_audiences`.

    A word that is a plan's name, too, is one here: the caller sees what is around it.
    """
    kept = _named(text, audiences)
    denied = _denied(kept, text)
    return tuple(mention for mention in kept if mention not in denied)


def denied_audiences(text: str, audiences: tuple[Audience, ...]) -> frozenset[str]:
    """Ids of the audiences that `text` names only to say that they are somebody else."""
    denied = {m.audience for m in _denied(_named(text, audiences), text)}
    return frozenset(denied.difference(m.audience for m in find_mentions(text, audiences)))


def excluded_audiences(text: str, audiences: tuple[Audience, ...]) -> frozenset[str]:
    """Ids of the audiences that `text` asks about everybody but: "Do people who are not staff pay?"."""
    excluded = {m.audience for m in mentions_after(_EXCLUDED, _named(text, audiences), text)}
    return frozenset(excluded.difference(m.audience for m in find_mentions(text, audiences)))


def disowned_audiences(text: str, audiences: tuple[Audience, ...]) -> frozenset[str]:
    """Ids of the audiences that the writer of `text` says not to be one of: "I'm not a manager"."""
    return frozenset(mention.audience for mention in _disowned(_named(text, audiences), text))


def only_disowned(text: str, audiences: tuple[Audience, ...]) -> frozenset[str]:
    """Ids of the audiences that `text` says its writer not to be one of, if it says nothing else."""
    mentions = _named(text, audiences)
    disowned = _disowned(mentions, text)
    if not mentions or "?" in text or len(disowned) < len(mentions):
        return frozenset()
    opening = text[: mentions[0].start]
    rest = text[with_nouns(mentions[-1], text).end :].strip(" .,!")
    alone = len(opening.split()) <= _MAX_WORDS_BEFORE and _BESIDE.fullmatch(rest)
    return frozenset(mention.audience for mention in mentions) if alone else frozenset()


def disowned_name(text: str) -> str:
    """What `text` says its writer not to be or to have, in its words, if it says nothing else; else nothing.

    >>> disowned_name("We don't have any silver yet"), disowned_name("We don't pay"), disowned_name("Silver")
    ('silver', '', '')
    """
    denial = _DISOWNS.match(text.strip())
    rest = text.strip()[denial.end() :].strip(" .,!") if denial else ""
    ends = (match.start() for match in re.finditer(r"\b|$", rest))
    return next((rest[:end].strip(" ,") for end in ends if _BESIDE.fullmatch(rest[end:])), rest)


def is_common_word(mention: Mention, text: str) -> bool:
    """Whether the name is a word of the language here, and not the plan that is called so."""
    word = text[mention.start : mention.end]
    if text.strip(" ?.!") == word:
        return False
    before = text[max(0, mention.start - NEAR) : mention.start]
    if _TEAM.fullmatch(word):
        return not _TO_PLAN.search(before) and not _PLAN_NOUN.match(text, mention.end)
    is_proper = word[:1].isupper() and not _SENTENCE_START.search(before)
    if is_proper or _NOUNS.match(text, mention.end):
        return False
    if _ADJECTIVE.fullmatch(word):
        return not _ON_PLAN.search(before)
    said = _SAID_OF.search(before) and _PHRASE_END.match(text, mention.end)
    return _PARTICIPLE.fullmatch(word) is not None and not (said or _THOSE.match(text, mention.end))


def is_set_against(mention: Mention, mentions: Sequence[Mention], text: str) -> bool:
    """Whether another of the `mentions` stands beside it, as the alternative: "starter vs plus"."""
    pairs = (
        (a, b) for a, b in pairwise(mentions) if mention in (a, b) and a.audience != b.audience
    )
    return any(_VERSUS.fullmatch(text, with_nouns(a, text).end, b.start) for a, b in pairs)


def mentions_after(
    pattern: re.Pattern[str], mentions: Sequence[Mention], text: str
) -> set[Mention]:
    """The mentions right after a match of `pattern`, with those that "or" adds to them."""
    found: set[Mention] = set()
    last: Mention | None = None
    for mention in mentions:
        joint = _OR.match(text, with_nouns(last, text).end) if last in found and last else None
        added = joint is not None and joint.end() == mention.start
        if added or pattern.search(text, max(0, mention.start - NEAR), mention.start):
            found.add(mention)
        last = mention
    return found


def _denied(mentions: Sequence[Mention], text: str) -> set[Mention]:
    return _denied_by(_DENIAL, mentions, text)


def _disowned(mentions: Sequence[Mention], text: str) -> set[Mention]:
    return _denied_by(_DISOWNED, mentions, text)


def _denied_by(pattern: re.Pattern[str], mentions: Sequence[Mention], text: str) -> set[Mention]:
    """The mentions that `pattern` denies, and those that the writer has not or has no longer."""
    within = {m for m in mentions if _denies_within(pattern, m, text)}
    had_been = {
        m
        for m in mentions_after(_HAD_BEEN, mentions, text)
        if _NO_LONGER.match(text, with_nouns(m, text).end)
    }
    return mentions_after(pattern, mentions, text) | within | had_been | _none_here(mentions, text)


def _denies_within(pattern: re.Pattern[str], mention: Mention, text: str) -> bool:
    """Whether `pattern` ends after the verb that the name begins with: "we do not (hold an X)"."""
    verb = _VERB_OF_NAME.match(text, mention.start, mention.end)
    start = max(0, mention.start - NEAR)
    return verb is not None and pattern.search(text, start, verb.end()) is not None


def _none_here(mentions: Sequence[Mention], text: str) -> set[Mention]:
    """The mentions that the writer has not: "no X here, ..."."""
    none = mentions_after(_NO, mentions, text)
    return {m for m in none if _HERE.match(text, with_nouns(m, text).end)}


@lru_cache(maxsize=_REMEMBERED)
def _named(text: str, audiences: tuple[Audience, ...]) -> tuple[Mention, ...]:
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
    return tuple(sorted(kept, key=lambda mention: mention.start))


def with_nouns(mention: Mention, text: str) -> Mention:
    """The mention with the noun after the name of a plan or product ("Pro customers")."""
    nouns = _NOUNS.match(text, mention.end)
    return mention if nouns is None else mention._replace(end=nouns.end())
