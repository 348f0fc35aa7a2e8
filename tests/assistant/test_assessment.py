"""What a decision stands on; with a search and a judge whose findings are known."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.assessment import Assessor
from assistant.audience_texts import AudienceTextSelector
from assistant.confidence import answer_confidence, settled_confidence
from assistant.evidence import Selection
from assistant.judge.runtime import Polarity
from assistant.query import Assessment, Query
from assistant.retrieval import Retriever
from assistant.types import (
    Block,
    Chunk,
    ChunkKind,
    Corpus,
    EntryHit,
    Fact,
    FaqEntry,
    Hit,
    Span,
    VerdictValue,
)
from tests.fakes import FakeJudge

TEXT = "Two people may share a key."
ASKED = "May two people share a key?"
SPAN = Span(0, len(TEXT))


class OneEntry:
    """A search that always finds the same entry, as near as `score`."""

    def __init__(self, score: float = 0.8) -> None:
        self.score = score

    def search(self, _query: str, *, limit: int) -> tuple[EntryHit, ...]:
        passage = Chunk("a#p0", ChunkKind.PASSAGE, "a", TEXT, SPAN, 0)
        sentence = Chunk("a#p0s0", ChunkKind.SENTENCE, "a", TEXT, SPAN, 0)
        hit = EntryHit(
            "a", self.score, 1, (Hit(passage, 0.9, 1),), (Hit(sentence, 0.9, 1),),
            {"passage": 0.7, "late": self.score, "heading": 0.7},
        )  # fmt: skip
        return (hit,)[:limit]


class Doubting(FakeJudge):
    """Reads every text as leaving the question open with the given probability."""

    def __init__(self, unknown: float) -> None:
        super().__init__()
        self.unknown = unknown

    def polarity(self, question: str, evidence: str) -> Polarity:
        super().polarity(question, evidence)
        return Polarity(0.0, 0.0, 0.0, self.unknown, 1 - self.unknown)


def assessor(
    judge: FakeJudge | None, *, score: float = 0.8, facts: tuple[Fact, ...] = ()
) -> Assessor:
    entry = FaqEntry(
        "a", "Sharing keys", "faq.md", 1, Span(0, 0), SPAN, (),
        alternates=("Who may share?",), facts=facts,
    )  # fmt: skip
    corpus = Corpus("test", "Test", {"faq.md": TEXT}, (entry,), "0")
    return Assessor(cast(Retriever, OneEntry(score)), judge, corpus)


def assessment(
    judge: FakeJudge | None, question: str, *, score: float = 0.8, facts: tuple[Fact, ...] = ()
) -> Assessment:
    found = assessor(judge, score=score, facts=facts).assess(Query.of(question), 8)
    assert found is not None
    return found


def test_an_open_question_that_the_entry_leaves_open_is_less_sure() -> None:
    question = "How many people share a key?"
    sure, doubtful = (assessment(Doubting(unknown), question) for unknown in (0.01, 0.99))
    assert doubtful.confidence < sure.confidence
    before = answer_confidence(doubtful.hits)
    assert doubtful.confidence == pytest.approx(settled_confidence(before, 0.99))
    assert doubtful.readings == ()


def test_a_yes_no_question_keeps_what_was_read() -> None:
    found = assessment(FakeJudge(), ASKED)
    assert [reading.value for reading in found.readings] == [VerdictValue.YES]


def test_what_is_far_off_is_not_read_for_its_word() -> None:
    judge = FakeJudge()
    found = assessment(judge, "Is the moon blue?", score=0.1)
    assert judge.settled == []
    assert found.readings == ()


def test_a_phrasing_that_the_operator_wrote_is_sure_and_an_open_one_is_not_read() -> None:
    judge = FakeJudge()
    assert assessment(judge, "who may share").confidence == 1.0
    assert judge.settled == []


def test_where_the_operator_pinned_the_answer_nothing_is_judged() -> None:
    judge = FakeJudge()
    found = assessment(judge, ASKED, facts=(Fact(ASKED, VerdictValue.NO, TEXT, SPAN),))
    assert [reading.value for reading in found.readings] == [VerdictValue.NO]
    assert found.confidence == 1.0
    assert judge.read == []


def test_without_a_judge_retrieval_alone_is_weighed() -> None:
    found = assessment(None, ASKED)
    assert found.readings == ()
    assert found.confidence == answer_confidence(found.hits)


class Pair(OneEntry):
    """A search that finds two entries, the second `gap` behind the first."""

    def __init__(self, gap: float) -> None:
        super().__init__()
        self.gap = gap

    def search(self, query: str, *, limit: int) -> tuple[EntryHit, ...]:
        (first,) = super().search(query, limit=limit)
        text = "Keys settle it."
        passage = Chunk("b#p0", ChunkKind.PASSAGE, "b", text, Span(0, len(text)), 0)
        hit = replace(
            first, entry_id="b", rank=2, score=first.score - self.gap,
            passages=(Hit(passage, 0.9, 1),), sentences=(),
        )  # fmt: skip
        return first, hit


class Choosy(FakeJudge):
    """Holds only texts that "settle" for an answer; relevance tells nothing."""

    def relevance(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        super().relevance(question, texts)
        return np.full(len(texts), 0.5, np.float32)

    def polarity(self, question: str, evidence: str) -> Polarity:
        super().polarity(question, evidence)
        unknown = 0.1 if "settle" in evidence else 0.9
        return Polarity(1 - unknown, 0.0, 0.0, unknown)


@pytest.mark.parametrize(("gap", "first"), [(0.02, "b"), (0.12, "a")])
def test_an_entry_as_near_that_settles_more_overtakes(gap: float, first: str) -> None:
    corpus = Corpus("test", "Test", {}, (), "0")
    found = Assessor(cast(Retriever, Pair(gap)), Choosy(), corpus).assess(Query.of(ASKED), 8)
    assert found is not None
    assert found.hits[0].entry_id == first
    assert [hit.rank for hit in found.hits] == [1, 2]
    assert found.selection.passages[0].chunk.entry_id == first
    assert found.readings[0].unknown == pytest.approx(0.1 if first == "b" else 0.9)


class TwoPassages(OneEntry):
    """A search that finds an entry of two passages, the second of them first."""

    def search(self, query: str, *, limit: int) -> tuple[EntryHit, ...]:
        (hit,) = super().search(query, limit=limit)
        (start,) = hit.passages
        text = "Keys may be shared by the hour."
        span = Span(100, 100 + len(text))
        later = Chunk("a#p1", ChunkKind.PASSAGE, "a", text, span, 1)
        passages = (Hit(later, 0.9, 1), replace(start, score=0.5, rank=2))
        return (replace(hit, passages=passages, sentences=()),)


@pytest.mark.parametrize(("asked", "shown"), [("sharing keys!", 2), ("Who may share?", 1)])
def test_a_heading_as_it_stands_is_answered_from_the_start_of_its_entry(
    asked: str, shown: int
) -> None:
    built = assessor(None)
    built.retriever = cast(Retriever, TwoPassages())
    found = built.assess(Query.of(asked), 8)
    assert found is not None
    passages = [hit.chunk.id for hit in found.selection.passages]
    assert passages == ["a#p0", "a#p1"][-shown:]


class Contrary(FakeJudge):
    """Reads a no in every text."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        super().polarity(question, evidence)
        return Polarity(0.0, 1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("asked", "value"),
    [("may two people share a key", VerdictValue.YES), ("Is a key shared?", VerdictValue.NO)],
)
def test_what_a_text_begins_with_answers_its_heading_and_nothing_else(
    asked: str, value: VerdictValue
) -> None:
    text = f"Yes. {TEXT} Ask us."
    block = Block(Span(0, len(text)))
    entry = FaqEntry("a", ASKED, "faq.md", 1, Span(0, 0), block.span, (block,))
    corpus = Corpus("test", "Test", {"faq.md": text}, (entry,), "0")
    search = cast(Retriever, OneEntry())
    found = Assessor(search, Contrary(), corpus).assess(Query.of(asked), 8)
    assert found is not None
    assert found.readings[0].value is value
    told = found.readings[0].span
    assert (text[told.start : told.end] == f"Yes. {TEXT}") is (value is VerdictValue.YES)


@pytest.mark.parametrize(("unknown", "quoted"), [(0.1, 0), (0.6, 1), (0.95, 0)])
def test_what_leaves_a_question_open_is_read_on_in_its_passage_unless_it_is_off_topic(
    unknown: float, quoted: int
) -> None:
    class Open(FakeJudge):
        def polarity(self, question: str, evidence: str) -> Polarity:
            super().polarity(question, evidence)
            settled = 0.01 if evidence == "Keys settle it." else unknown
            return Polarity(1 - settled, 0.0, 0.0, settled)

    text = f"{TEXT} Keys settle it."
    spans = (SPAN, Span(len(TEXT) + 1, len(text)))
    sentences = tuple(
        Hit(Chunk(f"a#p0s{n}", ChunkKind.SENTENCE, "a", text[s.start : s.end], s, 0), 0.9, n + 1)
        for n, s in enumerate(spans)
    )
    passage = Chunk("a#p0", ChunkKind.PASSAGE, "a", text, Span(0, len(text)), 0)
    (hit,) = OneEntry().search(ASKED, limit=1)
    hit = replace(hit, passages=(Hit(passage, 0.9, 1),), sentences=sentences)
    first = Selection(hit.passages, (sentences[0].chunk,))
    texts = AudienceTextSelector(Open(), ())
    query = Query.of(ASKED)
    selection, readings = texts.read_on(query, hit, first, texts.read(query, hit, first))
    assert selection.quotes == (sentences[quoted].chunk,)
    assert [reading.span for reading in readings] == [spans[quoted]]
