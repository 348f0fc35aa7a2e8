"""What Markdown of others gives: the questions and answers as found, in order."""

import json

import pytest

from assistant.corpus.importers.detection import read_items
from assistant.corpus.importers.items import Document
from tests.assistant.corpus.importers.reading import found, questions

MARKDOWN = """\
---
title: Library
author: somebody
---

# Library FAQ

Words before any question.

## Lending

### May films be borrowed?

Yes. See [the rules][1].

- for two days
- at the desk

#### Late films

A fee is due.

### 2. Is it `free`? {#free}

Yes.

---

## Related

Nothing here is an answer.

[1]: https://example.org/rules
"""


def test_question_headings_with_their_sections() -> None:
    assert found(MARKDOWN) == [
        (
            "May films be borrowed?",
            "Yes. See [the rules](https://example.org/rules).\n\n"
            "- for two days\n- at the desk\n\n### Late films\n\nA fee is due.",
            "Lending",
        ),
        ("Is it free?", "Yes.", "Lending"),
    ]


def test_lines_are_those_of_the_file() -> None:
    assert [item.line for item in read_items(Document("a.md", "a", MARKDOWN))] == [12, 23]


def test_a_question_below_a_question_is_one_of_its_own() -> None:
    text = "# A?\n\none\n\n## B?\n\ntwo\n\n## More\n\nthree\n\n# C?\n\nfour\n"
    assert found(text) == [
        ("A?", "one\n\n### More\n\nthree", None),
        ("B?", "two", None),
        ("C?", "four", None),
    ]


def test_a_question_with_questions_alone_below_it_is_their_topic() -> None:
    assert found("## New here?\n\n### How?\n\nSo.\n") == [("How?", "So.", "New here?")]


def test_headings_among_questions_may_lack_their_question_mark() -> None:
    text = "".join(f"## {q}\n\ntext\n\n" for q in ("A?", "B?", "C?", "How to pay", "See also"))
    assert questions(text) == ["A?", "B?", "C?", "How to pay"]


def test_headings_of_other_documents_are_no_questions() -> None:
    assert questions("# Guide\n\n## How to start\n\nRun it.\n\n## What you need\n\nA key.\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "**May I?**\n\nYes.\n\n**And you?**\n\nNo.\n",
        "**May I?** Yes.\n\n**And you?** No.\n",
        "**May I?**<br></br>\nYes.\n\n***And you?***\nNo.\n",
        "**Q: May I?**  \nA: Yes.\n\n**Q. And you?**\n\n**A.** No.\n",
        "Q: May I?\nA: Yes.\nQ: And you?\nA: No.\n",
        "Q1: May I? A: Yes.\n\nQ2: And you? A: No.\n",
        "**Question:**  **May I?**</br>\nAnswer: Yes.\n\n**Question:** And\nyou?\nAnswer: No.\n",
        "- **May I?**<br> Yes.\n- **And you?**\n\n  No.\n",
        "1. **May I?**\n   Yes.\n2. **And you?**\n   No.\n",
        "## Q9.1: May I?\n\nYes.\n\n## 9.2 And you?\n\nNo.\n",
        "<details>\n<summary>May I?</summary>\nYes.\n</details>\n\n"
        "<details>\n\n<summary><b>And you?</b></summary>\n\nNo.\n\n</details>\n",
    ],
)
def test_habits_of_markdown(text: str) -> None:
    assert [item[:2] for item in found(text)] == [("May I?", "Yes."), ("And you?", "No.")]


def test_details_keep_their_lists_and_end_where_they_end() -> None:
    text = (
        "# FAQ\n\n### Cost\n\n<details>\n\n<summary>Is it free?</summary>\n\nYes:\n\n* a\n* b\n\n"
        "</details>\n\nNot a word of it.\n\n<details>\n\n<summary>It fails.</summary>\n\nAsk.\n\n</details>\n"
    )
    assert found(text) == [
        ("Is it free?", "Yes:\n\n* a\n* b", "Cost"),
        ("It fails.", "Ask.", "Cost"),
    ]


def test_details_in_an_answer_stay_in_it() -> None:
    text = "## Is it free?\n\nYes.\n\n<details><summary>Output</summary>\n\n`ok`\n\n</details>\n\nEnd.\n"
    assert found(text) == [("Is it free?", "Yes.\n\n**Output**\n\n`ok`\n\nEnd.", None)]


def test_code_is_no_markup() -> None:
    text = (
        "## Is it?\n\n```md\n## Is this?\n<details><summary>Q?</summary>\n<!-- x -->\n```\n\nYes.\n"
    )
    assert found(text)[0][1].endswith("<!-- x -->\n```\n\nYes.")
    assert len(found(text)) == 1


def test_what_is_commented_out_is_not_published() -> None:
    assert questions("## A?\n\nyes\n\n<!-- removed\n\n## B?\n\nno\n-->\n\n## C?\n\nmaybe\n") == [
        "A?",
        "C?",
    ]


FOOTNOTES = """\
## May I pay by card?

Yes.[^1] Not `[^1]` in cash.[^cash][^none]

[^1]: Visa, see
  [the list][l].
[^cash]: Closed.
    More of it.

## Is it free?

No[^cash], see [l].

[l]: https://example.org/l

```
[^1]: code
```
"""


def test_a_footnote_goes_to_each_answer_that_cites_it() -> None:
    assert found(FOOTNOTES) == [
        (
            "May I pay by card?",
            "Yes.[1] Not `[^1]` in cash.[2][^none]\n\n"
            "[1] Visa, see\n[the list](https://example.org/l).\n\n[2] Closed.\nMore of it.",
            None,
        ),
        (
            "Is it free?",
            "No[1], see [l](https://example.org/l).\n\n```\n[^1]: code\n```\n\n[1] Closed.\nMore of it.",
            None,
        ),
    ]
    assert [item.line for item in read_items(Document("a.md", "a", FOOTNOTES))] == [1, 10]


def test_a_footnote_ends_where_a_block_begins() -> None:
    text = "## Why?\n\nSo.[^a]\n\n[^a]: Or\nnot.\n- one\n\n## How?\n\n[^b]: Note.\n\nThus.\n"
    assert found(text) == [
        ("Why?", "So.[1]\n\n- one\n\n[1] Or\nnot.", None),
        ("How?", "Thus.", None),
    ]


def test_an_answer_that_has_its_own_footnote_keeps_it() -> None:
    text = json.dumps([{"q": "Why?", "a": "So.[^a]\n\n[^a]: Ever."}])
    assert found(text, "a.json") == [("Why?", "So.[1]\n\n[1] Ever.", None)]
