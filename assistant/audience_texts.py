"""Which of an entry's texts speak to a reader: where it has some for several audiences, and some for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.audiences import mentioned_audiences
from assistant.evidence import MOST_PASSAGES, Selection, own_text, text_for_all
from assistant.judge.runtime import Judge
from assistant.lexical import stems
from assistant.query import Assessment, Query, observe_stage
from assistant.reading import OVERRULE_FROM, polarity_query, read_for, read_polarity
from assistant.types import Audience, Chunk, EntryHit, VerdictValue
from assistant.verdict import OFF_TOPIC_FROM, YES_OR_NO, Reading, SettledVerdict

# Under this probability of settling nothing words speak to the question; up to the second one they do plainly.
# On eight FAQs, words for one audience about something else were mostly above the first.
_MAX_UNKNOWN_ON_TOPIC = 0.5
_MAX_UNKNOWN_CLEAR = 0.2


class AudienceTextSelector:
    """Reads for whom an entry says what. Read-only after construction: threads may share it."""

    def __init__(self, judge: Judge | None, audiences: tuple[Audience, ...]) -> None:
        self.judge = judge
        self._audiences = audiences
        self._labels: Mapping[str, str] = {a.id: a.label for a in audiences}

    def read(self, query: Query, hit: EntryHit, chosen: Selection) -> tuple[Reading, ...]:
        """What the entry says to the question, and whether it settles it; nothing without a judge."""
        if self.judge is None:
            return ()
        with observe_stage("polarity", query.observe):
            reader = self._labels.get(query.audience or "")
            question = polarity_query(query.question)
            readings = read_polarity(self.judge, question, chosen, hit.sentences, reader)
        if query.audience is None:
            return readings
        return tuple(self._reread_for_named_audience(query, hit, chosen, r) for r in readings)

    def _reread_for_named_audience(
        self, query: Query, hit: EntryHit, chosen: Selection, said: Reading
    ) -> Reading:
        """`said`; of text for everybody that depends and names audiences what it says to the reader's, if that
        is clear: "Classes cost 600 euros; guests get 50 percent off"."""
        text = " ".join(quote.text for quote in chosen.quotes if quote.audience is None)
        if said.audience is not None or said.value is not VerdictValue.DEPENDS:
            return said
        if query.audience not in mentioned_audiences(text, self._audiences):
            return said
        found = self._read_for(query, hit, chosen, None)
        return found if found.value in YES_OR_NO and found.confidence >= OVERRULE_FROM else said

    def select_for_asker(self, query: Query, found: Assessment) -> Assessment:
        """`found` with the words of its entry that say something to the reader."""
        if self.judge is None or query.compares_audiences:
            return found
        if query.audience is None:
            return self._add_contradicting_audiences(query, self._without_silent(query, found))
        scopes = {quote.audience for quote in found.chosen.quotes}
        if scopes == {query.audience}:
            return self._fall_back_to_general(query, found)
        return self._prefer_own_text(query, found, query.audience) if None in scopes else found

    def _without_silent(self, query: Query, found: Assessment) -> Assessment:
        """`found` without the words for some readers that say nothing on the question, where text for everybody
        does; texts for one audience each are alternatives, and shown together."""
        chosen = found.chosen
        scopes = {quote.audience for quote in chosen.quotes}
        if None not in scopes or len(scopes) < 2:
            return found
        readings = found.readings or self.read(query, found.hits[0], chosen)
        silent = {r.audience for r in readings if r.audience and r.unknown >= OFF_TOPIC_FROM}
        if all(r.unknown >= _MAX_UNKNOWN_ON_TOPIC for r in readings if r.audience is None):
            return found
        quotes = tuple(quote for quote in chosen.quotes if quote.audience not in silent)
        return replace(found, chosen=replace(chosen, quotes=quotes))

    def _add_contradicting_audiences(self, query: Query, found: Assessment) -> Assessment:
        """`found`, a yes or no to everybody, with what the entry says elsewhere to some readers on what the
        question names, where that surely says otherwise: "For guests: there is no badge"."""
        hit, chosen, readings = found.hits[0], found.chosen, found.readings
        if len(readings) != 1 or readings[0].audience or readings[0].value not in YES_OR_NO:
            return found
        asked_of = set(stems(query.question.clause))
        scopes = dict.fromkeys(sentence.chunk.audience for sentence in hit.sentences)
        for scope in scopes:
            if scope is None or scope in query.denied:
                continue
            own = own_text(hit, chosen, scope, query.standalone)
            named = asked_of.difference(stems(self._labels.get(scope, "")))
            if own is None or named.isdisjoint(_words(own.quotes)):
                continue
            said = self._read_for(query, hit, own, scope)
            differs = said.value in YES_OR_NO and said.value is not readings[0].value
            if differs and said.confidence >= OVERRULE_FROM:
                passages = tuple(dict.fromkeys((*chosen.passages, *own.passages)))[:MOST_PASSAGES]
                chosen = Selection(passages, (*chosen.quotes, *own.quotes))
                readings = (*readings, said)
        return replace(found, chosen=chosen, readings=readings)

    def _fall_back_to_general(self, query: Query, found: Assessment) -> Assessment:
        """`found` with the text for everybody where the asker's own says nothing and that does."""
        hit = found.hits[0]
        general = text_for_all(hit, found.chosen, query.standalone)
        if general is None:
            return found
        own = found.readings or self.read(query, hit, found.chosen)
        if least_unknown(own) < _MAX_UNKNOWN_ON_TOPIC:
            return found
        said = self.read(query, hit, general)
        if least_unknown(said) > _MAX_UNKNOWN_CLEAR:
            return found
        return replace(found, chosen=general, readings=said)

    def _prefer_own_text(self, query: Query, found: Assessment, reader: str) -> Assessment:
        """`found` with what the entry says elsewhere to the reader's own audience, where that settles the
        question otherwise ("For guests: renewals are free") or better; where it says the same, it is shown too.

        Where it speaks to the question and is not understood well enough, both are quoted, and no word is given.
        """
        hit, chosen = found.hits[0], found.chosen
        own = own_text(hit, chosen, reader, query.standalone)
        if own is None or (query.polar and not found.readings):
            return found
        both = replace(own, quotes=tuple(dict.fromkeys((*own.quotes, *chosen.quotes))))
        said = next((r for r in found.readings if r.audience == reader), None)
        said = said or self._read_for(query, hit, own, reader)
        readings = (*(r for r in found.readings if r is not said), said)
        if not query.polar:
            speaks = said.unknown < _MAX_UNKNOWN_ON_TOPIC
            return replace(found, chosen=both, readings=readings) if speaks else found
        general = [reading for reading in found.readings if reading.audience is None]
        differs = all(reading.value is not said.value for reading in general)
        doubted = all(reading.confidence < OVERRULE_FROM for reading in general)
        sure = said.confidence >= OVERRULE_FROM
        if sure and (differs or doubted):
            return replace(found, chosen=own, readings=(said,))
        if said.unknown > _MAX_UNKNOWN_CLEAR:
            return found
        if sure:
            passages = tuple(dict.fromkeys((*chosen.passages, *own.passages)))[:MOST_PASSAGES]
            return replace(found, chosen=replace(chosen, passages=passages))
        return replace(found, chosen=both, readings=readings)

    def _read_for(
        self, query: Query, hit: EntryHit, chosen: Selection, audience: str | None
    ) -> Reading:
        """What the text for `audience` (None: for everybody) says to it, or to the reader's own."""
        assert self.judge is not None
        with observe_stage("polarity", query.observe):
            label = self._labels.get(audience or query.audience or "", "")
            return read_for(
                self.judge, polarity_query(query.question), chosen, hit.sentences, (audience, label)
            )

    def split_by_audience(
        self, query: Query, found: Assessment, settled: SettledVerdict
    ) -> SettledVerdict:
        """`settled` with a word for each audience whose own text has one, where it depends on the audience,
        or nothing is settled and these words differ.

        To somebody of whom nothing is known most texts for some say that it depends.
        """
        rows = settled.by_audience
        known = query.audience is not None or any(row.by_operator for row in settled.proof + rows)
        if self.judge is None or known or settled.conflict:
            return settled
        if settled.value is VerdictValue.UNDETERMINED:
            return self._differing(query, found, settled)
        if settled.value is not VerdictValue.DEPENDS:
            return settled
        if len(rows) < 2:
            return self._single_audience_row(query, found, settled)
        scopes = {quote.audience for quote in found.chosen.quotes}
        told = []
        for row in rows:
            said = row
            if row.value not in YES_OR_NO and row.audience and row.audience in scopes:
                said = self._read_for(query, found.hits[0], found.chosen, row.audience)
            told.append(said if said.confidence >= OVERRULE_FROM else row)
        alike = len({row.value for row in told}) == 1
        return settled if alike else replace(settled, by_audience=tuple(told))

    def _single_audience_row(
        self, query: Query, found: Assessment, settled: SettledVerdict
    ) -> SettledVerdict:
        """`settled`, that it depends by text for one audience, with a row for that one where its text surely
        says yes or no to it: "For guests: parking is included"."""
        scopes = {quote.audience for quote in found.chosen.quotes}
        scope = scopes.pop() if len(scopes) == 1 else None
        if scope is None or len(self._audiences) < 2:
            return settled
        said = self._read_for(query, found.hits[0], found.chosen, scope)
        if said.confidence < OVERRULE_FROM or said.value not in YES_OR_NO:
            return settled
        return replace(settled, proof=(said,), by_audience=(said,))

    def _differing(
        self, query: Query, found: Assessment, settled: SettledVerdict
    ) -> SettledVerdict:
        """That it depends, where the own text of one audience surely says yes to it and that of another no; where
        only some of them have such a word, it is told for these, and there is none for all."""
        quoted = dict.fromkeys(quote.audience for quote in found.chosen.quotes)
        scopes = [scope for scope in quoted if scope and scope not in query.denied]
        if len(scopes) < 2:
            return settled
        hit, chosen = found.hits[0], found.chosen
        read = [self._read_for(query, hit, chosen, scope) for scope in scopes]
        rows = tuple(r for r in read if r.confidence >= OVERRULE_FROM and r.value in YES_OR_NO)
        if len({row.value for row in rows}) > 1:
            return SettledVerdict(
                VerdictValue.DEPENDS, min(row.confidence for row in rows), rows, rows
            )
        if settled.by_audience or not rows or len(rows) == len(read):
            return settled
        told = (r if r in rows else replace(r, value=VerdictValue.UNDETERMINED) for r in read)
        return replace(settled, by_audience=tuple(told))


def _words(chunks: Iterable[Chunk]) -> set[str]:
    return {word for chunk in chunks for word in stems(chunk.text)}


def least_unknown(readings: tuple[Reading, ...]) -> float:
    """The least of the readings' probabilities of settling nothing."""
    return min(reading.unknown for reading in readings)
