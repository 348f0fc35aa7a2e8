"""Selects among an entry's texts for different audiences and for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.audiences import (
    exclusive_to,
    limited_to,
    mentioned_audiences,
    refused_audiences,
    tells_others,
)
from assistant.bounds import HOPELESS_FROM, MAX_FURTHER_SENTENCES, MAX_UNKNOWN_CLEAR
from assistant.evidence import MOST_PASSAGES, Selection, own_text, text_for_all
from assistant.exclusivity import settle_exclusive
from assistant.judge.runtime import Judge
from assistant.lexical import stems
from assistant.polarity import read_for, read_on, read_passages, read_polarity
from assistant.query import Assessment, Query, observe_stage
from assistant.types import Asker, Audience, Chunk, EntryHit, Hit, VerdictValue
from assistant.verdict import YES_OR_NO, Reading, SettledVerdict


class AudienceTextSelector:
    """Selects for one index. Read-only after construction: threads may share it."""

    def __init__(self, judge: Judge | None, audiences: tuple[Audience, ...]) -> None:
        self.judge = judge
        self._audiences = audiences
        self._labels: Mapping[str, str] = {a.id: a.label for a in audiences}

    def read(self, query: Query, hit: EntryHit, selection: Selection) -> tuple[Reading, ...]:
        """What the selected quotes say to the question; nothing without a judge."""
        if self.judge is None:
            return ()
        with observe_stage("polarity", query.observe):
            label = self._labels.get(query.asker.audience or "")
            question = query.question.polarity_query
            readings = read_polarity(self.judge, question, selection, hit.sentences, label)
        if query.asker.audience is None:
            return readings
        return tuple(self._reread_for_named_audience(query, hit, selection, r) for r in readings)

    def read_on(
        self, query: Query, hit: EntryHit, selection: Selection, readings: tuple[Reading, ...]
    ) -> tuple[Selection, tuple[Reading, ...]]:
        """`selection` with its `readings`; where these leave the question open and another sentence of the passage
        does not, with that one quoted and read."""
        unknown = readings[0].unknown if len(readings) == 1 else 0.0
        if self.judge is None or not MAX_UNKNOWN_CLEAR < unknown < HOPELESS_FROM:
            return selection, readings
        with observe_stage("polarity", query.observe):
            label = self._labels.get(query.asker.audience or "")
            question = query.question.polarity_query
            better = read_on(self.judge, question, selection, hit.sentences, label)
        return (better, self.read(query, hit, better)) if better else (selection, readings)

    def _reread_for_named_audience(
        self, query: Query, hit: EntryHit, selection: Selection, said: Reading
    ) -> Reading:
        """`said`; where text for everybody depends and names the asker's audience, what it says to that one, if
        that is clear: "Classes cost 600 euros; guests get 50 percent off"."""
        text = " ".join(quote.text for quote in selection.quotes if quote.audience is None)
        if said.audience is not None or said.value is not VerdictValue.DEPENDS:
            return said
        if query.asker.audience not in mentioned_audiences(text, self._audiences):
            return said
        found = self._read_for(query, hit, selection, None)
        return found if found.yes_or_no and found.sure else said

    def select_for_asker(self, query: Query, found: Assessment) -> Assessment:
        """`found` with those texts of its entry that answer the asker."""
        if self.judge is None:
            return found
        if query.compares_audiences:
            return self._exclusive(query, found)
        if (own := query.asker.audience) is None:
            found = self._add_contradicting_audiences(query, self._without_off_topic(query, found))
            return self._with_refusals(query, found)
        scopes = {quote.audience for quote in found.selection.quotes}
        if scopes == {own}:
            return self._fall_back_to_general(query, found)
        found = self._prefer_own_text(query, found, own) if None in scopes else found
        return self._with_refusals(query, found)

    def _exclusive(self, query: Query, found: Assessment) -> Assessment:
        """`found`, where it is asked whether something is for one audience alone, with the word that follows."""
        asked = exclusive_to(query.question.polarity_query, self._audiences)
        if self.judge is None or asked is None or not query.polar:
            return found
        with observe_stage("polarity", query.observe):
            return settle_exclusive(self.judge, query, found, asked, self._labels)

    def _without_off_topic(self, query: Query, found: Assessment) -> Assessment:
        """`found` without quotes for some audience that are about something else, where text for everybody is on
        topic; texts for one audience each are alternatives, and shown together."""
        selection = found.selection
        scopes = {quote.audience for quote in selection.quotes}
        if None not in scopes or len(scopes) < 2:
            return found
        readings = found.readings or self.read(query, found.hits[0], selection)
        off_topic = {r.audience for r in readings if r.audience and r.off_topic}
        if not any(r.on_topic for r in readings if r.audience is None):
            return found
        quotes = tuple(quote for quote in selection.quotes if quote.audience not in off_topic)
        return replace(found, selection=replace(selection, quotes=quotes))

    def _add_contradicting_audiences(self, query: Query, found: Assessment) -> Assessment:
        """`found`, a yes or no to everybody, with what the entry says elsewhere to some audience about what the
        question names, where that surely says otherwise: "For guests: there is no badge"."""
        hit, selection, readings = found.hits[0], found.selection, found.readings
        if len(readings) != 1 or readings[0].audience or not readings[0].yes_or_no:
            return found
        asked_about = set(stems(query.question.clause))
        scopes = dict.fromkeys(sentence.chunk.audience for sentence in hit.sentences)
        for scope in scopes:
            if scope is None or scope in query.asker.denied:
                continue
            own = own_text(hit, selection, scope, query.standalone)
            named = asked_about.difference(stems(self._labels.get(scope, "")))
            if own is None or named.isdisjoint(_words(own.quotes)):
                continue
            said = self._read_for(query, hit, own, scope)
            differs = said.yes_or_no and said.value is not readings[0].value
            if differs and said.sure:
                passages = tuple(dict.fromkeys((*selection.passages, *own.passages)))[
                    :MOST_PASSAGES
                ]
                selection = Selection(passages, (*selection.quotes, *own.quotes))
                readings = (*readings, said)
        return replace(found, selection=selection, readings=readings)

    def _fall_back_to_general(self, query: Query, found: Assessment) -> Assessment:
        """`found` with the text for everybody where that clearly is on topic and the asker's own is not."""
        hit = found.hits[0]
        general = text_for_all(hit, found.selection, query.standalone)
        if general is None:
            return found
        own = found.readings or self.read(query, hit, found.selection)
        if any(reading.on_topic for reading in own):
            return found
        said = self.read(query, hit, general)
        if not any(reading.clearly_on_topic for reading in said):
            return found
        return replace(found, selection=general, readings=said)

    def _prefer_own_text(self, query: Query, found: Assessment, audience: str) -> Assessment:
        """`found` with what the entry says elsewhere to the asker's own audience, where that settles the question
        otherwise ("For guests: renewals are free") or better; where it says the same, it is shown too.

        Where it is on topic and not understood well enough, both are quoted, and neither yes nor no is given.
        """
        hit, selection = found.hits[0], found.selection
        own = own_text(hit, selection, audience, query.standalone)
        if own is None or (query.polar and not found.readings):
            return found
        both = replace(own, quotes=tuple(dict.fromkeys((*own.quotes, *selection.quotes))))
        said = next((r for r in found.readings if r.audience == audience), None)
        said = said or self._read_for(query, hit, own, audience)
        readings = (*(r for r in found.readings if r is not said), said)
        if not query.polar:
            return replace(found, selection=both, readings=readings) if said.on_topic else found
        general = [reading for reading in found.readings if reading.audience is None]
        differs = all(reading.value is not said.value for reading in general)
        doubted = not any(reading.sure for reading in general)
        if said.sure and (differs or doubted):
            return replace(found, selection=own, readings=(said,))
        if not said.clearly_on_topic:
            return found
        if said.sure:
            passages = tuple(dict.fromkeys((*selection.passages, *own.passages)))[:MOST_PASSAGES]
            return replace(found, selection=replace(selection, passages=passages))
        return replace(found, selection=both, readings=readings)

    def _with_refusals(self, query: Query, found: Assessment) -> Assessment:
        """`found`, a yes or no to everybody, with what the entry refuses elsewhere to the asker's audience, or to
        each that the asker may be of: "Guests and students are not eligible".

        Where that is not understood well enough, there is no word for them.
        """
        own = query.asker.audience
        for scope in self._labels if own is None else (own,):
            refusal = self._refusal(query, found, scope)
            if refusal is None:
                continue
            selection, said = refusal
            if own is not None and said.sure:
                return replace(found, selection=selection, readings=(said,))
            passages = tuple(dict.fromkeys((*found.selection.passages, *selection.passages)))
            quotes = (*found.selection.quotes, *selection.quotes)
            shown = Selection(passages[:MOST_PASSAGES], quotes)
            found = replace(found, selection=shown, readings=(*found.readings, said))
        return found

    def _refusal(
        self, query: Query, found: Assessment, scope: str
    ) -> tuple[Selection, Reading] | None:
        """The sentence to everybody that refuses something to `scope`, with what it says to that audience where
        that clearly is another word than the one to everybody."""
        to_all = next((r for r in found.readings if r.audience is None), None)
        told = {reading.audience for reading in found.readings} | query.asker.denied
        if not query.polar or to_all is None or not to_all.yes_or_no or scope in told:
            return None
        hit, read = found.hits[0], []
        chunks = [h.chunk for h in hit.sentences if h.chunk.audience is None]
        refusing = [c for c in chunks if scope in refused_audiences(c.text, self._audiences)]
        for chunk in refusing[:MAX_FURTHER_SENTENCES]:
            passages = [h for h in hit.passages if h.chunk.passage == chunk.passage]
            others = [h for h in found.selection.passages if h not in passages]
            shown = (*passages, *others)[:MOST_PASSAGES]
            selection = Selection(shown, (replace(chunk, audience=scope),))
            said = self._read_for(query, hit, selection, scope)
            if said.clearly_on_topic and said.value is not to_all.value:
                read.append((selection, said))
        return max(read, key=lambda refusal: refusal[1].confidence, default=None)

    def _read_for(
        self, query: Query, hit: EntryHit, selection: Selection, scope: str | None
    ) -> Reading:
        """What the text for `scope` says to that audience; what text for everybody (None), to the asker's own."""
        assert self.judge is not None
        with observe_stage("polarity", query.observe):
            label = self._labels.get(scope or query.asker.audience or "", "")
            question = query.question.polarity_query
            return read_for(
                self.judge, question, selection, hit.sentences, scope=scope, label=label
            )

    def split_by_audience(
        self, query: Query, found: Assessment, settled: SettledVerdict
    ) -> SettledVerdict:
        """`settled` with a row for each audience whose own text says yes or no to it, where it depends on the
        audience, or nothing is settled and these rows differ.

        Read for nobody in particular, most texts for one audience say that it depends.
        """
        rows = settled.by_audience
        known = query.asker.audience is not None or any(
            row.by_operator for row in settled.proof + rows
        )
        if self.judge is None or known or settled.conflict:
            return settled
        if settled.value is VerdictValue.UNDETERMINED:
            differing = self._differing(query, found, settled)
            return self._depending_together(query, found, differing)
        if settled.value is not VerdictValue.DEPENDS:
            return settled
        if len(rows) < 2:
            return self._single_audience_row(query, found, settled)
        scopes = {quote.audience for quote in found.selection.quotes}
        by_audience = []
        for row in rows:
            said = row
            if not row.yes_or_no and row.audience and row.audience in scopes:
                said = self._read_for(query, found.hits[0], found.selection, row.audience)
            by_audience.append(said if said.sure else row)
        alike = len({row.value for row in by_audience}) == 1
        if alike:
            return self._depending_together(query, found, settled)
        return replace(settled, by_audience=tuple(by_audience))

    def _single_audience_row(
        self, query: Query, found: Assessment, settled: SettledVerdict
    ) -> SettledVerdict:
        """`settled`, which depends by text for one audience only, with a row for that one where its text surely
        says yes or no to it: "For guests: parking is included"."""
        scopes = {quote.audience for quote in found.selection.quotes}
        scope = scopes.pop() if len(scopes) == 1 else None
        if scope is None:
            return settled
        said = self._read_for(query, found.hits[0], found.selection, scope)
        if not (said.sure and said.yes_or_no):
            return settled
        return replace(settled, proof=(said,), by_audience=(said,))

    def _differing(
        self, query: Query, found: Assessment, settled: SettledVerdict
    ) -> SettledVerdict:
        """That it depends, where one audience's own text surely says yes to it and another's no; where only some
        of them have a sure yes or no, rows for these, and no word for all."""
        quoted = dict.fromkeys(quote.audience for quote in found.selection.quotes)
        scopes = [scope for scope in quoted if scope and scope not in query.asker.denied]
        if len(scopes) < 2:
            return settled
        hit, selection = found.hits[0], found.selection
        read = [self._read_for(query, hit, selection, scope) for scope in scopes]
        rows = tuple(r for r in read if r.sure and r.yes_or_no)
        if len({row.value for row in rows}) > 1:
            return SettledVerdict(
                VerdictValue.DEPENDS, min(row.confidence for row in rows), rows, rows
            )
        if settled.by_audience or not rows or len(rows) == len(read):
            return settled
        told = (r if r in rows else replace(r, value=VerdictValue.UNDETERMINED) for r in read)
        return replace(settled, by_audience=tuple(told))

    def _depending_together(
        self, query: Query, found: Assessment, settled: SettledVerdict
    ) -> SettledVerdict:
        """`settled`; that it depends, with a row for each audience, where quotes for several audiences contradict
        each other, or nothing is settled by them, and their passages as one text surely say so.

        Out of its passage "They cannot be shared across countries" forbids more than within it.
        """
        quotes, depends = found.selection.quotes, VerdictValue.DEPENDS
        scopes = dict.fromkeys(quote.audience for quote in quotes)
        if self.judge is None or len(scopes) < 2 or settled.value in YES_OR_NO:
            return settled
        with observe_stage("polarity", query.observe):
            question, selection = query.question.polarity_query, found.selection
            together = read_passages(self.judge, question, selection)
            if together.value is not depends or not together.sure:
                return settled
            rows = [
                read_passages(self.judge, question, selection, scope, self._labels[scope])
                for scope in scopes
                if scope
            ]
        proof = tuple(replace(together, span=q.span, audience=q.audience) for q in quotes if q.span)
        told = [r if r.sure else replace(r, value=VerdictValue.UNDETERMINED) for r in rows]
        # One word for all would contradict that it depends, and none for any proves nothing.
        values = {row.value for row in told}
        if len(values) == 1 and depends not in values:
            return settled
        return SettledVerdict(depends, together.confidence, proof, tuple(told))


def told_to_others(hit: EntryHit, asker: Asker, audiences: tuple[Audience, ...]) -> EntryHit:
    """`hit` where a sentence for others that tells the `asker`, too, is the asker's: "It is available on Plus."
    tells everybody else that they have it not."""
    scopes = {passage.chunk.passage: passage.chunk.audience for passage in hit.passages}

    def told(sentence: Hit) -> Hit:
        chunk = sentence.chunk
        if asker.can_read(chunk.audience) or scopes.get(chunk.passage) is not None:
            return sentence
        own = limited_to(chunk.text, audiences) == chunk.audience
        if not own or not tells_others(chunk.text, audiences):
            return sentence
        return replace(sentence, chunk=replace(chunk, audience=None))

    return replace(hit, sentences=tuple(told(sentence) for sentence in hit.sentences))


def _words(chunks: Iterable[Chunk]) -> set[str]:
    return {word for chunk in chunks for word in stems(chunk.text)}
