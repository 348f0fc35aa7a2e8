"""Rows of tables as polarity reads them, and which are quoted."""

from dataclasses import replace

import pytest

from assistant.evidence import select_evidence
from assistant.polarity import read_polarity
from assistant.reranking import rerank
from assistant.tables import by_columns, told_row, told_tables
from assistant.types import Audience, Chunk, ChunkKind, EntryHit, Hit, Span
from tests.fakes import FakeJudge

COLUMNS = "| Bin | In | Out |"
ROWS = ("| Green | grass | soil, stones |", "| Blue | paper | film |")
TEXT = "\n".join((COLUMNS, "|---|---|---|", *ROWS))
TOLD = ("Green. In: grass. Out: soil, stones.", "Blue. In: paper. Out: film.")


def table(score: float = 0.9) -> EntryHit:
    passage = Chunk("e#p0", ChunkKind.PASSAGE, "e", TEXT, Span(0, len(TEXT)), 0, context="Head")
    rows = []
    for number, row in enumerate(ROWS):
        start = TEXT.index(row)
        chunk = Chunk(
            f"e#p0s{number}", ChunkKind.SENTENCE, "e", row, Span(start, start + len(row)), 0, None,
            f"Head\n{COLUMNS}",
        )  # fmt: skip
        rows.append(Hit(chunk, score, number + 1))
    return EntryHit("e", 0.5, 1, (Hit(passage, 0.9, 1),), tuple(rows), {})


def test_polarity_reads_each_cell_with_the_name_of_its_column() -> None:
    judge = FakeJudge()
    hit = table()
    read_polarity(judge, "May soil go in?", select_evidence(hit), hit.sentences)
    assert judge.settled[0][1] == f"Head | {TOLD[0]} {TOLD[1]}"


def test_the_whole_passage_is_read_with_its_rows_told_too() -> None:
    judge = FakeJudge(0.6)
    hit = table()
    hit = replace(hit, sentences=hit.sentences[:1])
    read_polarity(judge, "May soil go in?", select_evidence(hit), hit.sentences)
    assert [text for _, text in judge.settled] == [f"Head | {TOLD[0]}", "Head | " + "\n".join(TOLD)]


def test_relevance_reads_rows_as_they_stand() -> None:
    judge = FakeJudge()
    rerank(judge, "May soil go in?", [table()])
    assert judge.read[1][1] == f"Head\n{COLUMNS} | {ROWS[1]}"


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("Does it go into the green bin?", ROWS[:1]),
        ("Is it green or blue?", ROWS),
        ("Does it go into a bin?", ROWS),
        ("Does it go into the blue bin?", ROWS),  # the judge says that the first answers
    ],
)
def test_a_second_row_that_the_question_does_not_name_is_not_quoted(
    question: str, quoted: tuple[str, ...]
) -> None:
    chosen = select_evidence(table(), question=question)
    assert tuple(quote.text for quote in chosen.quotes) == quoted


def test_a_row_of_two_columns_reads_by_itself() -> None:
    assert told_row("| Dinner | 35 euros |", "| Item | Limit |") == "| Dinner | 35 euros |"
    two = "| Item | Limit |\n|---|---|\n| Dinner | 35 euros |"
    assert told_tables(two) == "| Item | Limit |\n| Dinner | 35 euros |"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Green | grass | soil", "Green. In: grass. Out: soil."),
        ("| Green | grass |", "Green. In: grass."),
        ("| Green | | soil. | more |", "Green. Out: soil."),
        (r"| Green | a \| b | soil |", r"Green. In: a \| b. Out: soil."),
        ("", ""),
    ],
)
def test_any_row_can_be_told(row: str, told: str) -> None:
    assert told_row(row, COLUMNS) == told


def test_text_without_a_table_is_left_alone() -> None:
    text = "One | two\n\n- a\n---\nb"
    assert told_tables(text) == text


READERS = (Audience("guest", "Guests", ("guest",)), Audience("member", "Members", ("member",)))


def row(text: str, columns: str, audience: str | None = None) -> Chunk:
    span = Span(0, len(text))
    return Chunk("e#p0s0", ChunkKind.SENTENCE, "e", text, span, 0, audience, f"Head\n{columns}")


def test_a_row_is_told_to_each_audience_that_has_a_column() -> None:
    fee = row("| Fee | 6 \\| 7 | 9 | yearly |", "| What | Guests | **Members** | When |")
    told = by_columns(fee, READERS)
    assert [(c.audience, c.text, c.context) for c in told] == [
        ("guest", "| Fee | 6 \\| 7 | yearly |", "Head\n| What | Guests | When |"),
        ("member", "| Fee | 9 | yearly |", "Head\n| What | **Members** | When |"),
    ]
    assert {c.span for c in told} == {fee.span}
    assert [
        c.audience for c in by_columns(row("| Fee | | 9 |", "| | Guest | Member |"), READERS)
    ] == ["member"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("| Fee | 6 | 9 |", "| What | Guests | When |"),
        ("| Fee | 6 | 9 |", "| What | Guests and members | Members |"),
        ("| Guests | 6 | 9 |", "| Guests | Members | When |"),
        ("| Fee | 6 |", "| What | Guests | Members |"),
        ("Guests and members pay.", ""),
    ],
)
def test_other_tables_are_told_to_everybody(text: str, columns: str) -> None:
    assert by_columns(row(text, columns), READERS) == ()
    assert by_columns(row("| Fee | 6 | 9 |", "| What | Guests | Members |", "guest"), READERS) == ()
