"""The command line as a user meets it: in a process of its own."""

import json
import os
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import cast

import pytest

from assistant.assistant import Assistant
from assistant.cli import main
from assistant.cli.batching import answer_lines
from assistant.errors import FaqError
from assistant.settings import load_settings

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.integration
FAQ = "---\ntitle: Library\n---\n\n## May films be borrowed?\n\nYes. Films may be borrowed.\n"


def faq(
    *arguments: str, typed: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from assistant.cli import main; main()", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


def assert_one_line(found: subprocess.CompletedProcess[str], status: int, *words: str) -> None:
    assert found.returncode == status, found.stderr
    assert len(found.stderr.strip().splitlines()) == 1, found.stderr
    assert "Traceback" not in found.stderr
    for word in words:
        assert word in found.stderr


def test_ask_prints_the_policy_and_json_prints_the_answer_object() -> None:
    text = faq("ask", "Can product keys be used for cloud services?")
    assert text.returncode == 0, text.stderr
    assert "tokens are used to redeem cloud services" in text.stdout
    found = faq("ask", "--json", "Can product keys be used for cloud services?")
    answer = json.loads(found.stdout)
    assert answer["outcome"] == "answered"
    assert answer["passages"][0]["entry_id"] == "keys-and-tokens"


def test_a_chat_ends_with_a_farewell() -> None:
    found = faq("chat", typed="Hello\nok bye\nAre you there?\n")
    assert found.returncode == 0, found.stderr
    assert found.stdout.rstrip().endswith("Goodbye.")


def test_asking_imports_neither_torch_nor_scipy() -> None:
    code = (
        "import sys\nfrom assistant.cli import main\n"
        "try: main(['ask', 'What are tokens for?'])\n"
        "except SystemExit: pass\n"
        "assert not {'torch', 'transformers', 'sentence_transformers', 'scipy'} & set(sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr


def test_batch_answers_the_good_lines_and_reports_the_bad_ones(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        '{"id": "a", "question": "What are tokens for?"}',
        "{broken",
        '{"id": "c", "question": ""}',
        '{"id": "d"}',
        '{"id": "e", "question": "hi", "audience": "nobody"}',
        '{"id": "f", "question": "thanks", "history": null, "audience": null}',
        '{"id": "\\ud800", "question": "thanks"}',
        '{"id": ' + "9" * 5000 + ', "question": "thanks"}',
    ]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = faq("batch", str(source), str(target))
    assert found.returncode == 1
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["a", None, "c", "d", "e", "f", "\ud800", None]
    assert ["error" in row for row in rows] == [False, True, True, True, True, False, False, True]
    assert f"{source}:2:" in found.stderr
    assert "Traceback" not in found.stderr


def test_batch_answers_both_questions_of_one_id_and_says_so(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "a", "question": "thanks"}\n' * 2, encoding="utf-8")
    found = faq("batch", str(source), str(target))
    assert found.returncode == 0
    assert f"{source}:2: id 'a' stands in line 1, too: give each question an id" in found.stderr
    assert len(target.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["foo"], "No such command 'foo': see `faq --help`"),
        (["import", "x.csv"], "Missing option '--into': see `faq import --help`"),
        (["index", "foo"], "No such command 'foo': see `faq index --help`"),
    ],
)
def test_wrong_use_names_the_way_out(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert (caught.value.code, capsys.readouterr().err) == (2, f"faq: {told}\n")


def test_batch_of_a_missing_file_is_wrong_use(tmp_path: Path) -> None:
    found = faq("batch", str(tmp_path / "none.jsonl"), str(tmp_path / "out.jsonl"))
    assert_one_line(found, 2, "none.jsonl")


def test_a_wrong_line_is_told_with_its_value_and_what_belongs_there(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    lines = ['"hi"', '{"id": 1.5, "question": "hi"}', '{"id": 1}', '{"id": 1, "question": null}']
    lines.append('{"id": 1, "question": "hi", "history": "' + "x" * 99 + '"}')
    lines += ['{"id": 1, x}', "caf\udce9"]
    source.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    told = answer_lines(lambda: cast("Assistant", None), source, tmp_path / "out.jsonl")
    assert [line.removeprefix(f"{source}:") for line in told] == [
        '1: "hi" is no object: write {"id": ..., "question": ...}',
        "2: 'id' is 1.5: give a text or a whole number",
        "3: 'question' is missing: give a text",
        "4: 'question' is null: give a text",
        f"5: 'history' is \"{'x' * 59}...: give a list of texts",
        '6: not JSON at character 11: write {"id": ..., "question": ...}',
        "7: byte 4 is not UTF-8: save the file as UTF-8",
    ]


def test_batch_leaves_a_file_the_permissions_that_it_has(tmp_path: Path) -> None:
    source, kept, new = (tmp_path / name for name in ("in.jsonl", "kept.jsonl", "new.jsonl"))
    source.write_text("{")
    kept.touch(0o600)
    for target in (kept, new):
        answer_lines(lambda: cast("Assistant", None), source, target)
        assert json.loads(target.read_text())["id"] is None
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    (tmp_path / "other").touch()
    assert new.stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_batch_to_a_full_disk_names_the_file_and_the_way_out(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("{")
    with pytest.raises(FaqError, match=r"/dev/full: cannot be written: No space left.*: make room"):
        answer_lines(lambda: cast("Assistant", None), source, Path("/dev/full"))


def test_batch_reads_standard_input_and_writes_standard_output() -> None:
    found = faq("batch", "-", "-", typed='{"id": "\u00e9", "question": "thanks"}\n', LC_ALL="C")
    assert (found.returncode, found.stderr) == (0, "")
    assert json.loads(found.stdout)["id"] == "\u00e9"
    assert not (ROOT / "-").exists()


def test_the_version_is_told() -> None:
    found = faq("--version")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("faq")


def test_versions_of_a_corpus_that_is_not_there_are_no_empty_list(tmp_path: Path) -> None:
    found = faq("index", "list", "--corpus", str(tmp_path / "typo"))
    assert_one_line(found, 1, "typo", "there is no such folder")


@pytest.mark.skipif(os.name != "posix", reason="a terminal of its own")
def test_earlier_questions_of_a_chat_come_back_with_the_arrow(tmp_path: Path) -> None:
    (tmp_path / "faq.md").write_text(FAQ, encoding="utf-8")
    master, slave = os.openpty()
    code = "from assistant.cli import main; main()"
    command = [sys.executable, "-c", code, "chat", "--corpus", str(tmp_path)]
    environment = {**os.environ, "FAQ_JUDGE": "none", "TERM": "xterm"}
    os.write(master, b"nonsense\n\x1b[A\n\n")
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=slave, stdout=slave, stderr=slave
    ) as chat:
        os.close(slave)
        shown = b""
        with suppress(OSError):  # what a terminal says when the other side has left
            while part := os.read(master, 4096):
                shown += part
    os.close(master)
    assert chat.returncode == 0
    assert shown.count(b"nonsense") >= 3  # echoed, typed, brought back


@pytest.mark.parametrize("named", ["in.jsonl", "../in/in.jsonl", "link.jsonl"])
def test_batch_keeps_the_questions_that_would_be_overwritten(tmp_path: Path, named: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    source = folder / "in.jsonl"
    source.write_text('{"id": "a", "question": "thanks"}\n', encoding="utf-8")
    (folder / "link.jsonl").symlink_to(source)
    found = faq("batch", str(source), str(folder / named))
    assert_one_line(found, 2, named, "name another file")
    assert source.read_text(encoding="utf-8").startswith('{"id": "a", "question"')


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask"], ["QUESTION"]),
        (["ask", ""], ["empty"]),
        (["ask", "x" * 100_000], ["100000", "2000"]),
        (["ask", "May we?", "--audience", "gold"], ["gold", "action-pack"]),
        (["chat", "--audience", "gold"], ["gold", "action-pack"]),
        (["nonsense"], ["nonsense"]),
    ],
)
def test_wrong_use_is_one_line_and_status_2(arguments: list[str], words: list[str]) -> None:
    assert_one_line(faq(*arguments), 2, *words)


def test_a_setting_that_is_wrong_is_named() -> None:
    assert_one_line(faq("ask", "May we?", FAQ_THREADS="many"), 2, "FAQ_THREADS", "many")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, ["corpus"]),
        ("", ["corpus"]),
        ("---\ntitle: [\n---\n\n## Q?\n\nA.\n", ["faq.md"]),
        (
            "## A?\n<!-- faq\nid: x\n-->\n\nOne.\n\n## B?\n<!-- faq\nid: x\n-->\n\nTwo.\n",
            ["faq.md"],
        ),
        ("## A?\n\nOne.\x00\n", ["faq.md"]),
    ],
    ids=["missing", "empty", "front matter", "duplicate id", "NUL"],
)
def test_a_corpus_that_cannot_be_read_is_one_line(
    tmp_path: Path, content: str | None, words: list[str]
) -> None:
    corpus = tmp_path / "corpus"
    if content is not None:
        corpus.mkdir()
        (corpus / "faq.md").write_text(content, encoding="utf-8")
    assert_one_line(faq("ask", "May films be borrowed?", "--corpus", str(corpus)), 1, *words)


def test_any_teams_faq_is_served_and_its_index_looked_after(tmp_path: Path) -> None:
    corpus = tmp_path / "library"
    corpus.mkdir()
    (corpus / "faq.md").write_text(FAQ, encoding="utf-8")
    where = ["--corpus", str(corpus)]
    assert faq("index", "build", *where).returncode == 0
    (corpus / "faq.md").write_text(FAQ + "\n## Who pays?\n\nThe borrower pays.\n", encoding="utf-8")
    assert "up to date" not in faq("index", "status", *where).stdout
    assert "The borrower pays." in faq("ask", "Who pays?", *where).stdout
    assert "up to date" in faq("index", "status", *where).stdout
    assert len(faq("index", "list", *where).stdout.splitlines()) == 2
    assert "pinned" in faq("index", "rollback", *where).stdout
    assert "The borrower pays." not in faq("ask", "Who pays?", *where).stdout
    assert faq("lint", *where).returncode == 0


def test_an_unwritable_cache_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    found = faq("ask", "May we?", FAQ_CACHE_DIR=str(tmp_path / "file" / "cache"))
    assert_one_line(found, 1, "FAQ_CACHE_DIR")


def test_a_terminal_in_another_encoding_gets_the_answer() -> None:
    question = ["ask", "How can we share licences between locations?", "--audience", "competency"]
    text = faq(*question, PYTHONIOENCODING="ascii")
    assert (text.returncode, text.stderr) == (0, "")
    assert "these licenses\\u2014between" in text.stdout
    answer = json.loads(faq(*question, "--json", PYTHONIOENCODING="ascii").stdout)
    assert "these licenses\u2014between" in answer["passages"][0]["text"]


def test_bytes_that_are_no_text_end_in_no_traceback(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    (tmp_path / name).write_text("## Q?\n", encoding="utf-8")
    found = faq("lint", str(tmp_path), PYTHONIOENCODING="utf-8:strict")
    assert (found.returncode, "Traceback" in found.stderr) == (1, False)
    assert "caf\\udce9.md:1: error" in found.stdout


def test_batch_writes_into_a_pipe_and_leaves_it_one(tmp_path: Path) -> None:
    source, pipe = tmp_path / "in.jsonl", tmp_path / "pipe"
    source.write_text('{"id": "a", "question": "thanks"}\n', encoding="utf-8")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        found = faq("batch", str(source), str(pipe))
        assert (found.returncode, found.stderr) == (0, "")
        assert pipe.is_fifo()
        assert json.loads(os.read(reader, 65536))["id"] == "a"
    finally:
        os.close(reader)


def test_an_empty_variable_does_not_serve_the_folder_one_is_in(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        for name in ("FAQ_CORPUS", "FAQ_CACHE_DIR", "FAQ_REVIEW_DIR"):
            patch.setenv(name, "")
        found = load_settings()
    assert Path() not in (found.corpus, found.cache_dir, found.review_dir)
