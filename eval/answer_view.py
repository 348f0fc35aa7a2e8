"""What an evaluation reads of an Answer in the contract's JSON; fields added later are ignored."""

from __future__ import annotations

import os

from pydantic import BaseModel, ConfigDict, Field

from assistant.types import Outcome, VerdictValue
from eval.gold import Place, Shown, normalise


class _View(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class SourceView(_View):
    """Where a passage stands."""

    path: str
    start: int
    end: int


class PassageView(_View):
    """A passage as shown."""

    entry_id: str
    title: str = ""
    text: str
    source: SourceView
    score: float

    @property
    def place(self) -> Place:
        """The passage's span with the file's path resolved."""
        return Place(os.path.realpath(self.source.path), self.source.start, self.source.end)

    @property
    def shown(self) -> Shown:
        """The passage's text and place."""
        return Shown(self.text, self.place)


class EvidenceView(_View):
    """A quote from `passages[passage].text[start:end]`."""

    passage: int
    quote: str
    start: int
    end: int


class AudienceVerdictView(_View):
    """The verdict for one audience."""

    audience: str
    value: VerdictValue


class ConditionView(_View):
    """A proviso of the verdict."""

    text: str


class VerdictView(_View):
    """The straight answer."""

    value: VerdictValue
    confidence: float = Field(ge=0, le=1)
    by_audience: tuple[AudienceVerdictView, ...] = ()
    conditions: tuple[ConditionView, ...] = ()


class SuggestionView(_View):
    """An entry that may be what was meant."""

    entry_id: str
    score: float


class KnowledgeView(_View):
    """What the answer was made from."""

    index_version: str = ""
    corpus_sha256: str = ""
    encoder: str = ""
    judge: str | None = None


class AnswerView(_View):
    """An answer, as far as it is measured."""

    standalone_question: str = ""
    outcome: Outcome
    verdict: VerdictView | None = None
    evidence: tuple[EvidenceView, ...] = ()
    passages: tuple[PassageView, ...] = ()
    suggestions: tuple[SuggestionView, ...] = ()
    knowledge: KnowledgeView = KnowledgeView()
    elapsed_ms: float = 0.0

    @property
    def answered(self) -> bool:
        """Whether the assistant stands behind a passage."""
        return self.outcome is Outcome.ANSWERED and bool(self.passages)

    @property
    def word(self) -> VerdictValue | None:
        """Yes, no or depends, where one of them was said."""
        if not self.answered or self.verdict is None:
            return None
        return None if self.verdict.value is VerdictValue.UNDETERMINED else self.verdict.value

    def rows(self) -> dict[str, frozenset[VerdictValue]]:
        """The words by audience."""
        found: dict[str, frozenset[VerdictValue]] = {}
        for row in self.verdict.by_audience if self.verdict else ():
            found[row.audience] = found.get(row.audience, frozenset()) | {row.value}
        return found

    def has_flipped_row(self, other: AnswerView) -> bool:
        """Whether an audience gets a word from both, and not the same."""
        mine, theirs = self.rows(), other.rows()
        words = [
            [found[audience] - {VerdictValue.UNDETERMINED} for found in (mine, theirs)]
            for audience in mine.keys() & theirs.keys()
        ]
        return any(a and b and a != b for a, b in words)

    def conditions(self) -> frozenset[str]:
        """The provisos of the verdict, white space aside."""
        found = self.verdict.conditions if self.verdict else ()
        return frozenset(normalise(condition.text) for condition in found)

    def shown_texts(self) -> tuple[str, ...]:
        """Texts of the passages without their white space; the answer stands on the first."""
        return tuple(normalise(passage.text) for passage in self.passages)

    def quotes(self) -> tuple[Shown, ...]:
        """The quotes with their places in the source files."""
        quotes = []
        for item in self.evidence:
            if 0 <= item.passage < len(self.passages):
                base = self.passages[item.passage].place
                place = Place(base.path, base.start + item.start, base.start + item.end)
                quotes.append(Shown(item.quote, place))
        return tuple(quotes)

    def spans_are_exact(self) -> bool:
        """Whether every quote is exactly where it says it is in its passage."""
        return all(
            0 <= item.passage < len(self.passages)
            and self.passages[item.passage].text[item.start : item.end] == item.quote
            for item in self.evidence
        )
