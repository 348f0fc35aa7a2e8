"""Entry -> chunks: heading, alternates, passages, sentences and rows, each with its exact place. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from assistant.audiences import leading_scope, subject_of, subjects
from assistant.sentences import Sentence, sentence_scopes, split_sentences, strip_lead
from assistant.types import Audience, Block, Chunk, ChunkKind, Corpus, Fact, FaqEntry, Span

# Raise it whenever the same corpus would give other chunks: indexes built before are then stale.
CHUNKER_VERSION = "14"
MAX_PASSAGE_WORDS = 150
_RUNS_ON = re.compile(r"[,;:|\u2013\u2014]|\s-\s")  # what has one of these is more than a label
# Where a statement with a subject of its own may begin.
_CLAUSE_END = re.compile(r";\s+|,\s+(?=(?:and|but)\s)|,?\s+(?:while|whereas)\s+", re.IGNORECASE)
# A clause that says nothing without the one before it: "guests may not" (English).
_ELLIPTIC = re.compile(
    r"(?:\b(?:not|never|cannot|may|can|must|do|does|are|is|will|so|too)|n['\u2019]t)\W*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Scoped:
    """A sentence of a block with the audience it speaks to; a `bare` one says nothing by itself.

    `about` is the audience that it names as its subject, where nothing around it says to whom it speaks.
    `goes_on`: it is a clause of the sentence that the one before it belongs to.
    """

    sentence: Sentence
    audience: str | None
    bare: bool
    about: str | None
    goes_on: bool


def chunk_corpus(corpus: Corpus) -> tuple[Chunk, ...]:
    """The chunks of all entries, in entry order."""
    return tuple(
        chunk
        for entry in corpus.entries
        for chunk in chunk_entry(entry, corpus.sources[entry.path], corpus)
    )


def chunk_entry(entry: FaqEntry, source_text: str, corpus: Corpus) -> tuple[Chunk, ...]:
    """The chunks of an entry: heading, alternates, then each passage followed by its sentences.

    Ids are `ID#title`, `ID#alt0`, `ID#p0`, `ID#p0s0`, each numbered from 0. A row of a table is a sentence
    and, without its context, a chunk of its own: `ID#p0s1` and `ID#p0r1`. A passage is a block, or a part of
    at most MAX_PASSAGE_WORDS words of a longer one, cut at sentence ends; a single longer sentence, row or
    code block is not cut. A bare "Yes." or "For X:" is no sentence of its own, nor are the column names of a
    table; they are in the context of its rows instead. The audience of a sentence is that of the lead it
    stands under, else its block's, else the entry's, else the one that it is about ("Guests cannot renew
    loans").
    """
    chunks = [
        Chunk(
            id=f"{entry.id}#title",
            kind=ChunkKind.HEADING,
            entry_id=entry.id,
            text=source_text[entry.title_span.start : entry.title_span.end],
            span=entry.title_span,
            audience=entry.audience,
        )
    ]
    chunks += (
        Chunk(
            id=f"{entry.id}#alt{number}",
            kind=ChunkKind.ALTERNATE,
            entry_id=entry.id,
            text=alternate,
            span=None,
            audience=entry.audience,
        )
        for number, alternate in enumerate(entry.alternates)
    )
    passage = 0
    for block in entry.blocks:
        for part in _passages(block, source_text, corpus, entry.facts):
            chunks += _passage_chunks(entry, block, part, passage, source_text)
            passage += 1
    return tuple(chunks)


@dataclass(frozen=True, slots=True)
class _Part:
    """A passage and the sentences in it, with offsets into the source."""

    span: Span
    sentences: tuple[_Scoped, ...]
    base: int


def _passages(
    block: Block, source_text: str, corpus: Corpus, facts: tuple[Fact, ...]
) -> Iterator[_Part]:
    start = block.span.start
    text = source_text[start : block.span.end]
    clauses = _split_by_audience(text, split_sentences(text), corpus.audiences)
    sentences = tuple(sentence for sentence, _, _ in clauses)
    scopes = sentence_scopes(text, sentences, corpus.audiences)
    abouts = subjects((text[s.start : s.end] for s in sentences), corpus.audiences)
    scoped = tuple(
        _Scoped(
            sentence,
            scope,
            _is_bare(sentence, text, corpus.audiences),
            apart or about,
            goes_on,
        )
        for (sentence, apart, goes_on), scope, about in zip(clauses, scopes, abouts, strict=True)
    )
    words = len(text.split())
    if words <= MAX_PASSAGE_WORDS or len(scoped) <= 1:
        yield _Part(block.span, scoped, start)
        return
    quotes = [Span(fact.span.start - start, fact.span.end - start) for fact in facts]
    groups = list(_groups(scoped, text, words, quotes))
    for index, group in enumerate(groups):
        first = start if index == 0 else start + group[0].sentence.outer
        last = block.span.end if index == len(groups) - 1 else start + group[-1].sentence.end
        yield _Part(Span(first, last), group, start)


def _split_by_audience(
    text: str, sentences: tuple[Sentence, ...], audiences: tuple[Audience, ...]
) -> list[tuple[Sentence, str | None, bool]]:
    """The sentences, cut where each clause is about another audience than the one before: "Members pay 3 euros if
    they swim; guests pay 9 euros."; with that audience, and whether it is a later clause."""
    found: list[tuple[Sentence, str | None, bool]] = []
    for sentence in sentences:
        clauses = [] if sentence.header or not audiences else _clauses(text, sentence)
        parts = [text[clause.start : clause.end] for clause in clauses]
        about = [subject_of(part, audiences) for part in parts]
        apart = len(parts) > 1 and all(a and b and a != b for a, b in pairwise(about))
        if apart and not any(map(_ELLIPTIC.search, parts)):
            found += [
                (clause, a, n > 0) for n, (clause, a) in enumerate(zip(clauses, about, strict=True))
            ]
        else:
            found.append((sentence, None, False))
    return found


def _clauses(text: str, sentence: Sentence) -> list[Sentence]:
    """The clauses of a sentence, without what joins them."""
    clauses, start, outer = [], sentence.start, sentence.outer
    for mark in _CLAUSE_END.finditer(text, sentence.start, sentence.end):
        clauses.append(replace(sentence, start=start, end=mark.start(), outer=outer))
        start = outer = mark.end()
    return [*clauses, replace(sentence, start=start, outer=outer)]


def _groups(
    scoped: tuple[_Scoped, ...], text: str, words: int, quotes: Sequence[Span]
) -> Iterator[tuple[_Scoped, ...]]:
    """Runs of sentences of about equal length, none over the limit unless it is one sentence.

    None of `quotes` is cut, as a pinned answer needs its proof in one passage, and no sentence between clauses.
    """
    target = words / ceil(words / MAX_PASSAGE_WORDS)
    group: list[_Scoped] = []
    size = 0
    for item in scoped:
        length = len(text[item.sentence.outer : item.sentence.end].split())
        cut = item.sentence.outer
        proof = any(quote.start < cut < quote.end for quote in quotes)
        whole = proof or item.goes_on
        if group and not whole and (size >= target or size + length > MAX_PASSAGE_WORDS):
            yield tuple(group)
            group, size = [], 0
        group.append(item)
        size += length
    yield tuple(group)


def _passage_chunks(
    entry: FaqEntry, block: Block, part: _Part, number: int, source_text: str
) -> Iterator[Chunk]:
    context = entry.title if block.section is None else f"{entry.title} ({block.section})"
    scope = block.audience or entry.audience
    passage_id = f"{entry.id}#p{number}"
    # The rest of a long table begins with a row, without the column names that stand in the part before.
    cut_off = part.sentences[:1] if part.span.start > block.span.start else ()
    yield Chunk(
        id=passage_id,
        kind=ChunkKind.PASSAGE,
        entry_id=entry.id,
        text=source_text[part.span.start : part.span.end],
        span=part.span,
        passage=number,
        audience=scope,
        context=context + "".join(_columns(item, part, source_text) for item in cut_off),
        section=block.section or "",
    )
    for index, item in enumerate(_with_content(part)):
        span = Span(part.base + item.sentence.start, part.base + item.sentence.end)
        columns = _columns(item, part, source_text)
        sentence = Chunk(
            id=f"{passage_id}s{index}",
            kind=ChunkKind.SENTENCE,
            entry_id=entry.id,
            text=source_text[span.start : span.end],
            span=span,
            passage=number,
            audience=item.audience or scope or item.about,
            context=context + columns,
            section=block.section or "",
        )
        yield sentence
        if columns:
            # Behind a general heading, a row is far from a question about what it alone names.
            row_id = f"{passage_id}r{index}"
            yield replace(sentence, id=row_id, kind=ChunkKind.ROW, context="")


def _columns(item: _Scoped, part: _Part, source_text: str) -> str:
    """The column names on a line of their own, for a row of a table; else nothing."""
    header = item.sentence.header
    if header is None or item.sentence.is_header:
        return ""
    return "\n" + source_text[part.base + header.start : part.base + header.end].strip()


def _with_content(part: _Part) -> tuple[_Scoped, ...]:
    """The sentences without bare ones, unless the passage holds nothing else."""
    return tuple(item for item in part.sentences if not item.bare) or part.sentences


def _is_bare(sentence: Sentence, text: str, audiences: tuple[Audience, ...]) -> bool:
    """Whether it is a "Yes." or "No." alone, names the columns, or only names an audience."""
    if sentence.is_header:
        return True
    part = text[sentence.start : sentence.end]
    lead, rest = strip_lead(part)
    if lead is not None and rest == len(part):
        return True
    label = part.strip("*_: \uff1a")
    in_list = sentence.outer != sentence.start or sentence.indent != -1
    return (
        label != part
        and not in_list
        and _RUNS_ON.search(label) is None
        and leading_scope(label, audiences) is not None
    )
