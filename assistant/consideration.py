"""What the FAQ has on a question: entries in order, the words that count, what they say, and how sure it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice

from assistant.confidence import answer_confidence, log_odds, settled_confidence
from assistant.evidence import Chosen, choose
from assistant.judge.runtime import Judge
from assistant.questions import Question, analyse
from assistant.reading import SURE_ENOUGH, asked, read_for, read_polarity, reread, sought
from assistant.retrieval import Retriever
from assistant.types import Chunk, Corpus, EntryHit, FaqEntry, QuestionForm, VerdictValue
from assistant.verdict import CLEAR, Reading, Settled, normalised_question, pinned_readings

_WORTH_READING = 0.05  # confidence under which no polarity makes an answer
# Confidence from which an open question is not read for what it leaves open: on three FAQs no answer that
# polarity would have withheld was as sure, and a third of the open questions are.
_NO_DOUBT = 0.8
# Entries that are this near to the best one are read by polarity as well, the best of them first: which
# one settles the question says more than a small lead in score.
_AS_NEAR = 0.08  # of score
_MOST_READ = 2
_LEAD = 10.0  # log-odds of not being settled that a lead of 1 in score outweighs

Observe = Callable[[str, float], None]
"""Told the name of a stage and the seconds it took: understanding, retrieval, relevance, polarity,
composition. Stages that a question does not need are left out."""


def ignore(_stage: str, _seconds: float) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question that needs no history, as typed and analysed; who asks it, and who does not; and who is told
    of the time."""

    standalone: str
    question: Question
    audience: str | None = None
    observe: Observe = ignore
    denied: frozenset[str] = frozenset()

    @classmethod
    def of(cls, standalone: str, audience: str | None = None) -> Inquiry:
        """The inquiry for a question that nobody has analysed yet."""
        return cls(standalone, analyse(standalone), audience)

    @property
    def polar(self) -> bool:
        """Whether yes or no would answer it."""
        return self.question.form is QuestionForm.POLAR


@dataclass(frozen=True, slots=True)
class Considered:
    """The hits, best first; what of the best would be shown; what it says to a yes/no question; and the
    probability in [0, 1] that it answers."""

    hits: tuple[EntryHit, ...]
    chosen: Chosen
    readings: tuple[Reading, ...]
    confidence: float


class Consideration:
    """Searches, re-reads and judges for one index. Read-only after construction: threads may share it."""

    def __init__(self, retriever: Retriever, judge: Judge | None, corpus: Corpus) -> None:
        self.retriever = retriever
        self.judge = judge
        self._entries = corpus.entries
        self._named = _entries_by_question(corpus.entries)
        self._labels: Mapping[str, str] = {a.id: a.label for a in corpus.audiences}

    def consider(self, inquiry: Inquiry, limit: int) -> Considered | None:
        """All that a decision needs; None where nothing was found."""
        standalone, question, audience = inquiry.standalone, inquiry.question, inquiry.audience
        # "May films be borrowed? (students)" is the operator's question, too: its analysis has no brackets.
        pinned = pinned_readings(standalone, self._entries, audience) or pinned_readings(
            question.text, self._entries, audience
        )
        # Where the operator has decided, nothing is left to judge.
        hits = self._search(inquiry, limit) if pinned else self._find(inquiry, limit)
        if not hits:
            return None
        named = (
            pinned.keys() or self._entries_named(standalone) or self._entries_named(question.text)
        )
        hits = tuple(sorted(hits, key=lambda hit: (hit.entry_id not in named, hit.rank)))
        readings = pinned.get(hits[0].entry_id, ())
        spans = [reading.span for reading in readings]
        chosen = choose(hits[0], audience, spans, inquiry.denied, standalone)
        if readings:
            return Considered(hits, chosen, readings, 1.0)
        if hits[0].entry_id in named:  # the operator's own words for this entry
            readings = self._read(inquiry, hits[0], chosen) if inquiry.polar else ()
            return self._own_words(inquiry, Considered(hits, chosen, readings, 1.0))
        return self._weighed(inquiry, Considered(hits, chosen, (), answer_confidence(hits)))

    def rows_apart(self, inquiry: Inquiry, found: Considered, settled: Settled) -> Settled:
        """`settled` with a word for each audience whose own text has one, where it depends on the audience.

        To somebody of whom nothing is known most texts for some say that it depends.
        """
        scopes = {quote.audience for quote in found.chosen.quotes}
        rows = settled.by_audience
        known = inquiry.audience is not None or any(row.pinned for row in rows)
        if (
            self.judge is None
            or settled.value is not VerdictValue.DEPENDS
            or known
            or len(rows) < 2
        ):
            return settled
        told = []
        for row in rows:
            said = row
            if row.value not in CLEAR and row.audience and row.audience in scopes:
                said = self._read_for(inquiry, found.hits[0], found.chosen, row.audience)
            told.append(said if said.confidence >= SURE_ENOUGH else row)
        alike = len({row.value for row in told}) == 1
        return settled if alike else replace(settled, by_audience=tuple(told))

    def _find(self, inquiry: Inquiry, limit: int) -> tuple[EntryHit, ...]:
        """At most `limit` entries for the question in the order of the judge, best first."""
        hits = self._search(inquiry, limit)
        if self.judge is None:
            return hits
        with timed("relevance", inquiry.observe):
            question = sought(inquiry.question)
            return reread(self.judge, question, hits, inquiry.audience, inquiry.denied)

    def _search(self, inquiry: Inquiry, limit: int) -> tuple[EntryHit, ...]:
        with timed("retrieval", inquiry.observe):
            return self.retriever.search(inquiry.standalone, limit=limit)

    def _entries_named(self, question: str) -> set[str]:
        return self._named.get(normalised_question(question), set())

    def _weighed(self, inquiry: Inquiry, found: Considered) -> Considered:
        """`found`, sure by retrieval and relevance; where that may do, after polarity was read."""
        matters = found.confidence >= _WORTH_READING and (
            inquiry.polar or found.confidence < _NO_DOUBT
        )
        if self.judge is None or not matters:
            return found
        settling = self._settling(inquiry, found)
        confidence = settled_confidence(found.confidence, _unknown(settling.readings))
        # Only a yes/no question has a word to prove.
        readings = settling.readings if inquiry.polar else ()
        return self._own_words(inquiry, replace(settling, confidence=confidence, readings=readings))

    def _own_words(self, inquiry: Inquiry, found: Considered) -> Considered:
        """`found` with what a text for everybody says to the reader's own audience in passing, where that
        settles the question otherwise ("Guests cannot renew")."""
        reader = inquiry.audience
        if self.judge is None or reader is None or not found.readings:
            return found
        general = {reading.value for reading in found.readings if reading.audience is None}
        said = next((r for r in found.readings if r.audience == reader), None)
        own = [quote for quote in found.chosen.quotes if quote.audience == reader]
        own = own or _in_passing(found, reader)
        if not own or not general:
            return found
        chosen = replace(found.chosen, quotes=tuple(own))
        said = said or self._read_for(inquiry, found.hits[0], chosen, reader)
        if said.confidence < SURE_ENOUGH or said.value in general:
            return found
        return replace(found, chosen=chosen, readings=(said,))

    def _read_for(self, inquiry: Inquiry, hit: EntryHit, chosen: Chosen, audience: str) -> Reading:
        assert self.judge is not None
        with timed("polarity", inquiry.observe):
            reader = (audience, self._labels.get(audience, audience))
            return read_for(self.judge, asked(inquiry.question), chosen, hit.sentences, reader)

    def _settling(self, inquiry: Inquiry, found: Considered) -> Considered:
        """`found` with the entry first that settles the question, of those as near, and what it says."""
        first, *others = found.hits
        best = (first, found.chosen, self._read(inquiry, first, found.chosen))
        most = first.score * _LEAD - log_odds(_unknown(best[2]))
        for hit in others[: _MOST_READ - 1]:
            if first.score - hit.score >= _AS_NEAR:
                break
            chosen = choose(
                hit, inquiry.audience, denied=inquiry.denied, question=inquiry.standalone
            )
            readings = self._read(inquiry, hit, chosen)
            settles = hit.score * _LEAD - log_odds(_unknown(readings))
            if settles > most:
                best, most = (hit, chosen, readings), settles
        settling, chosen, readings = best
        ordered = (settling, *(hit for hit in found.hits if hit is not settling))
        hits = tuple(replace(hit, rank=n) for n, hit in enumerate(ordered, 1))
        return replace(found, hits=hits, chosen=chosen, readings=readings)

    def _read(self, inquiry: Inquiry, hit: EntryHit, chosen: Chosen) -> tuple[Reading, ...]:
        """What the entry says to the question, and whether it settles it; nothing without a judge."""
        if self.judge is None:
            return ()
        with timed("polarity", inquiry.observe):
            reader = self._labels.get(inquiry.audience or "")
            return read_polarity(self.judge, asked(inquiry.question), chosen, hit.sentences, reader)


def _in_passing(found: Considered, reader: str) -> list[Chunk]:
    """The best sentence for `reader` in what is shown."""
    shown = {hit.chunk.passage for hit in found.chosen.passages}
    sentences = (hit.chunk for hit in found.hits[0].sentences)
    own = (c for c in sentences if c.audience == reader and c.passage in shown)
    return list(islice(own, 1))


def _unknown(readings: tuple[Reading, ...]) -> float:
    return min(reading.unknown for reading in readings)


@contextmanager
def timed(stage: str, observe: Observe) -> Iterator[None]:
    """Tell `observe` how long the block took."""
    started = time.perf_counter()
    yield
    observe(stage, time.perf_counter() - started)


def _entries_by_question(entries: Iterable[FaqEntry]) -> dict[str, set[str]]:
    """Ids of the entries that have a question as heading or alternate: the operator's own word."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        for question in (entry.title, *entry.alternates):
            found.setdefault(normalised_question(question), set()).add(entry.id)
    return found
