"""Re-ranks the few best hits by whether their sentences answer the question.

Retrieval finds the right entry among a few. The judge reads those few sentence by sentence, so that what decides
is whether a text answers the question, not whether it resembles it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.antecedents import with_antecedent
from assistant.bounds import RELEVANCE_WEIGHT, RERANK_MARGIN, SENTENCES_BY_RANK
from assistant.judge.runtime import Judge, evidence_text
from assistant.types import ANYBODY, Asker, EntryHit, Hit

# matches: "You need:" / not: "You need a key:" followed by more; it resembles the question and says nothing
_BARE_LEAD = re.compile(r"(?:\S+\s+){0,3}\S+:\Z")


def rerank(
    judge: Judge, question: str, hits: Sequence[EntryHit], asker: Asker = ANYBODY
) -> tuple[EntryHit, ...]:
    """The hits in the order of how well they answer `question` for the `asker`.

    Those read have the features "retrieval", their score before, and "relevance", the probability that their
    best sentence answers. Each sentence has its own such probability as score, or 0 where it was not read, and
    each passage that of its best sentence. Entries that are not read keep what their retrieval score counts.
    """
    bound = hits[0].score - RERANK_MARGIN if hits else 0.0
    near = [hit for hit in hits[: len(SENTENCES_BY_RANK)] if hit.score >= bound]
    read = [
        (_read(judge, question, hit, asker, count), hit)
        for hit, count in zip(near, SENTENCES_BY_RANK, strict=False)
    ]
    read.sort(key=lambda pair: (-pair[0].score, pair[0].rank))
    order = [found for found, _ in read] + [_unread(hit) for hit in hits[len(near) :]]
    if read and read[0][1].rank > 1:  # overtook: its evidence is chosen from as many sentences
        again = _read(judge, question, read[0][1], asker, SENTENCES_BY_RANK[0])
        order[0] = replace(again, score=order[0].score)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(order, start=1))


def _read(judge: Judge, question: str, hit: EntryHit, asker: Asker, count: int) -> EntryHit:
    passages = {h.chunk.passage: h.chunk for h in hit.passages}
    siblings = [h.chunk for h in hit.sentences]
    near = _nearest(hit.sentences or hit.passages, asker, count)
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
    """A hit that is not read, on the scale of those that are."""
    return replace(hit, score=(1 - RELEVANCE_WEIGHT) * hit.score)


def _nearest(hits: Sequence[Hit], asker: Asker, count: int) -> list[Hit]:
    """The nearest hits that the asker can read; where the audience is not known, one at least for each."""
    readable = [
        h for h in hits if asker.can_read(h.chunk.audience) and not _BARE_LEAD.match(h.chunk.text)
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
