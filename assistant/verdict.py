"""Joins the readings of an entry to one verdict: yes, no, it depends, or undetermined. Pure.

A reading is one piece of text with what it says about the question as phrased: a fact pinned by the
operator, the Yes or No that an entry's text begins with to its own heading, or the judge's polarity on a
chunk. Rules decide only what rules can prove:

- a pinned fact outranks what the judge reads;
- text for the asker's own audience counts before text for everybody, and text for others does not count;
- where no audience is known and the scoped texts differ, or one differs from the text for everybody, it
  depends, and so it does where a fact is pinned for some audience only; where the text for some is not
  understood well enough, there is no verdict for all, and rows say for whom it is settled;
- text for everybody is then for everyone else: what it leaves open, or says otherwise, blocks a common yes or
  no;
- text for some audience that is off topic neither helps nor harms;
- two confident readings for the same audience that contradict each other settle nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.bounds import (
    MAX_UNKNOWN_CLEAR,
    MAX_UNKNOWN_ON_TOPIC,
    OFF_TOPIC_FROM,
    OVERRULE_FROM,
)
from assistant.conditions import find_conditions, is_clause, listed_conditions
from assistant.sentences import Sentence, split_sentences, strip_lead
from assistant.spelling import american
from assistant.types import Corpus, Fact, FaqEntry, Span, VerdictValue

YES_OR_NO = (VerdictValue.YES, VerdictValue.NO)
_WORDS = {value.value: value for value in YES_OR_NO}
_IGNORED = re.compile(r"[^\w]+")
# What may stand between a Yes or No and the condition that it hangs on.
# matches: "Yes, |if", "Yes, |but only if", "Yes, |you can, but only if"; not: "Yes, |the fee is due if"
_SHORT_ANSWER = re.compile(
    r"(?:(?:you|we|they|it|there|that|this|i) (?:can|may|must|will|should|do|does|is|are|has|have)"
    r"(?: not|n['’]t)?,? )?(?:but )?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one span of an entry says about the question: `value` with `confidence` in [0, 1].

    `by_operator` marks what the operator said: a pinned fact, or the Yes or No that a text begins with.
    `unknown` is the probability that the span does not settle the question.
    """

    span: Span
    value: VerdictValue
    confidence: float
    audience: str | None = None
    by_operator: bool = False
    unknown: float = 0.0

    @property
    def yes_or_no(self) -> bool:
        """Whether it is a plain yes or no."""
        return self.value in YES_OR_NO

    @property
    def sure(self) -> bool:
        """Whether it may overrule another reading."""
        return self.confidence >= OVERRULE_FROM

    @property
    def clearly_on_topic(self) -> bool:
        """Whether the text is about the question beyond doubt."""
        return self.unknown <= MAX_UNKNOWN_CLEAR

    @property
    def on_topic(self) -> bool:
        """Whether the text is about the question, rather than not."""
        return self.unknown < MAX_UNKNOWN_ON_TOPIC

    @property
    def off_topic(self) -> bool:
        """Whether the text is about something else; what is neither on nor off topic counts as neither."""
        return self.unknown >= OFF_TOPIC_FROM


@dataclass(frozen=True, slots=True)
class SettledVerdict:
    """The verdict with the readings that prove it; `by_audience` is in the order of the readings.

    `conflict`: readings for the same audience contradict each other; `proof` then has one of either side.
    """

    value: VerdictValue
    confidence: float
    proof: tuple[Reading, ...] = ()
    by_audience: tuple[Reading, ...] = ()
    conflict: bool = False


def pinned_readings(
    question: str, entries: Iterable[FaqEntry], audience: str | None = None
) -> dict[str, tuple[Reading, ...]]:
    """Facts that pin exactly this question for `audience` (None: not known), by entry id; case, punctuation and
    spelling aside."""
    wanted = normalised_question(question)
    found: dict[str, tuple[Reading, ...]] = {}
    for entry in entries:
        facts = [
            fact
            for fact in entry.facts
            if normalised_question(fact.question) == wanted
            and (audience is None or fact.audience in (None, audience))
        ]
        if facts:
            found[entry.id] = tuple(_pinned(fact) for fact in facts)
    return found


def heading_readings(corpus: Corpus) -> dict[str, Reading]:
    """What the text of an entry says to its own heading where it begins with Yes or No, by entry id.

    That is the operator's answer to exactly this question, and to no other. "Yes, if ..." is no plain yes: it
    depends.
    """
    found = {}
    for entry in corpus.entries:
        block = entry.blocks[0] if entry.blocks else None
        text = corpus.sources[entry.path][block.span.start : block.span.end] if block else ""
        lead, behind = strip_lead(text)
        if block and lead and lead.lower() in _WORDS:
            # "Yes. Keys can be shared." proves more than "Yes." alone.
            sentences = split_sentences(text)
            last = next((s for s in sentences if s.end > behind), sentences[-1])
            span = Span(block.span.start, block.span.start + last.end)
            word = _WORDS[lead.lower()]
            if _hangs_on_condition(text, sentences[0], behind):
                word = VerdictValue.DEPENDS
            found[entry.id] = Reading(span, word, 1.0, block.audience, by_operator=True)
    return found


def _hangs_on_condition(text: str, first: Sentence, behind: int) -> bool:
    """Whether a condition follows the Yes or No of the first sentence, which ends at `behind`, in that sentence.

    After "Yes." the yes stands by itself, whatever the next sentence begins with.
    """
    if first.end <= behind:
        return False
    answer = _SHORT_ANSWER.match(text, behind)
    start = answer.end() if answer else behind
    sentence = text[: first.end]
    if any(s == start and is_clause(sentence[s:e]) for s, e in find_conditions(sentence)):
        return True
    return any(
        text.startswith(opener, start) for opener, *_ in listed_conditions(text, 0, first.end)
    )


def normalised_question(text: str) -> str:
    """A key equal for questions that differ in case, punctuation, spacing or British spelling only.

    Spelling counts in `text.question_key`, by which an entry may list both spellings among its alternates.
    """
    return american(_IGNORED.sub(" ", text.casefold()).strip())


def settle(
    readings: Sequence[Reading],
    audience: str | None,
    min_confidence: float,
    audiences: Iterable[str] = (),
) -> SettledVerdict:
    """The verdict for `audience` (None: not known) from the readings of one entry.

    `audiences` are all that there are: text for everybody is for those without text of their own.
    """
    relevant = _for_audience(_without_off_topic(readings), audience)
    pinned = [reading for reading in relevant if reading.by_operator]
    considered = pinned or [r for r in relevant if r.confidence >= min_confidence]
    if not considered:
        best = max((r.confidence for r in relevant), default=0.0)
        return SettledVerdict(VerdictValue.UNDETERMINED, best)
    scoped = _best_by_audience(r for r in considered if r.audience is not None)
    if audience is None and not pinned:
        named = {reading.audience for reading in relevant}
        without_own_text = [name for name in audiences if name not in named]
        unsure = _unsure(relevant, scoped, min_confidence, without_own_text)
        if unsure and (scoped or any(r.yes_or_no for r in considered)):
            return _settled_for_some(scoped + _general(considered, without_own_text), unsure)
        if scoped and not without_own_text and (others := _everyone_else(relevant, scoped)):
            return _general_text_differs(scoped, others, min_confidence)
        scoped = _with_the_rest(scoped, considered, without_own_text)
    only_scoped = bool(pinned) and len(scoped) == 1 and all(r.audience for r in pinned)
    if audience is None and (only_scoped or len({reading.value for reading in scoped}) > 1):
        confidence = min(reading.confidence for reading in scoped)
        return SettledVerdict(VerdictValue.DEPENDS, confidence, tuple(scoped), tuple(scoped))
    return _common_verdict(considered, scoped, named=audience is not None)


def _common_verdict(
    considered: list[Reading], scoped: list[Reading], *, named: bool
) -> SettledVerdict:
    """The verdict that all share; where the text is for one audience only and the asker's is not known (`named`),
    with a row for that audience."""
    best = max(considered, key=lambda reading: (reading.confidence, -reading.span.start))
    opposed = [r for r in considered if r.yes_or_no and r.value is not best.value]
    if best.yes_or_no and opposed:
        return SettledVerdict(VerdictValue.UNDETERMINED, 0.0, (best, opposed[0]), conflict=True)
    foreign = not named and best.audience is not None and best.yes_or_no
    rows = tuple(scoped) if len(scoped) > 1 or foreign else ()
    return SettledVerdict(best.value, best.confidence, (best,), rows)


def _unsure(
    relevant: Sequence[Reading],
    scoped: list[Reading],
    min_confidence: float,
    without_own_text: list[str],
) -> list[Reading]:
    """The audiences whose text is not understood well enough; text for everybody is that of those
    without text of their own."""
    doubtful = _best_by_audience(r for r in relevant if r.confidence < min_confidence)
    sure = {reading.audience for reading in scoped}
    if any(r.audience is None and r.confidence >= min_confidence for r in relevant):
        sure.add(None)
    found = [r for r in doubtful if r.audience is not None and r.audience not in sure]
    return found + ([] if None in sure else _general(doubtful, without_own_text))


def _settled_for_some(settled: list[Reading], unsure: list[Reading]) -> SettledVerdict:
    """What is settled for some audiences only.

    It depends where those differ, or where it depends for one of them: whatever the others' text says, it cannot
    be a plain yes or no for all. Else there is no verdict for all.
    """
    values = {reading.value for reading in settled}
    depends = len(values) > 1 or VerdictValue.DEPENDS in values
    if not depends and values.isdisjoint(YES_OR_NO):
        return SettledVerdict(
            VerdictValue.UNDETERMINED, min(reading.confidence for reading in unsure)
        )
    rows = (*settled, *(replace(reading, value=VerdictValue.UNDETERMINED) for reading in unsure))
    if not depends:
        confidence = min(reading.confidence for reading in unsure)
        return SettledVerdict(VerdictValue.UNDETERMINED, confidence, (), rows)
    confidence = min(reading.confidence for reading in settled)
    return SettledVerdict(VerdictValue.DEPENDS, confidence, tuple(settled), rows)


def _everyone_else(relevant: Sequence[Reading], scoped: list[Reading]) -> Reading | None:
    """What the text for everybody says to those who are of no audience, where all audiences are told otherwise."""
    general = _best_by_audience(r for r in relevant if r.audience is None and not r.off_topic)
    values = {reading.value for reading in scoped}
    if not general or len(values) > 1 or values.isdisjoint(YES_OR_NO):
        return None
    return general[0] if general[0].value not in values else None


def _general_text_differs(
    scoped: list[Reading], others: Reading, min_confidence: float
) -> SettledVerdict:
    """The audiences agree, and the text for everyone else says otherwise, or may."""
    confidence = min(reading.confidence for reading in (*scoped, others))
    depends = others.confidence >= min_confidence and len(scoped) > 1
    value = VerdictValue.DEPENDS if depends else VerdictValue.UNDETERMINED
    return SettledVerdict(value, confidence, (*scoped, others) if depends else (), tuple(scoped))


def _general(readings: Iterable[Reading], without_own_text: list[str]) -> list[Reading]:
    """What the text for everybody says to each of the others."""
    general = [reading for reading in readings if reading.audience is None]
    return [replace(general[0], audience=name) for name in without_own_text] if general else []


def _without_off_topic(readings: Sequence[Reading]) -> Sequence[Reading]:
    """Without text for some audience that is off topic; all of it where nothing else is left."""
    on_topic = [r for r in readings if r.audience is None or not r.off_topic]
    return on_topic or readings


def _for_audience(readings: Sequence[Reading], audience: str | None) -> list[Reading]:
    if audience is None:
        return list(readings)
    own = [reading for reading in readings if reading.audience == audience]
    return own or [reading for reading in readings if reading.audience is None]


def _with_the_rest(
    scoped: list[Reading], considered: Sequence[Reading], without_own_text: list[str]
) -> list[Reading]:
    """`scoped` with what the text for everybody says to these audiences, where that differs."""
    general = _general(considered, without_own_text)
    if not general or all(reading.value is general[0].value for reading in scoped):
        return scoped
    return scoped + general


def _best_by_audience(readings: Iterable[Reading]) -> list[Reading]:
    best: dict[str | None, Reading] = {}
    for reading in readings:
        if reading.audience not in best or reading.confidence > best[reading.audience].confidence:
            best[reading.audience] = reading
    return list(best.values())


def _pinned(fact: Fact) -> Reading:
    return Reading(fact.span, fact.verdict, 1.0, fact.audience, by_operator=True)
