"""The verdict with its proof: rows of audiences and conditions, each with the piece of evidence that says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.condition_answers import is_whole_quote
from assistant.conditions import find_conditions, listed_conditions
from assistant.plain_text import quoted_lines
from assistant.types import (
    AudienceVerdict,
    Chunk,
    Condition,
    Evidence,
    Passage,
    Span,
    Verdict,
    VerdictValue,
)
from assistant.verdict import YES_OR_NO, SettledVerdict


def proven_verdict(
    settled: SettledVerdict,
    quotes: Sequence[Chunk],
    passages: Sequence[Passage],
    evidence: tuple[Evidence, ...],
    labels: Mapping[str, str],
) -> Verdict:
    """The settled verdict with its rows and the conditions of the texts that prove it.

    Undetermined where nothing proves it. `labels` has the names of audiences by their ids.
    """
    scopes = {r.span.start: r.audience for r in settled.proof}
    scopes |= {q.span.start: q.audience for q in quotes if q.span}
    proofs = [_Proof.of(n, item, passages, scopes) for n, item in enumerate(evidence)]
    number = {proof.start: proof.number for proof in proofs}
    rows = tuple(
        AudienceVerdict(r.audience, labels[r.audience], r.value, number[r.span.start])
        for r in settled.by_audience
        if r.audience is not None and r.span.start in number
    )
    proving = {scopes[r.span.start] for r in settled.proof}
    conditions = tuple(
        condition
        for proof in proofs
        if not proving or proof.audience in proving
        for condition in proof.conditions(scoped=len(proving) > 1)
    )
    value = settled.value
    pinned = any(reading.by_operator for reading in settled.proof)
    differing = len({row.value for row in rows}) > 1
    for_one = len(rows) == 1 and rows[0].value in YES_OR_NO  # and the others have no such text
    rests_on = differing or for_one or conditions or (rows and pinned)
    if not evidence or (value is VerdictValue.DEPENDS and not rests_on):
        value, rows = VerdictValue.UNDETERMINED, ()
    if value in YES_OR_NO:
        conditions = tuple(c for c in conditions if not is_whole_quote(c, evidence))
    conflict = settled.conflict and all(r.span.start in number for r in settled.proof)
    return Verdict(value, round(settled.confidence, 4), rows, conditions, conflict)


@dataclass(frozen=True, slots=True)
class _Proof:
    """A piece of evidence with its number, its passage, where it begins in the file, and whom its text is for."""

    number: int
    evidence: Evidence
    passage: Passage
    start: int
    audience: str | None

    @classmethod
    def of(
        cls,
        number: int,
        evidence: Evidence,
        passages: Sequence[Passage],
        scopes: Mapping[int, str | None],
    ) -> _Proof:
        """The evidence joined with what was read: `scopes` has the audience by the start of a reading or quote."""
        passage = passages[evidence.passage]
        start = passage.source.start + evidence.start
        return cls(number, evidence, passage, start, scopes.get(start))

    def conditions(self, *, scoped: bool) -> Iterator[Condition]:
        """The conditions in the evidence; with its audience where they are `scoped`."""
        audience = self.audience if scoped else None
        for start, end in find_conditions(self.evidence.quote):
            span = Span(self.evidence.start + start, self.evidence.start + end)
            yield _condition(self.passage, span, self.number, audience)
        text = self.passage.text
        for opener, start, end in listed_conditions(text, self.evidence.start, self.evidence.end):
            item = _condition(self.passage, Span(start, end), self.number, audience)
            yield replace(item, plain=f"{opener}: {item.shown}")


def _condition(passage: Passage, span: Span, number: int, audience: str | None) -> Condition:
    """The condition at `span` of a passage."""
    text = passage.text[span.start : span.end]
    if not passage.layout:
        return Condition(text, number, audience=audience)
    plain = " ".join(q.line for q in quoted_lines(passage.text, span.start, span.end))
    return Condition(text, number, plain if plain != text else "", audience)
