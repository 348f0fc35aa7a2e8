"""What tables, JSON and YAML give, and how the format of a text is told."""

import json

import pytest

from assistant.corpus.importers.detection import Format, detect, read_items
from assistant.corpus.importers.items import Document
from assistant.errors import SourceError
from tests.assistant.corpus.importers.reading import PAGE, found

LEARN = """\
### YamlMime:FAQ
metadata:
  title: Not a topic
title: Billing
sections:
  - name: Ignored
    questions:
      - question: |
          Is there a *fee*?
        answer: |
          No. Costs:

          | a | b |
          |---|---|
          | 1 | 2 |
  - name: Contracts
    questions:
      - question: How to end one
        answer: "Write: it ends."
"""


def test_learn_yaml() -> None:
    assert found(LEARN, "faq.yml") == [
        ("Is there a fee?", "No. Costs:\n\n| a | b |\n|---|---|\n| 1 | 2 |", "Billing"),
        ("How to end one", "Write: it ends.", "Contracts"),
    ]
    assert [item.line for item in read_items(Document("f.yml", "f", LEARN))] == [8, 18]


def test_yaml_words_stay_as_they_are_written() -> None:
    assert found("- question: On?\n  answer: yes\n- question: V?\n  answer: 1.10\n", "a.yaml") == [
        ("On?", "yes", None),
        ("V?", "1.10", None),
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_tables_by_their_header(sign: str) -> None:
    rows = [["Category", "Question", "Answer"], ["Fees", "Is it free", '"Yes,\nall; of\tit"']]
    text = "\ufeff" + "".join(sign.join(row) + "\r\n" for row in rows)
    assert found(text, "faq.csv") == [("Is it free", "Yes,\nall; of\tit", "Fees")]
    assert read_items(Document("faq.csv", "faq", text))[0].line == 2


def test_json_in_several_shapes() -> None:
    expected = [("Is it free?", "Yes.", None)]
    assert found('[{"question": "Is it free?", "answer": "Yes."}]', "a.json") == expected
    assert found('{"faqs": [{"q": "Is it free?", "a": "Yes."}]}', "a.json") == expected
    assert found('{"Is it free?": "Yes."}', "a.json") == expected
    assert found('[{"title": "Is it free?", "body": "<p>Yes.</p>"}]', "a.json") == expected
    assert found('[{"title": "Prices", "body": "Some."}]', "a.json") == []
    nested = '{"sections": [{"name": "Fees", "items": [{"Question": "Is it free?", "Answer": ["Yes."]}]}]}'
    assert found(nested, "a.json") == [("Is it free?", "Yes.", "Fees")]


def test_several_questions_with_one_answer_are_alternates() -> None:
    text = '[{"questions": ["Is it free?", "What does it cost?"], "answer": "Nothing."}]'
    (item,) = read_items(Document("a.json", "a", text))
    assert (item.question, item.alternates) == ("Is it free?", ("What does it cost?",))


def test_json_lines() -> None:
    text = '{"question": "A?", "answer": "a"}\n\n{"question": "B?", "answer": "b"}\n'
    items = read_items(Document("a.jsonl", "a", text))
    assert [(item.question, item.line) for item in items] == [("A?", 1), ("B?", 3)]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (LEARN, "faq.txt", Format.YAML),
        (PAGE, "faq.txt", Format.HTML),
        (PAGE, "https://example.org/faq", Format.HTML),
        ("<?xml version='1.0'?>\n<!-- x -->\n<html>", "a", Format.HTML),
        ("<div><h2>A?</h2></div>", "https://example.org/faq?a.md", Format.HTML),
        ("Question;Answer\nA;b\n", "export", Format.CSV),
        ('[{"question": "A?"}]', "export", Format.JSON),
        ('{"question": "A?"}\n{"question": "B?"}\n', "export.txt", Format.JSONL),
        ("- question: A?\n  answer: b\n", "faq", Format.YAML),
        ("# A?\n\nb\n", "faq", Format.MARKDOWN),
        ("Q: A?\nA: b\n", "faq.txt", Format.MARKDOWN),
        ("[A link](b) first\n\n## A?\n", "faq.md", Format.MARKDOWN),
    ],
)
def test_the_format_is_told_by_the_text(text: str, name: str, expected: Format) -> None:
    assert detect(Document(name, "faq", text)) is expected


@pytest.mark.parametrize(
    ("text", "name", "line", "words"),
    [
        ("a: [1\n", "a.yml", 2, "not valid YAML"),
        ("a: \x07\n", "a.yml", None, "not valid YAML"),
        ('{\n"a": }', "a.json", 2, "not valid JSON"),
        ("[" + "9" * 5000 + "]", "a.json", None, "cannot be read"),
        ("a,b\n1,2\n", "a.csv", 1, "no columns of question and answer"),
    ],
)
def test_broken_texts_are_told_with_their_line(text, name, line, words) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        read_items(Document(name, "a", text))
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "markdown"),
    [
        (
            'See <a href="https://e.org/a">it</a>.<br>Or <b>not</b>.',
            "See [it](https://e.org/a).  \nOr **not**.",
        ),
        ("Berlin<br/>Paris", "Berlin  \nParis"),
        ("10<sup>6</sup> a day, <span class='x'>5 * 3</span>", "10\u2076 a day, 5 * 3"),
        ("**Now**: see <a href='/a'>it</a>", "**Now**: see [it](/a)"),
        ("One.\n\nTwo <i>or</i> three.", "One.\n\nTwo *or* three."),
        # What is written about, code, and what stands in lines stays.
        ("Write <b> for bold.", "Write <b> for bold."),
        ("Write `<b>x</b>` for bold.", "Write `<b>x</b>` for bold."),
        ("```\n<b>x</b>\n\n<i>y</i>\n```", "```\n<b>x</b>\n\n<i>y</i>\n```"),
        ("Give <id> and <b>go</b>.", "Give <id> and <b>go</b>."),
        ("<https://e.org> is <b>it</b>", "<https://e.org> is <b>it</b>"),
        ("| a |\n|---|\n| b<br>c |", "| a |\n|---|\n| b<br>c |"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
    ],
)
def test_answers_with_links_and_breaks_of_html(answer: str, markdown: str) -> None:
    text = json.dumps([{"q": "Why?", "a": answer}])
    assert found(text, "a.json") == [("Why?", markdown, None)]


@pytest.mark.parametrize(
    "above", ["", "\n", "\r\n", "sep=,\n", "My export,2024\n\n", "Questions\n,,\n"]
)
def test_the_header_may_stand_below_a_title(above: str) -> None:
    text = f'{above}question,answer\n"Why?","So,\nand so."\nHow?,Thus.\n'
    items = read_items(Document("a.csv", "a", text))
    first = above.count("\n") + 2
    assert [(item.question, item.line) for item in items] == [("Why?", first), ("How?", first + 2)]


@pytest.mark.parametrize(
    "text", ["name,value\nthe question,my answer\n", "a,b\n" * 6 + "question,answer\nWhy?,So.\n"]
)
def test_a_row_far_below_or_with_other_words_is_no_header(text: str) -> None:
    with pytest.raises(SourceError, match="no columns"):
        read_items(Document("a.csv", "a", text))


def test_prose_that_comes_to_question_and_answer_is_no_table() -> None:
    assert detect(Document("notes", "a", "Some notes\nquestion,answer\n")) is Format.MARKDOWN
    assert detect(Document("export", "a", "sep=;\nquestion;answer\nWhy?;So.\n")) is Format.CSV


@pytest.mark.parametrize("row", ['Is it?,"yes\nIs B?,no\nIs C?,no\n', 'Is it?,"yes\nIs B?,"no"\n'])
def test_a_quote_that_is_not_closed_takes_no_row_with_it(row: str) -> None:
    text = f"question,answer\nWhy?,So.\n{row}"
    with pytest.raises(SourceError, match="row that begins here is not valid") as caught:
        read_items(Document("a.csv", "a", text))
    assert caught.value.line == 3
