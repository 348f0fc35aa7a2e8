"""What the FAQ has on a question: entries in order, the words that count, what they say, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.audience_texts import AudienceTextSelector, least_unknown
from assistant.confidence import answer_confidence, log_odds, settled_confidence
from assistant.evidence import Reader, Selection, select_evidence
from assistant.judge.runtime import Judge
from assistant.query import Assessment, Query, observe_stage
from assistant.reading import OVERRULE_FROM, relevance_query, rerank
from assistant.retrieval import Retriever
from assistant.tables import by_columns
from assistant.types import Chunk, Corpus, EntryHit, FaqEntry, Span
from assistant.verdict import (
    YES_OR_NO,
    Reading,
    heading_readings,
    normalised_question,
    pinned_readings,
)

_MIN_FOR_POLARITY = 0.05  # confidence under which no polarity makes an answer
# Confidence from which an open question is not read for what it leaves open: on three FAQs no answer that
# polarity would have withheld was as sure, and a third of the open questions are.
_SKIP_POLARITY_FROM = 0.8
# Entries that are this near to the best one are read by polarity as well, the best of them first: which
# one settles the question says more than a small lead in score. A third one, or one further behind, found
# more right entries on eight small FAQs, but on three large ones more wrong words and near misses.
_TIE_MARGIN = 0.08  # of score
_MAX_POLARITY_ENTRIES = 2
_LOG_ODDS_PER_SCORE = 10.0  # log-odds of not being settled that a lead of 1 in score outweighs


class Assessor:
    """Searches, re-reads and judges for one index. Read-only after construction: threads may share it."""

    def __init__(self, retriever: Retriever, judge: Judge | None, corpus: Corpus) -> None:
        self.retriever = retriever
        self.judge = judge
        self._entries = corpus.entries
        self._named = _entries_by_question(corpus.entries)
        self._headings = {entry.id: normalised_question(entry.title) for entry in corpus.entries}
        self._heading_answers = heading_readings(corpus)
        self._audiences = corpus.audiences
        self.audience_texts = AudienceTextSelector(judge, corpus.audiences)

    def assess(self, query: Query, limit: int) -> Assessment | None:
        """All that a decision needs; None where nothing was found."""
        standalone, question, audience = query.standalone, query.question, query.audience
        # "May films be borrowed? (students)" is the operator's question, too: its analysis has no brackets.
        pinned = pinned_readings(standalone, self._entries, audience) or pinned_readings(
            question.normalised, self._entries, audience
        )
        # Where the operator has decided, nothing is left to judge.
        hits = self._search(query, limit) if pinned else self._find(query, limit)
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
        chosen = self._chosen(query, hits[0], spans)
        if readings:
            return Assessment(hits, chosen, readings, 1.0)
        if hits[0].entry_id in named:  # the operator's own words for this entry
            return self._named_entry(query, Assessment(hits, chosen, (), 1.0))
        return self._with_polarity(query, Assessment(hits, chosen, (), answer_confidence(hits)))

    def _named_entry(self, query: Query, found: Assessment) -> Assessment:
        """`found`, whose best entry is asked for in the operator's own words, with what it says."""
        hit, texts = found.hits[0], {query.standalone, query.question.normalised}
        readings = self.audience_texts.read(query, hit, found.chosen) if query.polar else ()
        told = self.audience_texts.select_for_asker(query, replace(found, readings=readings))
        own = self._heading_answers.get(hit.entry_id)
        headed = self._headings[hit.entry_id] in map(normalised_question, texts)
        if (
            own is None
            or not (query.polar and headed)
            or _audience_text_contradicts(told, own, query.audience)
        ):
            return _drop_readings_if_open(query, told)
        return replace(found, readings=(own,))

    def _find(self, query: Query, limit: int) -> tuple[EntryHit, ...]:
        """At most `limit` entries for the question in the order of the judge, best first."""
        hits = self._search(query, limit)
        if self.judge is None:
            return hits
        with observe_stage("relevance", query.observe):
            question = relevance_query(query.question)
            return rerank(self.judge, question, hits, query.audience, query.denied)

    def _search(self, query: Query, limit: int) -> tuple[EntryHit, ...]:
        with observe_stage("retrieval", query.observe):
            return self.retriever.search(query.standalone, limit=limit)

    def _entries_named(self, question: str) -> set[str]:
        return self._named.get(normalised_question(question), set())

    def _chosen(self, query: Query, hit: EntryHit, pinned: Sequence[Span] = ()) -> Selection:
        """What of an entry would be shown and quoted; of a table with a column for each audience what it says
        to the reader, or to each of those that the reader may be."""
        reader = Reader(query.audience, query.denied)
        chosen = select_evidence(hit, query.audience, pinned, query.denied, query.standalone)
        quotes: list[Chunk] = []
        for quote in chosen.quotes:
            told = [c for c in by_columns(quote, self._audiences) if reader.can_read(c.audience)]
            quotes += told or [quote]
        if query.compares_audiences:
            quotes = [replace(quote, audience=None) for quote in chosen.quotes]
        return replace(chosen, quotes=tuple(quotes))

    def _with_polarity(self, query: Query, found: Assessment) -> Assessment:
        """`found`, sure by retrieval and relevance; where that may do, after polarity was read."""
        if self.judge is None or found.confidence < _MIN_FOR_POLARITY:
            return found
        if not query.polar and found.confidence >= _SKIP_POLARITY_FROM:
            return _drop_readings_if_open(query, self.audience_texts.select_for_asker(query, found))
        told = self.audience_texts.select_for_asker(
            query, self._break_tie_by_polarity(query, found)
        )
        confidence = settled_confidence(found.confidence, least_unknown(told.readings))
        return _drop_readings_if_open(query, replace(told, confidence=confidence))

    def _break_tie_by_polarity(self, query: Query, found: Assessment) -> Assessment:
        """`found` with the entry first that settles the question, of those as near, and what it says."""
        first, *others = found.hits
        best = (first, found.chosen, self.audience_texts.read(query, first, found.chosen))
        most = first.score * _LOG_ODDS_PER_SCORE - log_odds(least_unknown(best[2]))
        for hit in others[: _MAX_POLARITY_ENTRIES - 1]:
            if first.score - hit.score >= _TIE_MARGIN:
                break
            chosen = self._chosen(query, hit)
            readings = self.audience_texts.read(query, hit, chosen)
            settles = hit.score * _LOG_ODDS_PER_SCORE - log_odds(least_unknown(readings))
            if settles > most:
                best, most = (hit, chosen, readings), settles
        settling, chosen, readings = best
        ordered = (settling, *(hit for hit in found.hits if hit is not settling))
        hits = tuple(replace(hit, rank=n) for n, hit in enumerate(ordered, 1))
        return replace(found, hits=hits, chosen=chosen, readings=readings)


def _audience_text_contradicts(told: Assessment, own: Reading, reader: str | None) -> bool:
    """Whether what a text begins with is not for the `reader`, or words of their own surely say otherwise."""
    if reader is None:
        return False
    return own.audience not in (None, reader) or any(
        said.confidence >= OVERRULE_FROM and said.value in YES_OR_NO and said.value is not own.value
        for said in told.readings
        if said.audience == reader
    )


def _drop_readings_if_open(query: Query, found: Assessment) -> Assessment:
    """`found` with the readings that prove a word: only a yes/no question has one."""
    return found if query.polar else replace(found, readings=())


def _entries_by_question(entries: Iterable[FaqEntry]) -> dict[str, set[str]]:
    """Ids of the entries that have a question as heading or alternate: the operator's own word."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        for question in (entry.title, *entry.alternates):
            found.setdefault(normalised_question(question), set()).add(entry.id)
    return found
