"""Finds where a condition ends that has begun (English)."""

from __future__ import annotations

import re

from assistant.conditions.openers import AMOUNT, LIMIT, NUMBER, PERIOD, PLACE, VERB, WHOEVER
from assistant.patterns import any_of

# A condition that opens the sentence or what follows its semicolon ends at its comma; one further on runs to
# the end of the clause, without a remark in brackets after it; one in brackets ends with them.
_BEFORE_FRONTED = re.compile(r"(?:[;:]|\band,|,\s+(?:and|but|so))$", re.IGNORECASE)
_COMMA = re.compile(r",(?=\s)")
# "If A, B or C are returned," goes on where "If A is returned, you ..." does not.
_MEMBER = r"\s+(?!(?:you|we|it|they|the|this|these|there|your|please|then)\b)[^\s,.;()]+"
_SERIES = re.compile(
    rf"(?:,(?:{_MEMBER}){{1,2}})*?,(?:(?:{_MEMBER}){{1,3}})?\s+(?:and|or)\s[^,.;()]*(?=,\s)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    any_of(rf"""
        (?<!\b[ei]\.[ge])[.;!?](?=\s|$)
        \s\((?=[^()]*\)(?:[.;!?]|$))
        ,\s+(?:and|but|so)\s+(?=(?:you|we|it|they|he|she|there|this|these)\s+\w)  # "..., and we refund it"
        ,\s+but\s+(?!(?:not|only|no|never|also)\b)
        ,\s+and\s+(?=(?:up to )?{AMOUNT}%?\s(?:for|in|per|when|if|otherwise)\b)  # ", and 40 for each more"
        $
    """),
    re.IGNORECASE,
)
# What "you" do ends before a verb that has another subject: that of the clause before the condition.
# matches: "as long as| you pay in cash| and costs 2 otherwise"
# not: "if| the dog is ill and is late", "if| you think that it barks and has bitten"
_YOUR_CLAUSE = re.compile(
    r"\s(?:you|we|they)\b(?:(?!\b(?:and|that|which|who|it|is|has|does|was)\b)[^.,;:])*"
    rf"(?=\sand\s(?:is|was|has|does|gets|pays|loses|costs (?:{AMOUNT}|an?|the|nothing|extra|more|less))\b)",
    re.IGNORECASE,
)
# Without a comma a condition that opens the sentence ends before a second subject: "If you move we help."
_DOES = any_of("""
    is | are | was | were | has | have | had | do | does | can | cannot | could | may | must | might | will
    shall | should | would | need | get | pay | lose | keep | receive
""")
_SUBJECT = re.compile(
    any_of(rf"""
        (?:we|they|he|she)\s+\w
        (?:you|it|this|there)\s+(?:also\s+)?{_DOES}\b
        (?:the|your|our|their|an?|any|each|every|no)\s+[\w-]+\s+(?:also\s+)?{_DOES}\b
    """),
    re.IGNORECASE,
)
# What follows is a statement by itself; "but" limits what is before it.
_NEXT_STATEMENT = re.compile(rf";\s+|,\s+and\s+(?={_SUBJECT.pattern})", re.IGNORECASE)
# After a comma, with this the first clause goes on.
_GOES_ON = re.compile(r"\s(?:and|but|or|so|which|if|unless)\b", re.IGNORECASE)
# After these words no second subject begins: the first clause goes on.
_NOT_SECOND = frozenset(
    "that which who whom what how whether if when where while as than and or but before after until because "
    "since of in on at for to with from by about think believe know say says show shows".split()
)
_MAX_WORD_CHARS = 40  # before a subject, in which such a word is looked for
# Words of a first clause that has its verb: "the book is overdue", "you move".
_HAS_VERB = re.compile(
    r"\s*"
    + any_of(rf"""
        (?:you|we|they|i|he|she|it)\s+\w+
        (?:the|your|an?)\s+[\w-]+\s+\w+s\b    # "a guest breaks"
        [^.;]{{0,200}}?\b{_DOES}\s+\S
    """),
    re.IGNORECASE,
)
# A quantity or a group of people ends where the sentence goes on to another one, to what is done with it
# ("who can swim" is still the group), or to another condition.
_MEASURED = re.compile(
    rf"(?P<period>{PERIOD})|(?P<limit>{LIMIT}|up to)|(?P<whoever>{WHOEVER})|(?:for|to) [\w-]+",
    re.IGNORECASE,
)
_MEASURE_END = re.compile(
    any_of(rf"""
        (?<!\bthat)(?<!\bwhich)(?<!\bwho)\s(?:can|may|must|needs?)\b
        \scosts?(?=\s(?:{AMOUNT}|an?|the|nothing|extra|more|less)\b)  # not "of travel costs"
        \sand(?=\s{VERB}\b|\s(?:you|we|it|they|he|she)\b|\s[^.;]{{0,60}}\bup to\b)
        (?:\sand)?,(?=\s(?!{AMOUNT}\b))
        \s(?=(?:if|unless|when|once|except|provided|(?:as|so) (?:long|soon) as)\b)
        \s(?:under|in|via|at|on)\s(?=["“]?[\w ]{{1,40}}\s>\s)  # "under Settings > Holiday"
    """),
    re.IGNORECASE,
)
# What must be, besides a limit, belongs to the same condition.
# matches: "must be at least |18, have a seat", "must be at least |18 years old and live"
# not: "must be at least |18, and the limit is 9", "must be at least |18 and has to sit"
_MUST_BE = re.compile(r"\bmust (?:also )?be $", re.IGNORECASE)
_FINITE = any_of("""
    is | are | was | were | has | had | do | does | can | cannot | could | may | might | must | will | shall
    should | would
""")
_NO_VERB = any_of(f"""
    an? | the | you | we | it | they | he | she | there | this | that | which | who
    and | but | or | so | if | unless | as | not | {PLACE}
""")
_MUST_ALSO = re.compile(
    rf" {AMOUNT}(?: years?)?(?: old| of age)?(?:,| and) (?!(?:{_FINITE}|{_NO_VERB}|{AMOUNT})\b)[a-z]+ ",
    re.IGNORECASE,
)
# "Up to two children are free", "for children over 12 a fee applies".
_COUNTED = (
    r"(?:(?<=\d)|(?<=\bor over)|(?<=\bor older)|(?<=\bor under)|(?<=\bor younger)|(?<=\bor more))"
)
_UNIT = (
    r"(?:minute|hour|day|night|week|month|quarter|term|semester|season|year|time|person|head|piece)"
)
_SUBJECT_END = re.compile(
    any_of(rf"""
        (?<!\bthat)(?<!\bwhich)(?<!\bwho)\s(?:are|is|has|have|will)\b
        {_COUNTED}(?: years?(?: old)?)?(?=\s(?:an?(?!\s{_UNIT}\b)|the|you|we|they|it|there)\b)
    """),
    re.IGNORECASE,
)
_MAX_MEASURE_CHARS = 300  # characters
_WHOEVER_END = re.compile(r"(?<!\bwho)\s(?:can|may|must|will|has|have|needs?)\b", re.IGNORECASE)
_LIMIT_END = re.compile(rf"\sand(?=\s(?!{AMOUNT}\b|{PLACE}\b|the\b|an?\b|your\b))", re.IGNORECASE)
# Right after a period: "within an hour and stay near", "Within a day you hear of us".
_PERIOD_END = re.compile(
    any_of(rf"""
        \sand(?=\s(?!{NUMBER}\b|{PLACE}\b|without\b|before\b|after\b))
        (?:\sas an? \w+)?(?=\s(?:you|we|they|it|the|an?|your|our)\b)
        (?=\s{LIMIT}\b)
    """),
    re.IGNORECASE,
)
# Behind a period, and what it is counted from, the sentence goes on to what happens then.
# matches: "within 90 days of purchase | is cancelled", "within 14 days | but not refunded"
# not: "within 21 days of the day the bag was found", "within an hour but not before noon"
_PERIOD_STOP = re.compile(
    rf"(?:\s(?:of|from)\s(?:(?:the|your|our|their|its|an?)\s)?(?!{_DOES}\b)[\w-]+){{0,2}}"
    rf"(?=\s{_DOES}\b|\s(?:gets|pays|loses|keeps|receives)\b|\sbut\s(?!not\s(?:before|after|{PLACE})\b))",
    re.IGNORECASE,
)
_REST_OF_BRACKET = re.compile(r"[^()]*(?:\([^()]*\)[^()]*)*(?P<end>\))")


def clause_end(sentence: str, opener: re.Match[str]) -> int:
    """Where the clause of a condition ends."""
    last = last_end(sentence, opener.end())
    if yours := _YOUR_CLAUSE.match(sentence, opener.end(), last):
        last = yours.end()
    before = sentence[: opener.start()].rstrip(" \t\n-*•")
    if not before or _BEFORE_FRONTED.search(before[-20:]):
        comma = _first_comma(sentence, opener.end())
        last = min(last, comma.start()) if comma else last
        if comma is None or _GOES_ON.match(sentence, comma.end()):
            last = _second_subject(sentence, opener.end(), last)
    return last


def statements(sentence: str) -> list[tuple[int, int]]:
    """Character ranges of the statements that a sentence joins: "Dogs pay, and the fee is low"."""
    cuts = list(_NEXT_STATEMENT.finditer(sentence))
    starts = [0, *(cut.end() for cut in cuts)]
    return list(zip(starts, [*(cut.start() for cut in cuts), len(sentence)], strict=True))


def last_end(sentence: str, start: int) -> int:
    """Where what goes on at `start` ends with its clause at the latest."""
    end = _CLAUSE_END.search(sentence, start)
    last = end.start() if end else len(sentence)
    return min(last, len(sentence.rstrip(" .,;!?")))


def _second_subject(sentence: str, start: int, stop: int) -> int:
    """Where the main clause begins after a condition without a comma; `stop` where none does."""
    verb = _HAS_VERB.match(sentence, start, stop)
    for subject in _SUBJECT.finditer(sentence, verb.end(), stop) if verb else ():
        before = sentence[max(start, subject.start() - _MAX_WORD_CHARS) : subject.start()]
        word = "".join(before.split()[-1:]).lower()
        if before.endswith(" ") and word and word not in _NOT_SECOND:
            return subject.start() - len(before) + len(before.rstrip())
    return stop


def measure_end(sentence: str, opener: re.Match[str], stop: int) -> int:
    """Where a quantity or a group ends before the clause does; `stop` for any other condition."""
    measured = _MEASURED.fullmatch(opener.group())
    if measured is None:
        return stop
    if measured["whoever"]:  # goes on after commas: "anyone who lives in A, B or C can ..."
        end = _WHOEVER_END.search(sentence, opener.end())
        return end.start() if end else stop
    must = _MUST_BE.search(sentence, max(0, opener.start() - _MAX_WORD_CHARS), opener.start())
    if measured["limit"] and must and _MUST_ALSO.match(sentence, opener.end()):
        return stop
    # What bounds a measure stands near: the whole of a long text is not searched for each.
    near = min(stop, opener.end() + _MAX_MEASURE_CHARS)
    for pattern in (_MEASURE_END, _LIMIT_END) if measured["limit"] else (_MEASURE_END,):
        if end := pattern.search(sentence, opener.end(), near):
            stop = near = end.start()
    if measured["period"]:
        if goes_on := _PERIOD_STOP.match(sentence, opener.end(), near):
            return goes_on.end()
        end = _PERIOD_END.match(sentence, opener.end(), near)
    else:
        end = _SUBJECT_END.search(sentence, opener.end(), near)
    return end.start() if end else stop


def _first_comma(sentence: str, start: int) -> re.Match[str] | None:
    """The first comma from `start` that stands in no brackets opened since and joins no series."""
    for comma in _COMMA.finditer(sentence, start):
        between = sentence[start : comma.start()]
        if between.count("(") <= between.count(")"):
            series = _SERIES.match(sentence, comma.start())
            return _COMMA.match(sentence, series.end()) if series else comma
    return None


def bracket_end(sentence: str, opener: re.Match[str]) -> int:
    """Where the brackets that the opener stands in close; the end of the sentence for none."""
    before = sentence[: opener.start()]
    closing = _REST_OF_BRACKET.match(sentence, opener.end())
    if before.count("(") <= before.count(")") or closing is None:
        return len(sentence)
    return closing.start("end")
