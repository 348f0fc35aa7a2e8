"""What an import leaves out is named, each in one line with its place and the way out."""

import re
from pathlib import Path

import pytest

from assistant.corpus.importers import import_sources
from tests.assistant.corpus.importers.reading import entries, write


@pytest.mark.parametrize(
    ("name", "text", "line", "problem"),
    [
        ("a.jsonl", '{bad\n{"q": "Why?", "a": "So."}\n{', 1, "not valid JSON .* .and 1 more"),
        ("a.jsonl", '{"q": "Why?", "a": "So."}\n' + "[" * 9999, 2, "not valid JSON"),
        (
            "a.csv",
            "question;answer\nWhy?;So.\n;\n;Lost.\n",
            4,
            "the answer 'Lost.' has no question",
        ),
        ("a.json", '[{"Question": 1, "Answer": null}, {"q": "Why?", "a": "So."}]', None, "no text"),
        (
            "a.json",
            '[{"question": "", "answer": "Lost."}, {"q": "Why?", "a": "So."}]',
            None,
            "Lost",
        ),
    ],
)
def test_what_is_left_out_is_named_and_the_rest_is_imported(
    tmp_path: Path, name: str, text: str, line: int | None, problem: str
) -> None:
    report = import_sources([write(tmp_path, name, text)], tmp_path / "out")
    assert entries(tmp_path / "out") == [("Why?", "So.", None)]
    (failure,) = report.failures
    assert failure.line == line
    assert re.search(problem, failure.problem)


def test_objects_with_nothing_in_them_and_lists_of_questions_are_no_lost_rows(
    tmp_path: Path,
) -> None:
    rows = (
        '{"question": "", "answer": null}, {"question": [{"q": "Why?", "a": "So."}], "answer": 1}'
    )
    report = import_sources([write(tmp_path, "a.json", f"[{rows}]")], tmp_path / "out")
    assert report.failures == []
    assert entries(tmp_path / "out") == [("Why?", "So.", None)]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "a.md",
            "# Help\n\nHello.\n\n## Why?\n\nSo.\n\n## Hours\n\n9-17.\n",
            ("no question", "Hours"),
        ),
        (
            "a.html",
            "<html><script type='application/ld+json'>{</script><h2>Why?</h2>So.</html>",
            ("structured data that is not valid JSON", ""),
        ),
        (
            "a.html",
            "<html><script type='application/ld+json'>"
            '{"@type": "Question", "name": "Why?", "acceptedAnswer": {"text": "So."}}'
            "</script><h2>Why?</h2><p>So.</p><h2>When?</h2><p>Now.</p></html>",
            ("structured data of the page", "When?"),
        ),
        (
            "a.json",
            '[{"title": "Why?", "body": "So."}, {"title": "When?", "body": "Now.", "draft": true}]',
            ("draft", "When?"),
        ),
    ],
)
def test_what_is_passed_over_on_purpose_is_named(
    tmp_path: Path, name: str, text: str, told: tuple[str, str]
) -> None:
    source = write(tmp_path, name, text)
    report = import_sources([source], tmp_path / "out")
    assert [(question, answer) for question, answer, _ in entries(tmp_path / "out")] == [
        ("Why?", "So.")
    ]
    assert report.failures == []
    (part,) = report.left_out[source]
    assert (told[0] in part.why, part.title) == (True, told[1])


def test_where_all_is_read_nothing_is_called_left_out(tmp_path: Path) -> None:
    text = "# Help\n\nHello.\n\n## Fees\n\nOf ours.\n\n### Why?\n\nSo.\n\n#### More\n\nText.\n\n## See\n"
    assert import_sources([write(tmp_path, "a.md", text)], tmp_path / "out").left_out == {}


def test_a_question_that_has_no_answer_is_named(tmp_path: Path) -> None:
    text = '{"q": "Why?", "a": "So."}\n{"question": "When?"}\n{"query": "x", "hits": [{"q": "Who?", "a": "We."}]}'
    report = import_sources([write(tmp_path, "a.jsonl", text)], tmp_path / "out")
    assert report.entries == 2
    (failure,) = report.failures
    assert (failure.line, failure.problem) == (2, "'When?' has no answer")
