"""Reads the few best hits with the judge: does a text answer, with which words, and yes or no.

Retrieval finds the right entry among a few; the judge reads those few sentence by sentence, so that
what decides is whether words answer the question, not whether they resemble it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from assistant.evidence import Reader, Selection
from assistant.judge.runtime import Judge, evidence_text
from assistant.questions import Question
from assistant.questions.tags import untagged
from assistant.tables import told_row, told_tables
from assistant.types import Chunk, EntryHit, Hit, QuestionForm
from assistant.verdict import Reading

# How many sentences, the nearest to the question, are read of the first entry, the second, and so on.
# Reading costs most of the time of an answer: more of them found no more right entries.
SENTENCES_BY_RANK = (3, 2, 1, 1)
RERANK_MARGIN = 0.08  # of retrieval score behind the best, beyond which an entry is not read
RELEVANCE_WEIGHT = 0.2  # of relevance against the retrieval score; both are at most about 1
_CONTEXT_CHARS = 400  # of what an e-mail tells before it asks
# Where the quotes alone leave polarity less sure than this, the whole passage is read beside them: two
# questions in ten on three FAQs, four on another. Reading it always found no more right words.
_READ_WHOLE_BELOW = 0.8
# From here on a reading of words that others were preferred to may overrule these: on an HR FAQ words about
# something else came to 0.15, those about what was asked to 0.9.
OVERRULE_FROM = 0.8

# What begins like this leans on the sentence before; English.
_ANAPHORIC_START = re.compile(
    r"(?:it|its|they|their|these|those|this|that|such|he|she|both|neither|otherwise|instead|however|"
    r"in (?:that|this|these|those) cases?|for (?:this|that|these|those) \w+|then|if so|if not|"
    r"the same|also|additionally|so)\b",
    re.IGNORECASE,
)
# What this points to stands somewhere before: "Contractors have no such credit."
_REFERS = re.compile(r"\b(?:(?:no|any)\s+such|such\s+an?)\s+(?P<what>\w+)", re.IGNORECASE)
_BARE_LEAD = re.compile(r"(?:\S+\s+){0,3}\S+:\Z")
_BULLET = re.compile(r"(?:^|\n)[ \t]*(?:[-*+•]|\d+[.)])[ \t]+$")


def polarity_query(question: Question) -> str:
    """What the judge reads of a question: its situation, of a long one the end, then what is asked.

    Of a denial with a tag ("It isn't free, is it?") polarity would tell whether that is so.
    """
    situation = ""
    for sentence in reversed(question.context):
        longer = f"{sentence} {situation}".strip()
        if situation and len(longer) > _CONTEXT_CHARS:
            break
        situation = longer
    clause = untagged(question.clause) or question.clause
    return f"{situation[-_CONTEXT_CHARS:]} {clause}".strip()


def relevance_query(question: Question) -> str:
    """What relevance reads of a question: of one that leans on another its own words first, which weigh most.

    Which sentence gives the word to a yes/no question hangs on the question before as much: there, on nine
    FAQs, as many words were lost by it as won.
    """
    polar = question.form is QuestionForm.POLAR
    return polarity_query(
        question if polar else replace(question, clause=question.own_words_first or question.clause)
    )


def rerank(
    judge: Judge,
    question: str,
    hits: Sequence[EntryHit],
    audience: str | None = None,
    denied: Set[str] = frozenset(),
) -> tuple[EntryHit, ...]:
    """The hits in the order of how well they answer `question` for a reader of `audience`, and not of `denied`.

    Those read have the features "retrieval", their score before, and "relevance", the probability that
    their best sentence answers. Each sentence has its own such probability as score, or 0 where it was not
    read, and each passage that of its best sentence. Entries far behind keep what their retrieval score counts.
    """
    bound = hits[0].score - RERANK_MARGIN if hits else 0.0
    near = [hit for hit in hits[: len(SENTENCES_BY_RANK)] if hit.score >= bound]
    reader = Reader(audience, denied)
    read = [
        (_read(judge, question, hit, reader, count), hit)
        for hit, count in zip(near, SENTENCES_BY_RANK, strict=False)
    ]
    read.sort(key=lambda pair: (-pair[0].score, pair[0].rank))
    order = [found for found, _ in read] + [_unread(hit) for hit in hits[len(near) :]]
    if read and read[0][1].rank > 1:  # overtook: its evidence is chosen from as many sentences
        order[0] = replace(
            _read(judge, question, read[0][1], reader, SENTENCES_BY_RANK[0]), score=order[0].score
        )
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(order, start=1))


def read_polarity(
    judge: Judge,
    question: str,
    chosen: Selection,
    siblings: Sequence[Hit],
    reader: str | None = None,
) -> tuple[Reading, ...]:
    """What the chosen quotes say to `question`, one reading for each audience they speak to.

    `reader` is the label of the audience that asks. Text for one audience is read with it: the same
    words say "it depends" to somebody of whom nothing is known.
    """
    groups: dict[str | None, list[Chunk]] = {}
    for quote in chosen.quotes:
        groups.setdefault(quote.audience, []).append(quote)
    passages = {hit.chunk.passage: hit.chunk for hit in chosen.passages}
    readings = []
    for scope, quotes in groups.items():
        asking = _asked_by(reader if scope else None, question)
        quoted = _quoted(quotes, passages, siblings)
        passage = passages[quotes[0].passage]
        whole = _told_whole(passage)
        found = judge.polarity(asking, quoted)
        if len(groups) == 1 and whole != quoted and found.settled < _READ_WHOLE_BELOW:
            found = found.mean(judge.polarity(asking, whole))
        best = quotes[0]
        assert best.span is not None
        # One audience's words may settle what another's leave open: then that doubt counts, too.
        settled = 1.0 if len(groups) == 1 else 1 - found.unknown
        confidence = found.confidence * settled
        readings.append(Reading(best.span, found.value, confidence, scope, unknown=found.unknown))
    return tuple(readings)


def read_for(
    judge: Judge,
    question: str,
    chosen: Selection,
    siblings: Sequence[Hit],
    reader: tuple[str | None, str],
) -> Reading:
    """What the quotes for one audience say to one of them; `reader` is its id and its label, or None for quotes
    for everybody and the label of who reads them.

    Its confidence is that the quotes settle the question, and so.
    """
    scope, label = reader
    quotes = [quote for quote in chosen.quotes if quote.audience == scope]
    passages = {hit.chunk.passage: hit.chunk for hit in chosen.passages}
    found = judge.polarity(_asked_by(label, question), _quoted(quotes, passages, siblings))
    assert quotes[0].span is not None
    return Reading(
        quotes[0].span,
        found.value,
        found.confidence * (1 - found.unknown),
        scope,
        unknown=found.unknown,
    )


def with_antecedent(sentence: Chunk, passage: Chunk, siblings: Iterable[Chunk]) -> str:
    """The sentence with what it cannot be understood without.

    That is the bare "Yes." or "No." before it, the sentence that a list item completes, or the one
    that a sentence beginning with "it" or "otherwise" leans on. A row has its column names as context.
    """
    if "\n" in sentence.context:
        return sentence.text
    assert sentence.span is not None
    assert passage.span is not None
    start = sentence.span.start - passage.span.start
    before = passage.text[: max(0, start)]
    own = [c for c in siblings if c.passage == sentence.passage and c.span is not None]
    earlier = sorted((c for c in own if _start(c) < sentence.span.start), key=_start)
    if not earlier:
        return f"{before}{sentence.text}"
    if _BULLET.search(before):
        leads = [c.text for c in earlier if c.text.endswith(":")]
        return f"{leads[-1]} {sentence.text}" if leads else sentence.text
    if _ANAPHORIC_START.match(sentence.text):
        return f"{earlier[-1].text} {sentence.text}"
    return sentence.text


def _read(judge: Judge, question: str, hit: EntryHit, reader: Reader, count: int) -> EntryHit:
    passages = {h.chunk.passage: h.chunk for h in hit.passages}
    siblings = [h.chunk for h in hit.sentences]
    near = _nearest(hit.sentences or hit.passages, reader, count)
    texts = [
        evidence_text(
            h.chunk.context, with_antecedent(h.chunk, passages[h.chunk.passage], siblings)
        )
        for h in near
    ]
    scores = [float(score) for score in judge.relevance(question, texts)]
    by_id = {h.chunk.id: score for h, score in zip(near, scores, strict=True)}
    by_passage: dict[int | None, float] = {}
    for h, score in zip(near, scores, strict=True):
        by_passage[h.chunk.passage] = max(score, by_passage.get(h.chunk.passage, 0.0))
    return replace(
        hit,
        score=(1 - RELEVANCE_WEIGHT) * hit.score + RELEVANCE_WEIGHT * max(scores),
        passages=_rescored(hit.passages, [by_passage.get(h.chunk.passage) for h in hit.passages]),
        sentences=_rescored(hit.sentences, [by_id.get(h.chunk.id) for h in hit.sentences]),
        features={**hit.features, "retrieval": hit.score, "relevance": max(scores)},
    )


def _unread(hit: EntryHit) -> EntryHit:
    """A hit far behind, on the scale of those that were read."""
    return replace(hit, score=(1 - RELEVANCE_WEIGHT) * hit.score)


def _nearest(hits: Sequence[Hit], reader: Reader, count: int) -> list[Hit]:
    """The nearest hits for the reader; where the audience is not known, one at least for each.

    "You need:" is near to what is asked, and says nothing of it without what follows.
    """
    readable = [
        h for h in hits if reader.can_read(h.chunk.audience) and not _BARE_LEAD.match(h.chunk.text)
    ]
    near = list((readable or hits)[:count])
    for scope in dict.fromkeys(h.chunk.audience for h in readable if h.chunk.audience):
        if all(h.chunk.audience != scope for h in near):
            near.append(next(h for h in readable if h.chunk.audience == scope))
    return near


def _rescored(hits: Sequence[Hit], scores: Sequence[float | None]) -> tuple[Hit, ...]:
    """Hits with new scores (None: not read, 0), best first; equal ones in the order of retrieval."""
    found = sorted(
        (Hit(h.chunk, score or 0.0, h.rank) for h, score in zip(hits, scores, strict=True)),
        key=lambda h: (-h.score, h.rank),
    )
    return tuple(replace(h, rank=rank) for rank, h in enumerate(found, start=1))


def _quoted(
    quotes: Sequence[Chunk], passages: Mapping[int | None, Chunk], siblings: Sequence[Hit]
) -> str:
    """The quotes in the order of the text, each with what it cannot be understood without."""
    chunks = [hit.chunk for hit in siblings]
    texts: list[str] = []
    for quote in sorted(quotes, key=_start):
        text = _row_in_words(quote) or with_antecedent(quote, passages[quote.passage], chunks)
        if text == quote.text:
            text = f"{_antecedent_of_such(quote, chunks)} {text}".strip()
        lead = text.removesuffix(quote.text).strip()
        told = lead and any(lead in earlier for earlier in texts)
        texts.append(quote.text if told else text)
    return evidence_text(_heading(quotes[0]), " ".join(texts))


def _row_in_words(quote: Chunk) -> str:
    """A row of a table in words; empty for anything else. Of the cells polarity cannot tell the columns.

    Relevance can do without, and finds the right row less often with them.
    """
    _, row, columns = quote.context.partition("\n")
    told = told_row(quote.text, columns) if row else quote.text
    return told if told != quote.text else ""


def _told_whole(passage: Chunk) -> str:
    """The whole passage, its tables in words; one that begins with a row has the column names above it."""
    _, cut_off, columns = passage.context.partition("\n")
    rule = f"{columns}\n{'|---' * 2}|\n" if cut_off else ""
    return evidence_text(_heading(passage), told_tables(f"{rule}{passage.text}"))


def _heading(chunk: Chunk) -> str:
    """The context without column names that the text tells already."""
    heading, _, columns = chunk.context.partition("\n")
    return heading if told_row("|||", columns) != "|||" else chunk.context


def _antecedent_of_such(sentence: Chunk, siblings: Iterable[Chunk]) -> str:
    """The sentence before that tells of what this one calls "such"; empty for none.

    Polarity alone reads it: to relevance both would be about the same.
    """
    refers = _REFERS.search(sentence.text)
    if refers is None:
        return ""
    what = refers["what"].lower().removesuffix("s")
    told = [
        chunk
        for chunk in siblings
        if chunk.passage == sentence.passage
        and _start(chunk) < _start(sentence)
        and what in chunk.text.lower()
    ]
    return max(told, key=_start).text if told else ""


def _asked_by(label: str | None, question: str) -> str:
    return f"{question} (For {label}.)" if label else question


def _start(chunk: Chunk) -> int:
    return chunk.span.start if chunk.span else 0
