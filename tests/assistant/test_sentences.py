"""Sentence boundaries in FAQ text and Markdown."""

from __future__ import annotations

import pytest

from assistant.sentences import sentence_scopes, split_sentences, strip_lead
from assistant.types import Audience

AUDIENCES = (
    Audience("action-pack", "Action Pack subscribers"),
    Audience("competency", "Competency partners"),
)


def split(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Yes.", "If the other seats are (E) or (K) SKUs.", "Other SKUs cannot be used."],
        ["It needs a license (that is, a license for Windows 8. Or 8 Pro).", "Note: no."],
        ["Not eligible for a Windows 8 or 8.1 upgrade.", "See below."],
        ["Within the organization1 that earns these.", "Others cannot."],
        ["These licenses are capped.1", "Others are not.\u00b2", "Nor these.[3]", "End."],
        ["Use e.g. Windows, i.e. No. 5 by Contoso Inc. or St. Paul.", "Done."],
        ["Made by Contoso, Inc.", "The rest is ours."],
        ["Call at 5 p.m. Pacific time.", "U.S. partners call later."],
        ["No.", "The network does not.", "No. 5 applies."],
        ["It ends on Dec. 31 for max. 5 seats, see p. 12.", "The limit is max.", "See below."],
        ["See https://example.org/a.b?c=d.", "Really."],
        [
            "He said \u201cyes.\u201d",
            "\u201cNo?\u201d she asked.",
            "(All agree.)",
            "**Bold.**",
            "End",
        ],
        ["Run `a. B` now.", "Then [read it](https://example.org/x)."],
        ["Really?!", "Yes!", "Well\u2026", "Maybe... not.", "End..."],
        ["It is for J. A. Smith.", "2. Second."],
        ["\u0643\u064a\u0641 \u062d\u0627\u0644\u0643\u061f", "\u0645\u0631\u062d\u0628\u0627."],
        ["\U0001f642 Emoji.", "Caf\u00e9.", "\u00c9t\u00e9."],
    ],
    ids=lambda sentences: sentences[0][:30],
)
def test_boundaries_are_where_a_reader_sees_them(sentences):
    assert split(" ".join(sentences)) == sentences


def test_scripts_without_spaces_are_split():
    assert split("\u4eca\u65e5\u306f\u3002\u660e\u65e5\u3002") == [
        "\u4eca\u65e5\u306f\u3002",
        "\u660e\u65e5\u3002",
    ]


def test_list_items_rows_and_code_are_units():
    text = (
        "Choose:\r\n\r\n- one. Two\r\n- [x] three\r\n  goes on\r\n1. four\r\n\r\n"
        "| a | b |\n|---|---|\n| x. Y | z |\n\n```\n# x. Y\n\nz\n```\nAfter."
    )
    assert split(text) == [
        "Choose:",
        "one.",
        "Two",
        "three\r\n  goes on",
        "four",
        "| a | b |",
        "| x. Y | z |",
        "```\n# x. Y\n\nz\n```",
        "After.",
    ]


def test_the_column_names_are_known_to_every_row():
    text = "Plans:\n  | a | b |\n|:--|--:|\n| x. Y | z |\nw\n\nAfter."
    assert split(text) == ["Plans:", "| a | b |", "| x. Y | z |", "w", "After."]
    sentences = split_sentences(text)
    headers = [s.header and text[s.header.start : s.header.end].strip() for s in sentences]
    assert headers == [None, "| a | b |", "| a | b |", "| a | b |", None]
    assert [s.is_header for s in sentences] == [False, True, False, False, False]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("> [!NOTE]\n> One. Two.", ["One.", "Two."]),
        ("> [!tip]- Title\n> One.", ["Title\n> One."]),
        ("> [!NOTE]\r\n>\r\n> One.", ["One."]),
        ("> [!NOTE]", ["> [!NOTE]"]),
        ("[!NOTE] One.", ["[!NOTE] One."]),
    ],
)
def test_the_mark_of_an_admonition_is_no_word_of_it(text, sentences):
    assert split(text) == sentences


def test_outer_start_includes_the_list_marker():
    text = "- one. Two\n- three"
    assert [text[s.outer : s.start] for s in split_sentences(text)] == ["- ", "", "- "]


def test_sentences_cover_all_text_but_space_and_markers():
    text = "Some (odd text. It never closes. **And** more.\n\nEnd"
    assert "".join(split(text)).replace(" ", "") == "".join(text.split())


def test_long_text_without_structure_takes_linear_time():
    assert len(split("(a. B " * 20_000)) > 1


@pytest.mark.parametrize(
    ("text", "lead", "rest"),
    [
        ("Yes. Licenses can be shared.", "Yes", "Licenses can be shared."),
        ("No, you cannot.", "No", "you cannot."),
        ("**Yes**, you can.", "Yes", "you can."),
        ("Yes \u2013 always.", "Yes", "always."),
        ("Yes you can.", "Yes", "you can."),
        ("No!", "No", ""),
        ("\u201cYes.\u201d Indeed.", "Yes", "Indeed."),
        ("Of course not. Never.", "Of course not", "Never."),
        ("No one may.", None, "No one may."),
        ("No. 5 applies.", None, "No. 5 applies."),
        ("Not all of them.", None, "Not all of them."),
        ("Yesterday.", None, "Yesterday."),
        ("", None, ""),
    ],
)
def test_the_straight_answer_in_front_is_found(text, lead, rest):
    found, offset = strip_lead(text)
    assert (found, text[offset:]) == (lead, rest)


def scopes(text: str) -> list[str | None]:
    return list(sentence_scopes(text, split_sentences(text), AUDIENCES))


def test_a_lead_holds_for_the_rest_of_its_paragraph():
    text = "Yes. For Action Pack subscribers: A. Then B. For competency partners: C. Then D."
    assert scopes(text) == [None, "action-pack", "action-pack", "competency", "competency"]


def test_a_lead_set_off_by_a_comma_ends_where_another_audience_is_spoken_of():
    text = (
        "For Action Pack subscribers, seats are free. They last a year. "
        "Sharing is not available for competency partners. Ask us."
    )
    assert scopes(text) == ["action-pack", "action-pack", "competency", None]
    label = text.replace("subscribers, seats", "subscribers: seats")
    assert set(scopes(label)) == {"action-pack"}


def test_a_lead_in_mid_paragraph_holds_for_its_own_sentence():
    text = "You can. For competency partners, it costs more. Ask first."
    assert scopes(text) == [None, "competency", None]


def test_a_lead_holds_for_the_items_nested_below_it():
    text = (
        "Ask:\n- Action Pack subscribers: one. Two.\n  - three\n- four\n- Competency partners: five"
    )
    assert scopes(text) == [None, "action-pack", "action-pack", "action-pack", None, "competency"]


def test_a_lead_in_holds_for_its_list():
    assert scopes("For competency partners:\n\n- one\n- two\n") == ["competency"] * 3


def test_a_row_speaks_to_the_audience_of_its_first_cell():
    head = "| Competency partners | Seats |\n|---|---|\n"
    rows = ["| **Action Pack subscribers** | 1 |", "| All | 2 |", "Competency partners | 3"]
    rows += [
        "| Action Pack subscribers and competency partners | 4 |",
        "| a \\| Competency partners | 5 |",
    ]
    own = [None, "action-pack", None, "competency", None, None]
    assert scopes(head + "\n".join(rows)) == own
    lead = "For competency partners:\n\n"
    assert scopes(f"{lead}{head}{rows[0]}\n{rows[1]}") == [
        *["competency"] * 2,
        *["action-pack", "competency"],
    ]


def test_a_wrapped_line_that_begins_with_a_number_is_no_list_item():
    text = "The limit was raised in\n2019. It is\n15. Done."
    assert split(text) == ["The limit was raised in\n2019.", "It is\n15.", "Done."]
    assert split("Steps\n1. One\n2. Two") == ["Steps", "One", "Two"]


def test_code_in_three_backticks_within_a_line_opens_no_block():
    assert split("```faq ask``` asks. It prints.") == ["```faq ask``` asks.", "It prints."]


def test_a_long_row_of_note_marks_is_read_at_once():
    text = "End." + "\u00b2" * 5000 + "x"
    assert split(text) == [text]
