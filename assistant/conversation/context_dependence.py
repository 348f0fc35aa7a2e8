"""Tells whether a question depends on the one before: it points back, goes on, or says too little by itself."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.conversation.expletives import without_expletives, without_possible_expletives
from assistant.conversation.quantity_replies import is_quantity
from assistant.conversation.small_talk import asks_for_more
from assistant.english import (
    AUX,
    DETERMINER,
    NEGATIVE_AUX,
    PREPOSITION,
    PRONOUN,
    WH_START,
    WH_WORD,
    straight_quotes,
)
from assistant.lexical import stems
from assistant.patterns import any_of
from assistant.questions import Question, analyse
from assistant.questions.form import asks_by_itself, names_a_detail
from assistant.questions.fragments import puts_a_statement, requests_openly, without_tag

_NEGATIVE = re.compile(rf"\b{NEGATIVE_AUX}", re.IGNORECASE)
_CONTENT = re.compile(r"[^\W_]{3,}")  # a word that says something, roughly
_MAX_CONTENT_WORDS = 10  # content words; a longer question stands alone whatever its words
_MIN_CONTENT_WORDS = 3  # content words of a question that stands alone
_MIN_STATED_WORDS = 2  # content words of a statement about some thing
_MAX_DETAIL_WORDS = 2  # words
_MAX_BARE_WORDS = 3  # content words: "How long does that take"

_STARTS_FOLLOWUP = re.compile(
    any_of("""
        and | but | or | so | also | then | even | not even | only
        what about | how about | what if | same for | in that case | such as | for example
        why not | how so | how come | really | are you sure | which ones?
        since when | until when | by when | for how long
    """)
    + r"\b",
    re.IGNORECASE,
)
# A "not" that repeats the answer, before another case of the same question; "not until" is one time.
# matches: "Not even (as a guest?)", "So not (on Sundays?)", "But not (if I pay?)"
# not: "Not until May?", "Not all guests?"
_ECHOED_NOT = re.compile(
    rf"(?P<before>(?:(?:and|but|so|or|also|really|then),?\s+)*)not\s+"
    rf"(?:even\s+(?=\w)|(?=(?:if|when|where|{PREPOSITION})\b)(?!until\b|till\b|up to\b))",
    re.IGNORECASE,
)
# matches: "By when do I have to pay?", a whole question
# not: "For how long at a time?", which goes on
_UNTIL_WHEN = re.compile(rf"(?:since|until|by|for) (?=(?:when|how long) {AUX}\s)", re.IGNORECASE)
_EXCLAIMS = re.compile(r"what an? [\w'-]+[\s!.]*", re.IGNORECASE)  # "What a shame!"
# A phrase that asks nothing by itself.
# matches: "For six weeks?", "Already in the second week?", "Without paying?"
_PHRASE = re.compile(
    any_of("""
        for | from | into | in | without | with | after | at | before | between | by | during | on
        over | through | under | until | via | within | to
        including | except | unless | if | once | already | next
        split    # "Split into two parts?"
        as (?:many|much|long|often|soon)
    """)
    + r"\b",
    re.IGNORECASE,
)
# Depends on what came before, unless enough follows.
# matches: "How many?"; also "How many (licences do we receive?)", which has enough words
_BARE = re.compile(r"(?:why|who|when|where|how (?:long|many|much|often))\b", re.IGNORECASE)
# A measure without what it is of.
# matches: "For how many months?", "Until what date?", "By how much?"
# not: "How many books?"
_UNIT = any_of("""
    (?:second|minute|hour|day|night|week|month|quarter|year|time|percent|euro|dollar|pound)s?
    date | deadline | period | age | amount | sum | size | length | distance | percentage | extent
""")
_MEASURE = re.compile(
    rf"(?:(?:up )?{PREPOSITION} )?"
    rf"(?:(?:how (?:many|much)|what|which) {_UNIT}|how (?:long|many|much|often|far|late|early|soon)|when)\W*$",
    re.IGNORECASE,
)
# Short, and nothing without what came before.
# matches: "Seats?", "Is it possible abroad?"
_ELLIPTIC = re.compile(r"\bit\b|^\w+\W*$", re.IGNORECASE)

# After "is it", where "it" stands for nothing.
# matches: "Is it (allowed to) ...", "Is it (the tenant who) ...", "Is it (ok smoking) here"
# not: "Is it allowed for members?", "Is it mandatory on Sundays?"
_EXPLETIVE = (
    any_of("""
        (?:still |also )?possible | impossible | necessary | required | mandatory | compulsory
        allowed | permitted | forbidden | prohibited | ok | okay | true | correct
        the | an? | enough | better | best
    """)
    + r"\b.* (?:to|that|who|which|whether|(?!(?:every|any|some|no|even|morn)\w*ing\b)\w+ing)\b"
)
# "That" after a noun begins a clause ("a card that has expired"); after these words it points back.
_BEFORE_THAT = any_of("""
    is | are | was | will | do | does | did | doing | has | have | can | could | should | would
    about | after | at | before | by | for | from | in | like | of | on | than | to | until | with | without
    and | but | or | if | all
""")
# Nobody is named before it; a "her" before a thing that one uses may be of somebody whom a statement named.
# matches: "Who may go with her?", "Is his card valid?"
# not: "May a child swim if I watch him?", "Can I use her card?"
_HIM = (
    r"(?:^(?:(?!\b(?:my|our|your|an?|each|every|any)\s).)*?\b"
    rf"(?:him|her)(?=\W*$|,| (?:{PREPOSITION}|and|or|if|when)\b)|^{AUX} (?:his|her)\b)"
)
# What points to a noun before it in the same question does not point back to an earlier one.
_POINTS_BACK = re.compile(
    any_of(rf"""
        (?<!is )\bit\b | \bis it\b(?! {_EXPLETIVE})
        \b(?:they|them|he|she|this|these|those)\b
        (?<!\w\w\w\w )\b(?:its|their|both)\b               # not "may guests bring their dogs"
        {_HIM}
        (?:^|\b{_BEFORE_THAT} )that\b
        \b(?<!is )(?<!are )there(?!'s| is| are)\b          # a place, not "there is"
        \b(?:then|so|such|the same|likewise|instead|too|as well|either|neither)\b
        \bthe (?:two|three|others?|former|latter)(?=\W*$|,)
        \b(?:ones?|as \w+)(?=\W*$|,)                       # "the red one", "as many" without what of
    """),
    re.IGNORECASE,
)
# After a whole question these say no more than "And" before it: "Can I get a refund then?"
_AT_END = re.compile(r",?\s+(?:then|too|also|as well)(?=\W*$)", re.IGNORECASE)
# A thing in at most three words, without those that say when, where or how, and who talks ("you fool").
SAYS_HOW = any_of("""
    (?!family\\b)\\w+ly | online | offline | abroad | overseas | outside | inside | indoors | outdoors
    upstairs | downstairs
    today | tomorrow | tonight | now | later | earlier | soon | again | twice | always | ever | never | yet | here
    alone | together | else | more | less | otherwise | right | not | why | how | what | who | when | where | which
    yes | yeah | yep | nope | please
""")
_THING_WORD = rf"(?!(?:{SAYS_HOW}|i|we|you)\b)[\w'’-]+"
_THING = re.compile(
    rf"(?:(?:the|an?|any|your|our|my|some) )?{_THING_WORD}(?: {_THING_WORD}){{0,2}}[\s?.!]*",
    re.IGNORECASE,
)

# A thing, and a question about it.
# matches: "What about leftover seats, do they expire?", "Demo tenants: how long do they last?"
# not: "If so, do they expire?"
_WORD = rf"(?!(?:{AUX}|{PRONOUN}|{PREPOSITION}|{WH_WORD}|and|or|if|as|then|so)\b)[\w'-]+"
_DETERMINER = any_of("the | an? | any | your | our | my | some | all")
_NAMES_ITS_THING = re.compile(
    r"(?:(?:and|but|so|also),? )?(?P<thing>"
    + any_of(rf"""
        (?:(?:what|how) about|as for|regarding|concerning) (?:{_DETERMINER} )?{_WORD}(?: {_WORD}){{0,3}}
        {_DETERMINER} {_WORD}(?: {_WORD}){{0,3}}
        {_WORD}(?: {_WORD}){{0,2}}(?<=[^\Ws]s)
    """)
    + rf")(?:\s?[,:;–—]|\s-)\s(?:{WH_START}\s(?:\w+\s)?)?{AUX} (?:it|they|he|she)\b(?P<rest>.*)",
    re.IGNORECASE,
)
# A yes or no of what nobody has named, in no more than a verb or a quality.
# matches: "Do they expire?", "Is it still free?", "Does that cost extra?", "Can I pay for them?"
# not: "Is it free to park?", "Do they take cards?", "May I have that card?"
_THAT = "(?:it|this|that|these|those|they|them|he|him|she|her)"
_SAID = (
    rf"(?:(?:still|also|really|even|just|already|only) )?(?:(?:have|need|want|like) to )?(?:be )?"
    rf"(?!(?:{DETERMINER}|{PREPOSITION}|{AUX}|{_THAT}|there)\b)[\w'-]+(?: {PREPOSITION}(?= {_THAT}\b))?"
)
_OF_NOTHING = re.compile(
    rf"{AUX} (?:not )?(?:{_THAT}(?: {_SAID})?|(?:{_THAT}|{PRONOUN}) (?:{_SAID}|do|have) {_THAT})"
    rf"(?: (?:extra|{SAYS_HOW}))*[\s?.!]*",
    re.IGNORECASE,
)


def depends_on_context(text: str, question: Question) -> bool:
    """Whether the text cannot be understood without what came before it."""
    if points_back(text, question) or names_a_detail(question.clause):
        return True
    if is_quantity(question.clause):
        return True
    content = _content_of(question.clause)
    return content < _MIN_CONTENT_WORDS or (
        _BARE.match(question.clause) is not None and content <= _MAX_BARE_WORDS
    )


def points_back(text: str, question: Question) -> bool:
    """Whether a word of the text says that it goes on with what came before."""
    clause = question.clause
    if asks_for_more(text) or _MEASURE.match(clause):
        return True
    if content_words(clause) > _MAX_CONTENT_WORDS:
        return False
    before = _said_before(question)
    # After other sentences, what points back may point to those.
    begins = (text.strip(),) if before else (text.strip(), clause)
    if any(map(_STARTS_FOLLOWUP.match, begins)) or without_echoed_not(clause) != clause:
        return True
    if _PHRASE.match(clause) and not asks_by_itself(clause):
        return True
    if before:
        return before.endswith("?") and points_back(before, analyse(before))
    return _POINTS_BACK.search(without_expletives(without_tag(clause))) is not None


def _said_before(question: Question) -> str:
    """The first sentence of the message, where one after it asks."""
    first = question.context[0] if question.context else ""
    asked_at = question.normalised.find(question.clause)
    return "" if 0 <= asked_at < question.normalised.find(first) else first


def names_its_own(question: Question) -> bool:
    """Whether what points back in the question points to a thing that is named before it.

    >>> from assistant.questions import analyse
    >>> names_its_own(analyse("And the seats, do they expire?")), names_its_own(analyse("If so, do they?"))
    (True, False)
    """
    match = _NAMES_ITS_THING.match(straight_quotes(question.clause))
    return match is not None and not any(map(_POINTS_BACK.search, match.group("thing", "rest")))


def may_turn_elsewhere(question: Question) -> bool:
    """Whether a question that seems to depend on the one before may as well be about something else.

    It may if it is a whole question, or a statement put as one, that is only short, or that only begins with
    "By when", and if it names its own thing.
    """
    clause = question.clause
    if names_its_own(question):
        return True
    bare = without_possible_expletives(without_tag(clause))
    if not (asks_by_itself(clause) or _states_enough(clause)):
        return False
    if names_a_detail(clause) or _ELLIPTIC.search(bare) is not None:
        return False
    # "And" and "So" before a whole question need not join it to the one before.
    bare = _UNTIL_WHEN.sub("", _AT_END.sub("", bare))
    return not points_back(bare, replace(question, clause=bare))


def _states_enough(clause: str) -> bool:
    """Whether a statement put as a question is about some thing: "Dogs are allowed?", not "50 is allowed?"."""
    put = without_tag(clause) != clause or puts_a_statement(clause)
    return put and _content_of(clause) >= _MIN_STATED_WORDS


def _content_of(clause: str) -> int:
    """How many words of a question say something; a tag says nothing, nor does what it answers to ("don't")."""
    bare = without_tag(clause)
    return content_words(clause if bare == clause else _NEGATIVE.sub("", bare))


def asks_in_full(question: Question) -> bool:
    """Whether a question that may turn elsewhere says as much as one that stands alone."""
    enough = _content_of(_AT_END.sub("", question.clause)) >= _MIN_CONTENT_WORDS
    return enough and may_turn_elsewhere(question)


def names_only_a_topic(question: Question) -> bool:
    """Whether the question is no more than a few words for a thing: "And parking?", "Lockers?".

    Phrases and adverbs ("And on Sundays?", "And abroad?") say more of what was asked before.
    """
    clause = question.clause
    if question.context or _THING.fullmatch(clause) is None or names_a_detail(clause):
        return False
    leading = _PHRASE.match(clause) or _STARTS_FOLLOWUP.match(clause) or _POINTS_BACK.search(clause)
    return not (leading or asks_by_itself(clause)) and content_words(clause) > 0


def asks_nothing(text: str, question: Question) -> bool:
    """Whether no word of the text says that something is asked: a remark, or letters at random."""
    clause = question.clause
    if _EXCLAIMS.fullmatch(clause):
        return True
    if "?" in text or asks_by_itself(clause) or names_a_detail(clause) or asks_for_more(text):
        return False
    return not (starts_followup(text) or _PHRASE.match(clause) or requests_openly(clause.lower()))


def says_too_little(question: Question) -> bool:
    """Whether the question has no more than what kind of detail it asks for, or a verb of what nobody has named:
    "Price", "How much?", "Do they expire?"."""
    clause = question.clause
    if question.context:
        return False
    if _OF_NOTHING.fullmatch(_AT_END.sub("", straight_quotes(clause))):
        return True
    if len(clause.split()) > _MAX_DETAIL_WORDS:
        return False
    return names_a_detail(clause) or _MEASURE.match(clause) is not None


def says_nothing(question: Question) -> bool:
    """Whether the question has nothing but function words and letters, and is no whole one: "A", "What is it".

    "Where are you?" is one.
    """
    said = any(len(word) > 1 for word in stems(question.normalised))
    return not said and not may_turn_elsewhere(question)


def starts_followup(text: str) -> bool:
    """Whether the first words say that one goes on: "And ...", "What about ...", "Really?"."""
    return _STARTS_FOLLOWUP.match(text) is not None


def without_echoed_not(text: str) -> str:
    """The text without a "not" that only repeats the last answer, before another case of the same question.

    >>> without_echoed_not("So not even as a guest?"), without_echoed_not("Not until May?")
    ('So as a guest?', 'Not until May?')
    """
    match = _ECHOED_NOT.match(text) if text.rstrip(" \"')!").endswith("?") else None
    return match["before"] + text[match.end() :] if match else text


def content_words(text: str) -> int:
    """How many words of the text say something."""
    return len(_CONTENT.findall(text))
