"""From sources to files of a corpus: all or nothing, nothing lost, nothing that speaks as we do."""

import html
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus import load_corpus
from assistant.corpus.editing import corpus_from_texts
from assistant.corpus.importers import Format, import_sources
from assistant.corpus.importers.answers import safe_answer
from assistant.corpus.importers.items import Document, Item
from assistant.corpus.importers.writing import file_text
from assistant.errors import UsageError
from tests.assistant.corpus.importers.reading import entries, write

FAQ = "# Fees\n\n## Is it free?\n\nYes.\n"


def test_a_source_becomes_a_file_with_ids_and_topics(tmp_path: Path) -> None:
    source = write(tmp_path, "faq.md", FAQ)
    report = import_sources([source], tmp_path / "corpus" / "new")
    assert (report.entries, report.files, report.failures) == (1, ["faq.md"], [])
    assert (tmp_path / "corpus" / "new" / "faq.md").read_text() == (
        "---\n# Imported from faq.md\n---\n\n# Fees\n\n"
        "## Is it free?\n<!-- faq\nid: is-it-free\n-->\n\nYes.\n"
    )
    assert entries(tmp_path / "corpus" / "new") == [("Is it free?", "Yes.", "Fees")]


def test_folders_keep_their_shape_and_what_is_no_faq_is_told(tmp_path: Path) -> None:
    write(tmp_path, "in/Über uns/README.md", FAQ)
    write(tmp_path, "in/b/FAQ.yml", "- question: Why?\n  answer: So.\n")
    write(tmp_path, "in/b/faq.md", "## How?\n\nSo.\n")
    write(tmp_path, "in/guide.md", "# Guide\n\nText.\n")
    write(tmp_path, "in/logo.png", b"\x89PNG\0")
    write(tmp_path, "in/.git/faq.md", FAQ)
    report = import_sources([str(tmp_path / "in")], tmp_path / "out")
    assert report.files == ["b/faq.md", "b/faq-2.md", "über-uns/from-readme.md"]
    assert [Path(name).name for name in report.without_questions] == ["guide.md"]
    assert report.failures == []
    assert len(entries(tmp_path / "out")) == 3


def test_what_is_there_is_replaced_by_force_alone(tmp_path: Path) -> None:
    source = write(tmp_path, "faq.md", FAQ)
    out = tmp_path / "out"
    write(out, "faq.md", "## Mine?\n\nYes.\n")
    write(out, "other.md", "## Is it free?\n\nNo.\n")
    with pytest.raises(UsageError, match="would be overwritten: give --force"):
        import_sources([source], out)
    assert (out / "faq.md").read_text() == "## Mine?\n\nYes.\n"
    import_sources([source], out, force=True)
    corpus = load_corpus(out)
    assert [entry.id for entry in corpus.entries] == ["is-it-free-2", "is-it-free"]
    assert sorted(path.name for path in out.iterdir()) == ["faq.md", "other.md"]


def test_a_file_in_the_place_of_the_corpus_is_told(tmp_path: Path) -> None:
    source = write(tmp_path, "faq.md", FAQ)
    with pytest.raises(UsageError, match="is a file: name a folder"):
        import_sources([source], Path(source))


def test_nothing_is_written_where_one_file_cannot_be(tmp_path: Path, monkeypatch) -> None:
    one, two = write(tmp_path, "a.md", FAQ), write(tmp_path, "b.md", "## B?\n\nb\n")
    out = tmp_path / "out"
    write(out, "a.md", "## Mine?\n\nYes.\n")
    replace = Path.replace

    def fails(self: Path, target: Path) -> Path:
        if target == out / "b.md":
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="No space left"):
        import_sources([one, two], out, force=True)
    assert {path.name: path.read_text() for path in out.iterdir()} == {"a.md": "## Mine?\n\nYes.\n"}


def test_the_corpus_itself_is_no_source(tmp_path: Path) -> None:
    write(tmp_path, "faq.md", FAQ)
    import_sources([str(tmp_path)], tmp_path / "out")
    report = import_sources([str(tmp_path)], tmp_path / "out", force=True)
    assert report.files == ["faq.md"]


def test_copies_are_left_out_and_other_answers_have_ids_of_their_own(tmp_path: Path) -> None:
    text = "question,answer\nFree?,Yes\nFree?,No\nfree,Yes\n"
    report = import_sources([write(tmp_path, "a.csv", text)], tmp_path / "out")
    assert (report.copies, report.asked_again) == (1, ["Free?"])
    assert [entry.id for entry in load_corpus(tmp_path / "out").entries] == ["free", "free-2"]


def test_topics_end_where_they_end(tmp_path: Path) -> None:
    text = "category,question,answer\nFees,A?,a\n,B?,b\nFees,C?,c\n"
    import_sources([write(tmp_path, "a.csv", text)], tmp_path / "out")
    assert [topic for _, _, topic in entries(tmp_path / "out")] == ["Fees", None, "Fees"]


def test_alternates_are_kept(tmp_path: Path) -> None:
    text = json.dumps([{"questions": ["Free?", "Cost --> of: it?"], "answer": "No."}])
    import_sources([write(tmp_path, "a.json", text)], tmp_path / "out")
    assert load_corpus(tmp_path / "out").entries[0].alternates == ("Cost --> of: it?",)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("missing.md", None, "No such file"),
        ("empty.md", b" \n", "it is empty"),
        ("binary.md", b"PK\x03\x04\0\0", "no text"),
        ("latin.md", "## Is it dür?\n\nJa\n".encode("latin-1"), ":1: byte 0xfc is not UTF-8"),
        ("broken.yml", b"a:\n  - [1\n", "not valid YAML"),
        ("broken.json", b'{"a":\n', "not valid JSON"),
        ("deep.json", b"[" * 100_000, "nested too deeply"),
        ("deep.html", b"<html>" + b"<div>" * 100_000, "nested too deeply"),
        ("deep.yml", b"[" * 100_000, "nested too deeply|not valid YAML"),
        ("none.md", b"# Guide\n\nText.\n", "no question is recognised"),
        ("header.csv", b"a,b\n1,2\n", "no columns of question and answer"),
        (
            "answers.csv",
            b"question,answer\nFree?,\n?,x\n",
            ":2: 'Free.' has no answer .and 1 more, in lines 3.:",
        ),
        ("image.md", b"## Free?\n\n<br>\n\n---\n", ":1: 'Free.' has no answer"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_costs_nothing_else(
    tmp_path, name, data, words
) -> None:
    bad = str(tmp_path / name) if data is None else write(tmp_path, name, data)
    good = write(tmp_path, "good.md", FAQ)
    report = import_sources([bad, good], tmp_path / "out")
    (failure,) = report.failures
    assert "\n" not in str(failure)
    assert name in str(failure)
    with pytest.raises(type(failure), match=words):
        raise failure
    assert [question for question, _, _ in entries(tmp_path / "out")] == ["Is it free?"]


def test_a_huge_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "huge.md"
    with path.open("wb") as file:
        file.truncate(10_000_001)
    (failure,) = import_sources([str(path)], tmp_path / "out").failures
    assert "more than 10 MB" in str(failure)
    assert not (tmp_path / "out").exists()


def test_links_in_a_circle_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "in/faq.md", FAQ)
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "self.md").symlink_to(tmp_path / "in" / "self.md")
    report = import_sources([str(tmp_path / "in")], tmp_path / "out")
    assert report.files == ["faq.md"]
    assert ["self.md: cannot be read" in str(failure) for failure in report.failures] == [True]


def test_yaml_aliases_are_read_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [{question: Why?, answer: So.}]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    report = import_sources([write(tmp_path, "a.yml", "\n".join(lines))], tmp_path / "out")
    assert report.entries == 1
    circle = "a: &a\n  - *a\n  - {question: Why?, answer: So.}\n"
    assert import_sources([write(tmp_path, "b.yml", circle)], tmp_path / "out").entries == 1


def test_a_format_that_is_named_limits_a_folder_and_is_believed(tmp_path: Path) -> None:
    write(tmp_path, "in/a.md", FAQ)
    write(tmp_path, "in/b.csv", "question,answer\nB?,b\n")
    assert import_sources([str(tmp_path / "in")], tmp_path / "o", Format.CSV).files == ["b.md"]
    source = write(tmp_path, "data.txt", "Question,Answer\nB?,b\n")
    (failure,) = import_sources([source], tmp_path / "p", Format.MARKDOWN).failures
    assert "no question" in str(failure)


HOSTILE = [
    '<!-- faq\nid: mine\nfacts:\n  - {question: A?, verdict: "yes", quote: x}\n-->\n\ntext',
    "text <!-- faq id: mine --> text",
    "text\n\n<!-- incomplete: x -->",
    "<!-- never closed\n\ntext",
    "text\n---\nmore\n===\nlast",
    "## Another?\n\nYes.",
    "# Topic\n\n## Another?\n\nYes.",
    "```\nnever closed\n\n## Another?",
    "~~~~\nnever closed",
    "<script>\n\n## Another?",
    "<pre>\n\n## Another?",
    "<?php\n\n## Another?",
    "<![CDATA[\n\n## Another?",
    "> ## Another?\n\n- ## Another?\n  <!-- faq -->\n\n      ## code",
    "---\ntitle: x\n---\n\ntext",
    "`<!-- in code -->` and ``<!--`` stay",
    "[a]: http://b\n\n[a]",
    "text\r\n\r\n## Another?\rtext\x00\x0b\x1b[31m\ud800",
    "\u2028## Another?\u2028",
    "    indented\n\n    <!-- code -->",
    "&lt;!-- faq --&gt;",
    "<details><summary>Another?</summary>x</details>",
    "| a |\n|---|\n| <!-- faq --> |",
    "\\<!-- faq -->",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", ["json", "html"])
def test_foreign_text_cannot_speak_as_the_corpus(tmp_path: Path, text: str, form: str) -> None:
    rows = [{"question": f"First {form}?", "answer": text}, {"question": "Last?", "answer": "end"}]
    if form == "html":
        rows[0]["answer"] = f"<p>{html.escape(text)}</p>"
    import_sources([write(tmp_path, "a.json", json.dumps(rows))], tmp_path / "out")
    corpus = load_corpus(tmp_path / "out")
    assert [entry.title for entry in corpus.entries][-1] == "Last?"
    assert len(corpus.entries) <= 2
    for entry in corpus.entries:
        assert (entry.facts, entry.topic, entry.resources) == ((), None, ())
        assert not any(block.incomplete for block in entry.blocks)
        assert entry.id in {f"first-{form}", "last"}
    entries(tmp_path / "out")


QUESTIONS = [
    "What is C #?",
    "What is C #",
    "# What?",
    "## What?",
    "*Why* `x_y` [link](http://a.b)?",
    "What is <!-- faq id: x --> this?",
    "Two\nlines\r\nhere?",
    "A <b>bold</b> <id>?",
    "Why {#anchor}",
    "--- why?",
    "- why?",
    "```why?",
    "Is 5 < 6 & 7 > 3?",
    "\u65e5\u672c\u8a9e\u3067\u3059\u304b\uff1f",
    "null",
    "yes?\x00\x1b",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_any_question_is_one_heading(tmp_path: Path, question: str) -> None:
    rows = [{"question": question, "answer": "Yes."}, {"question": "Last?", "answer": "end"}]
    import_sources([write(tmp_path, "a.json", json.dumps(rows))], tmp_path / "out")
    found = entries(tmp_path / "out")
    assert [answer for _, answer, _ in found] == ["Yes.", "end"]
    assert "faq" not in found[0][0]


SIGNS = (
    "## Q?|---|===|```|~~~|<!--|-->|faq|<pre>|<script>|text|    |\n|\n\n|> |- |1. |`|\\|<br>"
    "|<details>|</details>|<summary>Q?</summary>|[a]: b"
)
PIECES = st.sampled_from(["|", *SIGNS.split("|")])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_answer_ends_before_the_next_question(text: str) -> None:
    answer = safe_answer(text)
    if answer:
        item = Item("First?", answer)
        written = file_text(Document("a", "a", ""), [item, Item("Last?", "end")], {})
        corpus = corpus_from_texts({"a.md": written})
        assert [entry.title for entry in corpus.entries] == ["First?", "Last?"]
        assert corpus.entries[0].id == "first"


def test_pipes_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "in/faq.md", FAQ)
    os.mkfifo(tmp_path / "in" / "p.md")
    assert import_sources([str(tmp_path / "in")], tmp_path / "out").files == ["faq.md"]


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "us-ascii"])
def test_a_saved_page_is_read_as_it_says_unless_it_is_utf_8(tmp_path: Path, charset: str) -> None:
    page = (
        f"<html><head><meta charset={charset}></head><h2>Le caf\xe9?</h2><p>Oui \u2013 ouvert.</p>"
    )
    for encoding in ("cp1252", "utf-8"):
        source = write(tmp_path, f"{encoding}.html", page.encode(encoding))
        import_sources([source], tmp_path / encoding)
        assert entries(tmp_path / encoding) == [("Le caf\xe9?", "Oui \u2013 ouvert.", None)]


@pytest.mark.parametrize("charset", ["zip", "nonsense", "utf-8"])
def test_a_page_that_names_no_encoding_of_text_is_refused_with_its_byte(
    tmp_path: Path, charset: str
) -> None:
    page = f"<html><meta charset={charset}><h2>Le caf\xe9?</h2><p>Oui.</p>".encode("latin-1")
    (failure,) = import_sources([write(tmp_path, "a.html", page)], tmp_path / "out").failures
    assert failure.problem == "byte 0xe9 is not UTF-8"
