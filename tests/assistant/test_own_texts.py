"""Text for the reader's own audience beside text for everybody; with a judge whose findings are known."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.assessment import Assessor
from assistant.judge.runtime import Polarity
from assistant.query import Assessment, Query
from assistant.retrieval import Retriever
from assistant.types import Audience, Chunk, ChunkKind, Corpus, EntryHit, Hit, Span, VerdictValue
from tests.fakes import FakeJudge

SCOPES = (Audience("guest", "Guests"), Audience("member", "Members"))
POLAR = "May I bring two dogs?"
OPEN = "How many dogs may I bring?"
ONE = "One dog is allowed."
FOUR = "For guests: four dogs are allowed."
HATS = "For guests: hats are free."

YES, NO = Polarity(0.95, 0.02, 0.0, 0.03), Polarity(0.02, 0.95, 0.0, 0.03)
PERHAPS, OFF_TOPIC = Polarity(0.6, 0.3, 0.0, 0.1), Polarity(0.1, 0.0, 0.0, 0.9)
TOLD = Polarity(0.0, 0.0, 0.0, 0.02, 0.98)


class Passages:
    """A search that finds one entry, each of whose passages is one sentence for the audience with it."""

    def __init__(self, *told: tuple[str, str | None]) -> None:
        self.told = told

    def search(self, _query: str, *, limit: int) -> tuple[EntryHit, ...]:
        passages, sentences = [], []
        for n, (text, scope) in enumerate(self.told):
            span = Span(100 * n, 100 * n + len(text))
            for kind, hits in ((ChunkKind.PASSAGE, passages), (ChunkKind.SENTENCE, sentences)):
                chunk = Chunk(f"a#{kind}{n}", kind, "a", text, span, n, scope)
                hits.append(Hit(chunk, 0.9 - n / 10, n + 1))
        features = {"passage": 0.7, "late": 0.8, "heading": 0.7}
        return (EntryHit("a", 0.8, 1, tuple(passages), tuple(sentences), features),)[:limit]


class Knowing(FakeJudge):
    """Has a relevance and a polarity for each text."""

    def __init__(self, found: dict[str, tuple[float, Polarity]]) -> None:
        super().__init__()
        self.found = found

    def relevance(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        super().relevance(question, texts)
        return np.array([self.found[text][0] for text in texts], np.float32)

    def polarity(self, question: str, evidence: str) -> Polarity:
        super().polarity(question, evidence)
        return self.found[evidence][1]


def assessment(
    question: str,
    reader: str | None,
    general: tuple[float, Polarity],
    own: tuple[float, Polarity],
    text: str = FOUR,
) -> Assessment:
    corpus = Corpus("test", "Test", {}, (), "0", audiences=SCOPES)
    search = Passages((ONE, None), (text, "guest"))
    judge = Knowing({ONE: general, text: own})
    assessor = Assessor(cast(Retriever, search), judge, corpus)
    found = assessor.assess(Query.of(question, reader), 8)
    assert found is not None
    return found


def quotes(found: Assessment) -> list[str]:
    return [quote.text for quote in found.selection.quotes]


def shown(found: Assessment) -> list[str]:
    return [hit.chunk.text for hit in found.selection.passages]


def test_text_for_the_reader_that_is_less_relevant_settles_the_question_otherwise() -> None:
    found = assessment(POLAR, "guest", (0.9, NO), (0.2, YES))
    assert [(r.audience, r.value) for r in found.readings] == [("guest", VerdictValue.YES)]
    assert quotes(found) == [FOUR]
    assert shown(found) == [FOUR, ONE]
    other = assessment(POLAR, "member", (0.9, NO), (0.2, YES))
    assert shown(other) == [ONE]


def test_text_for_the_reader_stands_where_that_for_everybody_is_not_understood() -> None:
    found = assessment(POLAR, "guest", (0.9, PERHAPS), (0.2, YES))
    assert [(r.audience, r.value) for r in found.readings] == [("guest", VerdictValue.YES)]
    assert quotes(found) == [FOUR]


def test_text_for_the_reader_that_is_not_understood_gives_no_word_and_both_are_quoted() -> None:
    found = assessment(POLAR, "guest", (0.9, NO), (0.2, PERHAPS))
    assert quotes(found) == [FOUR, ONE]
    own = [reading for reading in found.readings if reading.audience == "guest"]
    assert [reading.confidence < 0.7 for reading in own] == [True]


def test_text_for_the_reader_that_says_the_same_is_shown_beside() -> None:
    found = assessment(POLAR, "guest", (0.9, YES), (0.2, YES))
    assert [reading.audience for reading in found.readings] == [None]
    assert quotes(found) == [ONE]
    assert shown(found) == [ONE, FOUR]


@pytest.mark.parametrize("question", [POLAR, OPEN])
def test_text_for_the_reader_about_something_else_changes_nothing(question: str) -> None:
    found = assessment(question, "guest", (0.9, NO), (0.2, OFF_TOPIC), HATS)
    assert quotes(found) == shown(found) == [ONE]


@pytest.mark.parametrize("relevance", [0.5, 0.9])
def test_an_open_question_is_told_the_text_for_the_reader(relevance: float) -> None:
    found = assessment(OPEN, "guest", (relevance, TOLD), (0.2, TOLD))
    assert quotes(found) == shown(found) == [FOUR, ONE]
    assert found.readings == ()


@pytest.mark.parametrize("question", [POLAR, OPEN])
def test_text_for_the_reader_that_is_near_and_says_nothing_gives_way(question: str) -> None:
    general = (0.9, NO if question == POLAR else TOLD)
    found = assessment(question, "guest", general, (0.9, OFF_TOPIC), HATS)
    assert quotes(found) == [ONE]
    assert shown(found) == [ONE, HATS]


@pytest.mark.parametrize("question", [POLAR, OPEN])
def test_text_for_some_that_says_nothing_is_not_quoted_to_an_unknown_reader(question: str) -> None:
    general = (0.9, NO if question == POLAR else TOLD)
    found = assessment(question, None, general, (0.9, OFF_TOPIC), HATS)
    assert quotes(found) == [ONE]
    assert shown(found) == [ONE, HATS]
    speaking = assessment(question, None, general, general)
    assert quotes(speaking) == [ONE, FOUR]


def test_where_the_entry_has_text_for_others_only_all_of_it_is_shown() -> None:
    corpus = Corpus("test", "Test", {}, (), "0", audiences=(*SCOPES, Audience("child", "Children")))
    texts = {"For guests: dogs.": (0.9, YES), "For members: cats.": (0.1, NO)}
    search = Passages(*zip(texts, ("guest", "member"), strict=True))
    assessor = Assessor(cast(Retriever, search), Knowing(texts), corpus)
    found = assessor.assess(Query.of(POLAR, "child"), 8)
    assert found is not None
    assert shown(found) == list(texts)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (
            ("For guests: no dogs are allowed.", NO),
            {None: VerdictValue.YES, "guest": VerdictValue.NO},
        ),
        (("For guests: no dogs are allowed.", YES), {None: VerdictValue.YES}),
        (("For guests: no dogs are allowed.", PERHAPS), {None: VerdictValue.YES}),
        (("For guests: no hats are allowed.", NO), {None: VerdictValue.YES}),
        (("For guests: no hats at all.", NO), {None: VerdictValue.YES}),
    ],
)
def test_text_for_some_that_surely_says_otherwise_stands_beside_that_for_everybody(
    own: tuple[str, Polarity], said: dict[str | None, VerdictValue]
) -> None:
    text, polarity = own
    found = assessment(POLAR, None, (0.9, YES), (0.2, polarity), text)
    assert {reading.audience: reading.value for reading in found.readings} == said
    assert quotes(found) == shown(found) == [ONE, text][: len(said)]
