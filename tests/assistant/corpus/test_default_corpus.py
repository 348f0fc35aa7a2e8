"""The partner licensing FAQ: nothing of the published text is dropped or changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus import Severity, lint_corpus, load_corpus

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "corpus" / "partner-network-licensing"
PUBLISHED = ROOT / "tests" / "data" / "partner-network-licensing-faq.txt"
FURNITURE = {"Sign in", "Partner Network", "Translate with"}
LINES = [line for line in PUBLISHED.read_text("utf-8").split("\n") if line not in {*FURNITURE, ""}]
SIDE_LINES = {  # names of documents and places, and the help sentence: declared, not answered with
    "Partner Support Community page",
    "Regional Service Center",
    "Software Updates table",
    "Visual Studio subscriptions page",
    "Product Usage Guide",
}


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(FOLDER)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[:40])
def test_every_line_of_the_published_text_stands_in_the_file(corpus, line):
    assert line in corpus.sources["licensing-faq.md"]


def test_every_paragraph_is_a_passage_and_every_passage_a_paragraph(corpus):
    source = corpus.sources["licensing-faq.md"]
    passages = [
        source[block.span.start : block.span.end]
        for entry in corpus.entries
        for block in entry.blocks
    ]
    names = SIDE_LINES | {corpus.escalation.text}
    assert passages == [line for line in LINES if line not in names]


def test_help_sentence_and_documents_are_declared(corpus):
    assert corpus.escalation.text in LINES
    assert [link.title for link in corpus.escalation.links] == [
        "Partner Support Community page",
        "Regional Service Center",
    ]
    assert [resource.title for resource in corpus.resources] == [
        "Software Updates table",
        "Visual Studio subscriptions page",
        "Product Usage Guide",
        "Partner Volume Activation Guide",
        "Microsoft Competency License table",
        "Partner Membership Center",
    ]


def test_headings_are_marked_as_reconstructed_and_have_alternates(corpus):
    assert all(entry.reconstructed for entry in corpus.entries)
    assert all(3 <= len(entry.alternates) <= 8 for entry in corpus.entries)


def test_audience_paragraphs_are_scoped_and_the_broken_list_is_marked(corpus):
    scopes = {
        entry.id: [block.audience for block in entry.blocks]
        for entry in corpus.entries
        if any(block.audience for block in entry.blocks)
    }
    assert scopes == {
        "license-sharing": [None, "action-pack", "competency"],
        "product-activation": [None, None, "action-pack", "competency"],
    }
    incomplete = [block for entry in corpus.entries for block in entry.blocks if block.incomplete]
    (block,) = incomplete
    source = corpus.sources["licensing-faq.md"]
    assert source[block.span.start : block.span.end].endswith("consumed based on scenario:")


def test_lint_finds_only_the_addresses_and_the_list_that_are_not_known():
    problems = lint_corpus(FOLDER)
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert all(
        "has no address" in problem.message or "incomplete" in problem.message
        for problem in problems
    )
