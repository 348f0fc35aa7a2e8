"""Files that look like a part of the FAQ and are not read: said, not passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus import lint_corpus, load_corpus
from assistant.errors import CorpusError
from tests.assistant.corpus.test_native import write


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
