"""Lint: all problems at once, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus import Severity, lint_corpus
from tests.assistant.corpus.native_files import HEADER, write


def lint(folder: Path, text: str) -> list[tuple[Severity, int | None, str]]:
    problems = lint_corpus(write(folder, text))
    return [(problem.severity, problem.line, problem.message) for problem in problems]


def test_all_errors_are_collected(tmp_path):
    found = lint(
        tmp_path, "---\ntittle: x\ntags: y\n---\n## Q?\n\n## R?\n<!-- faq\nid: a b\n-->\nA.\n"
    )
    errors = [(line, message) for severity, line, message in found if severity is Severity.ERROR]
    assert [line for line, _ in errors] == [2, 3, 5, 9]


def test_a_missing_folder_is_an_error(tmp_path):
    (problem,) = lint_corpus(tmp_path / "missing")
    assert problem.severity is Severity.ERROR
    assert problem.message == "there is no such folder"


def test_warnings_tell_what_may_be_wrong(tmp_path):
    long = "word " * 151
    text = f"""Intro.

## May we share?
<!-- faq
id: a
alternates: [Could we?, "could we"]
-->
For Action Pack subscribers: yes.
<!-- incomplete: cut off -->

## May we share
<!-- faq
id: b
-->
{long}

#### Deep
More.
"""
    found = lint(tmp_path, HEADER + text)
    assert {severity for severity, _, _ in found} == {Severity.WARNING}
    start = HEADER.count("\n")
    assert [(line, message) for _, line, message in found] == [
        (7, "'Usage Guide' is never cited"),
        (8, "'Community' has no address"),
        (start + 1, "text outside any question is not answered from"),
        (start + 3, "'could we' says the same as 'Could we?'"),
        (start + 3, "nothing in 'a' speaks to Competency partners"),
        (start + 8, "the passage is incomplete: cut off"),
        (start + 11, f"'May we share' is also a question of 'a' ({tmp_path}/faq.md:{start + 3})"),
        (start + 15, "the passage has 151 words (over 150)"),
        (start + 17, "heading level 4 after 2"),
    ]


def test_a_corpus_without_a_way_out_is_warned_about(tmp_path):
    ((severity, line, message),) = lint(tmp_path, "## Q?\nA.\n")
    assert (severity, line) == (Severity.WARNING, None)
    assert message == "there is no way out to a person"


def test_a_clean_corpus_has_no_problems(tmp_path):
    text = '---\nescalation: {text: Ask., links: [{title: C, url: "https://example.org"}]}\n---\n'
    assert lint(tmp_path, text + "## Q?\nA.\n") == []


def test_keys_of_other_tools_and_second_titles_are_warned_about(tmp_path):
    write(tmp_path, f"{HEADER}## Q?\nA.\n", "a.md")
    found = lint(tmp_path, "---\ntitle: x\nlayout: faq\n---\n## R?\nA.\n")
    assert {severity for severity, _, _ in found} == {Severity.WARNING}
    title = f"'title' is declared already at {tmp_path}/a.md:2, which names the corpus"
    assert (Severity.WARNING, 2, title) in found
    message = "unknown key 'layout' in the front matter is not read"
    assert (Severity.WARNING, 3, message) in found


def test_text_for_everybody_speaks_to_each_audience(tmp_path):
    text = "## May we?\nYou may.\n\nFor Action Pack subscribers: ask first.\n"
    found = lint(tmp_path, HEADER + text)
    assert not [message for _, _, message in found if "speaks to" in message]


def test_text_for_some_of_the_audiences_that_everybody_is_shown_is_a_warning(tmp_path):
    audiences = "[{id: a, label: Ants}, {id: b, label: Bees}, {id: c, label: Cats}]"
    text = f"""---
audiences: {audiences}
escalation: {{text: Ask.}}
---
## May we fly?
Look:

- For Ants and Bees: yes.
- For Cats: no.

For Ants, Bees and Cats: take care.
"""
    assert lint(tmp_path, text) == [
        (Severity.WARNING, 8, "text for Ants and Bees counts as text for everybody")
    ]


@pytest.mark.parametrize(
    ("alias", "text", "told"),
    [
        ("registered", "How do I register a deal?", "I register a"),
        ("applied", "You have to apply\nthe stamp.", "to apply the"),
        ("Permitted", "We permit this.", "We permit this"),
        ("registered", "A partner registered the deal.", "registered the"),
        ("registered", "You must be registered. Registered partners: register.", None),
        ("registered", "How do I register?", None),
        ("licensed", "A license the firm has.", None),
        ("registered partner", "I register a deal.", None),
        ("dogs", "We insure dogs that bark.", None),
    ],
)
def test_a_name_of_an_audience_that_is_a_verb_in_the_text_is_warned_about(
    tmp_path, alias, text, told
):
    header = f"---\naudiences:\n  - {{id: a, label: Partners A, aliases: [{alias}]}}\n---\n"
    found = [m for _, line, m in lint(tmp_path, f"{header}## Q?\n\n{text}\n") if "stands for" in m]
    assert found == ([f"{alias!r} stands for 'Partners A', and here is {told!r}"] if told else [])
