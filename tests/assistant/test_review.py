import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.corpus import load_corpus
from assistant.errors import ReviewError, UsageError
from assistant.patches import unified
from assistant.review import (
    QUESTIONS_FILE,
    AddPhrasings,
    AddQuestions,
    ReviewFolder,
    State,
    patch,
    question_item,
    read_files,
    state,
    together,
    with_head,
)
from eval.question_set import read_question_set

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LIBRARY = """## May films be borrowed?
<!-- faq
id: films
-->

Films may be borrowed for two days.

## What does the reading room cost?

The reading room costs nothing."""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "corpus/library").mkdir(parents=True)
    (tmp_path / "corpus/library/library.md").write_bytes(LIBRARY.encode())
    return tmp_path


def apply(repository: Path, text: str) -> None:
    subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        input=text.encode(),
        check=True,
        cwd=repository,
        capture_output=True,
    )


def item(question: str = "Are films free?", **more: object) -> AddQuestions:
    given = {"audience": None, "passages": ["Films may be borrowed"], "verdict": "none"} | more
    return AddQuestions(items=(question_item(question, **given),))  # type: ignore[arg-type]


def test_git_applies_a_phrasing_and_the_change_is_then_done(repository: Path) -> None:
    folder = repository / "corpus/library"
    queue = ReviewFolder(repository / "review")
    change = queue.add(
        folder, AddPhrasings(entry_id="films", phrasings=("Do you lend DVDs?",)), NOW
    )
    assert load_corpus(folder).entries[0].alternates == ()
    assert state(read_files(folder), change) is State.OPEN
    kept = (queue.folder / f"{change.id}.patch").read_text()
    assert "a/corpus/library/library.md" in kept
    apply(repository, kept)
    assert load_corpus(folder).entries[0].alternates == ("Do you lend DVDs?",)
    assert state(read_files(folder), change) is State.DONE


def test_changes_to_one_entry_and_one_file_apply_together_and_one_by_one(repository: Path) -> None:
    folder = repository / "corpus/library"
    queue = ReviewFolder(repository / "review")
    edits = [
        AddPhrasings(entry_id="films", phrasings=("Do you lend DVDs?",)),
        AddPhrasings(entry_id="films", phrasings=("Are reels lent --> out?",)),
        AddPhrasings(entry_id="what-does-the-reading-room-cost", phrasings=("Is it free?",)),
        item(),
        item("Is the room free?", passages=["The reading room costs nothing."], verdict="yes"),
        item("Where may I park?", passages=()),
    ]
    changes = [queue.add(folder, edit, NOW) for edit in edits]
    all_at_once = patch(folder, changes)
    for change in changes:
        apply(repository, with_head(change, patch(folder, [change])))
    one_by_one = {path.name: path.read_bytes() for path in folder.iterdir()}
    subprocess.run(["git", "init", "-q", "."], check=True, cwd=repository)
    (folder / "library.md").write_bytes(LIBRARY.encode())
    (folder / QUESTIONS_FILE).unlink()
    apply(repository, all_at_once)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == one_by_one
    assert {state(read_files(folder), change) for change in changes} == {State.DONE}
    found = read_question_set(folder / QUESTIONS_FILE).questions
    assert [(q.question, q.answerable, q.verdict) for q in found] == [
        ("Are films free?", True, "none"),
        ("Is the room free?", True, "yes"),
        ("Where may I park?", False, "none"),
    ]


def test_without_a_repository_the_paths_start_at_the_corpus(tmp_path: Path) -> None:
    (tmp_path / "library.md").write_text(LIBRARY)
    edit = AddPhrasings(entry_id="films", phrasings=("Do you lend DVDs?",))
    change = ReviewFolder(tmp_path / "_review").add(tmp_path, edit, NOW)
    text = patch(tmp_path, [change])
    assert text.startswith("diff --git a/library.md b/library.md\n")
    apply(tmp_path, text)
    assert state(read_files(tmp_path), change) is State.DONE


def test_nothing_to_change_is_no_change(repository: Path) -> None:
    queue = ReviewFolder(repository / "review")
    edit = AddPhrasings(entry_id="films", phrasings=("May films be borrowed",))
    with pytest.raises(UsageError, match="already"):
        queue.add(repository / "corpus/library", edit, NOW)
    assert queue.all() == []


def test_a_change_to_an_entry_that_is_gone_is_stuck(repository: Path) -> None:
    folder = repository / "corpus/library"
    edit = AddPhrasings(entry_id="films", phrasings=("Do you lend DVDs?",))
    change = ReviewFolder(repository / "review").add(folder, edit, NOW)
    (folder / "library.md").write_text(LIBRARY.replace("id: films", "id: movies"))
    assert state(read_files(folder), change) is State.STUCK


def test_of_changes_that_take_the_same_phrasing_the_first_goes_and_each_is_open_by_itself(
    repository: Path,
) -> None:
    folder = repository / "corpus/library"
    queue = ReviewFolder(repository / "review")
    room = "what-does-the-reading-room-cost"
    edits = [
        AddPhrasings(entry_id="films", phrasings=("Is it free?",)),
        AddPhrasings(entry_id=room, phrasings=("Is it free?",)),
        AddPhrasings(entry_id=room, phrasings=("Is the room free?",)),
    ]
    first, second, third = (queue.add(folder, edit, NOW) for edit in edits)
    files = read_files(folder)
    assert {state(files, change) for change in (first, second, third)} == {State.OPEN}
    text, left_out = together(folder, [first, second, third])
    assert left_out == [second]
    apply(repository, text)
    files = read_files(folder)
    assert [state(files, change) for change in (first, second, third)] == [
        State.DONE,
        State.STUCK,
        State.DONE,
    ]


def test_what_is_in_the_folder_but_no_change_is_passed_over(tmp_path: Path) -> None:
    queue = ReviewFolder(tmp_path)
    (tmp_path / "20261124T120000000000Z-abcdef.patch").write_text("Change: {}\n")
    (tmp_path / "mine.patch").write_text("diff\n")
    (tmp_path / "20261124T120001000000Z-abcdef.patch").write_bytes(b"\xff")
    assert queue.all() == []
    for wrong in ("../secret", "mine", "", "x" * 300):
        assert queue.get(wrong) is None
        queue.discard(wrong)
    assert (tmp_path / "mine.patch").exists()


def test_changes_are_kept_newest_first_and_forgotten(repository: Path) -> None:
    folder = repository / "corpus/library"
    queue = ReviewFolder(repository / "review")
    first = queue.add(folder, item(), NOW)
    second = queue.add(folder, item("Is it?", passages=()), NOW.replace(hour=13))
    assert queue.all() == [second, first]
    assert queue.get(first.id) == first
    queue.discard(first.id)
    queue.discard(first.id)
    assert queue.all() == [second]


def test_a_review_folder_that_cannot_be_used_is_said(repository: Path) -> None:
    (repository / "review").write_text("a file")
    with pytest.raises(ReviewError, match="FAQ_REVIEW_DIR"):
        ReviewFolder(repository / "review").add(repository / "corpus/library", item(), NOW)


@pytest.mark.parametrize("name", ["a b.md", 'q"uo\\te.md', "tab\tname.md", "ümlaut.md", "x/y z.md"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("one\ntwo\n", "one\nnew\ntwo\n"),
        ("one\r\ntwo\r\n", "one\r\nnew\r\ntwo\r\n"),
        ("one\ntwo", "one\ntwo\nthree"),
        ("old\rmac\u2028line", "old\rmac\u2028line\n"),
        (None, "new\n"),
        (None, "new"),
    ],
)
def test_git_takes_every_name_and_line_end(
    tmp_path: Path, name: str, before: str | None, after: str
) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    if before is not None:
        path.write_bytes(before.encode())
    apply(tmp_path, unified({name: (before, after), "same.md": ("a", "a")}))
    assert path.read_bytes() == after.encode()
