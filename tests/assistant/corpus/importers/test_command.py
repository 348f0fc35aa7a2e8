"""`faq import` as a user meets it."""

import errno
import os
from pathlib import Path

import pytest

from assistant.cli import main

FAQ = "## Is it free?\n\nYes.\n"


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return int(caught.value.code or 0), captured.out, captured.err


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "faq.md"
    path.write_text(FAQ)
    return path


def test_a_summary_names_what_comes_next(source: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "out"
    status, text, errors = run(capsys, "import", source, "--into", out)
    assert (status, errors) == (0, "")
    assert text == f"1 entry in 1 file\nnext: faq lint {out}\n"
    assert run(capsys, "lint", out)[0] == 0


def test_what_is_left_out_is_told_and_status_is_1(source: Path, tmp_path: Path, capsys) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    status, text, errors = run(capsys, "import", source, bad, "--into", tmp_path / "out")
    assert status == 1
    assert text.startswith("1 entry in 1 file; 1 problem, see above\n")
    assert len(errors.splitlines()) == 1
    assert errors.startswith(f"faq: {bad}:1: it is not valid JSON")


def test_what_is_passed_over_is_told(tmp_path: Path, capsys) -> None:
    source = tmp_path / "faq.md"
    source.write_text(f"{FAQ}\n## Hours\n\n9-17.\n\n## Prices\n\n10.\n")
    status, text, errors = run(capsys, "import", source, "--into", tmp_path / "out")
    assert (status, text.splitlines()[0]) == (0, "1 entry in 1 file")
    assert errors == f"faq: {source}: left out (no question heads it): Hours, Prices\n"


def test_a_folder_without_questions_is_told(tmp_path: Path, capsys) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "guide.md").write_text("# Guide\n")
    status, text, _ = run(capsys, "import", tmp_path / "in", "--into", tmp_path / "out")
    assert status == 1
    assert "no question in " in text
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["import"],
        ["import", "x.md"],
        ["import", "--into", "out"],
        ["import", "x.md", "--into", "out", "--format", "docx"],
    ],
)
def test_wrong_use_is_status_2(arguments: list[str], capsys) -> None:
    status, _, errors = run(capsys, *arguments)
    assert status == 2
    assert len(errors.splitlines()) == 1


def test_nothing_is_overwritten_without_force(source: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "out"
    assert run(capsys, "import", source, "--into", out)[0] == 0
    status, _, errors = run(capsys, "import", source, "--into", out)
    assert status == 2
    assert "--force" in errors
    assert run(capsys, "import", source, "--into", out, "--force")[0] == 0


def test_help_names_the_formats(capsys) -> None:
    status, text, _ = run(capsys, "import", "--help")
    assert status == 0
    assert "auto|markdown|yaml|html|csv|json|jsonl" in text


def test_a_full_disk_is_told_with_the_folder_and_leaves_nothing(
    source: Path, tmp_path: Path, capsys, monkeypatch
) -> None:
    def full(_path: Path, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    out = tmp_path / "new" / "out"
    status, text, errors = run(capsys, "import", source, "--into", out)
    assert (status, text) == (1, "")
    assert errors.startswith(f"faq: {out}: cannot be written: No space left on device: make room")
    assert not out.exists()
