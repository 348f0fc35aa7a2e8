"""Hits are re-ranked by whether their sentences answer; with a judge whose scores are known."""

from assistant.bounds import RERANK_MARGIN, SENTENCES_BY_RANK
from assistant.evidence import select_evidence
from assistant.reranking import rerank
from assistant.types import Asker
from tests.assistant.hits import entry
from tests.fakes import FakeJudge


def test_the_entry_that_answers_overtakes_the_one_that_resembles() -> None:
    hits = (
        entry("a", "nothing here", score=0.6),
        entry("b", "may we share keys", score=0.55, rank=2),
    )
    read = rerank(FakeJudge(), "may we share keys", hits)
    assert [hit.entry_id for hit in read] == ["b", "a"]
    assert [hit.rank for hit in read] == [1, 2]
    assert read[0].features["relevance"] == 1.0
    assert read[1].features["relevance"] == 0.0


def test_entries_far_behind_are_not_read() -> None:
    judge = FakeJudge()
    hits = (entry("a", "one"), entry("b", "two", score=0.5 - RERANK_MARGIN - 0.01))
    read = rerank(judge, "two", hits)
    assert [hit.entry_id for hit in read] == ["a", "b"]
    assert [text for _, text in judge.read] == ["Head | one"]
    assert "relevance" not in read[1].features


def test_only_a_few_entries_and_sentences_are_read() -> None:
    judge = FakeJudge()
    sentences = [f"sentence {number}" for number in range(9)]
    rerank(judge, "q", [entry(f"e{number}", *sentences, rank=number + 1) for number in range(9)])
    assert len(judge.read) == sum(SENTENCES_BY_RANK)


def test_evidence_of_an_entry_that_overtook_is_chosen_from_as_many_sentences() -> None:
    first = entry("a", "unlike", score=0.52)
    second = entry("b", "may", "we", "may we share keys", rank=2)
    read = rerank(FakeJudge(), "may we share keys", (first, second))
    assert read[0].entry_id == "b"
    assert read[0].sentences[0].chunk.text == "may we share keys"


def test_nothing_found_is_nothing_read() -> None:
    assert rerank(FakeJudge(), "q", ()) == ()


def test_a_sentence_that_answers_comes_before_one_that_resembles() -> None:
    (hit,) = rerank(
        FakeJudge(), "is a deposit due", [entry("a", "unlike", "a deposit is due", "x", "y")]
    )
    assert [(h.chunk.text, h.score) for h in hit.sentences] == [
        ("a deposit is due", 1.0), ("unlike", 0.0), ("x", 0.0), ("y", 0.0),
    ]  # fmt: skip
    assert select_evidence(hit).quotes[0].text == "a deposit is due"


def test_text_for_another_audience_is_not_read() -> None:
    judge = FakeJudge()
    rerank(judge, "q", [entry("a", "for a", "for b", scopes=("a", "b"))], Asker("b"))
    assert [text for _, text in judge.read] == ["Head | for b"]


def test_where_the_audience_is_unknown_each_is_read() -> None:
    judge = FakeJudge()
    scopes = (None, None, None, "a", "b")
    rerank(judge, "q", [entry("e", "x", "y", "z", "for a", "for b", scopes=scopes)])
    assert [text for _, text in judge.read][-2:] == ["Head | for a", "Head | for b"]


def test_what_only_leads_to_a_list_is_not_read_where_there_is_more() -> None:
    judge = FakeJudge()
    rerank(judge, "q", [entry("e", "You need:", "a key", "If you are under age, you also need:")])
    rerank(judge, "q", [entry("f", "You need:")])
    read = ["a key", "If you are under age, you also need:", "You need:"]
    assert [text for _, text in judge.read] == [f"Head | {text}" for text in read]
