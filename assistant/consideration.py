"""What the FAQ has on a question: entries in order, the words that count, what they say, and how sure it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from assistant.confidence import answer_confidence, log_odds, settled_confidence
from assistant.evidence import MOST_PASSAGES, Chosen, Reader, choose, own_text, text_for_all
from assistant.judge.runtime import Judge
from assistant.questions import Question, analyse
from assistant.reading import SURE_ENOUGH, asked, read_for, read_polarity, reread, sought
from assistant.retrieval import Retriever
from assistant.tables import by_columns
from assistant.types import Chunk, Corpus, EntryHit, FaqEntry, QuestionForm, Span, VerdictValue
from assistant.verdict import (
    CLEAR,
    SILENT,
    Reading,
    Settled,
    heading_readings,
    normalised_question,
    pinned_readings,
)

_WORTH_READING = 0.05  # confidence under which no polarity makes an answer
# Confidence from which an open question is not read for what it leaves open: on three FAQs no answer that
# polarity would have withheld was as sure, and a third of the open questions are.
_NO_DOUBT = 0.8
# Entries that are this near to the best one are read by polarity as well: which one settles the question says
# more than a small lead in score. Where one read before settles it, only those that are as good as it are.
# On eight FAQs that finds 443 of 496 entries (437 where only the second is read, within 0.08) for a fifth of
# a reading more.
_NEAR = 0.15  # of score
_AS_GOOD = 0.04
_SETTLED = 0.2  # probability of settling nothing under which an entry does settle it
_MOST_READ = 3
_LEAD = 10.0  # log-odds of not being settled that a lead of 1 in score outweighs
# Under this probability of settling nothing words speak to the question; up to the second one they do plainly.
# On eight FAQs, words for one audience about something else were mostly above the first.
_SPEAKS = 0.5
_PLAIN = 0.2

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
        self._headings = {entry.id: normalised_question(entry.title) for entry in corpus.entries}
        self._own_answers = heading_readings(corpus)
        self._audiences = corpus.audiences
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
        chosen = self._chosen(inquiry, hits[0], spans)
        if readings:
            return Considered(hits, chosen, readings, 1.0)
        if hits[0].entry_id in named:  # the operator's own words for this entry
            return self._named_entry(inquiry, Considered(hits, chosen, (), 1.0))
        return self._weighed(inquiry, Considered(hits, chosen, (), answer_confidence(hits)))

    def rows_apart(self, inquiry: Inquiry, found: Considered, settled: Settled) -> Settled:
        """`settled` with a word for each audience whose own text has one, where it depends on the audience,
        or nothing is settled and these words differ.

        To somebody of whom nothing is known most texts for some say that it depends.
        """
        rows = settled.by_audience
        known = inquiry.audience is not None or any(row.pinned for row in rows)
        if self.judge is None or known or settled.conflict:
            return settled
        if settled.value is VerdictValue.UNDETERMINED:
            return self._differing(inquiry, found) or settled
        if settled.value is not VerdictValue.DEPENDS or len(rows) < 2:
            return settled
        scopes = {quote.audience for quote in found.chosen.quotes}
        told = []
        for row in rows:
            said = row
            if row.value not in CLEAR and row.audience and row.audience in scopes:
                said = self._read_for(inquiry, found.hits[0], found.chosen, row.audience)
            told.append(said if said.confidence >= SURE_ENOUGH else row)
        alike = len({row.value for row in told}) == 1
        return settled if alike else replace(settled, by_audience=tuple(told))

    def _differing(self, inquiry: Inquiry, found: Considered) -> Settled | None:
        """That it depends, with a row for each audience whose own text surely says yes or no to it, where one
        says yes and another no."""
        quoted = dict.fromkeys(quote.audience for quote in found.chosen.quotes)
        scopes = [scope for scope in quoted if scope and scope not in inquiry.denied]
        if len(scopes) < 2:
            return None
        hit, chosen = found.hits[0], found.chosen
        read = (self._read_for(inquiry, hit, chosen, scope) for scope in scopes)
        rows = tuple(r for r in read if r.confidence >= SURE_ENOUGH and r.value in CLEAR)
        if len({row.value for row in rows}) < 2:
            return None
        return Settled(VerdictValue.DEPENDS, min(row.confidence for row in rows), rows, rows)

    def _named_entry(self, inquiry: Inquiry, found: Considered) -> Considered:
        """`found`, whose best entry is asked for in the operator's own words, with what it says."""
        hit, texts = found.hits[0], {inquiry.standalone, inquiry.question.text}
        own = self._own_answers.get(hit.entry_id) if inquiry.polar else None
        headed = self._headings[hit.entry_id] in map(normalised_question, texts)
        if own and headed and (own.audience is None or inquiry.audience in (None, own.audience)):
            return self._as_headed(inquiry, found, own)
        readings = self._read(inquiry, hit, found.chosen) if inquiry.polar else ()
        return _proving(inquiry, self._for_reader(inquiry, replace(found, readings=readings)))

    def _as_headed(self, inquiry: Inquiry, found: Considered, own: Reading) -> Considered:
        """`found` with what its text begins with, which answers its heading; for a reader to whom words of
        their own surely say otherwise, with these."""
        if inquiry.audience is None:
            return replace(found, readings=(own,))
        readings = self._read(inquiry, found.hits[0], found.chosen)
        told = self._for_reader(inquiry, replace(found, readings=readings))
        otherwise = any(
            said.confidence >= SURE_ENOUGH and said.value in CLEAR and said.value is not own.value
            for said in told.readings
            if said.audience == inquiry.audience
        )
        return told if otherwise else replace(found, readings=(own,))

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

    def _chosen(self, inquiry: Inquiry, hit: EntryHit, pinned: Sequence[Span] = ()) -> Chosen:
        """What of an entry would be shown and quoted; of a table with a column for each audience what it says
        to the reader, or to each of those that the reader may be."""
        reader = Reader(inquiry.audience, inquiry.denied)
        chosen = choose(hit, inquiry.audience, pinned, inquiry.denied, inquiry.standalone)
        quotes: list[Chunk] = []
        for quote in chosen.quotes:
            told = [c for c in by_columns(quote, self._audiences) if reader.may_be(c.audience)]
            quotes += told or [quote]
        return replace(chosen, quotes=tuple(quotes))

    def _weighed(self, inquiry: Inquiry, found: Considered) -> Considered:
        """`found`, sure by retrieval and relevance; where that may do, after polarity was read."""
        if self.judge is None or found.confidence < _WORTH_READING:
            return found
        if not inquiry.polar and found.confidence >= _NO_DOUBT:
            return _proving(inquiry, self._for_reader(inquiry, found))
        told = self._for_reader(inquiry, self._settling(inquiry, found))
        confidence = settled_confidence(found.confidence, _unknown(told.readings))
        return _proving(inquiry, replace(told, confidence=confidence))

    def _for_reader(self, inquiry: Inquiry, found: Considered) -> Considered:
        """`found` with the words of its entry that say something to the reader."""
        if self.judge is None:
            return found
        if inquiry.audience is None:
            return self._without_silent(inquiry, found)
        scopes = {quote.audience for quote in found.chosen.quotes}
        if scopes == {inquiry.audience}:
            return self._or_for_all(inquiry, found)
        return self._own_words(inquiry, found, inquiry.audience) if None in scopes else found

    def _without_silent(self, inquiry: Inquiry, found: Considered) -> Considered:
        """`found` without the words for some readers that say nothing on the question, where text for everybody
        does; texts for one audience each are alternatives, and shown together."""
        chosen = found.chosen
        scopes = {quote.audience for quote in chosen.quotes}
        if None not in scopes or len(scopes) < 2:
            return found
        readings = found.readings or self._read(inquiry, found.hits[0], chosen)
        silent = {r.audience for r in readings if r.audience and r.unknown >= SILENT}
        if all(r.unknown >= _SPEAKS for r in readings if r.audience is None):
            return found
        quotes = tuple(quote for quote in chosen.quotes if quote.audience not in silent)
        return replace(found, chosen=replace(chosen, quotes=quotes))

    def _or_for_all(self, inquiry: Inquiry, found: Considered) -> Considered:
        """`found` with the text for everybody where the reader's own says nothing and that does."""
        hit = found.hits[0]
        general = text_for_all(hit, found.chosen, inquiry.standalone)
        if general is None:
            return found
        own = found.readings or self._read(inquiry, hit, found.chosen)
        if _unknown(own) < _SPEAKS:
            return found
        said = self._read(inquiry, hit, general)
        return replace(found, chosen=general, readings=said) if _unknown(said) <= _PLAIN else found

    def _own_words(self, inquiry: Inquiry, found: Considered, reader: str) -> Considered:
        """`found` with what the entry says elsewhere to the reader's own audience, where that settles the
        question otherwise ("For guests: renewals are free") or better; where it says the same, it is shown too.

        Where it speaks to the question and is not understood well enough, both are quoted, and no word is given.
        """
        hit, chosen = found.hits[0], found.chosen
        own = own_text(hit, chosen, reader, inquiry.standalone)
        if own is None or (inquiry.polar and not found.readings):
            return found
        both = replace(own, quotes=tuple(dict.fromkeys((*own.quotes, *chosen.quotes))))
        said = next((r for r in found.readings if r.audience == reader), None)
        said = said or self._read_for(inquiry, hit, own, reader)
        readings = (*(r for r in found.readings if r is not said), said)
        if not inquiry.polar:
            speaks = said.unknown < _SPEAKS
            return replace(found, chosen=both, readings=readings) if speaks else found
        general = [reading for reading in found.readings if reading.audience is None]
        differs = all(reading.value is not said.value for reading in general)
        doubted = all(reading.confidence < SURE_ENOUGH for reading in general)
        sure = said.confidence >= SURE_ENOUGH
        if sure and (differs or doubted):
            return replace(found, chosen=own, readings=(said,))
        if said.unknown > _PLAIN:
            return found
        if sure:
            passages = tuple(dict.fromkeys((*chosen.passages, *own.passages)))[:MOST_PASSAGES]
            return replace(found, chosen=replace(chosen, passages=passages))
        return replace(found, chosen=both, readings=readings)

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
            behind = first.score - hit.score
            if behind >= (_AS_GOOD if _unknown(best[2]) < _SETTLED else _NEAR):
                break
            chosen = self._chosen(inquiry, hit)
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


def _proving(inquiry: Inquiry, found: Considered) -> Considered:
    """`found` with the readings that prove a word: only a yes/no question has one."""
    return found if inquiry.polar else replace(found, readings=())


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
