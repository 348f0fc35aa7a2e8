"""Finds which of the audiences that a text names its writer belongs to (English).

"My manager" is somebody else, "my Gold plan" is the writer's own: so it matters whether a name is one of people.
"""

from __future__ import annotations

import re

from assistant.audiences.mentions import (
    NEAR,
    PLAN,
    Mention,
    find_mentions,
    is_common_word,
    is_set_against,
    mentions_after,
    with_nouns,
)
from assistant.english import AUX, PREPOSITION, straight_quotes
from assistant.patterns import any_of
from assistant.types import Audience

# How names of people end, and those that end otherwise; a plan may end so, too.
_PEOPLE = re.compile(
    any_of(r"""
        \w+(?:er|or|ee|ist|ant|ent|ian|man|men|woman|women|ate)
        staff | personnel | people | persons? | lead | head | chief | boss | guest | adult | child | children
        kid | pupil | intern | apprentice | host | friend | nurse | coach | alumn[iua]s? | scholar | pensioner
    """)
    + r"(?:e?s)?(?:'s?)?",
    re.IGNORECASE,
)
_PLANS = re.compile(any_of("silver | starter | premier | tier | order | center | power | super"))
# What is held by those who are called so: "my student card", "our partner account".
_HELD = re.compile(
    rf"(?:[\s\-]+|'s?\s+){any_of(PLAN)}s?(?![^\W_])"
    r"|[\s\-]+"
    + any_of("""
        badge | benefits | bundle | card | contract | discount | id | job | level | licence | membership
        number | pack | package | pass | position | programme | program | rate | role | status | ticket
    """)
    + r"s?(?![^\W_])",
    re.IGNORECASE,
)
# One more word to tell which: "my direct manager", "an external contractor".
_SMALL = any_of(f"{PREPOSITION} | and | or | if | that | whether | is | are | an? | the | my | our")
_WHICH = rf"(?:(?!{_SMALL}\b)[\w'-]+\s+)"
_ADVERB = any_of("already | also | both | currently | just | now | only | recently | still")
_ONE_OF = rf"(?:(?:an?|the|one\s+of\s+the)\s+{_WHICH}{{0,2}})?"
_NOT_AFTER = "".join(
    rf"(?<!{word}\s)" for word in "same such much many well long him her them".split()
)
_FIRM = any_of("agency | business | company | firm | office | organi[sz]ation | school | shop")
_CHANGED = "upgraded | downgraded | moved | switched | changed | converted | migrated | transferred"
_IN = r"(?:(?:in|on|with)\s+)?"
# After "I" or "we", what says that one has come to be who is named next, and still is.
# matches: "I have just become a", "we've been in the", "we moved up to", "I joined"; not: "I become a"
HAS_BECOME = any_of(rf"""
    (?:'ve|\s+have)(?:\s+{_ADVERB})?\s+(?:been|become) | (?:\s+{_ADVERB})?\s+became
    (?:'ve|\s+have)?(?:\s+{_ADVERB})?\s+(?:joined|{any_of(f"{_CHANGED} | went")}(?:\s+(?:up|over|down))?\s+to)
""")
# matches: "I'm a", "we are still on the"
IS = rf"(?:'m|'re|\s+am|\s+are)(?:\s+{_ADVERB})?"
_BECAME = re.compile(rf"\b(?:i|we){HAS_BECOME}\s+{_IN}{_ONE_OF}$", re.IGNORECASE)
# The writer is who is named next.
# matches: "I'm a", "our firm is a", "we're on", "us", "as an external"; not: "the same as a", "hire him as a"
_SELF = re.compile(
    r"\b"
    + any_of(rf"""
        (?:i|we){IS}\s+{_IN}{_ONE_OF}
        (?:my|our)\s+{_FIRM}(?:'s|\s+is)\s+(?:{_ADVERB}\s+)?{_IN}{_ONE_OF}
        (?:i|we),?\s+an?\s+{_WHICH}{{0,2}} | (?:we|us)\s+
        being\s+an?\s+{_WHICH}{{0,2}}
        {_NOT_AFTER}as\s+(?:(?:an?|the)\s+{_WHICH}{{0,2}})?
    """)
    + "$",
    re.IGNORECASE,
)
# matches: "I'm an X (and a) Y"
# not: "I'm an X and a Y asked me", where `_SAID` does not follow.
_AND_SELF = re.compile(
    r"\s*(?:,\s*)?(?:and|but)\s+(?:(?:also|at\s+the\s+same\s+time)\s+)?(?:an?\s+)?", re.IGNORECASE
)
_SAID = re.compile(
    r"\s*(?:[.,;:!?)]|$|(?:and|as\s+well|at\s+the\s+same\s+time|too)\b)", re.IGNORECASE
)
_OWNED = re.compile(rf"\b(?:my|our|his|her|their)\s+{_WHICH}?$", re.IGNORECASE)
_LIKE_ME = re.compile(r"\s+(?:like|such\s+as)\s+(?:me|us)\b", re.IGNORECASE)
_WITH_ARTICLE = re.compile(rf"\b(?:an?|the)\s+{_WHICH}?$", re.IGNORECASE)
# "Do our contractors ...?" asks about them, and for nobody else.
_ASKED_ABOUT = re.compile(
    rf"\W*(?:(?:and|but|so)\s+)?{AUX}\s+(?:my|our)\s+{_WHICH}?", re.IGNORECASE
)
_MINE = re.compile(rf"\b(?:my|our)\s+{_WHICH}?$", re.IGNORECASE)
_SUBJECT = re.compile(
    rf"(?:[^.,;:?!]{{0,60}}\s)??{AUX}\s+(?:not\s+)?(?:my|our)\s+{_WHICH}?", re.IGNORECASE
)
_THIRD_PERSON = re.compile(r"\b(?:he|she|they|him|his|hers?|them|theirs?)\b", re.IGNORECASE)
# matches: "my mother on (Pro)", "our son is a (student)"; not: "my card is on (Pro)", as nobody is asked about
_KIN = re.compile(
    r"\b(?:my|our)\s+[\w-]+(?:\s+[\w-]+)?(?:'s|\s+(?:is|has|uses))?\s+(?:(?:in|on|under|with)\s+)?(?:an?\s+)?$",
    re.IGNORECASE,
)
_ASKED_OF = re.compile(rf"\b{AUX}\s+(?:he|she|they)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:i|me|my|mine|myself)\b", re.IGNORECASE)
_I_OR_WE = re.compile(r"\b(?:i|me|we|us)\b", re.IGNORECASE)
_WRITER = re.compile(rf"{_I.pattern}|{_I_OR_WE.pattern}|\bours?\b", re.IGNORECASE)
# People that the writer has, or counts.
# matches: "how many (guests)", "three (guests)", "we invite (guests)"; not: "as (guests)", "we (guests)"
_HAD = re.compile(
    r"\b"
    + any_of(r"""
        how\s+many | \d{1,4} | two | three | four | five | six | seven | eight | nine | ten
        several | more | additional | further
        (?:have|has|add|bring|employ|hire|invite|take)(?:\s+(?:any|some|in|on))?
    """)
    + rf"\s+{_WHICH}?$",
    re.IGNORECASE,
)
# Who asks so is not yet part of what is asked: "Can you tell me whether a contractor ...?"
_ASKING = re.compile(
    any_of(r"""
        \b(?:tell|show|help|let|remind|inform|advise)\s+me\b
        \b(?:may|can|could)\s+i\s+ask\b
        \bi(?:'m|'d|\s+am|\s+would)?\s+(?:like|want|need|wish|trying)\s+to\s+(?:know|ask|understand|find\s+out)\b
        \bi(?:'m|\s+am)?\s+(?:just\s+)?(?:wonder|asking|wondering|curious|interested)\b
        \bi(?:'ve|\s+have)?\s+(?:got\s+)?(?:an?|one|another)\s+(?:quick\s+)?question\b
    """),
    re.IGNORECASE,
)
_CHANGE = "upgrade | downgrade | move | switch | change | convert | migrate | transfer"
_CHANGING = "upgrading | downgrading | moving | switching | changing | converting | migrating"
_ARTICLE = r"(?:(?:an?|the|our|my|your)\s+)?"
_FEW_WORDS = r"(?:\s+[\w'-]+){0,5}?"
# Where a move leads that is not yet made, and where one that was made began.
_TARGET = re.compile(
    rf"\b{any_of(f'{_CHANGE} | {_CHANGING}')}{_FEW_WORDS}\s+(?:in)?to\s+{_ARTICLE}$", re.IGNORECASE
)
_LEFT = re.compile(rf"\b{any_of(_CHANGED)}\s+from\s+{_ARTICLE}$", re.IGNORECASE)
# What is not yet or no longer held: "points for X", "about to reach X", "I lost my X", "almost X".
_WANTED = re.compile(
    r"\b"
    + any_of(r"""
        (?:reach|attain|achieve|earn|regain|become|upgrad|qualify|apply)(?:e[ds]?|ing|es)?(?:\s+(?:to|for))?
        (?:becoming|qualified|qualifies|applied|applies|became)(?:\s+(?:to|for))?
        (?:lose|loses|losing|lost) | (?:almost|nearly|not\s+(?:yet|quite))
        (?:points?|miles|flights?|nights?|stays?)(?:\s+\w+){0,4}?\s+(?:for|to|until|till|towards?)
        (?:need|needed|required|missing|takes)\s+(?:for|to\s+(?:get|be|have)|to|until|towards?)
        (?:close|closer|on\s+(?:my|our|the)\s+way|away|short)\s+(?:to|of|from) | half\s*-?way\s+to
    """)
    + rf"\s+{_ARTICLE}$",
    re.IGNORECASE,
)
# Those whom it is asked to be for, and for nobody else.
# matches: "Do only (X)", "only for (X)", "is it reserved for (X)"; not: "we only have (X)"
_ALONE = re.compile(
    any_of(rf"""
        (?:^|[.?!,;:]\s*|\b{AUX}\s+)only\s+{_ARTICLE}
        \b(?:only|exclusive(?:ly)?|reserved|limited|restricted)\s+(?:available\s+)?(?:for|to)\s+{_ARTICLE}
    """)
    + "$",
    re.IGNORECASE,
)
# What has been given up, or has come to an end.
# matches: "we left the (X)", "I've cancelled my (X)", "our (X) has expired", "my (X) ran out"
# not: "If we left the (X)", where it is asked about
_GIVEN_UP = re.compile(
    rf"\b(?:i|we)(?:'ve|\s+have)?(?:\s+{_ADVERB})?\s+(?:left|quit|cancell?ed|dropped|gave\s+up|given\s+up)\s+{_ARTICLE}$",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"(?:\s+(?:membership|programme|program|status))?(?:'s|\s+(?:has|have|is|was))?"
    rf"(?:\s+(?:been|{_ADVERB}))?\s+"
    + any_of("expired | lapsed | ended | r[au]n out | cancell?ed | terminated")
    + r"(?!\w)",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(any_of("if | when | once | after | before | until | unless") + r"\b", re.I)
_FROM = re.compile(rf"\bfrom\s+{_ARTICLE}$", re.IGNORECASE)
_TO = re.compile(rf"(?:\s+plan)?\s+to\s+{_ARTICLE}", re.IGNORECASE)
# The writer has what is named next: "my (Gold plan)", "we have (X)".
_HAS = re.compile(
    rf"\b(?:my|our|(?:i|we)(?:'ve|\s+{any_of('have|hold|use|own')})(?:\s+{_ADVERB})?(?:\s+(?:an?|the|got))?)\s+$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.?!\n]")


def named_readers(
    text: str, audiences: tuple[Audience, ...], *, earlier: bool = False, stated: bool = False
) -> tuple[str, ...]:
    """Ids of the audiences that the writer of `text` may be, in order of first mention, each once.

    Who is said to be the writer ("I'm an X", "as an X") is it alone. Else all that are named, but those
    that are somebody else ("my X", "a X" beside "I" or "we"), whom something may be for alone ("only for
    X"), or where a move leads ("from X to Y": X). A question about the writer's people ("Do our Xs ...?")
    is asked for them, but of an `earlier` one nothing is kept. With `stated` only who the writer says to be,
    or to have ("my X plan"), counts.
    """
    folded = straight_quotes(text)
    mentions = [m for m in find_mentions(text, audiences) if _is_meant(m, folded, audiences)]
    kin = [] if earlier or stated else _said_of_kin(mentions, folded)
    own = kin or _said_to_be(mentions, folded)
    away = set().union(
        *(
            mentions_after(pattern, mentions, folded)
            for pattern in (_TARGET, _LEFT, _WANTED, _ALONE)
        )
    )
    away |= _past(mentions, folded)
    kept = own or [
        m for m in mentions if m not in away and not _is_other(m, folded, earlier=earlier)
    ]
    if stated and not own:
        kept = [m for m in kept if _before(_HAS, m, folded)]
    return tuple(dict.fromkeys(mention.audience for mention in kept))


def asked_about(text: str, clause: str, audiences: tuple[Audience, ...]) -> str | None:
    """Id of the audience of somebody of the writer's whom `clause`, the question of `text`, is about: "Can my
    guest come?", "Our guest is ill. Does she pay?"; None where it is about the writer, too, or names others."""
    folded, clause = straight_quotes(text), straight_quotes(clause)
    mentions = find_mentions(folded, audiences)
    people = [m for m in mentions if _is_of_people(m, folded) and _before(_MINE, m, folded)]
    if not people or len({mention.audience for mention in mentions}) > 1:
        return None
    name = find_mentions(clause, audiences)
    is_subject = name and _SUBJECT.fullmatch(clause, 0, name[0].start)
    if is_subject and not _I.search(clause, name[0].end):
        return name[0].audience
    start = name[-1].end if name else 0
    goes_on = _THIRD_PERSON.search(clause, start) and not _I_OR_WE.search(clause, start)
    return people[-1].audience if goes_on else None


def _said_to_be(mentions: list[Mention], text: str) -> list[Mention]:
    """The mentions of whom the writer says to be, and of those that "and" adds to them."""
    own: list[Mention] = []
    for mention in mentions:
        joint = _AND_SELF.match(text, with_nouns(own[-1], text).end) if own else None
        added = joint is not None and joint.end() == mention.start
        added = added and _SAID.match(text, with_nouns(mention, text).end) is not None
        said = added or _before(_SELF, mention, text) or _has_become(mention, text)
        if said and not _is_genitive(mention, text):
            own.append(mention)
    return own


def _has_become(mention: Mention, text: str) -> bool:
    """Whether the writer says to have become who is named, and does not only suppose it."""
    start = _sentence_start(text, mention.start)
    return _before(_BECAME, mention, text) and not _SUPPOSED.search(text, start, mention.start)


def _said_of_kin(mentions: list[Mention], text: str) -> list[Mention]:
    """The mention of what somebody of the writer's is, who is asked about next: "I'm on X and my mother on Y, does
    she pay?"."""
    kin = [mention for mention in mentions if _before(_KIN, mention, text)]
    if not kin or not _ASKED_OF.search(text, kin[-1].end) or _I.search(text, kin[-1].end):
        return []
    return kin[-1:]


def _past(mentions: list[Mention], text: str) -> set[Mention]:
    """The mentions of what the writer says to have been: "We left the X", "Our X has expired"."""
    given_up = mentions_after(_GIVEN_UP, mentions, text)
    found = set[Mention]()
    for mention in mentions:
        end = with_nouns(mention, text).end
        ended = _before(_OWNED, mention, text) and _ENDED.match(text, end)
        held = _HELD.match(text, mention.end) and end == mention.end  # "I left my student card"
        start = _sentence_start(text, mention.start)
        supposed = _SUPPOSED.search(text, start, mention.start)
        if not supposed and (ended or (mention in given_up and not held)):
            found.add(mention)
    return found


def _is_meant(mention: Mention, text: str, audiences: tuple[Audience, ...]) -> bool:
    mentions = find_mentions(text, audiences)
    if not is_common_word(mention, text) or is_set_against(mention, mentions, text):
        return True
    to = _TO.match(text, mention.end)  # "from free to Pro"
    return (
        to is not None
        and _before(_FROM, mention, text)
        and any(other.start == to.end() for other in mentions)
    )


def _is_other(mention: Mention, text: str, *, earlier: bool) -> bool:
    """Whether the name is that of somebody else."""
    if not _is_of_people(mention, text):
        return False
    start = _sentence_start(text, mention.start)
    end = _SENTENCE_END.search(text, mention.end)
    after = text[mention.end : end.start() if end else len(text)]
    if _before(_OWNED, mention, text):
        asked = _ASKED_ABOUT.fullmatch(text, start, mention.start)
        name = text[mention.start : mention.end].lower()
        plural = name.endswith("s") and not _is_genitive(mention, text)
        return earlier or not plural or asked is None or _I.search(after) is not None
    around = _ASKING.sub(" ", f"{text[start : mention.start]} {after}")
    if _before(_HAD, mention, text) and _WRITER.search(around):
        return True
    if _LIKE_ME.match(after):  # "a guest like me"
        return False
    beside = _I.search(around) or _I_OR_WE.search(around)
    return _before(_WITH_ARTICLE, mention, text) and beside is not None


def _is_of_people(mention: Mention, text: str) -> bool:
    """Whether who is named are people: the name ends like one of people, and nothing that they hold follows."""
    word = text[mention.start : mention.end].rsplit(maxsplit=1)[-1]
    if _PEOPLE.fullmatch(word) is None or _PLANS.match(word.lower()):
        return False
    return _HELD.match(text, mention.end) is None


def _sentence_start(text: str, position: int) -> int:
    return max(text.rfind(mark, 0, position) for mark in ".?!\n") + 1


def _before(pattern: re.Pattern[str], mention: Mention, text: str) -> bool:
    return pattern.search(text, max(0, mention.start - NEAR), mention.start) is not None


def _is_genitive(mention: Mention, text: str) -> bool:
    return text[mention.start : mention.end].endswith(("'s", "s'"))
