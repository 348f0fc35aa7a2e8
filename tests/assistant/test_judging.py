"""What the judge reads of the hits, and what becomes of them; with a judge whose scores are known."""

from dataclasses import replace

import pytest

from assistant.antecedents import with_antecedent
from assistant.bounds import RERANK_MARGIN, SENTENCES_BY_RANK
from assistant.conversation import interpret
from assistant.evidence import Selection, select_evidence
from assistant.polarity import read_for, read_polarity
from assistant.questions import analyse
from assistant.reranking import rerank
from assistant.types import Asker, Chunk, ChunkKind, EntryHit, Hit, Span, Turn, VerdictValue
from tests.fakes import FakeJudge

YES, NO = VerdictValue.YES, VerdictValue.NO


def entry(
    name: str,
    *sentences: str,
    score: float = 0.5,
    scopes: tuple[str | None, ...] = (),
    rank: int = 1,
) -> EntryHit:
    """An entry of one passage; its sentences were found in the order given."""
    text = " ".join(sentences)
    passage = Chunk(
        f"{name}#p0", ChunkKind.PASSAGE, name, text, Span(0, len(text)), 0, context="Head"
    )
    hits, start = [], 0
    for number, sentence in enumerate(sentences):
        start = text.index(sentence, start)
        chunk = Chunk(
            f"{name}#p0s{number}", ChunkKind.SENTENCE, name, sentence,
            Span(start, start + len(sentence)), 0, scopes[number] if scopes else None, "Head",
        )  # fmt: skip
        hits.append(Hit(chunk, 0.9 - number / 10, number + 1))
    return EntryHit(name, score, rank, (Hit(passage, 0.9, 1),), tuple(hits), {"late": 0.5})


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


@pytest.mark.parametrize(
    ("passage", "sentences", "wanted"),
    [
        ("No. Ask us.", ["Ask us."], "No. Ask us."),
        ("Not allowed are:\n- drinks\n- food", ["Not allowed are:", "drinks", "food"], "Not allowed are: food"),
        ("A form is due. Otherwise it is free.", ["A form is due.", "Otherwise it is free."],
         "A form is due. Otherwise it is free."),
        ("A form is due. Keys are free.", ["A form is due.", "Keys are free."], "Keys are free."),
    ],
)  # fmt: skip
def test_a_sentence_is_read_with_what_it_leans_on(
    passage: str, sentences: list[str], wanted: str
) -> None:
    whole = Chunk("e#p0", ChunkKind.PASSAGE, "e", passage, Span(10, 10 + len(passage)), 0)
    chunks = [
        Chunk(f"e#p0s{n}", ChunkKind.SENTENCE, "e", s,
              Span(10 + passage.index(s), 10 + passage.index(s) + len(s)), 0)
        for n, s in enumerate(sentences)
    ]  # fmt: skip
    assert with_antecedent(chunks[-1], whole, chunks) == wanted


def test_the_first_row_of_a_table_is_read_as_the_others_are() -> None:
    columns = "| Readers | Books |"
    text = f"{columns}\n|---|---|\n| Guests | 2 |"
    whole = Chunk("e#p0", ChunkKind.PASSAGE, "e", text, Span(0, len(text)), 0)
    row = Chunk(
        "e#p0s0", ChunkKind.SENTENCE, "e", "| Guests | 2 |", Span(len(text) - 14, len(text)), 0,
        context=f"Loans\n{columns}",
    )  # fmt: skip
    assert with_antecedent(row, whole, [row]) == "| Guests | 2 |"


def test_what_only_leads_to_a_list_is_not_read_where_there_is_more() -> None:
    judge = FakeJudge()
    rerank(judge, "q", [entry("e", "You need:", "a key", "If you are under age, you also need:")])
    rerank(judge, "q", [entry("f", "You need:")])
    read = ["a key", "If you are under age, you also need:", "You need:"]
    assert [text for _, text in judge.read] == [f"Head | {text}" for text in read]


def test_a_sentence_that_two_quotes_need_is_read_once() -> None:
    judge = FakeJudge()
    hit = entry("e", "Keys are needed to install.", "They have five parts.")
    both = Selection(hit.passages, tuple(sentence.chunk for sentence in hit.sentences))
    read_polarity(judge, "q", both, hit.sentences)
    assert judge.settled[0] == ("q", "Head | Keys are needed to install. They have five parts.")


def test_each_audience_has_its_reading() -> None:
    hit = entry("e", "for a you may", "for b you may not", scopes=("a", "b"))
    (hit,) = rerank(FakeJudge(), "you may", [hit])
    readings = read_polarity(FakeJudge(0.8), "you may", select_evidence(hit), hit.sentences)
    assert {(r.audience, r.value, r.confidence) for r in readings} == {
        ("a", YES, 0.8),
        ("b", NO, 0.8),
    }
    assert all(r.span in {h.chunk.span for h in hit.sentences} for r in readings)


def test_the_situation_is_read_before_what_is_asked() -> None:
    mail = "Hello. We have three offices in Oslo. Can we share the licences? Thanks."
    assert (
        analyse(mail).polarity_query == "We have three offices in Oslo. Can we share the licences?"
    )
    assert analyse("Can we share the licences?").polarity_query == "Can we share the licences?"


def test_of_an_open_follow_up_its_own_words_are_sought_first() -> None:
    earlier = ("I am 12. May I swim?",)
    question = interpret(Turn("What is the fee for that?", earlier), ()).question
    assert question.polarity_query == "I am 12. May I swim? What is the fee for that?"
    assert question.relevance_query == "I am 12. What is the fee for that? May I swim?"
    for text in ("And my son?", "I am from Leeds"):  # a word is wanted; nothing is asked
        question = interpret(Turn(text, earlier), ()).question
        assert question.relevance_query == question.polarity_query
    assert analyse("What is the fee?").relevance_query == "What is the fee?"


def test_of_a_long_situation_whole_sentences_at_its_end_are_read() -> None:
    mail = "It rained. " * 60 + "We have three offices. Can we share the licences?"
    read = analyse(mail).polarity_query
    assert len(read) < 450
    assert read.startswith("It rained. ")
    assert read.endswith("It rained. We have three offices. Can we share the licences?")
    endless = "rain and " * 100 + "rain. Can we share the licences?"
    assert len(analyse(endless).polarity_query) < 450


def test_text_for_one_audience_is_read_with_the_name_of_the_reader_where_it_is_known() -> None:
    for_silver = entry("a", "Silver members may.", scopes=("silver",))
    for_all = entry("a", "Everybody may.")
    judge = FakeJudge()
    for found, reader in ((for_silver, "Silver members"), (for_silver, None), (for_all, "Silver")):
        read_polarity(judge, "May I?", select_evidence(found), found.sentences, reader)
    assert [question for question, _ in judge.settled] == [
        "May I? (For Silver members.)",
        "May I?",
        "May I?",
    ]


def test_the_words_for_one_audience_are_read_as_asked_by_one_of_them() -> None:
    found = entry("a", "You may.", "Guests may not.", scopes=(None, "guest"))
    chosen = Selection(found.passages, tuple(hit.chunk for hit in found.sentences))
    judge = FakeJudge()
    reading = read_for(judge, "May I?", chosen, found.sentences, scope="guest", label="Guests")
    assert judge.settled == [("May I? (For Guests.)", "Head | Guests may not.")]
    assert (reading.value, reading.audience) == (NO, "guest")
    assert reading.span == found.sentences[1].chunk.span


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


def test_what_denies_such_a_thing_is_read_for_its_word_with_what_tells_of_it() -> None:
    hit = entry("e", "Days are credited.", "They count.", "Guests have no such credit.")
    last = hit.sentences[-1].chunk
    judge = FakeJudge()
    read_polarity(judge, "q", Selection(hit.passages, (last,)), hit.sentences)
    assert judge.settled == [("q", "Head | Days are credited. Guests have no such credit.")]
    rerank(judge, "q", [hit])
    assert judge.read[-1] == ("q", "Head | Guests have no such credit.")
    other = replace(last, text="Guests have no such luck.")
    read_polarity(judge, "q", Selection(hit.passages, (other,)), hit.sentences)
    assert judge.settled[-1] == ("q", "Head | Guests have no such luck.")


def test_where_the_quotes_leave_it_unsure_the_whole_passage_is_read_beside_them() -> None:
    hit = entry("a", "you may", "but not on Sundays")
    (hit,) = rerank(FakeJudge(), "you may", [hit])
    sure, unsure = FakeJudge(0.8), FakeJudge(0.7)
    read_polarity(sure, "you may", select_evidence(hit), hit.sentences)
    assert [text for _, text in sure.settled] == ["Head | you may"]
    (reading,) = read_polarity(unsure, "you may", select_evidence(hit), hit.sentences)
    assert [text for _, text in unsure.settled] == [
        "Head | you may",
        "Head | you may but not on Sundays",
    ]
    assert reading.confidence == pytest.approx(0.5)
    assert reading.unknown == pytest.approx(0.3)


def test_a_passage_of_one_sentence_is_not_read_twice() -> None:
    (hit,) = rerank(FakeJudge(), "you may", [entry("a", "you may")])
    unsure = FakeJudge(0.5)
    read_polarity(unsure, "you may", select_evidence(hit), hit.sentences)
    assert len(unsure.settled) == 1


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
