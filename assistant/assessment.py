"""What the FAQ has on a question: entries in order, the words that count, what they say, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.audience_texts import Addressing, unknown
from assistant.confidence import answer_confidence, log_odds, settled_confidence
from assistant.evidence import Chosen, Reader, choose
from assistant.judge.runtime import Judge
from assistant.query import Considered, Inquiry, timed
from assistant.reading import SURE_ENOUGH, reread, sought
from assistant.retrieval import Retriever
from assistant.tables import by_columns
from assistant.types import Chunk, Corpus, EntryHit, FaqEntry, Span
from assistant.verdict import (
    CLEAR,
    Reading,
    heading_readings,
    normalised_question,
    pinned_readings,
)

_WORTH_READING = 0.05  # confidence under which no polarity makes an answer
# Confidence from which an open question is not read for what it leaves open: on three FAQs no answer that
# polarity would have withheld was as sure, and a third of the open questions are.
_NO_DOUBT = 0.8
# Entries that are this near to the best one are read by polarity as well, the best of them first: which
# one settles the question says more than a small lead in score. A third one, or one further behind, found
# more right entries on eight small FAQs, but on three large ones more wrong words and near misses.
_AS_NEAR = 0.08  # of score
_MOST_READ = 2
_LEAD = 10.0  # log-odds of not being settled that a lead of 1 in score outweighs


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
        self.addressing = Addressing(judge, corpus.audiences)

    def consider(self, inquiry: Inquiry, limit: int) -> Considered | None:
        """All that a decision needs; None where nothing was found."""
        standalone, question, audience = inquiry.standalone, inquiry.question, inquiry.audience
        # "May films be borrowed? (students)" is the operator's question, too: its analysis has no brackets.
        pinned = pinned_readings(standalone, self._entries, audience) or pinned_readings(
            question.normalised, self._entries, audience
        )
        # Where the operator has decided, nothing is left to judge.
        hits = self._search(inquiry, limit) if pinned else self._find(inquiry, limit)
        if not hits:
            return None
        named = (
            pinned.keys()
            or self._entries_named(standalone)
            or self._entries_named(question.normalised)
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

    def _named_entry(self, inquiry: Inquiry, found: Considered) -> Considered:
        """`found`, whose best entry is asked for in the operator's own words, with what it says."""
        hit, texts = found.hits[0], {inquiry.standalone, inquiry.question.normalised}
        readings = self.addressing.read(inquiry, hit, found.chosen) if inquiry.polar else ()
        told = self.addressing.chosen_for(inquiry, replace(found, readings=readings))
        own = self._own_answers.get(hit.entry_id)
        headed = self._headings[hit.entry_id] in map(normalised_question, texts)
        if own is None or not (inquiry.polar and headed) or _otherwise(told, own, inquiry.audience):
            return _proving(inquiry, told)
        return replace(found, readings=(own,))

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
        if inquiry.compares:
            quotes = [replace(quote, audience=None) for quote in chosen.quotes]
        return replace(chosen, quotes=tuple(quotes))

    def _weighed(self, inquiry: Inquiry, found: Considered) -> Considered:
        """`found`, sure by retrieval and relevance; where that may do, after polarity was read."""
        if self.judge is None or found.confidence < _WORTH_READING:
            return found
        if not inquiry.polar and found.confidence >= _NO_DOUBT:
            return _proving(inquiry, self.addressing.chosen_for(inquiry, found))
        told = self.addressing.chosen_for(inquiry, self._settling(inquiry, found))
        confidence = settled_confidence(found.confidence, unknown(told.readings))
        return _proving(inquiry, replace(told, confidence=confidence))

    def _settling(self, inquiry: Inquiry, found: Considered) -> Considered:
        """`found` with the entry first that settles the question, of those as near, and what it says."""
        first, *others = found.hits
        best = (first, found.chosen, self.addressing.read(inquiry, first, found.chosen))
        most = first.score * _LEAD - log_odds(unknown(best[2]))
        for hit in others[: _MOST_READ - 1]:
            if first.score - hit.score >= _AS_NEAR:
                break
            chosen = self._chosen(inquiry, hit)
            readings = self.addressing.read(inquiry, hit, chosen)
            settles = hit.score * _LEAD - log_odds(unknown(readings))
            if settles > most:
                best, most = (hit, chosen, readings), settles
        settling, chosen, readings = best
        ordered = (settling, *(hit for hit in found.hits if hit is not settling))
        hits = tuple(replace(hit, rank=n) for n, hit in enumerate(ordered, 1))
        return replace(found, hits=hits, chosen=chosen, readings=readings)


def _otherwise(told: Considered, own: Reading, reader: str | None) -> bool:
    """Whether what a text begins with is not for the `reader`, or words of their own surely say otherwise."""
    if reader is None:
        return False
    return own.audience not in (None, reader) or any(
        said.confidence >= SURE_ENOUGH and said.value in CLEAR and said.value is not own.value
        for said in told.readings
        if said.audience == reader
    )


def _proving(inquiry: Inquiry, found: Considered) -> Considered:
    """`found` with the readings that prove a word: only a yes/no question has one."""
    return found if inquiry.polar else replace(found, readings=())


def _entries_by_question(entries: Iterable[FaqEntry]) -> dict[str, set[str]]:
    """Ids of the entries that have a question as heading or alternate: the operator's own word."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        for question in (entry.title, *entry.alternates):
            found.setdefault(normalised_question(question), set()).add(entry.id)
    return found
