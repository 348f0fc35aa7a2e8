"""Tells the periods that are no conditions: how long the team needs, or how long something takes (English)."""

from __future__ import annotations

import re

from assistant.conditions.openers import NUMBER, UNIT
from assistant.patterns import any_of

_MAX_CLAUSE_CHARS = 80  # characters before a period in which its clause begins
_OFTEN = r"(?:(?:will|usually|normally|also|then|must) )?"
# With these verbs the asker has to be in time: "we accept returns within ten days".
_GRANTS = any_of("""
    accept | allow | cover | credit | exchange | let | offer | pay | refund | repair | replace
    return | take | waive
    can | cannot | do | may | will
""")
_OWN_CLAUSE = (
    r"(?:(?!\b(?:who|which|that|what|if|when|where|unless|once|(?:and|or) (?:you|they))\b)[^.;:,])*"
)
# matches: "we send it |within two hours", "which arrives |within two hours"
# not: "we take it back |within ten days", "we send what was ordered |within two hours"
_BY_ITSELF = re.compile(
    any_of(rf"""
        \bwe {_OFTEN}(?:reply|answer|respond|inform)\b[^.;:,]*
        \bwe {_OFTEN}(?!{_GRANTS}\b)[a-z]+\b{_OWN_CLAUSE},?\s
        \b(?:arrives?|(?:starts?|stops?) \w+ing)\s
    """)
    + "$",
    re.IGNORECASE,
)
# matches: "a repair takes |up to", "it can take |up to"; not: "parents can take |up to"
_TAKES = re.compile(
    any_of(r"""
        \b(?:takes|lasts|please allow)\s
        \b(?:it|this|that|which)\b(?: (?:can|could|may|might|will|should))? take\s
    """)
    + "$",
    re.IGNORECASE,
)
# What is paid to the asker, or has come to them, by then: the team has to be in time.
# matches: "we return the deposit |within", "the money is in your account |within", "you get it back |within"
# not: "we refund tickets |within", "you get a refund |within"
_SUM = any_of("amount | balance | credit | deposit | difference | fee | money | price | sum")
_MONEY = rf"(?:it|(?:the|your|any|all) (?:[\w-]+ ){{0,3}}?{_SUM})"
_PAID_BACK = re.compile(
    any_of(rf"""
        \bwe {_OFTEN}(?:credit|pay|refund|reimburse|repay|return) {_MONEY}\b{_OWN_CLAUSE}\s
        \b{_MONEY} {_OFTEN}(?:is|be) (?:back|in|on) {_OWN_CLAUSE}
        \byou {_OFTEN}(?:get|have|receive) {_MONEY} (?:back )?
    """)
    + "$",
    re.IGNORECASE,
)
# Counted from what the asker has had or done for it, a period is theirs: "we refund it within a week of purchase".
_FROM_PURCHASE = re.compile(
    r" (?:of|from|after) (?:(?:the|your|its) )?(?:date of )?"
    r"(?:arrival|booking|buying|delivery|order|ordering|payment|purchase|receipt|receiving|sale)\b",
    re.IGNORECASE,
)
_TIME = re.compile(rf" {NUMBER} (?:[a-z]+ )?{UNIT}s?\b(?! (?:of|an?|per)\b)", re.IGNORECASE)


def is_duration(sentence: str, opener: re.Match[str]) -> bool:
    """Whether "within" or "up to" tells how long the team needs or something takes."""
    before = sentence[max(0, opener.start() - _MAX_CLAUSE_CHARS) : opener.start()]
    words = opener.group().lower()
    if words == "up to":
        return bool(_TAKES.search(before) and _TIME.match(sentence, opener.end()))
    if not words.startswith("within"):
        return False
    if _PAID_BACK.search(before):
        return _FROM_PURCHASE.match(sentence, opener.end()) is None
    return _BY_ITSELF.search(before) is not None
