"""Files that look like a part of the FAQ and are not read: said, not passed over in silence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.corpus import Severity, lint_corpus, load_corpus
from assistant.errors import CorpusError
from tests.assistant.corpus.native_files import write


def test_files_that_are_not_read_are_named_where_there_are_no_questions(tmp_path):
    folder = tmp_path / "faq"
    write(folder, "## Q?\nA.\n", "README.md")
    write(folder, "## Q?\nA.\n", "old.markdown")
    write(tmp_path, "## Q?\nA.\n", "elsewhere/a.md")
    (folder / "shared").symlink_to(tmp_path / "elsewhere")
    named = r"no questions \(not read: README\.md, old\.markdown, shared\)"
    with pytest.raises(CorpusError, match=named):
        load_corpus(folder)
    write(folder, "", "z.markdown")
    with pytest.raises(CorpusError, match=r"shared, \.\.\.\)"):
        load_corpus(folder)


def test_questions_in_files_that_are_not_read_are_warned_about(tmp_path):
    folder = tmp_path / "faq"
    write(folder, "---\ntitle: no question\n---\n```\n## Nor this\n```\n", "README.md")
    write(folder, "## Q?\nA.\n", "sub/readme.md")
    write(folder, "## Q?\nA.\n", "_drafts/old.markdown")
    write(folder, "## Q?\nA.\n", "old.markdown")
    for name in ("notes", "linked"):
        (tmp_path / name).mkdir()
        (folder / name).symlink_to(tmp_path / name)
    write(tmp_path / "linked", "## Q?\nA.\n")
    (folder / "gone.markdown").symlink_to(tmp_path / "nowhere")
    problems = lint_corpus(write(folder, "## Q?\nA.\n"))
    message = "the questions in it are not read"
    assert [Path(p.path).name for p in problems if p.message == message] == [
        "linked",
        "old.markdown",
        "readme.md",
    ]


def test_pipes_are_no_corpus_files(tmp_path):
    write(tmp_path, "## Q?\nA.\n")
    for name in ("p.md", "p.markdown"):
        os.mkfifo(tmp_path / name)
    assert [entry.id for entry in load_corpus(tmp_path).entries] == ["q"]
    assert not [p for p in lint_corpus(tmp_path) if p.severity is Severity.ERROR]


def test_a_link_that_leads_nowhere_is_named_with_its_target(tmp_path):
    (tmp_path / "b.md").symlink_to("gone.md")
    with pytest.raises(
        CorpusError, match=r"b\.md: cannot be read \(it is a link to 'gone\.md', which is not there"
    ):
        load_corpus(write(tmp_path, "## Q?\nA.\n"))


@pytest.mark.parametrize("place", [b"\xff\xfe.md", b"caf\xe9/a.md"])
def test_a_name_that_is_not_utf_8_is_an_error_before_the_index_is(tmp_path, place):
    write(tmp_path, "## Q?\nA.\n", os.fsdecode(place))
    with pytest.raises(CorpusError, match="the name is not UTF-8: rename it") as caught:
        load_corpus(tmp_path)
    assert caught.value.path == str(tmp_path / os.fsdecode(place))


def test_the_name_of_the_folder_is_one_of_them(tmp_path):
    folder = write(tmp_path / os.fsdecode(b"\xff"), "## Q?\nA.\n")
    assert [(p.path, p.message) for p in lint_corpus(folder) if p.severity is Severity.ERROR] == [
        (str(folder), "the name is not UTF-8")
    ]


def test_a_problem_is_one_line_whatever_the_name_of_the_file(tmp_path):
    (problem,) = (p for p in lint_corpus(write(tmp_path, "## Q?\n", "a\nb\x1b.md")) if p.line)
    assert "a\\nb\\x1b.md:1: error" in str(problem)
    assert str(problem).isprintable()
