"""Settles whether something is for one audience alone, from what the texts for each audience say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.audiences import Exclusive
from assistant.evidence import MOST_PASSAGES, Selection, own_text
from assistant.judge.runtime import Judge
from assistant.polarity import read_for
from assistant.query import Assessment, Query
from assistant.types import VerdictValue
from assistant.verdict import Reading

_SAYS_ONLY = re.compile(
    r"\b(?:alone|except|exclusive(?:ly)?|just|limited|no(?:body| one)? (?:but|else|other)|only|reserved|restricted"
    r"|solely)\b",
    re.IGNORECASE,
)


def settle_exclusive(
    judge: Judge, query: Query, found: Assessment, asked: Exclusive, labels: Mapping[str, str]
) -> Assessment:
    """`found` with the word that follows for "Is it only for Gold?" where the entry has text for that audience and
    for others: no, where another one surely may, too; yes, where it surely may and no other. Else no word.

    The judge reads each text with the question asked of its own audience: read as one text, what is refused to
    others is mostly taken for the answer. `labels` has the names of all audiences by their ids.
    """
    hit, read, quotes, passages = found.hits[0], {}, [], []
    for audience, label in labels.items():
        own = own_text(hit, found.selection, audience, query.standalone)
        if own is None:
            continue
        question = asked.asked_of(label)
        # The question names the audience: it need not be told beside it.
        read[audience] = read_for(
            judge, question, own, hit.sentences, scope=audience, label="", allows=True
        )
        quotes += [replace(quote, audience=None) for quote in own.quotes]
        passages.append(own.passages[0])
    if asked.audience not in read or len(read) < 2:
        return _unless_unsaid(found)
    said = replace(_joined(read, asked.audience, of_all=len(read) == len(labels)), audience=None)
    shown = tuple(dict.fromkeys((*passages, *found.selection.passages)))[:MOST_PASSAGES]
    kept = {passage.chunk.passage for passage in shown}
    selection = Selection(shown, tuple(quote for quote in quotes if quote.passage in kept))
    return replace(found, selection=selection, readings=(said,))


def _unless_unsaid(found: Assessment) -> Assessment:
    """`found` without a yes from text that does not say of anybody to be the only one: "Members may use it"."""
    if any(_SAYS_ONLY.search(quote.text) for quote in found.selection.quotes):
        return found
    unsaid = (
        replace(r, confidence=0.0) if r.value is VerdictValue.YES else r for r in found.readings
    )
    return replace(found, readings=tuple(unsaid))


def _joined(read: Mapping[str, Reading], named: str, *, of_all: bool) -> Reading:
    """The reading of the whole question; `of_all`: there is text for each audience."""
    own = read[named]
    others = [reading for audience, reading in read.items() if audience != named]
    allowed = [r for r in others if r.sure and r.value is VerdictValue.YES]
    if allowed:
        surest = max(allowed, key=lambda reading: reading.confidence)
        return replace(surest, value=VerdictValue.NO)
    refused = of_all and all(r.sure and r.value is VerdictValue.NO for r in others)
    least = min((own, *others), key=lambda reading: reading.confidence)
    if refused and own.sure and own.value is VerdictValue.YES:
        return replace(own, value=VerdictValue.YES, confidence=least.confidence)
    return replace(own, value=VerdictValue.YES, confidence=0.0)
