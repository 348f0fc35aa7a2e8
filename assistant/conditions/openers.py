"""The words with which conditions begin, wherever they stand in a sentence (English)."""

from __future__ import annotations

import re

from assistant.patterns import any_of

NUMBER = (
    r"(?:\d(?:[\d.,]*\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|"
    r"twenty|thirty|forty|sixty|ninety)"
)
AMOUNT = rf"(?:[£$€] ?)?{NUMBER}"
UNIT = "(?:minute|hour|day|night|week|month|year|term|semester|season)"
PERIOD = any_of(rf"""
    within (?:an?|{NUMBER}) (?:(?:working|business|calendar) )?{UNIT}s?
    (?:during|for|in|within) (?:the|your|their) first (?:{NUMBER} )?(?:(?:working|business|calendar) )?{UNIT}s?
""")
_UP_TO = rf"up to(?= (?:(?:a |the )?(?:maximum|limit|total)|{AMOUNT})\b)"
LIMIT = r"(?:for )?(?:at (?:most|least)|no (?:more|longer|later|fewer|less) than)"
WHOEVER = r"(?:any|every)(?:one|body)"
# "At least ten days before": a date by which something has to be done
_DEADLINE = (
    rf"{NUMBER} (?:(?:working|business|calendar|full) )?{UNIT}s? "
    r"(?:before(?:hand)?|ahead|in advance|prior|after)\b"
)
# "Orders worth 25 euros or more", "sellers with at least 10 sales"
_MEASURE = rf"(?:worth|over|under|above|below|aged|with (?:at least|more than|fewer than|less than|over)) {AMOUNT}"
PLACE = r"(?:at|by|during|for|from|in|on|through|to|under|via|with|within)"
# "Only in bags", "only possible for wages": no clause, so nobody can say whether it applies.
ONLY_BY = any_of("""
    to | within | for | by | on | in | at | from | through | via | under
    possible | allowed | permitted | available
""")
VERB = r"(?:are|can|costs?|is|may|must|needs?|will)"
# "Ask if", "even if" and "know when" open no condition, nor do "if possible" and "when in doubt".
_NOT_ASKED = (
    r"(?<!\bask )(?<!\bsee )(?<!\bcheck )(?<!\bknow )(?<!\btell )(?<!\btell you )(?<!\btell us )"
    r"(?<!\bdecide )(?<!\beven )(?<!\bmatter )(?<!\bmatters )"
)
_NOT_SHORT = r"(?! (?:so|not|to|possible|needed|necessary|applicable|required|in doubt|it comes)\b)"
# Openers that make what follows a condition wherever they stand in a sentence.
_OPENERS = any_of(rf"""
    (?:as|so) long as | as soon as
    provid(?:ed|ing) that
    provided(?= (?:the|you|your|it|they|there|we|he|she)\b)
    on (?:the )?condition that
    only (?:if|when|where|after|before|until|during|while|with)
    only in (?:case of|the (?:case|event) of)
    only(?= (?:be )?(?!need\b)\w+ed (?:at|in|on|by|with|from|to)\b)  # "can only be collected at the desk"
    only(?= the (?:[\w-]+ ){{1,3}}(?:can|may|must)\b)
    only(?= [\w-]+ed (?:and|or) (?:after|{PLACE})\b)     # "accepted only wrapped and after a call"
    on presentation of | assuming(?: that)?
    (?<![^;:.]\s)(?<!\w)should(?= (?:you|your|the|it|they|we)\b)
    if and only if | unless
    except(?: that| for| when| where| in)? | with the exception of
    not to exceed
    {_UP_TO}
    {PERIOD}
    for (?:those|everybody|everyone|anybody|anyone|people)(?= (?:who|with|without|under|over|aged)\b)
    (?:for|(?<=\bopen )to|(?<=\bavailable )to|(?<=\blimited )to) [\w-]+(?= {_MEASURE}\b)
    {WHOEVER}(?= (?:who|with|without|under|over|aged)\b)
    {LIMIT}(?= {AMOUNT}\b)(?! {_DEADLINE})
    subject to | in accordance with
    with (?:[\w'’]+ ){{0,4}}?(?:approval|consent|permission)  # "the written approval of your manager"
    (?<!\bas ){_NOT_ASKED}if(?! any\b(?! \w)){_NOT_SHORT}
    (?<!\bon )(?<!\band )(?<!\bfrom )(?<!\bor ){_NOT_ASKED}when{_NOT_SHORT}
    (?<!\bat )once(?= (?:you|your|we|it|he|she|they|their|the|this|these|all|both)\b)  # not "once a year"
    (?<!\bat )once(?= an? (?!(?:\w+ )?{UNIT}\b))               # "once a bid has been made"
    (?<!, )(?<!\ba )while(?! (?:not|doing|in|at|on|\w+ing)\b)     # ", while adults pay" is another case
    in case(?: of)? | in the (?:case of|event (?:of|that))
""")
# Clauses that state a requirement or a cap are conditions themselves; a date by which is none.
_SUBJECT = any_of(r"""
    you | we | they | it | he | she | anyone | anybody | \w+ing
    (?:the|your|their|an?|any) [\w-]+ (?:is|are|has|have|can|may|will)
""")
REQUIREMENT = re.compile(
    any_of(rf"""
        \bmust\b(?! not\b)[^.;]{{0,300}}\b(?:to be eligible|to qualify|to be able|in order to|before {_SUBJECT})\b
        \b(?:cannot|can ?not|may not|must not|do(?:es)? not|shall not) exceed\b
        (?P<only>\bonly {ONLY_BY}\b)
    """),
    re.IGNORECASE,
)
CLAUSE_START = re.compile(r"[;:]\s+|,\s+(?:but|and)\s+")
OPENER = re.compile(rf"(?<![\w-])(?:{_OPENERS})(?![\w-])", re.IGNORECASE)
# matches: "the account that you received |when signing up"; not: "make sure that you pay |when leaving"
_PAST = r"(?:\w{2,}ed|chose|gave|got|had|made|set|took|were given)"
REMARK = re.compile(
    rf"\b(?:that|which|who) (?:you|they|he|she|it) (?:have |has )?{_PAST} $", re.IGNORECASE
)
# "Only" after what it limits: "in the garden only". The nearest preposition begins it.
ONLY_AFTER = re.compile(
    rf"\b{PLACE}\s(?:(?!\b(?:{PLACE}|{VERB})\b)[^.,;:()])*?\sonly(?=\s*(?:[.,;:)]|$))",
    re.IGNORECASE,
)
