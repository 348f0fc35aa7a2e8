"""Which pieces of an answer are one passage, and whom it speaks to."""

from __future__ import annotations

import pytest

from assistant.errors import CorpusError
from tests.assistant.corpus.native_files import HEADER, load, texts


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["> [!NOTE]", "> [!important]\n>", "> [!TIP]-\n> "])
def test_an_admonition_speaks_to_the_audience_of_its_lead(tmp_path, mark, end):
    text = f"{HEADER}## Q?\n\n{mark}\n> For Action Pack: no.\n> Never.\n"
    (block,) = load(tmp_path, text.replace("\n", end)).entries[0].blocks
    assert block.audience == "action-pack"


STEPS = """1. One

```
a
```

2. Two
3. Three

```
b
```

```
c
```"""


def test_numbered_steps_with_code_between_them_are_one_passage(tmp_path):
    corpus = load(tmp_path, f"## Q?\n\nDo this:\n\n{STEPS}\n\n1. Other\n\n```\nd\n```\n")
    assert texts(corpus, corpus.entries[0]) == [
        f"Do this:\n\n{STEPS}",
        "1. Other",
        "```\nd\n```",
    ]


@pytest.mark.parametrize(
    "between", ["Text.", "<!-- ask the lawyers -->", "### Part", "| a |\n|---|"]
)
def test_steps_go_on_below_code_only(tmp_path, between):
    corpus = load(tmp_path, f"## Q?\n\n1. One\n\n{between}\n\n```\na\n```\n\n2. Two\n")
    assert {"1. One", "2. Two"} <= set(texts(corpus, corpus.entries[0]))


def test_code_stays_with_the_list_that_introduces_it(tmp_path):
    corpus = load(tmp_path, "## Q?\n\n- Wait.\n- Run:\n\n```\na\n```\n\n- Or:\n\n| a |\n|---|\n")
    assert texts(corpus, corpus.entries[0]) == [
        "- Wait.\n- Run:\n\n```\na\n```",
        "- Or:",
        "| a |\n|---|",
    ]


@pytest.mark.parametrize(
    ("lead", "joined"),
    [
        ("You may **not** bring", True),
        ("You may **not bring:**", True),
        ("These are out of bounds ...", True),
        ("You may bring nothing.", False),
        ("What is out of bounds?", False),
    ],
)
def test_a_list_stays_with_the_words_that_introduce_it(tmp_path, lead, joined):
    corpus = load(tmp_path, f"## Q?\n\n{lead}\n\n- dogs\n- knives\n")
    expected = [f"{lead}\n\n- dogs\n- knives"] if joined else [lead, "- dogs\n- knives"]
    assert texts(corpus, corpus.entries[0]) == expected


def test_a_list_without_a_word_is_no_passage(tmp_path):
    corpus = load(tmp_path, "## Q?\n\nA.\n\n-\n\n1.\n2. Two\n\n* ---\n")
    assert texts(corpus, corpus.entries[0]) == ["A.", "1.\n2. Two"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "code", ["```\na", "~~~\na\n```", "````\na\n```", "```", "```\na\n    ```"]
)
def test_code_that_is_not_closed_would_swallow_the_questions_below_it(tmp_path, code, end):
    text = f"## Q?\n\n{code}\n\n## R?\n\nB.\n".replace("\n", end)
    with pytest.raises(CorpusError, match=r"faq\.md:3: the code block is not closed: end it"):
        load(tmp_path, text)


@pytest.mark.parametrize(
    "code", ["```sh\na\n```", "```\n```", "~~~ \na\n\n ~~~~  ", "- a\n\n  ```\n  a"]
)
def test_code_that_ends_leaves_the_questions_below_it(tmp_path, code):
    corpus = load(tmp_path, f"## Q?\n\nA.\n\n{code}\n\n## R?\n\nB.\n")
    assert [entry.title for entry in corpus.entries] == ["Q?", "R?"]
    assert load(tmp_path, f"## Q?\n\n{code}").entries
