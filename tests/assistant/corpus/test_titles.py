"""Headings as titles: read without Markdown's marks, found by the ids that they always had."""

from pathlib import Path

from assistant.corpus import load_corpus


def test_marks_in_a_heading_change_no_id_and_are_read_in_topics_and_sections(
    tmp_path: Path,
) -> None:
    text = "# *Rooms*\n## Is [it](https://a.example) `open`?\n### For **staff**\nYes, at nine.\n"
    (tmp_path / "faq.md").write_text(text, encoding="utf-8")
    entry = load_corpus(tmp_path).entries[0]
    assert entry.id == "is-it-https-a-example-open"
    assert (entry.title, entry.topic, entry.blocks[0].section) == (
        "Is it open?",
        "Rooms",
        "For staff",
    )
