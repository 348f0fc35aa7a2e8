"""Which passages are shown, and which sentences of them are quoted."""

from dataclasses import replace

import pytest

from assistant.evidence import Selection, select_evidence, with_start
from assistant.polarity import read_polarity
from assistant.reranking import rerank
from assistant.types import Asker, Chunk, ChunkKind, EntryHit, Hit, Span
from tests.assistant.hits import entry
from tests.fakes import FakeJudge


def test_text_for_who_the_reader_is_not_is_neither_read_nor_chosen() -> None:
    judge = FakeJudge()
    hit = entry("e", "for a", "for b", "for all", scopes=("a", "b", None))
    (hit,) = rerank(judge, "q", [hit], Asker(denied=frozenset({"a"})))
    assert [text for _, text in judge.read] == ["Head | for b", "Head | for all"]
    assert [q.audience for q in select_evidence(hit, Asker(denied=frozenset({"a"}))).quotes] == [
        "b",
        None,
    ]
    only = entry("e", "for a", scopes=("a",))
    assert [q.audience for q in select_evidence(only, Asker(denied=frozenset({"a"}))).quotes] == [
        "a"
    ]


def several(*scopes: str | None) -> EntryHit:
    """An entry with a passage of one sentence for each scope."""
    passages, sentences = [], []
    for number, scope in enumerate(scopes):
        text = f"passage {number} says you may"
        span = Span(100 * number, 100 * number + len(text))
        for kind, found in ((ChunkKind.PASSAGE, passages), (ChunkKind.SENTENCE, sentences)):
            chunk = Chunk(f"e#{kind}{number}", kind, "e", text, span, number, scope, "Head")
            found.append(Hit(chunk, 0.9 - number / 10, number + 1))
    return EntryHit("e", 0.5, 1, tuple(passages), tuple(sentences), {"late": 0.5})


def scored(first: float, second: float, told: str = "Ask us.", **features: float) -> EntryHit:
    """An entry whose one passage has two sentences of these scores."""
    text = f"You may. {told}"
    passage = Chunk("e#p0", ChunkKind.PASSAGE, "e", text, Span(0, len(text)), 0)
    spans = ((Span(0, 8), first), (Span(9, len(text)), second))
    sentences = tuple(
        Hit(Chunk(f"e#s{n}", ChunkKind.SENTENCE, "e", text[s.start : s.end], s, 0), score, n + 1)
        for n, (s, score) in enumerate(spans)
    )
    return EntryHit("e", 0.9, 1, (Hit(passage, first, 1),), sentences, features)


@pytest.mark.parametrize(
    ("first", "second", "quotes"),
    [(0.98, 0.96, 2), (0.98, 0.83, 1), (0.5, 0.4, 2), (0.5, 0.3, 1), (1.0, 0.99, 1), (0.0, 0.0, 2)],
)
def test_a_second_sentence_is_quoted_where_it_answers_about_as_likely(
    first: float, second: float, quotes: int
) -> None:
    assert len(select_evidence(scored(first, second, relevance=first)).quotes) == quotes


def test_what_holds_in_the_other_case_is_quoted_beside_the_first() -> None:
    for told in ("Before that, you pay.", "Otherwise you pay."):
        assert len(select_evidence(scored(0.98, 0.83, told, relevance=0.98)).quotes) == 2


def test_cosines_are_no_odds() -> None:
    assert len(select_evidence(scored(0.98, 0.9)).quotes) == 2
    assert (
        len(select_evidence(scored(-0.1, -0.2)).quotes) == 1
    )  # none is as good, and the best is quoted


def test_four_audiences_are_shown_and_read_as_three() -> None:
    hit = several("a", "b", "c", "d")
    chosen = select_evidence(hit)
    assert len(chosen.passages) == 3
    assert len(read_polarity(FakeJudge(), "you may", chosen, hit.sentences)) == 3


def test_the_passage_that_an_operator_s_fact_quotes_is_shown() -> None:
    hit = several(None, None)
    first, second = hit.passages
    assert select_evidence(hit).passages == (first,)
    assert second.chunk.span is not None
    assert select_evidence(hit, pinned=[second.chunk.span]).passages == (second,)


def test_text_for_some_that_answers_as_well_stands_beside_text_for_everybody() -> None:
    hit = several(None, "a", "b")  # scores 0.9, 0.8, 0.7
    general, for_a, _ = hit.passages
    assert select_evidence(hit).passages == (general,)  # cosines say nothing
    judged = replace(hit, features={"relevance": 0.9})
    assert select_evidence(judged).passages == hit.passages
    own = select_evidence(judged, Asker("a"))
    assert own.passages == (for_a, general)
    assert [quote.audience for quote in own.quotes] == ["a"]
    far = replace(judged, passages=(general, replace(for_a, score=0.1)))
    assert select_evidence(far, Asker("a")).passages == (general,)
    scoped_first = replace(judged, passages=(for_a, general))
    assert select_evidence(scoped_first).passages == (for_a, general)
    assert select_evidence(scoped_first, Asker("a")).passages == (for_a,)


def test_a_passage_that_is_about_others_only_is_not_shown_where_another_speaks_to_the_reader() -> (
    None
):
    hit = several(None, None)
    about_others = replace(
        hit,
        sentences=tuple(
            replace(s, chunk=replace(s.chunk, audience="a" if s.chunk.passage == 0 else None))
            for s in hit.sentences
        ),
    )
    assert select_evidence(about_others, Asker("b")).passages == (hit.passages[1],)
    assert select_evidence(about_others, Asker("a")).passages[0] == hit.passages[0]


def test_the_start_of_an_entry_is_shown_before_what_was_chosen_of_it() -> None:
    hit = several(None, None, "a", "b", "c")
    first, second, for_a, for_b, for_c = hit.passages
    chosen = Selection((second,), (second.chunk,))
    assert with_start(hit, chosen, Asker()) == replace(chosen, passages=(first, second))
    shown_already = Selection((second, first), ())
    assert with_start(hit, shown_already, Asker()).passages == (first, second)
    starts_with_b = replace(hit, passages=(for_c, for_b))
    assert with_start(starts_with_b, chosen, Asker("c")).passages == (for_c, second)
    full = Selection(hit.passages[2:], tuple(p.chunk for p in (for_a, for_b, for_c)))
    assert with_start(hit, full, Asker()) is full  # all of them are quoted


def test_the_yes_of_a_heading_is_no_second_quote() -> None:
    for told, quotes in (("Yes, you may.", 1), ("No one may.", 2)):
        assert len(select_evidence(scored(0.5, 0.4, told, relevance=0.5)).quotes) == quotes
