"""What was typed becomes a question; what is shown is only shown."""

from dataclasses import replace

import pytest

from assistant.types import (
    Answer,
    AudienceVerdict,
    Clarification,
    ClarificationOption,
    Condition,
    Escalation,
    Evidence,
    Knowledge,
    Link,
    Message,
    Outcome,
    Passage,
    Source,
    Suggestion,
    Verdict,
    VerdictValue,
)
from tests.web.slack.blockkit import buttons, problems_of, visible
from web.slack.blocks import escape, fit, pack, quotes, size, split, unpack
from web.slack.translation import SlackMessage, note, to_escalation, to_message, to_reasons, to_turn

HOSTILE = [
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<!channel|channel>",
    "<@U12345678>",
    "<@W1|boss>",
    "<#C12345>",
    "<#C12345|general>",
    "<!subteam^S12345>",
    "<!subteam^S12345|@admins>",
    "<!date^1392734382^{date}^https://evil.example|soon>",
    "<https://evil.example|Reset your password>",
    "<http://evil.example>",
    "<mailto:ceo@example.com|the boss>",
    "<tel:+123456|call>",
    "<slack://open|open>",
    "<javascript:alert(1)|x>",
    "&lt;!channel&gt;",
    "&amp;lt;!channel&amp;gt;",
    "&#60;!channel&#62;",
    "<<!channel>>",
    "<\u200b!channel>",
    "<!channel",
    "!channel>",
    "@channel @here @everyone",
    "#general",
    "*bold* _italic_ ~strike~ `code` ```block```",
    "> quote\n>>> all the rest",
    ":tada: :smile:",
    "https://evil.example/autolink",
    "<script>alert(1)</script>",
    '"}],"channel":"C666"',
    "\\u003c!channel\\u003e",
    "\u202egnp.<!channel>",
    "\ufeff<!here>\u0000",
    "a & b < c > d && <=> <>",
    "& <!channel> " * 400,
    "<@U1>" * 3000,
    "\n<!channel>\n",
    "\ud83d<!channel>",
]
assert len(HOSTILE) >= 30


def answer_of(text: str, *, outcome: Outcome = Outcome.ANSWERED) -> Answer:
    """An answer in which every text is `text`."""
    source = Source("path", 0, len(text), "https://faq.example/x")
    evidence = (Evidence(0, text[: len(text) // 2 + 1], 0, len(text) // 2 + 1),)
    told = outcome is Outcome.ANSWERED
    verdict = Verdict(
        VerdictValue.DEPENDS,
        0.9,
        (
            AudienceVerdict("a", text, VerdictValue.YES, 0),
            AudienceVerdict("b", text, VerdictValue.NO, 0),
        ),
        (Condition(text, 0, audience="a"), Condition("by Friday", 0)),
    )
    return Answer(
        answer_id="a" * 32,
        conversation_id="c" * 32,
        question=text,
        standalone_question=text + "?",
        audience="a",
        outcome=outcome,
        verdict=verdict if told else None,
        evidence=evidence if told else (),
        passages=(Passage("e", text, text, source, None, 0.9, incomplete=True),) if told else (),
        message=Message(text, ""),
        clarification=Clarification(
            text, (ClarificationOption(text, "a"), ClarificationOption(text, "b"))
        ),
        also_asked=(text, text),
        suggestions=(Suggestion("e", text, 0.5),) * 3,
        resources=(Link(text, "https://faq.example/r"), Link(text), Link(text, f"https://{text}")),
        escalation=Escalation(text, (Link(text, text), Link(text, "javascript:alert(1)"))),
        knowledge=Knowledge("v", "0", "fake", None),
        elapsed_ms=1.0,
    )


def body_of(message: SlackMessage) -> dict[str, object]:
    return {"text": message.text, "blocks": list(message.blocks)}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("outcome", list(Outcome))
def test_hostile_texts_are_inert_wherever_they_stand(text: str, outcome: Outcome) -> None:
    answer = answer_of(text, outcome=outcome)
    for message in (
        to_message(answer, labels={"a": text}, share=True, titled=True),
        note(text),
        to_escalation(answer.escalation or Escalation("")),
    ):
        assert problems_of(body_of(message)) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_passage_is_quoted_character_by_character(text: str) -> None:
    message = to_message(answer_of(text), labels={})
    shown = [
        part["text"]
        for block in message.blocks
        if block["type"] == "rich_text" and block["elements"][0]["type"] == "rich_text_quote"
        for part in block["elements"][0]["elements"]
    ]
    assert "".join(shown).replace("\u2060", "") == text[: len("".join(shown).replace("\u2060", ""))]


def test_a_verdict_stands_above_its_passage_with_rows_conditions_and_choices() -> None:
    answer = answer_of("Films may be borrowed.")
    answer = replace(
        answer,
        standalone_question=answer.question,
        clarification=Clarification(
            "Which are you?",
            (ClarificationOption("Students", "a"), ClarificationOption("Staff", "b")),
        ),
    )
    message = to_message(answer, labels={"a": "Students"})
    kinds = [block["type"] for block in message.blocks]
    assert kinds[:2] == ["context", "header"]
    assert message.blocks[1]["text"]["text"] == "It depends"
    shown = visible(body_of(message))
    for expected in (
        *("For Students", "Films may be borrowed.: Yes", "Films may be borrowed.: No"),
        *("Films may be borrowed.: Films may be borrowed.", "by Friday"),
        *("Note the conditions", "See also", "Which are you?"),
    ):
        assert expected in shown
    pressed = buttons(body_of(message))
    assert list(pressed) == ["Students", "Staff", "Show answer", "👍 Helpful", "👎 Not helpful"]
    assert pressed["Students"]["accessibility_label"] == "Answer for Students"


def test_evidence_is_bold_and_the_rest_is_not() -> None:
    message = to_message(answer_of("Yes it may. Not this."), labels={})
    [quote] = [
        block["elements"][0]["elements"]
        for block in message.blocks
        if block["type"] == "rich_text" and block["elements"][0]["type"] == "rich_text_quote"
    ]
    assert [("style" in part, part["text"]) for part in quote] == [
        (True, "Yes it may."),
        (False, " Not this."),
    ]


@pytest.mark.parametrize(("words", "cut"), [(1000, False), (9000, True)])
def test_a_long_passage_is_split_and_one_too_long_for_a_message_says_so(
    words: int, cut: bool
) -> None:
    answer = answer_of("Short.")
    long = replace(answer.passages[0], text="word & " * words)
    message = to_message(replace(answer, passages=(long,), evidence=()), labels={})
    assert problems_of(body_of(message)) == []
    shown = visible(body_of(message))
    assert ("more of this in the FAQ" in shown) is cut
    assert (shown.count("word") == words) is not cut
    assert "👍 Helpful" in buttons(body_of(message))


def test_undetermined_guesses_no_word() -> None:
    answer = answer_of("Perhaps.")
    message = to_message(
        replace(answer, verdict=Verdict(VerdictValue.UNDETERMINED, 0.5)), labels={}
    )
    assert all(block["type"] != "header" for block in message.blocks)
    assert "I cannot say yes or no for sure." in visible(body_of(message))


def test_texts_that_contradict_each_other_are_said_to() -> None:
    verdict = Verdict(VerdictValue.UNDETERMINED, 0.0, conflict=True)
    message = to_message(replace(answer_of("Perhaps."), verdict=verdict), labels={})
    assert "The FAQ says both yes and no here" in visible(body_of(message))


def test_rows_are_shown_where_the_word_is_withheld() -> None:
    rows = (
        AudienceVerdict("a", "Advanced", VerdictValue.YES, 0),
        AudienceVerdict("b", "Registered", VerdictValue.UNDETERMINED, 0),
    )
    verdict = Verdict(VerdictValue.UNDETERMINED, 0.0, rows)
    message = to_message(replace(answer_of("Perhaps."), verdict=verdict), labels={})
    shown = visible(body_of(message))
    assert all(block["type"] != "header" for block in message.blocks)
    for expected in ("cannot say yes or no for sure", "Advanced: Yes", "Registered: Not clear"):
        assert expected in shown


@pytest.mark.parametrize("label", ["Private sellers", "Sellers & " * 40, "<!channel>"])
def test_a_word_by_text_for_one_audience_says_for_whom_it_is(label: str) -> None:
    verdict = Verdict(VerdictValue.NO, 0.9, (AudienceVerdict("a", label, VerdictValue.NO, 0),))
    answer = replace(answer_of("Fees?"), verdict=verdict, audience=None)
    message = to_message(answer, labels={})
    told = next(block for block in message.blocks if block["type"] in ("header", "section"))
    assert told["text"]["text"] == escape(f"For {label}: No")
    assert str(message.blocks).count(": No") == 1  # and no row says it again
    assert problems_of(body_of(message)) == []


def test_reasons_are_those_of_the_page() -> None:
    pressed = buttons(body_of(to_reasons("a" * 32)))
    assert {unpack(button["value"])["reason"] for button in pressed.values()} == {
        *("wrong_answer", "not_my_question", "incomplete", "unclear")
    }


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("<@UBOT> may films be borrowed?", "may films be borrowed?"),
        ("<@UBOT|faq>: may films be borrowed?", "may films be borrowed?"),
        ("may <@UBOT> films", "may films"),
        ("ask <@U2|jane> about <#C1|general>", "ask jane about #general"),
        ("<!here> may films be borrowed?", "may films be borrowed?"),
        ("<!subteam^S1|@desk> open?", "@desk open?"),
        ("see <https://x.example/a?b=1&amp;c=2>", "see https://x.example/a?b=1&c=2"),
        ("see <https://x.example|the page>", "see the page"),
        ("mail <mailto:a@b.example|a@b.example>", "mail a@b.example"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
        ("  two\n lines ", "two lines"),
        ("<@UBOT>", ""),
    ],
)
def test_a_message_is_read_as_people_read_it(typed: str, question: str) -> None:
    assert to_turn(typed, "UBOT").question == question


def test_a_turn_carries_what_the_thread_knows() -> None:
    turn = to_turn("Why?", None, history=("Q?",), audience="a", conversation_id="c")
    assert (turn.history, turn.audience, turn.conversation_id) == (("Q?",), "a", "c")


@pytest.mark.parametrize("text", ["", "a", "&" * 3000, "😀" * 2000, "word " * 900, "x" * 9000])
def test_what_is_fitted_fits_and_what_is_split_is_whole(text: str) -> None:
    for limit in (75, 150, 3000):
        assert size(fit(text, limit)) <= limit
        parts = split(text, limit)
        assert "".join(parts) == text
        assert all(size(escape(part)) <= limit for part in parts)
    assert (
        "".join(part["text"] for block in quotes([]) for part in block["elements"][0]["elements"])
        == ""
    )


def test_the_value_of_a_button_survives_slacks_escaping() -> None:
    value = pack(question="a < b & c > d", audience="x")
    assert value is not None
    assert not set("&<>") & set(value)
    assert unpack(value) == {"question": "a < b & c > d", "audience": "x"}
    assert pack(question="x" * 2000) is None
    assert unpack("nonsense") == unpack("[1]") == {}


def test_what_was_not_settled_is_asked_again_with_its_choices() -> None:
    answer = replace(answer_of("Which?", outcome=Outcome.SMALL_TALK), also_asked=())
    pressed = buttons(body_of(to_message(answer, labels={})))
    assert list(pressed) == ["Which?"]
    assert unpack(pressed["Which?"]["value"])["question"] == answer.standalone_question
