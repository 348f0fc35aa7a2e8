"""Builds the answer to an understood turn: outcome, passages, quotes, verdict with conditions, clarification."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.assessment import Assessor
from assistant.audiences import (
    asked_about,
    compares,
    excluded_audiences,
    goes_on,
    limited_to,
    mentioned_audiences,
)
from assistant.composition import with_layout
from assistant.condition_answers import (
    DescribedCase,
    conditions_denied_by,
    conditions_met_by,
    conditions_of_word,
    nearby_condition,
    next_condition_to_ask,
    relevant_conditions,
    verdict_given_answers,
)
from assistant.conditions import OTHERWISE
from assistant.conversation import Kind, Understanding
from assistant.conversation.context_dependence import says_nothing, says_too_little
from assistant.decision import Thresholds, decide
from assistant.evidence import cited_resources, evidence_at
from assistant.polarity import asked_by
from assistant.proof import proven_verdict
from assistant.query import Assessment, Observe, Query, no_observer
from assistant.types import (
    Asker,
    AudienceVerdict,
    Clarification,
    ClarificationOption,
    ConditionAnswer,
    Content,
    Corpus,
    EntryHit,
    Evidence,
    Hit,
    Outcome,
    Passage,
    QuestionForm,
    Source,
    Span,
    Suggestion,
    Verdict,
    VerdictValue,
)
from assistant.verdict import YES_OR_NO, SettledVerdict, settle

_WHICH = "Which of these are you?"
_SUGGESTIONS = 3
_MAX_ENTRIES = 8  # that are assessed: all that the judge reads, and some more
_HAS_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Assessed:
    """A question as it was looked up, narrowed to the audiences that it is about, and what was found."""

    understood: Understanding
    query: Query
    assessment: Assessment


class AnswerBuilder:
    """Builds answers for one index. Read-only after construction: threads may share it."""

    def __init__(
        self, assessor: Assessor, corpus: Corpus, folder: Path, thresholds: Thresholds
    ) -> None:
        self._assessor = assessor
        self._corpus = corpus
        self._folder = folder
        self._thresholds = thresholds
        self._entries = {entry.id: entry for entry in corpus.entries}
        self._labels = corpus.audience_labels

    def respond(self, understood: Understanding, observe: Observe = no_observer) -> Content:
        """The answer to an understood turn; always the same for the same turn."""
        escalation = self._corpus.escalation
        if understood.kind is Kind.HANDOFF:
            return Content(Outcome.HANDOFF, escalation=escalation)
        if understood.kind is not Kind.QUESTION:
            unclear = understood.unclear
            return Content(Outcome.SMALL_TALK, phrase=understood.reply, clarification=unclear)
        found = self.assessed(understood, observe)
        if found is None:
            return Content(Outcome.NOT_COVERED, escalation=escalation)
        understood, query, assessment = found.understood, found.query, found.assessment
        outcome = decide(assessment.confidence, self._thresholds)
        by_operator = assessment.confidence == 1.0  # asked or answered in the operator's own words
        if not by_operator and says_nothing(understood.question):
            outcome = Outcome.NOT_COVERED
        elif (
            outcome is Outcome.ANSWERED and not by_operator and says_too_little(understood.question)
        ):
            outcome = Outcome.SUGGESTED
        if outcome is Outcome.ANSWERED:
            return self._answered(understood, query, assessment)
        if understood.declined:
            outcome = Outcome.NOT_COVERED
        suggestions = self._suggestions(assessment.hits) if outcome is Outcome.SUGGESTED else ()
        return Content(outcome, suggestions=suggestions, escalation=escalation)

    def assessed(
        self, understood: Understanding, observe: Observe = no_observer
    ) -> Assessed | None:
        """What the answer to a turn is decided from; None where nothing is asked or found."""
        if understood.kind is not Kind.QUESTION or not _HAS_WORD.search(understood.standalone):
            return None
        understood = self._narrowed(understood)
        together = understood.audience is None and compares(
            understood.standalone, self._corpus.audiences
        )
        if together:
            understood = replace(understood, asks_back=False)
        audience, denied = understood.audience, understood.asker.denied
        asker = Asker(audience, denied - {audience})
        query = Query(understood.standalone, understood.question, asker, observe, together)
        assessment = self._assessor.assess(query, _MAX_ENTRIES)
        if assessment is None:
            return None
        return self._about_somebody(Assessed(understood, query, assessment))

    def _narrowed(self, understood: Understanding) -> Understanding:
        """The turn limited to the audiences that its question names, where it names several ("Do guests get more
        than members?"), and without those that it excludes ("non-members").

        Where it names several, nothing is left to ask back.
        """
        if understood.audience is not None:
            return understood
        audiences = self._corpus.audiences
        denied = excluded_audiences(understood.standalone, audiences)
        named = mentioned_audiences(understood.standalone, audiences)
        several = len(named) > 1
        if several:
            denied |= self._labels.keys() - set(named)
        asks_back = understood.asks_back and not several
        asker = Asker(None, understood.asker.denied | denied)
        return replace(understood, asker=asker, asks_back=asks_back)

    def _about_somebody(self, found: Assessed) -> Assessed:
        """`found` for the audience of somebody of the asker's, where the question is about that one ("Can my
        guest come?") and the best entry has text for that audience, and none for the asker's own where that is
        known; nothing is then left to ask back."""
        understood, audiences = found.understood, self._corpus.audiences
        clause = understood.question.clause
        about, own = asked_about(understood.standalone, clause, audiences), understood.audience
        if about is None or about == own:
            return found
        quoted = {quote.audience for quote in found.assessment.selection.quotes}
        if (about not in quoted) if own is None else (own in quoted):
            return found
        theirs = replace(found.query, asker=Asker(about))
        for_them = self._assessor.assess(theirs, _MAX_ENTRIES) or found.assessment
        if own and about not in {quote.audience for quote in for_them.selection.quotes}:
            return found
        return Assessed(replace(understood, asks_back=False), theirs, for_them)

    def _answered(self, understood: Understanding, query: Query, assessment: Assessment) -> Content:
        entry = self._entries[assessment.hits[0].entry_id]
        selection = assessment.selection
        source = self._corpus.sources[entry.path]
        polar = understood.question.form is QuestionForm.POLAR
        settled = self._settled(query, assessment)
        passages = tuple(self._passage(shown) for shown in selection.passages)
        spans = self._spans(understood, settled, assessment)
        places = [Span(passage.source.start, passage.source.end) for passage in passages]
        evidence = tuple(evidence_at(places, dict.fromkeys(spans), source))
        passages = with_layout(passages, evidence)
        verdict = (
            proven_verdict(settled, selection.quotes, passages, evidence, self._labels)
            if polar
            else None
        )
        if verdict:
            for_asker = understood.audience in {reading.audience for reading in settled.proof}
            label = self._labels.get(understood.audience or "") if for_asker else None
            understood, verdict = self._in_this_case(
                understood, verdict, entry.title, evidence, label
            )
        clarification, condition = self._clarification(understood, assessment, verdict, evidence)
        return Content(
            Outcome.ANSWERED,
            passages=passages,
            evidence=evidence,
            verdict=verdict,
            clarification=clarification,
            condition=condition,
            resources=cited_resources(entry, (p.text for p in passages), self._corpus),
            # Where the published text breaks off, a person knows the rest.
            escalation=self._corpus.escalation if any(p.incomplete for p in passages) else None,
        )

    def _spans(
        self, understood: Understanding, settled: SettledVerdict, assessment: Assessment
    ) -> list[Span]:
        """The places of the text that proves the answer."""
        selection, sentences = assessment.selection, assessment.hits[0].sentences
        spans = [reading.span for reading in settled.proof]
        if not any(reading.by_operator for reading in settled.proof):
            spans += [quote.span for quote in selection.quotes if quote.span]
        if understood.condition_answers:
            # What holds otherwise may be no quote, but proves what was asked.
            chunks = (hit.chunk for hit in sentences)
            spans += [c.span for c in chunks if c.span and OTHERWISE.match(c.text)]
        if settled.value is VerdictValue.DEPENDS and not settled.by_audience:
            beside = nearby_condition(understood.standalone, selection, sentences)
            spans += [beside.span] if beside and beside.span else []
        return spans

    def _settled(self, query: Query, assessment: Assessment) -> SettledVerdict:
        asker = query.asker
        audiences = [audience for audience in self._labels if audience not in asker.denied]
        readings = [r for r in assessment.readings if r.audience not in asker.denied]
        settled = settle(readings, asker.audience, self._thresholds.verdict, audiences)
        return self._assessor.audience_texts.split_by_audience(query, assessment, settled)

    def _in_this_case(
        self,
        understood: Understanding,
        verdict: Verdict,
        heading: str,
        evidence: tuple[Evidence, ...],
        label: str | None,
    ) -> tuple[Understanding, Verdict]:
        """The verdict in the case that the asker described, or that is known from who asks; `label` is the
        audience's where the text is for that audience."""
        answers = understood.condition_answers
        denied: tuple[ConditionAnswer, ...] = ()
        question, least = understood.question.polarity_query, self._thresholds.verdict
        if not answers and verdict.value in YES_OR_NO:
            answers = denied = conditions_denied_by(understood.question.context, verdict)
        if not answers and verdict.value in YES_OR_NO:
            relevant = relevant_conditions(understood.standalone, verdict.conditions, evidence)
            verdict = replace(verdict, conditions=relevant)
            case = DescribedCase(question, heading, ())
            relevant = conditions_of_word(self._assessor.judge, case, verdict, evidence, least)
            return understood, replace(verdict, conditions=relevant)
        if not answers and verdict.value is VerdictValue.DEPENDS:
            answers = conditions_met_by(understood.audience, verdict, self._corpus.audiences)
        if not answers:
            return understood, verdict
        case = DescribedCase(asked_by(label, question), heading, answers)
        found = verdict_given_answers(self._assessor.judge, case, verdict, evidence, least)
        if not (understood.condition_answers or denied) and found.value not in YES_OR_NO:
            found = verdict
        return replace(understood, condition_answers=answers), found

    def _passage(self, hit: Hit) -> Passage:
        chunk = hit.chunk
        entry = self._entries[chunk.entry_id]
        assert chunk.span is not None  # only alternates have none
        span = chunk.span
        incomplete = any(
            block.incomplete and block.span.start <= span.start and span.end == block.span.end
            for block in entry.blocks
        )
        path = (self._folder / entry.path).as_posix()
        return Passage(
            entry_id=entry.id,
            title=entry.title,
            text=chunk.text,
            source=Source(path, span.start, span.end, entry.url),
            audience=chunk.audience,
            score=round(hit.score, 4),
            incomplete=incomplete,
            section=chunk.section,
        )

    def _clarification(
        self,
        understood: Understanding,
        assessment: Assessment,
        verdict: Verdict | None,
        evidence: tuple[Evidence, ...],
    ) -> tuple[Clarification | None, str]:
        """What is asked back: the audience, or a condition that the answer depends on; and which condition."""
        value = verdict.value if verdict else None
        if value in (VerdictValue.YES, VerdictValue.NO) or not understood.asks_back:
            return None, ""
        scopes = self._scopes(assessment, verdict.by_audience if verdict else ())
        scopes = [scope for scope in scopes if scope not in understood.asker.denied]
        if understood.audience is None and len(scopes) > 1 and not understood.condition_answers:
            options = tuple(ClarificationOption(self._labels[scope], scope) for scope in scopes)
            return Clarification(_WHICH, options), ""
        condition = ""
        if verdict and value is VerdictValue.DEPENDS:
            condition = next_condition_to_ask(verdict, understood.condition_answers, evidence)
        if condition:
            return Clarification(f"Does this apply to you: “{condition}”?", ()), condition
        return None, ""

    def _scopes(self, assessment: Assessment, rows: tuple[AudienceVerdict, ...]) -> list[str]:
        """The audiences that get different texts.

        Where text for some stands beside text for everybody, or rows of a table name only some, these are all. A
        sentence that only has an audience as its subject does not count: everybody is shown it. Neither does the
        row of a table with a column for each audience.
        """
        audiences, selection = self._corpus.audiences, assessment.selection
        quoted = {quote.passage for quote in selection.quotes}
        passages = [h.chunk.audience for h in selection.passages if h.chunk.passage in quoted]
        at = Counter(quote.span for quote in selection.quotes)
        led = [
            quote
            for quote in selection.quotes
            if at[quote.span] == 1
            and not limited_to(quote.text, audiences)
            and not goes_on(quote.text)
        ]
        tables = {quote.context for quote in led if quote.audience and "\n" in quote.context}
        beside = [hit.chunk for hit in assessment.hits[0].sentences if hit.chunk.context in tables]
        sentences = [quote.audience for quote in (*led, *beside)]
        named = [scope for scope in passages + sentences if scope] + [row.audience for row in rows]
        for_all = any(quote.audience is None for quote in (*selection.quotes, *beside))
        rest = list(self._labels) if named and (for_all or len(rows) == 1) else []
        return list(dict.fromkeys(named + rest))

    def _suggestions(self, hits: tuple[EntryHit, ...]) -> tuple[Suggestion, ...]:
        return tuple(
            Suggestion(hit.entry_id, self._entries[hit.entry_id].title, round(hit.score, 4))
            for hit in hits[:_SUGGESTIONS]
        )
