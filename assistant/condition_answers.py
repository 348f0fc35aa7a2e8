"""What follows where the reader has said whether a proviso of the answer applies.

A word is given where two ways to it agree and one of them is sure: by rule, from what the sentence says
without its proviso and what "unless", "only if" or "if" makes of that; and by the judge, who reads the whole
sentence with what was said. Where the words leave the case open there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.conditions import (
    OTHERWISE,
    asked_as,
    find_conditions,
    holds,
    is_clause,
    what_to_ask,
    without,
)
from assistant.conversation.reply_parsing import read_reply
from assistant.conversation.turns import Told, stated
from assistant.evidence import Chosen
from assistant.judge.runtime import Judge, evidence_text
from assistant.lexical import stems
from assistant.types import Audience, Chunk, Condition, Evidence, Hit, Verdict, VerdictValue

_WORD = {True: VerdictValue.YES, False: VerdictValue.NO}
# The judge reads "it has been booked" and "it has not been booked" as said; with ": yes" or ": no" behind
# it, it may read the opposite (English).
_AUXILIARY = re.compile(
    r"\b(?:is|are|am|was|were|has|have|had|can|could|will|would|may|must|should|does|do|did)\b"
    r"(?P<negated> not\b)?",
    re.IGNORECASE,
)
_NONE = re.compile(r"\b(?:no|never)\s+(?=\w)", re.IGNORECASE)  # "you have no open orders"
_OR = re.compile(r",?\s+or\s+(?:(?:if|when|where)\s+)?", re.IGNORECASE)
_AND = re.compile(r"\band\b", re.IGNORECASE)
# "Unless you are a student"; "it is ..." leans on what stands before it.
_YOU_ARE = re.compile(r"you(?: are|'re|’re) (?!not\b)(?P<who>.+)", re.IGNORECASE)
_LEANS = re.compile(
    r"\W*(?:yes|no|its?|this|that|these|those|they|their|them|then|there|otherwise|such|both|he|she)\b",
    re.IGNORECASE,
)
_PLACED = " only"  # "in the garden only" stays a proviso, but cannot be said to apply or not
# "Children may stay if they sit" means: not otherwise, unlike "a fee is due if they bark".
_PERMITS = re.compile(r"\b(?:may|can|could|(?:is|are) (?:allowed|permitted|welcome))\b(?! ?not\b)")


@dataclass(frozen=True, slots=True)
class Case:
    """A question as the judge reads it, the heading of its entry, and what was said of provisos."""

    question: str
    heading: str
    told: Sequence[Told]


def settle_case(
    judge: Judge | None, case: Case, verdict: Verdict, evidence: Sequence[Evidence], least: float
) -> Verdict:
    """The verdict in the case that the reader described; `least` is the confidence that a word needs.

    It still depends where the sentence has another proviso to ask about.
    """
    named = [_named(verdict.conditions, told) for told in case.told]
    known = [condition for condition in named if condition is not None]
    settled: tuple[VerdictValue, float] = VerdictValue.UNDETERMINED, 0.0
    if judge and len(known) == len(named) and len({c.evidence for c in known}) == 1:
        quote = evidence[known[0].evidence]
        otherwise = _otherwise(quote, evidence)
        beside = [c for c in verdict.conditions if c.text.endswith(_PLACED) and c not in known]
        rest = without(quote.quote, [condition.text for condition in (*known, *beside)])
        follows = _follows(known, case.told, otherwise=bool(otherwise))
        if follows and to_ask(verdict, case.told, evidence):
            return verdict
        implied = follows is None and _PERMITS.search(rest) is not None
        if implied:
            follows = _follows(known, case.told, otherwise=True)
        if follows is not None:
            whole = f"{quote.quote} {otherwise}".strip()
            settled = _word(judge, case, rest, whole, follows, implied=implied)
    word, confidence = settled
    value = word if confidence >= least else VerdictValue.UNDETERMINED
    return replace(verdict, value=value, confidence=round(confidence, 4), by_audience=())


def to_ask(verdict: Verdict, told: Sequence[Told] = (), evidence: Sequence[Evidence] = ()) -> str:
    """The proviso to ask about next, as it is asked; empty where there is none.

    Behind one that was asked it is another one of the same sentence, and a clause; what stands behind a
    semicolon is about another case.
    """
    shown = [condition.shown for condition in verdict.conditions]
    if not told:
        return what_to_ask(shown)
    known = [c for item in told if (c := _named(verdict.conditions, item))]
    places = {(c.evidence, _part(c, evidence)) for c in known}
    asked = {item.condition for item in told}
    for condition in verdict.conditions:
        question = asked_as(condition.shown)
        here = (condition.evidence, _part(condition, evidence)) in places
        if here and question not in asked and is_clause(condition.shown):
            return question
    return ""


def _follows(
    conditions: Sequence[Condition], told: Sequence[Told], *, otherwise: bool
) -> bool | None:
    """Whether what the rest of the sentence says holds: of several provisos, one can undo it."""
    each = [
        holds(condition.text, applies=item.applies, otherwise=otherwise)
        for condition, item in zip(conditions, told, strict=True)
    ]
    if False in each:
        return False
    return None if None in each else True


def known_of(
    audience: str | None, verdict: Verdict, audiences: Sequence[Audience]
) -> tuple[Told, ...]:
    """The provisos that apply to a reader of `audience` for what they say: "unless you are a student".

    Of one that names another audience nothing is known: who is one may be the other as well.
    """
    asked = [asked_as(c.shown) for c in verdict.conditions if is_clause(c.shown)]
    named = ((text, _YOU_ARE.fullmatch(text)) for text in asked)
    replies = ((text, read_reply(you["who"], audiences)) for text, you in named if you)
    return tuple(
        Told(text, applies=True)
        for text, reply in replies
        if audience and reply and reply.audience == audience
    )


def proviso_beside(question: str, chosen: Chosen, sentences: Sequence[Hit]) -> Chunk | None:
    """The best sentence shown to everybody that has a proviso and a word of the question, where no quote
    has a proviso: without it an answer that depends would not say on what."""
    if any(find_conditions(quote.text) for quote in chosen.quotes):
        return None
    asked = set(stems(question))
    shown = {hit.chunk.passage for hit in chosen.passages}
    beside = (h.chunk for h in sentences if h.chunk.passage in shown and h.chunk.audience is None)
    return next((c for c in beside if asked & set(stems(c.text)) and find_conditions(c.text)), None)


def bearing_on(
    question: str, conditions: tuple[Condition, ...], evidence: Sequence[Evidence]
) -> tuple[Condition, ...]:
    """Without those in parts of the quotes that have no word of the question, where others have one."""
    asked = set(stems(question))
    parts = {
        (n, part): text
        for n, item in enumerate(evidence)
        for part, text in enumerate(item.quote.split(";"))
    }
    about = {place for place, text in parts.items() if asked & set(stems(text))}
    about |= {place for place, text in parts.items() if _LEANS.match(text)}
    found = tuple(c for c in conditions if (c.evidence, _part(c, evidence)) in about)
    return found if about else conditions


def said_of(told: Told) -> str:
    """What was said of a proviso as a statement, where it has a verb to negate.

    >>> said_of(Told("the seat has been booked", applies=False))
    'the seat has not been booked'
    """
    if told.applies:
        return told.condition
    first, *behind = _AND.split(told.condition)
    if _AUXILIARY.search(first) and any(map(_AUXILIARY.search, behind)):
        return stated(told)  # which of the two does not hold is not known
    clauses = _OR.split(told.condition)
    if not all(map(_AUXILIARY.search, clauses)):
        clauses = [told.condition]
    denied = [_denied(clause) for clause in clauses]
    return " and ".join(denied) if all(denied) else stated(told)


def _denied(clause: str) -> str:
    """The opposite of a clause; empty where it has no verb to negate."""
    verb = _AUXILIARY.search(clause)
    if none := _NONE.search(clause):
        return clause[: none.start()] + clause[none.end() :]
    if verb is None:
        return ""
    if verb["negated"]:
        return clause[: verb.start("negated")] + clause[verb.end() :]
    return f"{clause[: verb.end()]} not{clause[verb.end() :]}"


def _part(condition: Condition, evidence: Sequence[Evidence]) -> int:
    """Which of the parts between semicolons of its sentence a proviso stands in."""
    if condition.evidence >= len(evidence):
        return 0
    quote = evidence[condition.evidence].quote
    return quote.count(";", 0, max(0, quote.find(condition.text)))


def _word(
    judge: Judge, case: Case, rest: str, whole: str, follows: bool, *, implied: bool
) -> tuple[VerdictValue, float]:
    """The word for the case and how sure it is: not at all where the two ways to it disagree.

    Where what follows is only `implied` by the words, the judge has to be sure of it.
    """
    plain = judge.polarity(case.question, evidence_text(case.heading, rest))
    said = "; ".join(map(said_of, case.told))
    read = judge.polarity(f"{case.question} ({said})", evidence_text(case.heading, whole))
    word = (plain.yes > plain.no) is follows
    ways = (read,) if implied else (plain, read)
    sure = [p.confidence for p in ways if p.value is not VerdictValue.DEPENDS]
    agreed = (read.yes > read.no) is word
    if implied and plain.value is VerdictValue.DEPENDS:
        agreed = False
    return _WORD[word], max(sure, default=0.0) if agreed else 0.0


def _named(conditions: Sequence[Condition], told: Told) -> Condition | None:
    """The proviso that was asked about."""
    return next((c for c in conditions if asked_as(c.shown) == told.condition), None)


def _otherwise(quote: Evidence, evidence: Sequence[Evidence]) -> str:
    """The sentence behind the quote that says what holds otherwise."""
    behind = (e for e in evidence if e.passage == quote.passage and e.start >= quote.end)
    following = min(behind, key=lambda e: e.start, default=None)
    return following.quote if following and OTHERWISE.match(following.quote) else ""
