"""The one object that joins the rooms: `Assistant.ask(turn) -> Answer`."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from assistant import evidence as proof
from assistant.composition import Content, compose
from assistant.conditions import find_conditions
from assistant.confidence import answer_confidence
from assistant.conversation import Kind, Understanding, interpret
from assistant.decision import Thresholds, decide
from assistant.encoder import Encoder, load_encoder
from assistant.errors import UnknownAudienceError, UsageError
from assistant.index.store import LoadedIndex
from assistant.knowledge import open_index
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
from assistant.verdict import Reading, Settled, pinned_readings, settle

_SUGGESTIONS = 3
_UNSAFE = re.compile("[\ud800-\udfff]")
_HAS_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class _Found:
    """What the question was answered from, before it is framed."""

    passages: tuple[Passage, ...]
    evidence: tuple[Evidence, ...]
    verdict: Verdict | None


class Assistant:
    """Answers turns from one index version. Read-only after construction: threads may share it."""

    def __init__(
        self,
        index: LoadedIndex,
        encoder: Encoder,
        settings: Settings,
        *,
        thresholds: Thresholds | None = None,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self._index = index
        self._settings = settings
        self._thresholds = thresholds or Thresholds()
        self._new_id = new_id
        self._retriever = Retriever(index, encoder)
        self._entries = {entry.id: entry for entry in index.corpus.entries}
        self._labels = {a.id: a.label for a in index.corpus.audiences}
        self.knowledge = Knowledge(index.version, index.corpus.sha256, encoder.id, None)

    @classmethod
    def open(
        cls, settings: Settings, *, notify: Callable[[str], None] = lambda _message: None
    ) -> Assistant:
        """Load the encoder and the index of `settings.corpus`, building what is missing or stale."""
        encoder = load_encoder(settings, notify=notify)
        return cls(open_index(settings, encoder, notify=notify), encoder, settings)

    @property
    def index(self) -> LoadedIndex:
        """The index version that is served."""
        return self._index

    @property
    def retriever(self) -> Retriever:
        """The search behind the answers, for suggestions and for measuring."""
        return self._retriever

    def ask(self, turn: Turn) -> Answer:
        """The answer to one turn. The same turn on the same index gives the same answer.

        Raises UsageError for a question that is empty or too long, and UnknownAudienceError.
        """
        started = time.perf_counter()
        self.check(turn)
        question = _UNSAFE.sub("\ufffd", turn.question)
        history = tuple(_UNSAFE.sub("\ufffd", text) for text in turn.history)
        recent = history[-self._settings.max_history :] if self._settings.max_history else ()
        clean = Turn(question, recent, turn.audience, turn.conversation_id)
        corpus = self._index.corpus
        understood = interpret(clean, corpus.audiences)
        content, found = self._respond(understood)
        return Answer(
            answer_id=self._new_id(),
            conversation_id=turn.conversation_id,
            question=question,
            standalone_question=understood.standalone,
            audience=understood.audience,
            outcome=content.outcome,
            verdict=content.verdict,
            evidence=found,
            passages=content.passages,
            message=compose(content),
            clarification=content.clarification,
            suggestions=content.suggestions,
            resources=content.resources,
            escalation=content.escalation,
            knowledge=self.knowledge,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 3),
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

    def _respond(self, understood: Understanding) -> tuple[Content, tuple[Evidence, ...]]:
        escalation = self._index.corpus.escalation
        if understood.kind is Kind.HANDOFF:
            return Content(Outcome.HANDOFF, escalation=escalation), ()
        if understood.kind is not Kind.QUESTION:
            return Content(Outcome.SMALL_TALK, phrase=understood.reply), ()
        if not _HAS_WORD.search(understood.standalone):
            return Content(Outcome.NOT_COVERED, escalation=escalation), ()
        pinned = pinned_readings(understood.standalone, self._entries.values())
        hits = self._retriever.search(understood.standalone)
        hits = tuple(sorted(hits, key=lambda hit: (hit.entry_id not in pinned, hit.rank)))
        confidence = 1.0 if pinned else answer_confidence(hits)
        outcome = decide(confidence, self._thresholds)
        if outcome is Outcome.ANSWERED:
            return self._answered(understood, hits[0], pinned.get(hits[0].entry_id, ()))
        suggestions = self._suggestions(hits) if outcome is Outcome.SUGGESTED else ()
        return Content(outcome, suggestions=suggestions, escalation=escalation), ()

    def _answered(
        self, understood: Understanding, hit: EntryHit, readings: tuple[Reading, ...]
    ) -> tuple[Content, tuple[Evidence, ...]]:
        entry = self._entries[hit.entry_id]
        audience = understood.audience
        chosen = proof.choose(hit, audience)
        source = self._index.corpus.sources[entry.path]
        settled = settle(readings, audience, self._thresholds.verdict)
        passages = tuple(self._passage(shown) for shown in chosen.passages)
        spans = [reading.span for reading in settled.proof]
        spans += [quote.span for quote in chosen.quotes if quote.span and not settled.proof]
        evidence = tuple(
            proof.evidence_at([Span(p.source.start, p.source.end) for p in passages], spans, source)
        )
        verdict = None
        if understood.question.form is QuestionForm.POLAR:
            verdict = self._verdict(settled, evidence)
        content = Content(
            Outcome.ANSWERED,
            passages=passages,
            evidence=evidence,
            verdict=verdict,
            clarification=self._clarification(audience, passages, verdict),
            resources=proof.cited_resources(entry, (p.text for p in passages), self._index.corpus),
        )
        return content, evidence

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

    def _verdict(self, settled: Settled, evidence: tuple[Evidence, ...]) -> Verdict:
        """The settled verdict with its rows and the provisos of its evidence."""
        rows = tuple(
            AudienceVerdict(reading.audience, self._labels[reading.audience], reading.value, number)
            for number, reading in enumerate(settled.by_audience)
            if reading.audience is not None and number < len(evidence)
        )
        conditions = tuple(
            Condition(item.quote[start:end], number)
            for number, item in enumerate(evidence)
            for start, end in find_conditions(item.quote)
        )
        # No word without a span that proves it.
        value = settled.value if evidence else VerdictValue.UNDETERMINED
        return Verdict(value, round(settled.confidence, 4), rows, conditions)

    def _clarification(
        self, audience: str | None, passages: tuple[Passage, ...], verdict: Verdict | None
    ) -> Clarification | None:
        """Ask for the audience where it is unknown and the passages shown differ by it."""
        scopes = list(dict.fromkeys(p.audience for p in passages if p.audience))
        if audience is not None or len(scopes) < 2:
            return None
        if verdict is not None and verdict.value in (VerdictValue.YES, VerdictValue.NO):
            return None
        options = tuple(ClarificationOption(self._labels[scope], scope) for scope in scopes)
        return Clarification("Which of these are you?", options)

    def _suggestions(self, hits: tuple[EntryHit, ...]) -> tuple[Suggestion, ...]:
        return tuple(
            Suggestion(hit.entry_id, self._entries[hit.entry_id].title, round(hit.score, 4))
            for hit in hits[:_SUGGESTIONS]
        )
