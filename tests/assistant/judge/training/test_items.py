import random
from dataclasses import replace

from assistant.judge.training.context import Context
from assistant.judge.training.examples import Example, Label
from assistant.judge.training.items import (
    FIRST_ANSWERS,
    POLARITY_LABELS,
    evidence_text,
    passage_pair,
    polarity_items,
    relevance_items,
    sentence_pairs,
    vary_evidence,
)

SHARE = Example(
    "Is sharing forbidden?",
    "Can seats be shared?",
    "No. Seats cannot be shared by two people. Ask for more seats.",
    Label.YES,
    "test",
    "d1",
    "inverted",
)
NEAR = Example(
    "Who approves?", "Can seats be shared?", SHARE.text, Label.UNKNOWN, "t", "d1", "near"
)
WH = Example("Why?", "", "Because seats are personal.", Label.NONE, "test", "d1", "wh")


def test_heading_stands_before_the_text() -> None:
    assert evidence_text("H", "t") == "H | t"
    assert evidence_text("", "t") == "t"


def test_without_its_heading_a_text_never_keeps_its_leading_word() -> None:
    varied = [vary_evidence(SHARE, random.Random(i)) for i in range(200)]
    bare = [v for v in varied if not v.heading]
    assert bare
    assert all(v.text.startswith("Seats cannot") for v in bare)
    assert {v.text.startswith("No.") for v in varied if v.heading} == {True, False}


def test_every_sentence_gets_a_pair_with_the_heading() -> None:
    pairs = sentence_pairs(SHARE, random.Random(1))
    assert len(pairs) == 2
    assert all(evidence.startswith("Can seats be shared? | ") for _, evidence in pairs)


def test_relevance_item_of_another_text_is_a_negative() -> None:
    other = Example(
        SHARE.question, "", "Seats are blue in all our halls.", Label.UNKNOWN, "", "", ""
    )
    items = list(
        relevance_items(
            [SHARE], {SHARE: [other]}, random.Random(1), negative_share=1.0, ranked_share=0.0
        )
    )
    assert [item.target for item in items] == [1, 0]
    assert {evidence for _, evidence in items[1].pairs} == {other.text}


def test_what_answers_is_shown_first_among_texts_that_do_not() -> None:
    others = [
        Example(SHARE.question, "", text, Label.UNKNOWN, "", "", "")
        for text in ("All of our halls are blue. Seats for sharing are red.", "We close at nine.")
    ]
    seen = set()
    for seed in range(40):
        (item,) = relevance_items([MARKED], {MARKED: others}, random.Random(seed), ranked_share=1.0)
        assert item.target == FIRST_ANSWERS
        assert "cannot be shared" in item.pairs[0][1]
        assert len(item.pairs) == 3
        seen |= {evidence for _, evidence in item.pairs}
    assert {"Seats for sharing are red.", others[0].text, "We close at nine."} <= seen


def test_without_a_mark_whole_passages_are_ranked_so_that_length_does_not_tell() -> None:
    other = Example(
        SHARE.question,
        "",
        "All our halls are blue. Seats for two are red.",
        Label.UNKNOWN,
        "",
        "",
        "",
    )
    for seed in range(20):
        (item,) = relevance_items([SHARE], {SHARE: [other]}, random.Random(seed), ranked_share=1.0)
        assert item.pairs[1][1] == other.text


def test_an_open_question_that_is_answered_has_a_class_of_its_own() -> None:
    items = list(polarity_items([SHARE, WH], {}, random.Random(1)))
    assert [item.target for item in items] == [
        POLARITY_LABELS.index(Label.YES),
        POLARITY_LABELS.index(Label.NONE),
    ]


def test_a_question_on_another_entry_is_not_settled() -> None:
    other = Example(
        SHARE.question,
        "",
        "All halls are painted blue. Sharing desks is common here.",
        Label.UNKNOWN,
        "",
        "",
        "",
    )
    shown = set()
    for seed in range(40):
        items = list(
            polarity_items(
                [SHARE], {}, random.Random(seed), negatives={SHARE: [other]}, mined_share=1.0
            )
        )
        yes, unknown = (POLARITY_LABELS.index(label) for label in (Label.YES, Label.UNKNOWN))
        assert [item.target for item in items] == [unknown, yes]
        shown.add(items[0].pairs[0][1])
    assert shown == {other.text, "Sharing desks is common here."}


def test_polarity_draws_a_share_of_the_unsettled() -> None:
    items = list(polarity_items([NEAR] * 400, {}, random.Random(1), unknown_share=0.25))
    assert 60 < len(items) < 140


def test_selected_sentences_stand_in_for_the_passage() -> None:
    selected = {SHARE: "Seats cannot be shared by two people."}
    drawn = [next(polarity_items([SHARE], selected, random.Random(i))) for i in range(60)]
    shown = [item.pairs[0][1] for item in drawn]
    assert any("Ask for more" in text for text in shown)
    assert any("Ask for more" not in text for text in shown)


def test_pair_begins_with_the_question() -> None:
    assert passage_pair(WH) == ("Why?", "Because seats are personal.")


MARKED = Example(
    "May two people share a seat?",
    "Can seats be shared?",
    "Ask your manager first of all. Seats cannot be shared by two people. Parking costs nothing here.",
    Label.NO,
    "test",
    "d2",
    "agree",
    evidence=(1,),
)


def test_a_marked_sentence_answers_and_the_sentences_beside_it_do_not() -> None:
    shown: dict[int, set[str]] = {0: set(), 1: set()}
    for seed in range(60):
        for item in relevance_items([MARKED], {}, random.Random(seed), marked_share=1.0):
            shown[item.target].add(item.pairs[0][1].removeprefix("Can seats be shared? | "))
    assert all("cannot be shared" in text for text in shown[1])
    assert all("cannot be shared" not in text for text in shown[0])
    assert {"Ask your manager first of all.", "Parking costs nothing here."} <= shown[0]


def test_polarity_is_learned_on_the_marked_sentence_and_is_unknown_beside_it() -> None:
    seen: dict[int, set[str]] = {}
    for seed in range(200):
        for item in polarity_items([MARKED], {}, random.Random(seed), beside_share=1.0):
            seen.setdefault(item.target, set()).add(item.pairs[0][1])
    no, unknown = (POLARITY_LABELS.index(label) for label in (Label.NO, Label.UNKNOWN))
    assert set(seen) == {no, unknown}
    assert all("cannot be shared" in text for text in seen[no])
    assert any(text.endswith("by two people.") for text in seen[no])
    assert all("cannot be shared" not in text for text in seen[unknown])


def test_what_does_not_settle_a_question_is_shown_on_few_sentences_too() -> None:
    texts = {
        item.pairs[0][1]
        for seed in range(100)
        for item in polarity_items([NEAR], {}, random.Random(seed), unknown_share=1.0)
    }
    assert any("Ask for more" not in text for text in texts)
    assert any("Ask for more" in text and "cannot" in text for text in texts)


def test_a_share_of_the_questions_is_typed_with_slips_the_same_beside_every_text() -> None:
    others = {SHARE: [replace(SHARE, text="Seats are blue.", label=Label.UNKNOWN)]}
    rng = random.Random(1)
    items = list(
        relevance_items([SHARE] * 60, others, rng, ranked_share=1.0, slip_share=0.5)
    ) + list(polarity_items([SHARE] * 60, {}, rng, slip_share=0.5))
    asked = [{question for question, _ in item.pairs} for item in items]
    assert all(len(questions) == 1 for questions in asked)
    slipped = [questions for questions in asked if questions != {SHARE.question}]
    assert 30 < len(slipped) < 90


def test_what_stands_before_a_question_is_the_same_beside_every_text() -> None:
    others = {SHARE: [replace(SHARE, text="Seats are blue.", label=Label.UNKNOWN)]}
    context = Context([SHARE, NEAR])
    items = relevance_items(
        [SHARE] * 200, others, random.Random(1), ranked_share=1.0, slip_share=0.0, context=context
    )
    asked = [{question for question, _ in item.pairs} for item in items]
    assert all(len(questions) == 1 for questions in asked)
    assert {NEAR.question + " " + SHARE.question} in asked
