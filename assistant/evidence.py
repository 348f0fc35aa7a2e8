"""Selects the passages of an entry to show and the sentences that prove the answer. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.antecedents import start_of
from assistant.audiences import find_name
from assistant.confidence import log_odds
from assistant.lexical import stems
from assistant.patterns import any_of
from assistant.sentences import strip_lead
from assistant.tables import cells
from assistant.types import (
    ANYBODY,
    Asker,
    Chunk,
    Corpus,
    EntryHit,
    Evidence,
    FaqEntry,
    Hit,
    Link,
    Span,
)

# A second sentence is quoted where its score is at least this share of the first one's: cosines are all alike, the
# judge's relevances are not. The numbers were picked by hand (eval/README.md, "Where the bounds come from").
_SECOND_SHARE = 0.9
_SECOND_SHARE_JUDGED = 0.7
# Near 1 the shares of relevances are all alike, too, so the log-odds may not be further apart than this.
_MAX_LOG_ODDS_GAP = 1.0
# A sentence on the other case stays beside the first, though (English): without it "not refunded in the last
# three months" says no to everybody. matches: "Before that, ...", "Otherwise ..." / not: "Refunds ..."
_OTHER_CASE = re.compile(
    any_of(r"""
        (?:before|after|until|since|without|outside|apart from|in|for) (?:that|this|these|those|then)
        otherwise | or else | if not | instead | however | but
    """)
    + r"\b",
    re.IGNORECASE,
)
MOST_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """Passages to show, best first, and quotes, which are sentences of them."""

    passages: tuple[Hit, ...]
    quotes: tuple[Chunk, ...]


def select_evidence(
    hit: EntryHit,
    asker: Asker = ANYBODY,
    pinned: Sequence[Span] = (),
    question: str = "",
) -> Selection:
    """The best passage for the `asker`, and its best sentences.

    - Text that the asker cannot read is left out, unless that leaves nothing.
    - Where the asker's audience is not known, or nothing is for it, and the best passage is for one audience, the
      passages for the others are shown, too.
    - Text for everybody and text for some are both shown where they answer about as well. The text for the
      asker's own audience then comes first and is quoted.
    - `pinned` are the spans of an operator's facts: the passages that hold them are the best.
    - Of a table only the row is quoted that the `question` names.
    """
    passages, readable = _readable(hit.passages, asker), _readable(hit.sentences, asker)
    spoken = {sentence.chunk.passage for sentence in readable}
    passages = [p for p in passages if p.chunk.passage in spoken] or passages
    share = _second_share(hit)
    shown = quoted = [passage for passage in passages if _holds_any(passage.chunk, pinned)]
    if not shown:
        best, scoped = passages[0], _best_per_other_audience(passages[0], passages)
        # By cosine the passages of one entry are all alike.
        least = share * best.score if "relevance" in hit.features else math.inf
        near = [passage for passage in passages if passage.score >= least]
        if best.chunk.audience is None:
            scoped = [passage for passage in scoped if passage in near]
        else:
            scoped += [passage for passage in near if passage.chunk.audience is None][:1]
        if asker.audience is None or not asker.can_read(best.chunk.audience):
            shown = quoted = [best, *scoped]
        elif best.chunk.audience is None:
            shown, quoted = [*scoped, best], scoped or [best]
        else:
            shown = quoted = [best]
    quotes = [
        sentence
        for passage in quoted[:MOST_PASSAGES]
        for sentence in _quotes(passage.chunk, readable, share, question)
    ]
    return Selection(tuple(shown[:MOST_PASSAGES]), tuple(quotes))


def own_text(
    hit: EntryHit, selection: Selection, audience: str, question: str = ""
) -> Selection | None:
    """The best passage with text for `audience`, quoted, before the passages of `selection`; None where the entry
    has no such text."""
    own = [sentence for sentence in hit.sentences if sentence.chunk.audience == audience]
    best = [h for h in hit.passages if own and h.chunk.passage == own[0].chunk.passage]
    if not best:
        return None
    others = [shown for shown in selection.passages if shown.chunk.passage != best[0].chunk.passage]
    quotes = _quotes(best[0].chunk, own, _second_share(hit), question)
    return Selection((best[0], *others)[:MOST_PASSAGES], tuple(quotes))


def text_for_all(hit: EntryHit, selection: Selection, question: str = "") -> Selection | None:
    """The best passage with text for everybody, quoted, before the passages of `selection`; None where the entry
    has no such text."""
    sentences = tuple(h for h in hit.sentences if h.chunk.audience is None)
    spoken = {sentence.chunk.passage for sentence in sentences}
    passages = tuple(h for h in hit.passages if h.chunk.passage in spoken)
    if not passages:
        return None
    best = select_evidence(replace(hit, passages=passages, sentences=sentences), question=question)
    first = {passage.chunk.passage for passage in best.passages}
    others = [shown for shown in selection.passages if shown.chunk.passage not in first]
    return replace(best, passages=(*best.passages, *others)[:MOST_PASSAGES])


def with_start(hit: EntryHit, selection: Selection, asker: Asker) -> Selection:
    """`selection` with the first passage of the entry that the asker can read before the others; as it is where
    the quotes leave no room for it."""
    first = min(_readable(hit.passages, asker), key=lambda passage: start_of(passage.chunk))
    others = [shown for shown in selection.passages if shown.chunk.passage != first.chunk.passage]
    shown = (first, *others)[:MOST_PASSAGES]
    left_out = {quote.passage for quote in selection.quotes} - {h.chunk.passage for h in shown}
    return selection if left_out else replace(selection, passages=shown)


def evidence_at(passages: Sequence[Span], spans: Iterable[Span], source: str) -> list[Evidence]:
    """Each span as evidence in the passage that holds it; spans outside all passages are left out."""
    found = []
    for span in spans:
        for number, passage in enumerate(passages):
            if passage.start <= span.start and span.end <= passage.end:
                start, end = span.start - passage.start, span.end - passage.start
                found.append(Evidence(number, source[span.start : span.end], start, end))
                break
    return found


def cited_resources(entry: FaqEntry, texts: Iterable[str], corpus: Corpus) -> tuple[Link, ...]:
    """The resources that the shown texts name, or that the operator attached to the entry."""
    whole = "\n".join(texts)
    return tuple(
        Link(resource.title, resource.url)
        for resource in corpus.resources
        if resource.title in entry.resources
        or any(next(find_name(name, whole), None) for name in (resource.title, *resource.aliases))
    )


def _second_share(hit: EntryHit) -> float:
    return _SECOND_SHARE_JUDGED if "relevance" in hit.features else _SECOND_SHARE


def _readable(hits: Sequence[Hit], asker: Asker) -> list[Hit]:
    """Hits that the asker can read; all of them where that leaves none."""
    return [hit for hit in hits if asker.can_read(hit.chunk.audience)] or list(hits)


def _holds_any(passage: Chunk, spans: Sequence[Span]) -> bool:
    own = passage.span
    return own is not None and any(own.start <= s.start and s.end <= own.end for s in spans)


def _best_per_other_audience(best: Hit, passages: Sequence[Hit]) -> list[Hit]:
    """The best passage of every other audience, in order of score."""
    found: dict[str, Hit] = {}
    for hit in passages:
        audience = hit.chunk.audience
        if audience is not None and audience != best.chunk.audience:
            found.setdefault(audience, hit)
    return list(found.values())


def _quotes(
    passage: Chunk, sentences: Sequence[Hit], second_share: float, question: str
) -> list[Chunk]:
    """The best sentence of the passage, a second one about as good, and the best for every other audience.

    Where the first is for everybody, those for audiences have to be about as good, too.
    """
    own = [hit for hit in sentences if hit.chunk.passage == passage.passage]
    if not own:
        return [passage]
    least = second_share * own[0].score  # where a cosine is negative, more than the best itself has
    close = own[:1] + [hit for hit in own[1:2] if hit.score >= least]
    gap = log_odds(own[0].score) - log_odds(close[-1].score)
    judged = second_share == _SECOND_SHARE_JUDGED
    if judged and gap > _MAX_LOG_ODDS_GAP and not _OTHER_CASE.match(close[-1].chunk.text):
        del close[1:]
    # The Yes that a text begins with answers its heading alone.
    if _names_only(question, own[0].chunk, close[-1].chunk) or strip_lead(close[-1].chunk.text)[0]:
        del close[1:]
    to_all = own[0].chunk.audience in (None, passage.audience)
    others = [
        hit for hit in _best_per_other_audience(own[0], own) if hit.score >= least or not to_all
    ]
    close += [hit for hit in others if hit not in close]
    return [hit.chunk for hit in close]


def _names_only(question: str, row: Chunk, other: Chunk) -> bool:
    """Whether the question names the first of two rows of one table, and not the other."""
    if row.context != other.context or "\n" not in row.context:
        return False
    label, others = (set(stems(cells(chunk.text)[0])) for chunk in (row, other))
    named = set(stems(question))
    return bool(named & (label - others)) and not named & (others - label)
