"""A sentence is read with what it cannot be understood without."""

from dataclasses import replace

import pytest

from assistant.antecedents import with_antecedent, with_section_lead
from assistant.types import Chunk, ChunkKind, Span


@pytest.mark.parametrize(
    ("passage", "sentences", "wanted"),
    [
        ("No. Ask us.", ["Ask us."], "No. Ask us."),
        ("Not allowed are:\n- drinks\n- food", ["Not allowed are:", "drinks", "food"], "Not allowed are: food"),
        ("You may **not** bring\n- dogs\n- knives", ["You may **not** bring", "dogs", "knives"],
         "You may **not** bring knives"),
        ("It does **not include:**\n- calls", ["It does **not include:**", "calls"],
         "It does **not include:** calls"),
        ("できない：\n- calls", ["できない：", "calls"], "できない： calls"),
        ("All is free.\n- calls", ["All is free.", "calls"], "calls"),
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


@pytest.mark.parametrize("item", ["roaming", "calls"])
def test_a_list_that_nothing_else_introduces_is_read_under_its_sub_heading(item: str) -> None:
    text = "- roaming\n- calls"
    whole = Chunk(
        "e#p0",
        ChunkKind.PASSAGE,
        "e",
        text,
        Span(0, len(text)),
        0,
        context="Tariff (Not included)",
        section="Not included",
    )
    items = [
        Chunk(f"e#p0s{n}", ChunkKind.SENTENCE, "e", s, Span(text.index(s), text.index(s) + len(s)), 0,
              context=whole.context, section=whole.section)
        for n, s in enumerate(("roaming", "calls"))
    ]  # fmt: skip
    chunk = next(chunk for chunk in items if chunk.text == item)
    assert with_antecedent(chunk, whole, items) == f"Not included: {item}"
    assert with_section_lead(whole) == f"Not included:\n{text}"
    titled = replace(whole, context="Hours (not on holidays)", section="")
    assert with_section_lead(titled) == text
    prose = replace(whole, text="Roaming is not.")
    assert with_section_lead(prose) == "Roaming is not."


def test_the_first_row_of_a_table_is_read_as_the_others_are() -> None:
    columns = "| Readers | Books |"
    text = f"{columns}\n|---|---|\n| Guests | 2 |"
    whole = Chunk("e#p0", ChunkKind.PASSAGE, "e", text, Span(0, len(text)), 0)
    row = Chunk(
        "e#p0s0", ChunkKind.SENTENCE, "e", "| Guests | 2 |", Span(len(text) - 14, len(text)), 0,
        context=f"Loans\n{columns}",
    )  # fmt: skip
    assert with_antecedent(row, whole, [row]) == "| Guests | 2 |"
