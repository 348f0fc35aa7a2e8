"""Assesses what the FAQ has on a question: entries ranked, evidence selected, its polarity, and a confidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.audience_texts import AudienceTextSelector, told_to_others
from assistant.bounds import (
    LOG_ODDS_PER_SCORE,
    MAX_POLARITY_ENTRIES,
    MIN_FOR_POLARITY,
    SKIP_POLARITY_FROM,
    TIE_MARGIN,
)
from assistant.confidence import answer_confidence, log_odds, settled_confidence
from assistant.evidence import Selection, select_evidence, with_start
from assistant.judge.runtime import Judge
from assistant.query import Assessment, Query, observe_stage
from assistant.reranking import rerank
from assistant.retrieval import Retriever
from assistant.tables import by_columns
from assistant.types import Chunk, Corpus, EntryHit, FaqEntry, Span
from assistant.verdict import (
    Reading,
    heading_readings,
    normalised_question,
    pinned_readings,
)


class Assessor:
    """Searches, re-ranks and judges for one index. Read-only after construction: threads may share it."""

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
        """All that the decision needs; None where nothing was found."""
        standalone, question, audience = query.standalone, query.question, query.asker.audience
        # "May films be borrowed? (students)" is the operator's question, too: its analysis has no brackets.
        pinned = pinned_readings(standalone, self._entries, audience) or pinned_readings(
            question.normalised, self._entries, audience
        )
        # Where the operator has decided, nothing is left to judge.
        hits = self.search(query, limit) if pinned else self._find(query, limit)
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
        selection = self._selected(query, hits[0], spans)
        if readings:
            return Assessment(hits, selection, readings, 1.0)
        if hits[0].entry_id in named:  # the operator's own words for this entry
            return self._named_entry(query, Assessment(hits, selection, (), 1.0))
        return self._with_polarity(query, Assessment(hits, selection, (), answer_confidence(hits)))

    def _named_entry(self, query: Query, found: Assessment) -> Assessment:
        """`found`, whose best entry is asked for in the operator's own words, with its readings."""
        hit, texts = found.hits[0], {query.standalone, query.question.normalised}
        readings = self.audience_texts.read(query, hit, found.selection) if query.polar else ()
        told = self.audience_texts.select_for_asker(query, replace(found, readings=readings))
        own = self._heading_answers.get(hit.entry_id)
        if self._headings[hit.entry_id] not in map(normalised_question, texts):
            return _drop_readings_if_open(query, told)
        # All of the text answers its heading, so relevance says little about where to begin.
        told = replace(told, selection=with_start(hit, told.selection, query.asker))
        if (
            own is None
            or not query.polar
            or _audience_text_contradicts(told, own, query.asker.audience)
        ):
            return _drop_readings_if_open(query, told)
        return replace(
            found, readings=(own,), selection=with_start(hit, found.selection, query.asker)
        )

    def _find(self, query: Query, limit: int) -> tuple[EntryHit, ...]:
        """At most `limit` entries for the question in the order of the judge, best first."""
        hits = self.search(query, limit)
        if self.judge is None:
            return hits
        with observe_stage("relevance", query.observe):
            return rerank(self.judge, query.question.relevance_query, hits, query.asker)

    def search(self, query: Query, limit: int) -> tuple[EntryHit, ...]:
        """At most `limit` entries for the question in the order of retrieval, best first."""
        with observe_stage("retrieval", query.observe):
            hits = self.retriever.search(query.standalone, limit=limit)
        return tuple(told_to_others(hit, query.asker, self._audiences) for hit in hits)

    def _entries_named(self, question: str) -> set[str]:
        return self._named.get(normalised_question(question), set())

    def _selected(self, query: Query, hit: EntryHit, pinned: Sequence[Span] = ()) -> Selection:
        """What of an entry would be shown and quoted; of a table with a column for each audience, what it says to
        the asker, or to each audience that the asker may be of."""
        selection = select_evidence(hit, query.asker, pinned, query.standalone)
        quotes: list[Chunk] = []
        for quote in selection.quotes:
            told = [
                c for c in by_columns(quote, self._audiences) if query.asker.can_read(c.audience)
            ]
            quotes += told or [quote]
        if query.compares_audiences:
            quotes = [replace(quote, audience=None) for quote in selection.quotes]
        return replace(selection, quotes=tuple(quotes))

    def _with_polarity(self, query: Query, found: Assessment) -> Assessment:
        """`found`, with polarity read where retrieval and relevance are sure enough for an answer."""
        if self.judge is None or found.confidence < MIN_FOR_POLARITY:
            return found
        if not query.polar and found.confidence >= SKIP_POLARITY_FROM:
            return _drop_readings_if_open(query, self.audience_texts.select_for_asker(query, found))
        told = self.audience_texts.select_for_asker(
            query, self._break_tie_by_polarity(query, found)
        )
        confidence = settled_confidence(found.confidence, _least_unknown(told.readings))
        return _drop_readings_if_open(query, replace(told, confidence=confidence))

    def _break_tie_by_polarity(self, query: Query, found: Assessment) -> Assessment:
        """`found` with the entry first that settles the question, of those tied in score, and its readings."""
        first, *others = found.hits
        best = (first, found.selection, self.audience_texts.read(query, first, found.selection))
        most = first.score * LOG_ODDS_PER_SCORE - log_odds(_least_unknown(best[2]))
        for hit in others[: MAX_POLARITY_ENTRIES - 1]:
            if first.score - hit.score >= TIE_MARGIN:
                break
            selection = self._selected(query, hit)
            readings = self.audience_texts.read(query, hit, selection)
            settles = hit.score * LOG_ODDS_PER_SCORE - log_odds(_least_unknown(readings))
            if settles > most:
                best, most = (hit, selection, readings), settles
        settling, selection, readings = best
        selection, readings = self.audience_texts.read_on(query, settling, selection, readings)
        ordered = (settling, *(hit for hit in found.hits if hit is not settling))
        hits = tuple(replace(hit, rank=n) for n, hit in enumerate(ordered, 1))
        return replace(found, hits=hits, selection=selection, readings=readings)


def _audience_text_contradicts(found: Assessment, heading: Reading, audience: str | None) -> bool:
    """Whether the Yes or No under a heading is for others than `audience`, or that one's text surely differs."""
    if audience is None:
        return False
    return heading.audience not in (None, audience) or any(
        said.sure and said.yes_or_no and said.value is not heading.value
        for said in found.readings
        if said.audience == audience
    )


def _drop_readings_if_open(query: Query, found: Assessment) -> Assessment:
    """`found` with readings for a yes/no question only: nothing else has a verdict that they could prove."""
    return found if query.polar else replace(found, readings=())


def _entries_by_question(entries: Iterable[FaqEntry]) -> dict[str, set[str]]:
    """Ids of the entries that have a question as heading or alternate: the operator's own word."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        for question in (entry.title, *entry.alternates):
            found.setdefault(normalised_question(question), set()).add(entry.id)
    return found


def _least_unknown(readings: Iterable[Reading]) -> float:
    """The least of the probabilities that a reading leaves the question open."""
    return min(reading.unknown for reading in readings)
