"""Finds the one audience that a sentence is about although it has no lead: "Guests cannot renew loans". Pure.

Only where the sentence says so plainly, as its subject or as those for whom something is available (English).
A sentence that names others, too, compares, or says who alone may, speaks to everybody: "Only guests ..."
tells all the others that they may not, and "Staff can help you" tells them who helps. So does what one
is bound to for the sake of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.audiences.mentions import (
    Mention,
    denied_audiences,
    find_mentions,
    mentioned_audiences,
    with_nouns,
)
from assistant.english import AUX, SUBJECT, straight_quotes
from assistant.patterns import any_of
from assistant.types import Audience

_MARKUP = r"[\s*_~`\"')\]]*"
# Before the subject: a connective or an article, nothing that says anything.
_CONNECTIVE = any_of("""
    and | also | in addition | additionally | similarly | (?:please )?note that
    but | however | yet | conversely | (?:by|in) contrast
    for now | currently
""")
_DETERMINER = "an?|the|all|every|each|our|any"
_OPENING = re.compile(
    rf"[\s>*_~`\"'(\[]*(?:{_CONNECTIVE}\b,?\s+)?(?:(?:{_DETERMINER})\s+)*",
    re.IGNORECASE,
)
# Between the subject and its verb: which of them are meant.
_WHICH = r"(?:\s+(?:who|that|with|without|whose|in|of|from|on|at)\b[^.:;!?]{0,60}?)?"
_ADVERB = any_of("also | always | never | currently | still | each")
_VERB = rf"(?:{AUX}|pays?|gets?|needs?|receives?|keeps?|cannot|can ?not)"
_SAYS = re.compile(rf"[\s*_~`)\]]*{_WHICH}\s+(?:{_ADVERB}\s+)?{_VERB}(?![\w'])", re.IGNORECASE)
_HAS_TO = r"(?:must|shall|should|will|ha(?:ve|s)\s+to|needs?\s+to)"
_DOES_NOT = r"(?:must|may|can|shall|should|will|do|does|are|is)(?:\s?not|n't|\s+never)"
_DONE_TO_OTHERS = any_of(r"""
    ask(?!\s+for) | demand | deny | dismiss | force | monitor | pressure | punish | question | refuse | reject
""")
# What one is bound to for the sake of others, who have to know it.
# matches: "(Managers) must not ask what it is", "(Managers) have to approve it", "(Managers) are informed"
# not: "(Managers) must not be late", "(Managers) may not ask for it", which only managers need to know
_TO_OTHERS = re.compile(
    rf"[\s*_~`)\]]*{_WHICH}\s+(?:{_ADVERB}\s+)?"
    + any_of(rf"""
        {_DOES_NOT}\s+(?:(?:allowed|permitted|entitled)\s+to\s+)?{_DONE_TO_OTHERS}
        {_HAS_TO}\s+(?:answer|approve|decide|grant|reply|respond)
        # by somebody
        (?:is|are|(?:may|can|{_HAS_TO})\s+(?:not\s+)?be)\s+(?:asked|informed|notified|paid|told)
    """)
    + r"\b",
    re.IGNORECASE,
)
# "On Team they are kept ...", a lead without its comma.
_PLACED = re.compile(r"(?:on|for|with|under)\s+(?:(?:an?|the|all|our)\s+)*[*_~`]*", re.IGNORECASE)
_GOES_ON = re.compile(rf"[\s*_~`]+{SUBJECT}\s", re.IGNORECASE)
# "... are available on the", and then the name ends the sentence.
_IS_AVAILABLE = any_of("""
    available | included | offered | supported | provided | enabled | free | open
    possible | allowed | permitted | granted
""")
_IS_UNAVAILABLE = any_of("unavailable | excluded | forbidden | prohibited")
_TO = r"\s+(?:on|for|to|in|with|under)\s+(?:(?:an?|the|our|all|any)\s+)*[*_~`]*$"
_AVAILABLE = re.compile(rf"\b(?:{_IS_AVAILABLE}|{_IS_UNAVAILABLE}){_TO}", re.IGNORECASE)
# matches: "Dual approval is available on (Plus)"; not: "It is not available on (Plus)"
_ONLY_AVAILABLE = re.compile(rf"\b(?:is|are)\s+(?:\w+ly\s+)?{_IS_AVAILABLE}{_TO}", re.IGNORECASE)
_ENDS = re.compile(rf"{_MARKUP}[.!]?{_MARKUP}$")
# With one of these the sentence says something to those as well that it does not name.
_OTHERS_TOO = re.compile(
    r"\b"
    + any_of("""
        only | solely | exclusively | reserved | restricted | limited to
        except | excluding | unless | apart from | other than | others?
        than | rather | instead | unlike | like | regardless | whether                      # compares
        both | either | neither | nor | alike | too | even | not just | not only | and all
        besides | including | in addition to | as well as | along with | together with
        everyone | everybody | anyone | anybody
        when | if | until | become | becoming | upgrade | switch | move                     # may be one later
    """)
    + r"\b",
    re.IGNORECASE,
)
# Goes on about whom the sentence before was about.
_GOES_ON_OF_OTHERS = re.compile(r"[\s*_~`]*(?:they|their|he|she|his|her)\b", re.IGNORECASE)
# Where a statement with a subject of its own may begin in a sentence: "..., but guests may not".
_CLAUSE_END = re.compile(r";|,(?=\s+(?:and|but)\s)|,?\s(?:while|whereas)\s", re.IGNORECASE)
_FIRST_VERB = re.compile(rf"\s(?:{_ADVERB}\s+)?{_VERB}(?![\w'])", re.IGNORECASE)
# Between the items of a subject: "guests, the students and our members".
_JOINT = re.compile(
    rf"(?:[,&/]|\b(?:and|or)\b)(?:[\s,]|\b(?:and|or|{_DETERMINER})\b)*", re.IGNORECASE
)
_QUALIFIER = re.compile(
    r"\s(?:who|that|with|without|whose|in|of|from|on|at)\s.*", re.IGNORECASE | re.DOTALL
)
_OF_OTHERS = re.compile(r"\b(?:for|to|by|about|only)\b", re.IGNORECASE)  # "parking for guests"
_MAX_ITEM = 3  # words of an item that names no audience: "charities", "sole traders"
_NEITHER = re.compile(r"[\s*_~`]*neither\b", re.IGNORECASE)
# matches: "(guests and students) are not eligible", "... may not", "... can't"; not: "... pay half"
_REFUSES = re.compile(
    rf"\b{any_of('not | cannot | never | no | none | excluded | ineligible | barred')}\b|n't\b",
    re.IGNORECASE,
)
_READER = re.compile(r"\b(?:you|yours?|yourself|yourselves)\b", re.IGNORECASE)  # is somebody else


def subjects(sentences: Iterable[str], audiences: tuple[Audience, ...]) -> list[str | None]:
    """For each sentence of a text `limited_to`; "They ..." is about the one that the sentence before is about."""
    found: list[str | None] = []
    for sentence in sentences:
        inherits = (
            found
            and goes_on(sentence)
            and not find_mentions(sentence, audiences)
            and not _OTHERS_TOO.search(sentence)
        )
        found.append(found[-1] if inherits else limited_to(sentence, audiences))
    return found


def goes_on(sentence: str) -> bool:
    """Whether the sentence goes on about whom the one before is about: "They ..."."""
    return _GOES_ON_OF_OTHERS.match(sentence) is not None


def limited_to(sentence: str, audiences: tuple[Audience, ...]) -> str | None:
    """Id of the one audience that the sentence speaks about and to; None where that is not plain."""
    names = _only_names(sentence, audiences)
    if not names or _OTHERS_TOO.search(sentence):
        return None
    if _is_subject(sentence, names):
        return names[0].audience
    folded = straight_quotes(sentence)
    opening = _OPENING.match(folded)
    assert opening is not None  # it may be empty
    first, last = with_nouns(names[0], sentence), with_nouns(names[-1], sentence)
    placed = _PLACED.match(folded, opening.end())
    is_place = placed and first.start == placed.end() and _GOES_ON.match(folded, first.end)
    is_object = _AVAILABLE.search(folded, 0, last.start) and _ENDS.match(folded, last.end)
    return first.audience if is_place or is_object else None


def subject_of(clause: str, audiences: tuple[Audience, ...]) -> str | None:
    """Id of the one audience that a clause names, as its subject; None where it names none, or others, too."""
    names = _only_names(clause, audiences)
    return names[0].audience if names and _is_subject(clause, names) else None


def _only_names(sentence: str, audiences: tuple[Audience, ...]) -> tuple[Mention, ...]:
    """The names of the only audience in the sentence; none where there are several, or where one is no name."""
    names = find_mentions(sentence, audiences)
    if len({name.audience for name in names}) != 1:
        return ()
    # "available for free" names no plan
    return names if mentioned_audiences(sentence, audiences) else ()


def _is_subject(sentence: str, names: tuple[Mention, ...]) -> bool:
    """Whether the first of the names is what the sentence says something of, to nobody else."""
    folded = straight_quotes(sentence)
    opening, first = _OPENING.match(folded), with_nouns(names[0], sentence)
    assert opening is not None  # it may be empty
    says = _SAYS.match(folded, first.end) if first.start == opening.end() else None
    if says is None or _READER.search(folded, says.end()):
        return False
    return _TO_OTHERS.match(folded, first.end) is None


def refused_audiences(sentence: str, audiences: tuple[Audience, ...]) -> tuple[str, ...]:
    """Ids of the audiences to whom the sentence, which is text for everybody, refuses something, be it to several
    at once: "Guests and students are not eligible", "Members may park; guests may not"."""
    clauses = _CLAUSE_END.split(straight_quotes(sentence))
    return tuple(dict.fromkeys(a for clause in clauses for a in _refused(clause, audiences)))


def _refused(clause: str, audiences: tuple[Audience, ...]) -> tuple[str, ...]:
    """The audiences that are, alone or with others, the subject of a clause which refuses something."""
    if _NEITHER.match(clause):
        return tuple(sorted(denied_audiences(clause, audiences)))
    opening = _OPENING.match(clause)
    assert opening is not None  # it may be empty
    says = _FIRST_VERB.search(clause, opening.end())
    if says is None or not _REFUSES.search(clause, says.start()):
        return ()
    if _READER.search(clause, says.end()) or _TO_OTHERS.match(clause, says.start()):
        return ()
    meant, found = mentioned_audiences(clause, audiences), dict[str, None]()
    for item in _JOINT.split(clause[opening.end() : says.start()]):
        who = _QUALIFIER.sub("", item).strip(" *_~`")
        names = find_mentions(who, audiences)
        if names and names[0].start == 0 and with_nouns(names[0], who).end == len(who):
            found[names[0].audience] = None
        elif _OF_OTHERS.search(who) or len(who.split()) > _MAX_ITEM:
            return ()
    return tuple(audience for audience in found if audience in meant)


def tells_others(sentence: str, audiences: tuple[Audience, ...]) -> bool:
    """Whether a sentence that is `limited_to` an audience tells the others that they lack something: "Dual
    approval is available on Plus."."""
    names = find_mentions(sentence, audiences)
    last = with_nouns(names[-1], sentence) if names else None
    folded = straight_quotes(sentence)
    return (
        last is not None
        and _ONLY_AVAILABLE.search(folded, 0, last.start) is not None
        and _ENDS.match(folded, last.end) is not None
    )
