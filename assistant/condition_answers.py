"""What follows once the asker has said whether a condition of the answer applies to them.

There are two ways to a yes or no. By rule: what the sentence says without its condition, and what "unless",
"only if" or "if" makes of that. By the judge: it reads the whole sentence with what the asker said, which it
often gets wrong where the question is turned round ("Is it forbidden?"). So the rule decides alone where the
sentence without its condition surely says yes or no. Else a yes or no is given where both agree and one of them is
sure. Where the words leave the case open, none is.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from assistant.conditions import (
    OTHERWISE,
    asked_as,
    find_conditions,
    holds,
    is_clause,
    statements,
    what_to_ask,
    without,
)
from assistant.conversation.agreement import denies
from assistant.conversation.reply_parsing import read_reply
from assistant.evidence import Selection
from assistant.judge.runtime import Judge, Polarity, evidence_text
from assistant.lexical import stems
from assistant.types import (
    Audience,
    Chunk,
    Condition,
    ConditionAnswer,
    Evidence,
    Hit,
    Verdict,
    VerdictValue,
)

_YES_OR_NO = {True: VerdictValue.YES, False: VerdictValue.NO}
# The judge understands "it has been booked" and "it has not been booked". Of "it has been booked: no" it may
# read the opposite.
_AUXILIARY = re.compile(
    r"\b(?:is|are|am|was|were|has|have|had|can|could|will|would|may|must|should|does|do|did)\b"
    r"(?P<negated> not\b)?",
    re.IGNORECASE,
)
# "you have no open orders"
_NONE = re.compile(r"\b(?:no|never)\s+(?=\w)", re.IGNORECASE)
_OR = re.compile(r",?\s+or\s+(?:(?:if|when|where)\s+)?", re.IGNORECASE)
# matches: "except for |day passes|, which ..."; not: "except when it rains", "except that you pay"
_EXCEPTION = re.compile(
    r"(?:except|with the exception of)\s+(?:for\s+)?(?!(?:that|when|where|if|in|on)\b)"
    r"(?P<named>[^,;.()]*\w)",
    re.IGNORECASE,
)
_AND = re.compile(r"\band\b", re.IGNORECASE)
# "you are a student", of "unless you are a student"; not "you are not a student"
_YOU_ARE = re.compile(r"you(?: are|'re|’re) (?!not\b)(?P<who>.+)", re.IGNORECASE)
# Starts a part that cannot be understood without the part before it: "it is ..."
_ANAPHORIC_START = re.compile(
    r"\W*(?:yes|no|its?|this|that|these|those|they|their|them|then|there|otherwise|such|both|he|she)\b",
    re.IGNORECASE,
)
# "in the garden only" stays a condition, but nobody can say whether it applies to them.
_ONLY_SUFFIX = " only"
# "The move costs 15 pounds, which we waive if you marry": this limits that clause alone, so the word for the rest
# does not hang on the reply.
_SIDE_CLAUSE = re.compile(r",\s+(?:which|who|whose|where)\b[^,;.]*$", re.IGNORECASE)
_MOST_STATEMENTS = 4  # of a sentence, that the judge reads one by one
_WHOLE = 0.9  # share of the characters of a quote
# "Children may stay if they sit" means: not otherwise, unlike "a fee is due if they bark".
_PERMITS = re.compile(r"\b(?:may|can|could|(?:is|are) (?:allowed|permitted|welcome))\b(?! ?not\b)")


@dataclass(frozen=True, slots=True)
class DescribedCase:
    """A question as the judge reads it, the heading of its entry, and what the asker said of conditions."""

    question: str
    heading: str
    answers: Sequence[ConditionAnswer]


def verdict_given_answers(
    judge: Judge | None,
    case: DescribedCase,
    verdict: Verdict,
    evidence: Sequence[Evidence],
    least: float,
) -> Verdict:
    """The verdict in the case that the asker described; `least` is the confidence that a yes or no needs.

    It still depends where the sentence has another condition to ask about.
    """
    named = [_condition_of(answer, verdict.conditions) for answer in case.answers]
    known = [condition for condition in named if condition is not None]
    settled: tuple[VerdictValue, float] = VerdictValue.UNDETERMINED, 0.0
    if judge and len(known) == len(named) and len({c.evidence for c in known}) == 1:
        quote = evidence[known[0].evidence]
        otherwise = _otherwise(quote, evidence)
        places = [c for c in verdict.conditions if c.text.endswith(_ONLY_SUFFIX) and c not in known]
        rest = without(quote.quote, [condition.text for condition in (*known, *places)])
        follows = _follows(known, case.answers, otherwise=bool(otherwise))
        if follows and next_condition_to_ask(verdict, case.answers, evidence):
            return verdict
        implied = follows is None and _PERMITS.search(rest) is not None
        if implied:
            follows = _follows(known, case.answers, otherwise=True)
        if follows is not None:
            whole = f"{quote.quote} {otherwise}".strip()
            by_rest = judge.polarity(case.question, evidence_text(case.heading, rest))
            if not implied and max(by_rest.yes, by_rest.no) >= least:
                settled = _YES_OR_NO[(by_rest.yes > by_rest.no) is follows], by_rest.confidence
            else:
                settled = _combine(judge, case, by_rest, whole, follows, implied=implied)
    value, confidence = settled
    if confidence < least:
        value = VerdictValue.UNDETERMINED
    return replace(verdict, value=value, confidence=round(confidence, 4), by_audience=())


def next_condition_to_ask(
    verdict: Verdict, answers: Sequence[ConditionAnswer] = (), evidence: Sequence[Evidence] = ()
) -> str:
    """The condition to ask about next, as it is asked; empty where there is none.

    After the first it is another clause of the same sentence. What follows a semicolon is about another case.
    """
    if not answers:
        conditions = (c for c in verdict.conditions if not _in_side_clause(c, evidence))
        return what_to_ask([condition.shown for condition in conditions])
    known = [c for answer in answers if (c := _condition_of(answer, verdict.conditions))]
    places = {(c.evidence, _part(c, evidence)) for c in known}
    asked = {answer.condition for answer in answers}
    for condition in verdict.conditions:
        question = asked_as(condition.shown)
        here = (condition.evidence, _part(condition, evidence)) in places
        if here and question not in asked and is_clause(condition.shown):
            return question
    return ""


def _follows(
    conditions: Sequence[Condition], answers: Sequence[ConditionAnswer], *, otherwise: bool
) -> bool | None:
    """Whether the rest of the sentence holds: of several conditions, one can undo it."""
    each = [
        holds(condition.text, applies=answer.applies, otherwise=otherwise)
        for condition, answer in zip(conditions, answers, strict=True)
    ]
    if False in each:
        return False
    return None if None in each else True


def conditions_met_by(
    audience: str | None, verdict: Verdict, audiences: Sequence[Audience]
) -> tuple[ConditionAnswer, ...]:
    """The conditions that an asker of `audience` meets by being of it: "unless you are a student".

    Of a condition that names another audience nothing is known: one may be of both.
    """
    asked = [asked_as(c.shown) for c in verdict.conditions if is_clause(c.shown)]
    named = ((text, _YOU_ARE.fullmatch(text)) for text in asked)
    replies = ((text, read_reply(you["who"], audiences)) for text, you in named if you)
    return tuple(
        ConditionAnswer(text, applies=True)
        for text, reply in replies
        if audience and reply and reply.audience == audience
    )


def conditions_denied_by(
    statements: Sequence[str], verdict: Verdict
) -> tuple[ConditionAnswer, ...]:
    """The conditions whose opposite the asker states: of "if you have no key", "I have a key"."""
    asked = (asked_as(c.shown) for c in verdict.conditions if is_clause(c.shown))
    denied = (text for text in asked if any(denies(said, text) for said in statements))
    return tuple(ConditionAnswer(text, applies=False) for text in denied)


def nearby_condition(question: str, chosen: Selection, sentences: Sequence[Hit]) -> Chunk | None:
    """A sentence with a condition, for an answer that depends and whose quotes do not say on what.

    The best one that is shown to everybody and has a word of the question; None where a quote has a condition.
    """
    if any(find_conditions(quote.text) for quote in chosen.quotes):
        return None
    asked = set(stems(question))
    shown = {hit.chunk.passage for hit in chosen.passages}
    nearby = (h.chunk for h in sentences if h.chunk.passage in shown and h.chunk.audience is None)
    return next((c for c in nearby if asked & set(stems(c.text)) and find_conditions(c.text)), None)


def relevant_conditions(
    question: str, conditions: tuple[Condition, ...], evidence: Sequence[Evidence]
) -> tuple[Condition, ...]:
    """The conditions in those parts of the quotes that have a word of the question; all where no part has."""
    asked = set(stems(question))
    parts = {
        (n, part): text
        for n, item in enumerate(evidence)
        for part, text in enumerate(item.quote.split(";"))
    }
    about = {place for place, text in parts.items() if asked & set(stems(text))}
    about |= {place for place, text in parts.items() if _ANAPHORIC_START.match(text)}
    if about:
        conditions = tuple(c for c in conditions if (c.evidence, _part(c, evidence)) in about)
    return tuple(c for c in conditions if not _excepts_what_is_asked(c, asked))


def _excepts_what_is_asked(condition: Condition, asked: set[str]) -> bool:
    """Whether a condition names as an exception just what the question is about, whose words are `asked`: the yes
    or no is then that of the exception."""
    exception = _EXCEPTION.match(condition.text)
    named = set(stems(exception["named"])) if exception else set()
    return bool(named) and named <= asked


def conditions_of_word(
    judge: Judge | None,
    case: DescribedCase,
    verdict: Verdict,
    evidence: Sequence[Evidence],
    least: float,
) -> tuple[Condition, ...]:
    """The conditions without those of a statement that does not give the yes or no, where another one of the same
    sentence gives it alone: "Bids must be at least 20, and the limit is 90" says no to 100 whatever the least is.

    A condition before all statements bears on all, and "it" stands for what another statement names.
    """
    if judge is None:
        return verdict.conditions
    others = set[tuple[int, int]]()
    for number in {c.evidence for c in verdict.conditions}:
        quote = evidence[number].quote
        places = statements(quote)
        if not 1 < len(places) <= _MOST_STATEMENTS:
            continue
        read = [
            judge.polarity(case.question, evidence_text(case.heading, quote[start:end]))
            for start, end in places
        ]
        gives = [p.value is verdict.value and p.confidence >= least for p in read]
        others |= {(number, n) for n, alone in enumerate(gives) if any(gives) and not alone}
    return tuple(c for c in verdict.conditions if not _stands_in(others, c, evidence))


def _stands_in(
    others: Container[tuple[int, int]], condition: Condition, evidence: Sequence[Evidence]
) -> bool:
    """Whether a condition belongs to one of the `others`: places of evidence and of statements in it."""
    quote = evidence[condition.evidence].quote
    at = quote.find(condition.text)
    for n, (start, end) in enumerate(statements(quote)):
        if start <= at < end and (condition.evidence, n) in others:
            return at > 0 and _ANAPHORIC_START.match(quote[start:end]) is None
    return False


def is_whole_quote(condition: Condition, evidence: Sequence[Evidence]) -> bool:
    """Whether the quote says little besides the condition, so that to list it would say the same twice."""
    quote = evidence[condition.evidence].quote
    return condition.text in quote and len(condition.text) >= _WHOLE * len(quote)


def as_statement(answer: ConditionAnswer) -> str:
    """What was said of a condition as a statement, where it has a verb to negate.

    >>> as_statement(ConditionAnswer("the seat has been booked", applies=False))
    'the seat has not been booked'
    """
    if answer.applies:
        return answer.condition
    first, *others = _AND.split(answer.condition)
    if _AUXILIARY.search(first) and any(map(_AUXILIARY.search, others)):
        return answer.labelled  # which of the two does not hold is not known
    clauses = _OR.split(answer.condition)
    if not all(map(_AUXILIARY.search, clauses)):
        clauses = [answer.condition]
    denied = [_denied(clause) for clause in clauses]
    return " and ".join(denied) if all(denied) else answer.labelled


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


def _in_side_clause(condition: Condition, evidence: Sequence[Evidence]) -> bool:
    """Whether a condition stands in a clause about something that the sentence has said before."""
    if condition.evidence >= len(evidence):
        return False
    before, found, _ = evidence[condition.evidence].quote.partition(condition.text)
    return bool(found) and _SIDE_CLAUSE.search(before) is not None


def _part(condition: Condition, evidence: Sequence[Evidence]) -> int:
    """Which of the parts between semicolons of its sentence a condition stands in."""
    if condition.evidence >= len(evidence):
        return 0
    quote = evidence[condition.evidence].quote
    return quote.count(";", 0, max(0, quote.find(condition.text)))


def _combine(
    judge: Judge,
    case: DescribedCase,
    by_rest: Polarity,
    whole: str,
    follows: bool,
    *,
    implied: bool,
) -> tuple[VerdictValue, float]:
    """The yes or no for the case, and how sure it is: 0 where rule and judge disagree.

    Where the words only imply what follows (`implied`), the judge has to be sure of it.
    """
    statements = "; ".join(map(as_statement, case.answers))
    by_whole = judge.polarity(f"{case.question} ({statements})", evidence_text(case.heading, whole))
    yes = (by_rest.yes > by_rest.no) is follows
    ways = (by_whole,) if implied else (by_rest, by_whole)
    sure = [p.confidence for p in ways if p.value is not VerdictValue.DEPENDS]
    agreed = (by_whole.yes > by_whole.no) is yes
    if implied and by_rest.value is VerdictValue.DEPENDS:
        agreed = False
    return _YES_OR_NO[yes], max(sure, default=0.0) if agreed else 0.0


def _condition_of(answer: ConditionAnswer, conditions: Sequence[Condition]) -> Condition | None:
    """The condition that was asked about."""
    return next((c for c in conditions if asked_as(c.shown) == answer.condition), None)


def _otherwise(quote: Evidence, evidence: Sequence[Evidence]) -> str:
    """The sentence after the quote, if it says what holds otherwise."""
    after = (e for e in evidence if e.passage == quote.passage and e.start >= quote.end)
    following = min(after, key=lambda e: e.start, default=None)
    return following.quote if following and OTHERWISE.match(following.quote) else ""
