"""The native format: what is read from it, and the one line that each mistake gives."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from assistant.corpus import load_corpus
from assistant.errors import CorpusError
from assistant.types import Link, VerdictValue
from tests.assistant.corpus.native_files import HEADER, load, texts, write


def test_reads_everything_that_the_format_offers(tmp_path):
    corpus = load(
        tmp_path,
        HEADER
        + """# Sharing
## May licences be **shared**? ##
<!-- faq
id: sharing
alternates: ["Can we share?", 'And: this?']
tags: [sharing]
resources: [guides of use]
url: https://example.org/faq#sharing
reconstructed: true
facts:
  - {question: May we?, verdict: yes, quote: "can be   shared", audience: competency}
-->
Yes. Licences can be shared.

For Action Pack subscribers: at home.
<!-- incomplete: cut off -->
### For competency partners
Everywhere.
""",
    )
    (entry,) = corpus.entries
    source = corpus.sources["faq.md"]
    assert (corpus.title, corpus.language, entry.id, entry.topic) == (
        "Test FAQ",
        "en",
        "sharing",
        "Sharing",
    )
    assert entry.title == "May licences be shared?"
    assert source[entry.title_span.start : entry.title_span.end] == "May licences be **shared**?"
    assert source.splitlines()[entry.line - 1].startswith("## May licences")
    assert source[entry.span.start : entry.span.end].endswith("Everywhere.")
    assert entry.alternates == ("Can we share?", "And: this?")
    assert entry.tags == ("all", "sharing")
    assert entry.resources == ("Usage Guide",)
    assert entry.reconstructed
    assert texts(corpus, entry) == [
        "Yes. Licences can be shared.",
        "For Action Pack subscribers: at home.",
        "Everywhere.",
    ]
    assert [block.audience for block in entry.blocks] == [None, "action-pack", "competency"]
    assert [block.incomplete for block in entry.blocks] == [False, True, False]
    assert entry.blocks[2].section == "For competency partners"
    (fact,) = entry.facts
    assert fact.verdict is VerdictValue.YES
    assert source[fact.span.start : fact.span.end] == fact.quote == "can be shared"
    assert fact.span.start > source.index("-->")
    assert corpus.escalation.links == (Link("Community", None),)


def test_blocks_stay_whole_and_a_list_stays_with_its_lead_in(tmp_path):
    corpus = load(
        tmp_path,
        """## Q?
Choose:

- one

  more
  - nested
- two

Then.

| a | b |
|---|---|
| 1 | 2 |

```
## not a heading
<!-- not a comment -->
```

> quoted
> ## not a heading either

Setext question?
----------------
Answer `<!-- code -->`.
""",
    )
    first, second = corpus.entries
    assert texts(corpus, first) == [
        "Choose:\n\n- one\n\n  more\n  - nested\n- two",
        "Then.",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```\n## not a heading\n<!-- not a comment -->\n```",
        "> quoted\n> ## not a heading either",
    ]
    assert second.title == "Setext question?"


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("header", ["", "---\ntitle: T\n---\n"])
def test_line_ends_and_byte_order_mark_change_no_text(tmp_path, bom, end, header):
    text = header + "## Can I? 🙂\n<!-- faq\nid: x\n-->\nשלום. Yes.\n\nTwo\u2028lines.\n"
    corpus = load(tmp_path, (bom + text.replace("\n", end)).encode())
    (entry,) = corpus.entries
    assert corpus.sources["faq.md"] == bom + text.replace("\n", end)
    assert (entry.id, entry.title) == ("x", "Can I? 🙂")
    assert entry.line == 1 + header.count("\n")
    assert texts(corpus, entry) == ["שלום. Yes.", "Two\u2028lines."]


def test_ids_are_made_from_titles_and_stay_unique(tmp_path):
    text = "## Où est-ce?\nA.\n## Ou est ce\nB.\n## 何?\nC.\n## ???\nD.\n"
    text += "## X\n<!-- faq\nid: entry\n-->\nE."
    ids = [entry.id for entry in load(tmp_path, text).entries]
    assert ids == ["ou-est-ce", "ou-est-ce-2", "何", "entry-2", "entry"]


def test_files_are_read_in_order_and_notes_are_left_out(tmp_path):
    for name in ("b.md", "a/z.md", "_draft.md", ".hidden.md", "README.md", "_x/y.md", "c.txt"):
        write(tmp_path, f"## {name}?\nAnswer.\n", name)
    assert list(load_corpus(tmp_path).sources) == ["a/z.md", "b.md"]


def test_the_hash_depends_on_content_and_paths_only(tmp_path):
    one = load(tmp_path / "one", "## Q?\nA.\n")
    two = load(tmp_path / "two", "## Q?\nA.\n")
    other = load_corpus(write(tmp_path / "three", "## Q?\nA.\n", "b.md"))
    assert one.sha256 == two.sha256 != other.sha256


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("---\ntitle: x\n## Q?\nA.\n", 1, "front matter is not closed"),
        ("---\ntitle: [x\n---\n## Q?\nA.\n", 3, "not valid YAML"),
        ("---\na: 1\nb: : 2\n---\n## Q?\nA.\n", 3, "not valid YAML"),
        ("---\ntitle: x\nescalaton: y\n---\n## Q?\nA.\n", 3, "unknown key 'escalaton'"),
        ("---\ntitle: x\ntitle: y\n---\n## Q?\nA.\n", 3, "given twice"),
        ("---\ntitle: [x]\n---\n## Q?\nA.\n", 2, "'title' must be text"),
        ("---\ntags: x\n---\n## Q?\nA.\n", 2, "'tags' must be a list"),
        ("---\n- x\n---\n## Q?\nA.\n", 2, "`key: value`"),
        ("---\ntitle: \x07\n---\n## Q?\nA.\n", 2, "not valid YAML"),
        ("---\naudience: nobody\n---\n## Q?\nA.\n", 2, "unknown audience 'nobody'"),
        ("---\naudiences: [{id: a}]\n---\n## Q?\nA.\n", 2, "has no 'label'"),
        ("---\naudiences: [{id: a b, label: x}]\n---\n## Q?\nA.\n", 2, "cannot be an id"),
        ("---\naudiences:\n- {id: a, label: x}\n- {id: b, label: X}\n---\n## Q?\nA.\n", 4, "names"),
        ("---\naudiences:\n- {id: a, label: x}\n- {id: a, label: y}\n---\n## Q?\nA.\n", 4, "twice"),
        ("---\nresources: [{title: t, url: 'javascript:x'}]\n---\n## Q?\nA.\n", 2, "web address"),
        ("---\nresources: [{title: t}, {title: t}]\n---\n## Q?\nA.\n", 2, "declared twice"),
        ("---\nescalation: {links: []}\n---\n## Q?\nA.\n", 2, "has no 'text'"),
        ("## Q?\n<!-- faq\nid: x\nname: y\n-->\nA.\n", 4, "unknown key 'name'"),
        ("## Q?\n<!-- faq\nalternates: [a: b]\n-->\nA.\n", 3, "'alternates' must be text"),
        ("## Q?\n<!-- faq\nreconstructed: maybe\n-->\nA.\n", 3, "true or false"),
        ("## Q?\n<!-- faq\nresources: [Guide]\n-->\nA.\n", 3, "unknown resource 'Guide'"),
        ("## Q?\n<!-- faq\nid: x\n\nA.\n", 2, "comment is not closed"),
        ("## Q?\nA.\n\n<!-- faq\nid: x\n-->\n", 4, "out of place"),
        ("## Q?\n<!-- incomplete: x -->\nA.\n", 2, "nothing stands above"),
        ("## Q?\nA <!-- note --> b.\n", 2, "comment within a passage"),
        ("## Q?\n- a\n\n  <!-- note -->\n", 4, "comment within a passage"),
        ("## Q?\n\n## R?\nA.\n", 1, "'Q?' has no answer"),
        ("## Q?\n<!-- only a note -->\n", 1, "'Q?' has no answer"),
        ("## \nA.\n", 1, "question is empty"),
        (
            "## Q?\n<!-- faq\nid: x\n-->\nA.\n## R?\n<!-- faq\nid: x\n-->\nB.\n",
            8,
            "'x' is taken by {file}:1",
        ),
        (
            "## Q?\n<!-- faq\nfacts: [{question: q, verdict: yes, quote: B}]\n-->\nA.\n",
            3,
            "the quote 'B' is not in the answer",
        ),
        (
            "## Q?\n<!-- faq\nfacts: [{question: q, verdict: maybe, quote: A}]\n-->\nA.\n",
            3,
            "'maybe' is no verdict",
        ),
        ("## Q?\nA\0.\n", 2, "NUL byte"),
    ],
)
def test_each_mistake_is_told_in_one_line_with_its_place(tmp_path, text, line, problem):
    with pytest.raises(CorpusError) as caught:
        load(tmp_path, text)
    shown = str(tmp_path / "faq.md")
    assert (caught.value.path, caught.value.line) == (shown, line)
    assert problem.replace("{file}", shown) in caught.value.problem
    assert caught.value.fix
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path):
    with pytest.raises(CorpusError, match=r"faq\.md:2: byte 0xe9 is not UTF-8"):
        load(tmp_path, "## Q?\nCafé\n".encode("latin-1"))


def test_a_key_of_the_corpus_stands_in_one_file_only(tmp_path):
    write(tmp_path, "---\nlanguage: en\n---\n## Q?\nA.\n", "a.md")
    write(tmp_path, "---\n\nlanguage: fr\n---\n## R?\nA.\n", "b.md")
    with pytest.raises(CorpusError, match=r"b\.md:3: 'language' is declared already at .*a\.md:2"):
        load_corpus(tmp_path)


def test_the_title_of_the_first_file_is_that_of_the_corpus(tmp_path):
    write(tmp_path, "---\ntitle: y\n---\n## R?\nA.\n", "b.md")
    write(tmp_path, "---\ntitle: x\n---\n## Q?\nA.\n", "a.md")
    assert load_corpus(tmp_path).title == "x"


def test_keys_of_other_tools_are_left_to_them(tmp_path):
    keys = "layout: faq\ndate: 2024-05-01\nauthor: {name: A}\ncategories: [a, b]\ntoc: true\n"
    (entry,) = load(tmp_path, f"---\n{keys}topic: T\n---\n## Q?\nA.\n").entries
    assert entry.topic == "T"


@pytest.mark.parametrize(
    ("key", "meant"),
    [("audence", "audience"), ("audences", "audiences"), ("Langauge", "language")],
)
def test_a_slip_in_a_key_is_an_error_that_names_the_key(tmp_path, key, meant):
    with pytest.raises(CorpusError, match=f"unknown key '{key}' .*: write `{meant}`"):
        load(tmp_path, f"---\n{key}: x\n---\n## Q?\nA.\n")


def test_audiences_that_are_declared_under_the_singular_are_told_the_key(tmp_path):
    with pytest.raises(CorpusError, match="'audience' must be text: write `audiences`"):
        load(tmp_path, "---\naudience: [{id: a, label: x}]\n---\n## Q?\nA.\n")


def test_folders_without_a_corpus_are_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    write(tmp_path, "", "file.md")
    for name, problem in (
        ("missing", "no such folder"),
        ("file.md", "not a folder"),
        ("empty", "no questions"),
    ):
        with pytest.raises(CorpusError, match=problem):
            load_corpus(tmp_path / name)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    write(tmp_path, "## Q?\nA.\n")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match=r"gone\.md: cannot be read"):
        load_corpus(tmp_path)


@contextmanager
def an_ordinary_user() -> Iterator[None]:
    """Root may read everything, so where root runs the tests it steps back to nobody meanwhile."""
    user = os.geteuid()
    os.seteuid(user or 65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("name", ["faq.md", "sub"])
def test_what_may_not_be_read_is_named(name):
    with TemporaryDirectory() as temporary:  # tmp_path lies in a folder that is root's alone
        folder = Path(temporary)
        folder.chmod(0o755)
        write(folder, "## Q?\nA.\n")
        write(folder, "## Q?\nA.\n", "sub/faq.md")
        (folder / name).chmod(0)
        with an_ordinary_user(), pytest.raises(CorpusError, match=rf"{name}: cannot be read"):
            load_corpus(folder)
        (folder / name).chmod(0o700)


def test_tags_with_nothing_between_them_are_no_passages(tmp_path):
    tags = '<a name="two"></a>\n\n</details>\n\n<br/>\n\n'
    text = f"## One?\n\nFirst.\n\n{tags}<https://example.org>\n\n<img src=a.png>\n\n## Two?\n\nA.\n"
    corpus = load(tmp_path, text)
    assert texts(corpus, corpus.entries[0]) == [
        "First.",
        "<https://example.org>",
        "<img src=a.png>",
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Who pays? {#who-pays}",
        "**Who pays?**",
        '<a id="who"></a>Who pays?',
        'Who pays? <a name="who"></a>',
        "__Who pays?__ {: .big }",
        "Who pays? <!-- ask the lawyers -->",
        "[Who pays?](https://example.org/who)",
        "Who pays? [\u00b6](#who)",
    ],
)
def test_a_question_is_read_without_anchors_and_emphasis(tmp_path, heading):
    corpus = load(tmp_path, f"## {heading}\n\nWe.\n")
    (entry,) = corpus.entries
    source = corpus.sources[entry.path]
    assert entry.title == source[entry.title_span.start : entry.title_span.end] == "Who pays?"
    assert entry.id == "who-pays"


@pytest.mark.parametrize("blank", ["\n", "\ufeff\r\n \r\n"])
def test_front_matter_may_stand_below_blank_lines(tmp_path, blank):
    assert load(tmp_path, f"{blank}{HEADER}## Q?\n\nA.\n").title == "Test FAQ"
    rule = load(tmp_path, f"{blank}---\n\n## Q?\n\nA.\n\n---\n")
    assert [entry.title for entry in rule.entries] == ["Q?"]


def test_a_made_id_makes_way_for_one_given_in_a_later_file(tmp_path):
    write(tmp_path, "## License sharing\n\nA.\n", "a.md")
    write(tmp_path, "## Others?\n<!-- faq\nid: license-sharing\n-->\nB.\n", "b.md")
    ids = [entry.id for entry in load_corpus(tmp_path).entries]
    assert ids == ["license-sharing-2", "license-sharing"]


def test_a_comment_below_a_lead_in_is_not_shown(tmp_path):
    corpus = load(tmp_path, "## Q?\n\nSteps:\n\n<!-- ask the lawyers -->\n\n- a\n- b\n")
    assert texts(corpus, corpus.entries[0]) == ["Steps:", "- a\n- b"]
