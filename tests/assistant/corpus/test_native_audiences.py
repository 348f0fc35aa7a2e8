"""Whom a block of the native format is for."""

from tests.assistant.corpus.native_files import HEADER, load, texts


def test_a_label_that_names_an_audience_scopes_the_paragraph_below_it(tmp_path):
    corpus = load(tmp_path, HEADER + "## Q?\n**Action Pack subscribers:**\n\nAt home.\n\nAll.\n")
    blocks = corpus.entries[0].blocks
    assert texts(corpus, corpus.entries[0]) == ["**Action Pack subscribers:**\n\nAt home.", "All."]
    assert [block.audience for block in blocks] == ["action-pack", None]


def test_a_block_that_speaks_to_two_audiences_has_no_scope_of_its_own(tmp_path):
    text = "For Action Pack subscribers: no. For competency partners: yes."
    corpus = load(tmp_path, HEADER + f"## Q?\n{text}\n")
    assert [block.audience for block in corpus.entries[0].blocks] == [None]


def test_a_sub_heading_scopes_what_stands_below_its_own_sub_headings(tmp_path):
    text = "## Q?\n\n### For Action Pack\n\nA.\n\n#### Limits\n\nB.\n\n### Others\n\nC.\n"
    blocks = load(tmp_path, HEADER + text).entries[0].blocks
    assert [block.audience for block in blocks] == ["action-pack", "action-pack", None]
    assert [block.section for block in blocks] == [
        "For Action Pack",
        "For Action Pack: Limits",
        "Others",
    ]


def test_an_audience_in_bold_labels_the_paragraph_below_it(tmp_path):
    text = "## Q?\n\n**Action Pack subscribers**\n\nTen seats.\n\n**Note**\n\nAll.\n"
    corpus = load(tmp_path, HEADER + text)
    (entry,) = corpus.entries
    assert texts(corpus, entry) == ["**Action Pack subscribers**\n\nTen seats.", "**Note**", "All."]
    assert [block.audience for block in entry.blocks] == ["action-pack", None, None]


def test_a_quoted_paragraph_speaks_to_the_audience_of_its_lead(tmp_path):
    text = "## Q?\n\n> **For Action Pack:** no.\n> Never.\n\nOr:\n\n> - For Action Pack: no.\n> - Yes.\n"
    blocks = load(tmp_path, HEADER + text).entries[0].blocks
    assert [block.audience for block in blocks] == ["action-pack", None]
