from dataclasses import replace
from html import escape

import pytest

from assistant.answer_json import answer_to_json
from assistant.composition import compose, with_layout
from assistant.types import (
    Answer,
    AudienceVerdict,
    Condition,
    Content,
    Escalation,
    Evidence,
    Link,
    Outcome,
    Passage,
    Source,
    Suggestion,
    Verdict,
    VerdictValue,
)
from tests.fakes import bare_answer

PASSAGE = Passage("e", "May I <b>?", "No <script> here. Ever.", Source("f.md", 0, 23), None, 0.9)


def test_markup_in_the_policy_is_shown_not_run() -> None:
    message = compose(Content(Outcome.ANSWERED, passages=(PASSAGE,)))
    assert "<script>" not in message.html
    assert "No &lt;script&gt; here. Ever." in message.html
    assert "No <script> here. Ever." in message.text


def test_evidence_is_marked_inside_the_exact_passage() -> None:
    evidence = (Evidence(0, "Ever.", 18, 23), Evidence(0, "here. Ever", 12, 22))
    message = compose(Content(Outcome.ANSWERED, passages=(PASSAGE,), evidence=evidence))
    assert "<mark>here. Ever</mark><mark>.</mark>" in message.html


def test_the_verdict_leads() -> None:
    verdict = Verdict(VerdictValue.NO, 0.9)
    message = compose(Content(Outcome.ANSWERED, passages=(PASSAGE,), verdict=verdict))
    assert message.text.startswith("No.\n")


@pytest.mark.parametrize(
    ("value", "rows", "told"),
    [
        (VerdictValue.NO, {"Guests": VerdictValue.NO}, "For Guests: No."),
        (VerdictValue.YES, {"Guests & <b>": VerdictValue.YES}, "For Guests & <b>: Yes."),
        (VerdictValue.NO, {"Guests": VerdictValue.NO, "Staff": VerdictValue.NO}, "No."),
        (VerdictValue.DEPENDS, {"Guests": VerdictValue.YES}, "It depends."),
    ],
)
def test_a_word_by_text_for_one_audience_says_for_whom_it_is(
    value: VerdictValue, rows: dict[str, VerdictValue], told: str
) -> None:
    by_audience = tuple(AudienceVerdict(label, label, word, 0) for label, word in rows.items())
    verdict = Verdict(value, 0.9, by_audience)
    message = compose(Content(Outcome.ANSWERED, passages=(PASSAGE,), verdict=verdict))
    assert message.text.startswith(f"{told}\n")
    assert f"<strong>{escape(told)}</strong>" in message.html
    listed = "faq-audiences" in message.html
    assert listed == ("\n- Guests:" in message.text) == (not told.startswith("For "))


def test_a_word_is_followed_by_its_proof() -> None:
    evidence = (Evidence(0, "Ever.", 18, 23),)
    for value, proof in ((VerdictValue.NO, True), (VerdictValue.UNDETERMINED, False)):
        verdict = Verdict(value, 0.9)
        content = Content(Outcome.ANSWERED, passages=(PASSAGE,), evidence=evidence, verdict=verdict)
        assert ("> Ever.\n" in compose(content).text) is proof


def test_quotes_of_one_passage_are_told_in_its_order() -> None:
    other = replace(PASSAGE, text="Or so.")
    evidence = (
        Evidence(1, "Or so.", 0, 6),
        Evidence(0, "Ever.", 18, 23),
        Evidence(0, "No <script> here.", 0, 17),
    )
    content = Content(Outcome.ANSWERED, (PASSAGE, other), evidence, Verdict(VerdictValue.NO, 0.9))
    assert "> Or so.\n> No <script> here.\n> Ever.\n" in compose(content).text


def test_texts_that_contradict_each_other_are_said_to_and_set_side_by_side() -> None:
    evidence = (Evidence(0, "No <script> here.", 0, 17), Evidence(0, "Ever.", 18, 23))
    verdict = Verdict(VerdictValue.UNDETERMINED, 0.0, conflict=True)
    message = compose(Content(Outcome.ANSWERED, (PASSAGE,), evidence, verdict))
    told = "The FAQ says both yes and no here. Compare:"
    assert message.text.startswith(f"{told}\n\n> No <script> here.\n> Ever.\n\nFrom ")
    assert f"<strong>{told}</strong>" in message.html
    given = answer_to_json(answer((PASSAGE,), verdict))["verdict"]
    assert given["conflict"] is True
    assert (
        "conflict"
        not in answer_to_json(answer((PASSAGE,), replace(verdict, conflict=False)))["verdict"]
    )


def test_silence_gives_the_way_out() -> None:
    way_out = Escalation("Write to us.", (Link("Desk", "https://desk.example/"), Link("Office")))
    message = compose(Content(Outcome.NOT_COVERED, escalation=way_out))
    assert "Write to us." in message.text
    assert '<a href="https://desk.example/" rel="noopener">Desk</a>' in message.html
    assert "<li>Office</li>" in message.html


def test_suggestions_are_listed_by_title() -> None:
    message = compose(Content(Outcome.SUGGESTED, suggestions=(Suggestion("e", "May I?", 0.4),)))
    assert "- May I?" in message.text


def test_one_blank_line_parts_what_was_asked_besides_and_the_way_out() -> None:
    passages, besides = (PASSAGE,), ("May we?",)
    told = compose(Content(Outcome.ANSWERED, passages=passages, also_asked=besides))
    assert "Ever.\n\nI answer one question at a time. You also asked:\n- May we?" in told.text
    near = (Suggestion("e", "May I?", 0.4),)
    way_out = Escalation("Write to us.")
    told = compose(Content(Outcome.SUGGESTED, suggestions=near, escalation=way_out))
    assert told.text.endswith("- May I?\n\nWrite to us.")


MARKDOWN = """You **may not** lend:

- films, see [the list](https://l.example/),
- `keys` <script>alert(1)</script>;

| What | Days |
|---|---|
| Books | ~~7~~ 28 |"""


def marked_down(quote: str) -> tuple[Passage, Evidence]:
    start = MARKDOWN.index(quote)
    evidence = Evidence(0, quote, start, start + len(quote))
    passage = Passage("e", "May I?", MARKDOWN, Source("f.md", 0, len(MARKDOWN)), None, 0.9)
    return with_layout((passage,), (evidence,))[0], evidence


def test_markdown_is_html_with_the_evidence_marked() -> None:
    passage, evidence = marked_down("**may not** lend:\n\n- films")
    html = compose(Content(Outcome.ANSWERED, passages=(passage,), evidence=(evidence,))).html
    assert (
        "<cite>May I?</cite><p>You <strong><mark>may not</mark></strong><mark> lend:</mark></p>"
        "<ul><li><mark>films</mark>, see "
        '<a href="https://l.example/" rel="noopener noreferrer">the list</a>,</li>'
        '<li><code dir="ltr">keys</code> &lt;script&gt;alert(1)&lt;/script&gt;;</li></ul>'
        '<table tabindex="0"><tr><th>What</th><th>Days</th></tr>'
        "<tr><td>Books</td><td><s>7</s> 28</td></tr></table></blockquote>"
    ) in html


def test_plain_text_has_no_marks_of_markdown() -> None:
    passage, evidence = marked_down(
        "**may not** lend:\n\n- films, see [the list](https://l.example/),"
    )
    condition = Condition("**a**", 0, "a")
    content = Content(
        Outcome.ANSWERED,
        passages=(passage,),
        evidence=(evidence,),
        verdict=Verdict(VerdictValue.NO, 0.9, conditions=(condition, Condition("b", 0))),
    )
    assert compose(content).text == (
        "No.\n\nThe FAQ says:\n> may not lend:\n> films, see the list\n\n"
        'From "May I?":\n\n'
        "You may not lend:\n\n"
        "- films, see the list (https://l.example/),\n"
        "- keys <script>alert(1)</script>;\n\n"
        "What | Days\n"
        "Books | ~~7~~ 28\n\n"
        "Note the conditions:\n- a\n- b"
    )


def test_a_quoted_item_stands_under_what_it_completes_and_a_row_under_its_columns() -> None:
    def proof(*quotes: str) -> str:
        found = [marked_down(quote)[1] for quote in quotes]
        (passage,) = with_layout((marked_down("films")[0],), found)
        word = Verdict(VerdictValue.NO, 0.9)
        content = Content(Outcome.ANSWERED, (passage,), evidence=tuple(found), verdict=word)
        return compose(content).text.partition("says:\n")[2].partition("\n\n")[0]

    lead = "> You may not lend:\n"
    item, row = "> keys <script>alert(1)</script>", "> What | Days\n> Books | 28"
    assert proof("`keys` <script>alert(1)</script>;") == f"{lead}{item}"
    assert proof("films", "`keys` <script>alert(1)</script>;") == f"{lead}> films\n{item}"
    assert proof("You **may not** lend:", "films") == f"{lead}> films"
    assert proof("| Books | ~~7~~ 28 |", "films").startswith(f"{lead}> films\n> What")
    assert proof("| Books | ~~7~~ 28 |") == row.replace("28", "~~7~~ 28")


@pytest.mark.parametrize(
    ("quote", "told"), [("dogs, or", "dogs"), ("cats;", "cats"), ("hens.", "hens.")]
)
def test_a_quoted_item_is_told_without_what_joins_it_to_the_next(quote: str, told: str) -> None:
    text = "We take:\n\n- cats;\n- dogs, or\n- hens."
    start = text.index(quote)
    evidence = (Evidence(0, quote, start, start + len(quote)),)
    passages = with_layout((replace(PASSAGE, text=text),), evidence)
    content = Content(Outcome.ANSWERED, passages, evidence, Verdict(VerdictValue.YES, 0.9))
    assert f"> We take:\n> {told}\n\n" in compose(content).text


def test_plain_passages_stay_as_they_are() -> None:
    assert with_layout((PASSAGE,), ())[0] is PASSAGE


@pytest.mark.parametrize("text", ["Two days.", "- Two days."])
def test_what_stands_below_a_sub_heading_is_shown_and_quoted_with_it(text: str) -> None:
    start = text.index("Two")
    evidence = Evidence(0, "Two days.", start, len(text))
    below = replace(PASSAGE, text=text, section="Not in May")
    (passage,) = with_layout((below,), (evidence,))
    verdict = Verdict(VerdictValue.YES, 0.9, (), ())
    message = compose(
        Content(Outcome.ANSWERED, passages=(passage,), evidence=(evidence,), verdict=verdict)
    )
    assert "> Not in May\n> Two days." in message.text
    assert f"Not in May\n\n{text}" in message.text
    assert "<strong>Not in May</strong>" in message.html
    assert "<mark>Two days.</mark>" in message.html


def test_json_has_the_layout_of_markdown_only() -> None:
    passage, _ = marked_down("films")
    plain = replace(passage, layout=())
    verdict = Verdict(
        VerdictValue.NO, 0.9, conditions=(Condition("a", 0), Condition("*b*", 0, "b"))
    )
    given = answer_to_json(answer((passage, plain), verdict))
    assert given["passages"][0]["layout"][0] == {
        "tag": "p",
        "children": ["You ", {"tag": "strong", "children": ["may not"]}, " lend:"],
    }
    assert given["passages"][0]["text"] == MARKDOWN
    assert "layout" not in given["passages"][1]
    assert given["verdict"]["conditions"] == [
        {"text": "a", "evidence": 0},
        {"text": "*b*", "evidence": 0, "plain": "b"},
    ]


def test_json_says_where_a_list_begins_to_count() -> None:
    (listed,) = with_layout([replace(PASSAGE, text="0. Off\n1. On")], ())
    given = answer_to_json(answer((listed,), Verdict(VerdictValue.NO, 0.9)))
    assert given["passages"][0]["layout"][0]["start"] == 0


def answer(passages: tuple[Passage, ...], verdict: Verdict) -> Answer:
    return bare_answer(outcome=Outcome.ANSWERED, verdict=verdict, passages=passages)
