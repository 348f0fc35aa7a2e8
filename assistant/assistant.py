"""The one object that joins the rooms: `Assistant.ask(turn) -> Answer`."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from threadpoolctl import threadpool_limits

from assistant.audiences import goes_on, limited_to
from assistant.calibration import default_thresholds, load_thresholds
from assistant.composition import Content, compose, laid_out
from assistant.conditions import OTHERWISE, find_conditions
from assistant.consideration import Consideration, Considered, Inquiry, Observe, ignore, timed
from assistant.conversation import Kind, Understanding
from assistant.conversation.leaning import says_too_little
from assistant.decision import Thresholds, decide
from assistant.dialogue import Dialogue
from assistant.encoder import Encoder, load_encoder
from assistant.errors import UnknownAudienceError, UsageError
from assistant.evidence import Chosen, cited_resources, evidence_at
from assistant.index.store import LoadedIndex
from assistant.judge.runtime import Judge, load_judge
from assistant.knowledge import open_index
from assistant.plain import quoted_lines
from assistant.provisos import Case, settle_case, to_ask
from assistant.reading import asked
from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.types import (
    Answer,
    AudienceVerdict,
    Clarification,
    ClarificationOption,
    Condition,
    EntryHit,
    Evidence,
    Hit,
    Knowledge,
    Outcome,
    Passage,
    QuestionForm,
    Source,
    Span,
    Suggestion,
    Turn,
    Verdict,
    VerdictValue,
)
from assistant.verdict import Settled, settle

_WHICH = "Which of these are you?"
_SUGGESTIONS = 3
_REMEMBERED = 250  # earlier questions of conversations whose answers are remembered
_LOOKED_AT = 8  # entries that an answer can come from: all that the judge reads, and some more
_UNSAFE = re.compile("[\ud800-\udfff]")  # halves of characters: UTF-8 has no place for them
_HAS_WORD = re.compile(r"\w")


class Assistant:
    """Answers turns from one index version. Read-only after construction: threads may share it."""

    def __init__(
        self,
        index: LoadedIndex,
        encoder: Encoder,
        settings: Settings,
        *,
        judge: Judge | None = None,
        thresholds: Thresholds | None = None,
    ) -> None:
        self._index = index
        self._settings = settings
        self.knowledge = _knowledge(index, encoder, judge)
        self.thresholds = thresholds or default_thresholds(self.knowledge.judge)
        retriever = Retriever(index, encoder)
        self._considering = Consideration(retriever, judge, index.corpus)
        self._entries = {entry.id: entry for entry in index.corpus.entries}
        self._labels = {a.id: a.label for a in index.corpus.audiences}
        # Every turn of a conversation looks at all turns before it.
        self._looked_up = lru_cache(maxsize=_REMEMBERED)(partial(self._respond, observe=ignore))
        corpus = index.corpus
        self._dialogue = Dialogue(retriever, corpus.audiences, self._looked_up, corpus.escalation)

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        thresholds: Thresholds | None = None,
        notify: Callable[[str], None] = lambda _message: None,
    ) -> Assistant:
        """Load the models and the index of `settings.corpus`, building what is missing or stale.

        Without `thresholds`, the calibrated ones beside the index are used, else the defaults.
        """
        judge = load_judge(settings)
        encoder = load_encoder(settings, notify=notify)
        return cls._opened(settings, encoder, judge, thresholds, notify)

    @classmethod
    def _opened(
        cls,
        settings: Settings,
        encoder: Encoder,
        judge: Judge | None,
        thresholds: Thresholds | None,
        notify: Callable[[str], None],
    ) -> Assistant:
        index = open_index(settings, encoder, notify=notify)
        # Of the whole process, now that all libraries are loaded: the small products of numpy and FAISS
        # on all cores would only wait for one another.
        threadpool_limits(settings.threads, user_api="blas")
        if thresholds is None:
            thresholds = load_thresholds(settings, _knowledge(index, encoder, judge), notify=notify)
        return cls(index, encoder, settings, judge=judge, thresholds=thresholds)

    def reopened(self, *, notify: Callable[[str], None] = lambda _message: None) -> Assistant:
        """Another assistant with the same models, on the index and thresholds as they are now."""
        return self._opened(self._settings, self.retriever.encoder, self.judge, None, notify)

    @property
    def index(self) -> LoadedIndex:
        """The index version that is served."""
        return self._index

    @property
    def retriever(self) -> Retriever:
        """The search behind the answers, for suggestions and for measuring."""
        return self._considering.retriever

    @property
    def judge(self) -> Judge | None:
        """Who reads what was found; None where only retrieval decides."""
        return self._considering.judge

    def consider(
        self, standalone: str, audience: str | None = None, *, limit: int = 20
    ) -> Considered | None:
        """What an answer to a question that needs no history would be decided on; None for nothing."""
        return self._considering.consider(Inquiry.of(standalone, audience), limit)

    def ask(self, turn: Turn, *, observe: Observe = ignore) -> Answer:
        """The answer to one turn. The same turn on the same index gives the same answer.

        Raises UsageError for a question that is empty or too long, and UnknownAudienceError.
        """
        started = time.perf_counter()
        self.check(turn)
        question = _UNSAFE.sub("\ufffd", turn.question)
        clean = Turn(question, self._recent(turn.history), turn.audience, turn.conversation_id)
        with timed("understanding", observe):
            understood = self._dialogue.understand(clean)
        content = self._content(understood, observe)
        with timed("composition", observe):
            message = compose(content)
        return Answer(
            answer_id=uuid.uuid4().hex,
            conversation_id=turn.conversation_id,
            question=question,
            standalone_question=understood.resolved,
            audience=understood.audience,
            outcome=content.outcome,
            verdict=content.verdict,
            evidence=content.evidence,
            passages=content.passages,
            message=message,
            clarification=content.clarification,
            also_asked=content.also_asked,
            suggestions=content.suggestions,
            resources=content.resources,
            escalation=content.escalation,
            knowledge=self.knowledge,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 3),
        )

    def _recent(self, history: Sequence[str]) -> tuple[str, ...]:
        """As much of the history as is looked at."""
        kept = history[-self._settings.max_history :] if self._settings.max_history else ()
        return tuple(
            _UNSAFE.sub("\ufffd", text[: self._settings.max_question_chars]) for text in kept
        )

    def check(self, turn: Turn) -> None:
        """Raise UsageError where the turn cannot be answered for its form."""
        limit = self._settings.max_question_chars
        if not turn.question.strip():
            raise UsageError("the question is empty: ask something")
        if len(turn.question) > limit:
            raise UsageError(
                f"the question has {len(turn.question)} characters, at most {limit} are read: "
                "shorten it or raise FAQ_MAX_QUESTION_CHARS"
            )
        if turn.audience is not None and turn.audience not in self._labels:
            raise UnknownAudienceError(turn.audience, tuple(self._labels))

    def _content(self, understood: Understanding, observe: Observe) -> Content:
        """What is answered; of several questions, one that was answered to choose it is not read again.

        Who objects to an answer gets the same, and the way to a person.
        """
        if not understood.also_asked and not understood.objected:
            return self._respond(understood, observe)
        content = self._looked_up(replace(understood, also_asked=(), objected=False))
        way_out = self._index.corpus.escalation if understood.objected else content.escalation
        return replace(content, also_asked=understood.also_asked, escalation=way_out)

    def _respond(self, understood: Understanding, observe: Observe) -> Content:
        escalation = self._index.corpus.escalation
        if understood.kind is Kind.HANDOFF:
            return Content(Outcome.HANDOFF, escalation=escalation)
        if understood.kind is not Kind.QUESTION:
            unclear = understood.unclear
            return Content(Outcome.SMALL_TALK, phrase=understood.reply, clarification=unclear)
        if not _HAS_WORD.search(understood.standalone):
            return Content(Outcome.NOT_COVERED, escalation=escalation)
        audience, denied = understood.audience, understood.denied - {understood.audience}
        inquiry = Inquiry(understood.standalone, understood.question, audience, observe, denied)
        considered = self._considering.consider(inquiry, _LOOKED_AT)
        if considered is None:
            return Content(Outcome.NOT_COVERED, escalation=escalation)
        outcome = decide(considered.confidence, self.thresholds)
        own = considered.confidence == 1.0  # the operator's own words
        if outcome is Outcome.ANSWERED and not own and says_too_little(understood.question):
            outcome = Outcome.SUGGESTED
        if outcome is Outcome.ANSWERED:
            return self._answered(understood, inquiry, considered)
        if understood.declined:
            outcome = Outcome.NOT_COVERED
        suggestions = self._suggestions(considered.hits) if outcome is Outcome.SUGGESTED else ()
        return Content(outcome, suggestions=suggestions, escalation=escalation)

    def _answered(
        self, understood: Understanding, inquiry: Inquiry, considered: Considered
    ) -> Content:
        entry = self._entries[considered.hits[0].entry_id]
        chosen = considered.chosen
        source = self._index.corpus.sources[entry.path]
        polar = understood.question.form is QuestionForm.POLAR
        settled = self._settled(inquiry, considered)
        passages = tuple(self._passage(shown) for shown in chosen.passages)
        spans = [reading.span for reading in settled.proof]
        if not any(reading.pinned for reading in settled.proof):
            spans += [quote.span for quote in chosen.quotes if quote.span]
        if understood.told:  # what holds otherwise may be no quote, but proves what was asked
            sentences = (hit.chunk for hit in considered.hits[0].sentences)
            spans += [c.span for c in sentences if c.span and OTHERWISE.match(c.text)]
        places = [Span(passage.source.start, passage.source.end) for passage in passages]
        evidence = tuple(evidence_at(places, dict.fromkeys(spans), source))
        passages = laid_out(passages, evidence)
        verdict = self._verdict(settled, chosen, passages, evidence) if polar else None
        if verdict and understood.told:
            case = Case(asked(understood.question), entry.title, understood.told)
            least = self.thresholds.verdict
            verdict = settle_case(self.judge, case, verdict, evidence, least)
        clarification, condition = self._clarification(understood, chosen, verdict, evidence)
        return Content(
            Outcome.ANSWERED,
            passages=passages,
            evidence=evidence,
            verdict=verdict,
            clarification=clarification,
            condition=condition,
            resources=cited_resources(entry, (p.text for p in passages), self._index.corpus),
        )

    def _settled(self, inquiry: Inquiry, considered: Considered) -> Settled:
        denied = inquiry.denied
        readers = [audience for audience in self._labels if audience not in denied]
        readings = [r for r in considered.readings if r.audience not in denied]
        settled = settle(readings, inquiry.audience, self.thresholds.verdict, readers)
        return self._considering.rows_apart(inquiry, considered, settled)

    def _passage(self, hit: Hit) -> Passage:
        chunk = hit.chunk
        entry = self._entries[chunk.entry_id]
        assert chunk.span is not None  # only alternates have none
        span = chunk.span
        incomplete = any(
            block.incomplete and block.span.start <= span.start and span.end == block.span.end
            for block in entry.blocks
        )
        path = (self._settings.corpus / entry.path).as_posix()
        return Passage(
            entry_id=entry.id,
            title=entry.title,
            text=chunk.text,
            source=Source(path, span.start, span.end, entry.url),
            audience=chunk.audience,
            score=round(hit.score, 4),
            incomplete=incomplete,
        )

    def _verdict(
        self,
        settled: Settled,
        chosen: Chosen,
        passages: tuple[Passage, ...],
        evidence: tuple[Evidence, ...],
    ) -> Verdict:
        """The settled verdict with its rows and the provisos of the texts that prove it."""
        places = [passages[e.passage].source.start + e.start for e in evidence]
        number = {place: n for n, place in enumerate(places)}
        rows = tuple(
            AudienceVerdict(r.audience, self._labels[r.audience], r.value, number[r.span.start])
            for r in settled.by_audience
            if r.audience is not None and r.span.start in number
        )
        scopes = {r.span.start: r.audience for r in settled.proof}
        scopes |= {q.span.start: q.audience for q in chosen.quotes if q.span}
        proving = {scopes[r.span.start] for r in settled.proof}
        conditions = tuple(
            _condition(
                passages[item.passage],
                Span(item.start + start, item.start + end),
                n,
                scopes.get(place) if len(proving) > 1 else None,
            )
            for n, (item, place) in enumerate(zip(evidence, places, strict=True))
            if not proving or scopes.get(place) in proving
            for start, end in find_conditions(item.quote)
        )
        value = settled.value
        pinned = any(reading.pinned for reading in settled.proof)
        rests_on = len(rows) > 1 or conditions or (rows and pinned)
        if not evidence or (value is VerdictValue.DEPENDS and not rests_on):
            value = VerdictValue.UNDETERMINED  # no word without the words that prove it
        conflict = settled.conflict and all(r.span.start in number for r in settled.proof)
        return Verdict(value, round(settled.confidence, 4), rows, conditions, conflict)

    def _clarification(
        self,
        understood: Understanding,
        chosen: Chosen,
        verdict: Verdict | None,
        evidence: tuple[Evidence, ...],
    ) -> tuple[Clarification | None, str]:
        """Ask for the audience or the condition on which the answer hangs, and which condition that is."""
        value = verdict.value if verdict else None
        if value in (VerdictValue.YES, VerdictValue.NO) or not understood.asks_back:
            return None, ""
        scopes = self._scopes(chosen, verdict.by_audience if verdict else ())
        scopes = [scope for scope in scopes if scope not in understood.denied]
        if understood.audience is None and len(scopes) > 1 and not understood.told:
            options = tuple(ClarificationOption(self._labels[scope], scope) for scope in scopes)
            return Clarification(_WHICH, options), ""
        condition = ""
        if verdict and value is VerdictValue.DEPENDS:
            condition = to_ask(verdict, understood.told, evidence)
        if condition:
            return Clarification(f"Does this apply to you: “{condition}”?", ()), condition
        return None, ""

    def _scopes(self, chosen: Chosen, rows: tuple[AudienceVerdict, ...]) -> list[str]:
        """The audiences that get different texts: of text for some beside text for everybody, all.

        A sentence that only has one of them as its subject stands in a text that everybody is shown.
        """
        audiences = self._index.corpus.audiences
        passages = [hit.chunk.audience for hit in chosen.passages]
        quotes = [quote.audience for quote in chosen.quotes]
        led = [
            quote.audience
            for quote in chosen.quotes
            if not limited_to(quote.text, audiences) and not goes_on(quote.text)
        ]
        named = [scope for scope in passages + led if scope] + [row.audience for row in rows]
        rest = list(self._labels) if named and None in quotes else []
        return list(dict.fromkeys(named + rest))

    def _suggestions(self, hits: tuple[EntryHit, ...]) -> tuple[Suggestion, ...]:
        return tuple(
            Suggestion(hit.entry_id, self._entries[hit.entry_id].title, round(hit.score, 4))
            for hit in hits[:_SUGGESTIONS]
        )


def _condition(passage: Passage, span: Span, number: int, audience: str | None) -> Condition:
    """The proviso at `span` of a passage."""
    text = passage.text[span.start : span.end]
    if not passage.layout:
        return Condition(text, number, audience=audience)
    plain = " ".join(q.line for q in quoted_lines(passage.text, span.start, span.end))
    return Condition(text, number, plain if plain != text else "", audience)


def _knowledge(index: LoadedIndex, encoder: Encoder, judge: Judge | None) -> Knowledge:
    """What answers stand on, by name and hash."""
    return Knowledge(index.version, index.corpus.sha256, encoder.id, judge.id if judge else None)
