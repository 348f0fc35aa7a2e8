"""Chunks: exact places, audiences, ids; for written, generated and real corpora."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from assistant.chunking import MAX_PASSAGE_WORDS, chunk_corpus
from assistant.corpus import load_corpus
from assistant.errors import CorpusError
from assistant.types import Chunk, ChunkKind, Corpus

DEFAULT = Path(__file__).parents[2] / "corpus" / "partner-network-licensing"
HEADER = """---
audiences:
  - {id: action-pack, label: Action Pack subscribers}
  - {id: competency, label: Competency partners}
---
"""


def load(folder: Path, text: str) -> Corpus:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "faq.md").write_bytes(text.encode())
    return load_corpus(folder)


def chunks_of(folder: Path, text: str, kind: ChunkKind) -> list[Chunk]:
    return [chunk for chunk in chunk_corpus(load(folder, text)) if chunk.kind is kind]


def check_places(corpus: Corpus) -> None:
    paths = {entry.id: entry.path for entry in corpus.entries}
    chunks = chunk_corpus(corpus)
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    passages = {(c.entry_id, c.passage): c for c in chunks if c.kind is ChunkKind.PASSAGE}
    for chunk in chunks:
        assert chunk.text.strip()
        if chunk.span is None:
            assert chunk.kind is ChunkKind.ALTERNATE
            continue
        source = corpus.sources[paths[chunk.entry_id]]
        assert source[chunk.span.start : chunk.span.end] == chunk.text
        if chunk.kind in (ChunkKind.SENTENCE, ChunkKind.ROW):
            around = passages[chunk.entry_id, chunk.passage].span
            assert around is not None
            assert around.start <= chunk.span.start < chunk.span.end <= around.end
    with_sentences = {(c.entry_id, c.passage) for c in chunks if c.kind is ChunkKind.SENTENCE}
    assert with_sentences == set(passages)


def test_ids_kinds_and_context(tmp_path):
    text = '## Q?\n<!-- faq\nid: x\nalternates: ["R?"]\n-->\nYes. A. B.\n\n### Part\nC.\n'
    chunks = chunk_corpus(load(tmp_path, text))
    assert [(chunk.id, chunk.text, chunk.passage, chunk.context) for chunk in chunks] == [
        ("x#title", "Q?", None, ""),
        ("x#alt0", "R?", None, ""),
        ("x#p0", "Yes. A. B.", 0, "Q?"),
        ("x#p0s0", "A. B.", 0, "Q?"),
        ("x#p1", "C.", 1, "Q? (Part)"),
        ("x#p1s0", "C.", 1, "Q? (Part)"),
    ]


def test_a_bare_yes_is_a_sentence_only_where_nothing_else_is(tmp_path):
    sentences = chunks_of(tmp_path, "## Q?\nYes.\n\nNo. You may not.\n", ChunkKind.SENTENCE)
    assert [(chunk.id, chunk.text) for chunk in sentences] == [
        ("q#p0s0", "Yes."),
        ("q#p1s0", "You may not."),
    ]


def test_audiences_come_from_entry_block_and_sentence(tmp_path):
    text = HEADER + (
        "## Q?\n<!-- faq\naudience: competency\n-->\nAll.\n\n"
        "For Action Pack subscribers: one. Two.\n\n"
        "Some. For Action Pack subscribers, three. Four.\n"
    )
    sentences = chunks_of(tmp_path, text, ChunkKind.SENTENCE)
    assert [chunk.audience for chunk in sentences] == [
        "competency",
        "action-pack",
        "action-pack",
        "competency",
        "action-pack",
        "competency",
    ]
    passages = chunks_of(tmp_path, text, ChunkKind.PASSAGE)
    assert [chunk.audience for chunk in passages] == ["competency", "action-pack", "competency"]


def test_long_blocks_are_cut_at_sentence_ends_and_nothing_is_lost(tmp_path):
    sentence = "This sentence has exactly seven whole words."
    block = " ".join([sentence] * 50)
    passages = chunks_of(tmp_path, f"## Q?\n{block}\n", ChunkKind.PASSAGE)
    assert " ".join(chunk.text for chunk in passages) == block
    assert [len(chunk.text.split()) for chunk in passages] == [119, 119, 112]


def test_long_lists_are_cut_before_an_item(tmp_path):
    items = "\n".join("- " + "word " * 39 + "end." for _ in range(8))
    passages = chunks_of(tmp_path, f"## Q?\nChoose:\n\n{items}\n", ChunkKind.PASSAGE)
    assert len(passages) == 3
    assert passages[0].text.startswith("Choose:\n\n- word")
    assert all(chunk.text.startswith("- word") for chunk in passages[1:])
    assert all(len(chunk.text.split()) <= MAX_PASSAGE_WORDS for chunk in passages)


def test_a_single_long_sentence_is_not_cut(tmp_path):
    (passage,) = chunks_of(tmp_path, "## Q?\n" + "word " * 200 + "\n", ChunkKind.PASSAGE)
    assert len(passage.text.split()) == 200


def test_the_default_corpus_has_exact_places():
    check_places(load_corpus(DEFAULT))


LINES = st.one_of(
    st.sampled_from(
        [
            "",
            "## Q?\nAn answer.",
            "# T",
            "### S",
            "- item. Two",
            "  - nested",
            "1. one",
            "```",
            "| a | b |",
            "|---|---|",
            "> quote",
            "> [!NOTE]",
            "> For competency partners: x",
            "| Competency partners | b |",
            "2. two",
            "---",
            "Yes. For Action Pack subscribers: no. E.g. this (that. Is).",
            "For competency partners, see below:",
            "**Competency partners:**",
            "<details>",
            "<!-- note -->",
            "Broken off:\n<!-- incomplete: x -->",
            "    code",
            "\U0001f642 \u05e9\u05dc\u05d5\u05dd. \u4eca\u65e5\u306f\u3002",
            "e\u0301. \u00a0x\u2028y\u0085z",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
)


@given(
    lines=st.lists(LINES, max_size=25),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    bom=st.sampled_from(["", "\ufeff"]),
    header=st.sampled_from(["", HEADER]),
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_place_is_exact_in_any_corpus(tmp_path_factory, lines, end, bom, header):
    folder = tmp_path_factory.mktemp("corpus")
    text = header + "\n".join(["## First?", "An answer.", *lines])
    try:
        corpus = load(folder, bom + text.replace("\n", end))
    except CorpusError:
        reject()
    check_places(corpus)


def test_real_faq_files_have_exact_places(tmp_path):
    if "FAQ_DATA" not in os.environ:
        pytest.skip("FAQ_DATA does not name the folder that holds faq_corpora/")
    files = sorted(Path(os.environ["FAQ_DATA"], "faq_corpora").rglob("*.md"))
    assert files
    loaded = 0
    for number, path in enumerate(files):
        folder = tmp_path / str(number)
        folder.mkdir()
        text = path.read_bytes().decode("utf-8")
        if text.startswith(("---", "\ufeff---")):  # foreign front matter is the importers' part
            text = text[text.index("\n---", 3) + 4 :].lstrip("-")
        (folder / "faq.md").write_bytes(text.encode())
        try:
            corpus = load_corpus(folder)
        except CorpusError:
            continue
        finally:
            shutil.rmtree(folder)
        check_places(corpus)
        loaded += 1
    assert loaded > len(files) / 3


def test_a_long_block_is_not_cut_within_the_quote_of_a_fact(tmp_path):
    sentences = [f"Sentence {number} has five words." for number in range(60)]
    fact = f'{{question: Q, verdict: "yes", quote: {" ".join(sentences[10:50])}}}'
    text = f"## Q?\n<!-- faq\nfacts:\n  - {fact}\n-->\n\n{' '.join(sentences)}\n"
    corpus = load(tmp_path, text)
    (pinned,) = corpus.entries[0].facts
    spans = [chunk.span for chunk in chunk_corpus(corpus) if chunk.kind is ChunkKind.PASSAGE]
    assert len(spans) > 1
    assert any(s.start <= pinned.span.start and pinned.span.end <= s.end for s in spans if s)


def test_a_label_that_only_names_an_audience_is_no_sentence(tmp_path):
    labels = "**Action Pack subscribers**\n\nTen seats.\n\nFor competency partners:\n\n- Five.\n"
    text = f"{HEADER}## Q?\n\n{labels}\nFor competency partners, note this:\n\n- Six.\n"
    sentences = chunks_of(tmp_path, text, ChunkKind.SENTENCE)
    assert [(chunk.text, chunk.audience) for chunk in sentences] == [
        ("Ten seats.", "action-pack"),
        ("Five.", "competency"),
        ("For competency partners, note this:", "competency"),
        ("Six.", "competency"),
    ]
    text = f"{HEADER}## Who may?\n\n- **Action Pack subscribers**\n- **Others**\n"
    assert len(chunks_of(tmp_path, text, ChunkKind.SENTENCE)) == 2


def test_rows_have_the_column_names_in_their_context(tmp_path):
    table = "| Who | Seats |\n|---|---|\n| Action Pack subscribers | 10 |\n| Others | 5 |"
    text = f"{HEADER}## Q?\n\nSeats:\n\n{table}\n"
    assert [
        (chunk.id, chunk.text, chunk.context, chunk.audience)
        for chunk in chunk_corpus(load(tmp_path, text))[2:]
    ] == [
        ("q#p0s0", "Seats:", "Q?", None),
        ("q#p0s1", "| Action Pack subscribers | 10 |", "Q?\n| Who | Seats |", "action-pack"),
        ("q#p0r1", "| Action Pack subscribers | 10 |", "", "action-pack"),
        ("q#p0s2", "| Others | 5 |", "Q?\n| Who | Seats |", None),
        ("q#p0r2", "| Others | 5 |", "", None),
    ]


def test_only_rows_below_column_names_are_chunks_of_their_own(tmp_path):
    text = "## Q?\n\nA. B.\n\n- C\n- D\n\n| a | b |\n|---|---|\n\n| a | b |\n|---|---|\n| c | d |\n"
    assert [row.text for row in chunks_of(tmp_path, text, ChunkKind.ROW)] == ["| c | d |"]


def test_the_rest_of_a_long_table_keeps_the_column_names(tmp_path):
    rows = "\n".join(f"| {n} | {'word ' * 40}|" for n in range(6))
    passages = chunks_of(
        tmp_path, f"## Q?\n\n| No | Words |\n|---|---|\n{rows}\n", ChunkKind.PASSAGE
    )
    assert [chunk.text[:5] for chunk in passages] == ["| No ", "| 3 |"]
    assert [chunk.context for chunk in passages] == ["Q?", "Q?\n| No | Words |"]


def test_column_names_are_a_sentence_only_where_nothing_else_is(tmp_path):
    sentences = chunks_of(tmp_path, "## Q?\n\n| a | b |\n|---|---|\n", ChunkKind.SENTENCE)
    assert [(chunk.text, chunk.context) for chunk in sentences] == [("| a | b |", "Q?")]


def test_an_admonition_is_quoted_without_its_mark(tmp_path):
    text = f"{HEADER}## Q?\n\n> [!NOTE]\n> For competency partners: no. Never.\n"
    sentences = chunks_of(tmp_path, text, ChunkKind.SENTENCE)
    assert [(chunk.text, chunk.audience) for chunk in sentences] == [
        ("For competency partners: no.", "competency"),
        ("Never.", "competency"),
    ]


def test_a_sentence_that_is_about_one_audience_speaks_to_it_and_its_passage_to_all(
    tmp_path: Path,
) -> None:
    text = f"{HEADER}\n## Can keys be renewed?\n\nKeys can be renewed. Competency partners cannot renew keys.\n"
    folder = tmp_path / "faq"
    (passage,) = chunks_of(folder, text, ChunkKind.PASSAGE)
    sentences = chunks_of(folder, text, ChunkKind.SENTENCE)
    assert passage.audience is None
    assert [sentence.audience for sentence in sentences] == [None, "competency"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Members may bring a dog if it is on a lead; guests may not bring dogs. Ask us.",
            [
                ("Members may bring a dog if it is on a lead", "m"),
                ("guests may not bring dogs.", "g"),
                ("Ask us.", None),
            ],
        ),
        (
            "Guests pay 9 euros, while members pay 3 euros.",
            [("Guests pay 9 euros", "g"), ("members pay 3 euros.", "m")],
        ),
        # Says nothing by itself.
        (
            "Members may park here; guests may not.",
            [("Members may park here; guests may not.", None)],
        ),
        # About the same audience, or about nobody.
        (
            "Guests pay 9 euros; guests can hire a towel.",
            [("Guests pay 9 euros; guests can hire a towel.", "g")],
        ),
        (
            "Guests pay 9 euros; a towel is 2 euros.",
            [("Guests pay 9 euros; a towel is 2 euros.", "g")],
        ),
    ],
)
def test_clauses_about_different_audiences_are_sentences_of_their_own(tmp_path, text, expected):
    header = "---\naudiences:\n  - {id: m, label: Members}\n  - {id: g, label: Guests}\n---\n"
    corpus = load(tmp_path, f"{header}## Q?\n{text}\n")
    check_places(corpus)
    sentences = (c for c in chunk_corpus(corpus) if c.kind is ChunkKind.SENTENCE)
    assert [(chunk.text, chunk.audience) for chunk in sentences] == expected


def test_a_long_block_is_not_cut_between_clauses(tmp_path):
    header = "---\naudiences:\n  - {id: m, label: Members}\n  - {id: g, label: Guests}\n---\n"
    words = " ".join(["word"] * (MAX_PASSAGE_WORDS - 6))
    text = f"A {words}. Members pay 3 euros for it; guests pay 9 euros. {words}.\n"
    passages = chunks_of(tmp_path, f"{header}## Q?\n{text}", ChunkKind.PASSAGE)
    assert len(passages) > 1
    assert sum("Members pay 3 euros for it; guests pay 9 euros." in p.text for p in passages) == 1
