"""The words with which provisos begin, wherever they stand in a sentence (English)."""

from __future__ import annotations

import re

from assistant.patterns import any_of

NUMBER = (
    r"(?:\d(?:[\d.,]*\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|"
    r"twenty|thirty|forty|sixty|ninety)"
)
AMOUNT = rf"(?:[£$€] ?)?{NUMBER}"
PERIOD = rf"within (?:an?|{NUMBER}) (?:(?:working|business|calendar) )?(?:minute|hour|day|week|month|year)s?"
_MOST = rf"up to(?= (?:(?:a |the )?(?:maximum|limit|total)|{AMOUNT})\b)"
PLACE = r"(?:at|by|during|for|from|in|on|through|to|under|via|with|within)"
VERB = r"(?:are|can|costs?|is|may|must|needs?|will)"
# "Ask if", "even if" and "know when" open no proviso, nor do "if possible" and "when in doubt".
_NOT_ASKED = (
    r"(?<!\bask )(?<!\bsee )(?<!\bcheck )(?<!\bknow )(?<!\btell )(?<!\btell you )(?<!\btell us )"
    r"(?<!\bdecide )(?<!\beven )(?<!\bmatter )(?<!\bmatters )"
)
_NOT_SHORT = r"(?! (?:so|not|to|possible|needed|necessary|applicable|required|in doubt|it comes)\b)"
# Openers that make what follows a proviso wherever they stand in a sentence.
_OPENERS = any_of(rf"""
    (?:as|so) long as | as soon as
    provid(?:ed|ing) that
    provided(?= (?:the|you|your|it|they|there|we|he|she)\b)
    on (?:the )?condition that
    only (?:if|when|where|after|before|until|during|while|with)
    only in (?:case of|the (?:case|event) of)
    only(?= (?:be )?\w+ed (?:at|in|on|by|with|from|to)\b)  # "can only be collected at the desk"
    only(?= the [\w-]+ (?:can|may|must)\b)
    on presentation of | assuming(?: that)?
    (?<![^;:.]\s)(?<!\w)should(?= (?:you|your|the|it|they|we)\b)
    if and only if | unless
    except(?: that| for| when| where| in)? | with the exception of
    not to exceed
    {_MOST}
    {PERIOD}
    for (?:those|everybody|everyone|anybody|anyone|people)(?= (?:who|with|without|under|over|aged)\b)
    for \w+(?= (?:under|over|aged) \d)
    subject to | in accordance with
    with (?:[\w'’]+ ){{0,4}}?(?:approval|consent|permission)  # "the written approval of your manager"
    (?<!\bas ){_NOT_ASKED}if(?! any\b(?! \w)){_NOT_SHORT}
    (?<!\bon )(?<!\band )(?<!\bfrom )(?<!\bor ){_NOT_ASKED}when{_NOT_SHORT}
    (?<!\bat )once(?= (?:you|your|we|it|he|she|they|their|the|this|these|all|both)\b)  # not "once a year"
    in case(?: of)? | in the (?:case of|event (?:of|that))
""")
# Clauses that state a requirement or a cap are provisos themselves; a date by which is none.
_SUBJECT = any_of(r"""
    you | we | they | it | he | she | anyone | anybody | \w+ing
    (?:the|your|their|an?|any) [\w-]+ (?:is|are|has|have|can|may|will)
""")
REQUIREMENT = re.compile(
    any_of(rf"""
        \bmust\b(?! not\b)[^.;]{{0,300}}\b(?:to be eligible|to qualify|to be able|in order to|before {_SUBJECT})\b
        \b(?:cannot|can ?not|may not|must not|do(?:es)? not|shall not) exceed\b
        \bonly (?:to|within|for|by|available|on)\b
    """),
    re.IGNORECASE,
)
CLAUSE_START = re.compile(r"[;:]\s+|,\s+(?:but|and)\s+")
OPENER = re.compile(rf"(?<![\w-])(?:{_OPENERS})(?![\w-])", re.IGNORECASE)
# "Only" behind what it limits: "in the garden only". The nearest preposition begins it.
ONLY_BEHIND = re.compile(
    rf"\b{PLACE}\s(?:(?!\b(?:{PLACE}|{VERB})\b)[^.,;:()])*?\sonly(?=\s*(?:[.,;:)]|$))",
    re.IGNORECASE,
)
