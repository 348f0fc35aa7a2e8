from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from eval.markdown import code_span, escaped

NASTY = st.text(alphabet="ab1 _*`|~[]()<>&;#!$\\\n\u202e\x07é")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("May I share? (R&D, 5 < 6)", "May I share? (R&D, 5 &lt; 6)"),
        ("a_b c#1 user_name", "a_b c#1 user_name"),
        ("a | b", "a \\| b"),
        ("_a_ *b* ~~c~~ `d` $e$", "\\_a\\_ \\*b\\* \\~\\~c\\~\\~ \\`d\\` \\$e\\$"),
        ("[a](https://b)", "\\[a\\](https://b)"),
        ("<script>", "&lt;script>"),
        ("&lt; &#60;", "&amp;lt; &amp;#60;"),
        ("a\r\n\nb\u2028c", "a b c"),
        ("a\x07\u202eb\ud800", "a\\\\x07\\\\u202eb\\\\ud800"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
    ],
)
def test_text_is_escaped_where_markdown_would_read_more_than_text_in_it(
    text: str, written: str
) -> None:
    assert escaped(text) == written


@given(NASTY)
def test_a_cell_holds_its_text_and_nothing_else(text: str) -> None:
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = page.parse(f"| a | b |\n|---|---|\n| x | {escaped(text)} |\n| y | z |\n")
    cells = [token for token in tokens if token.type == "inline"]
    assert len(cells) == 6
    kinds = {child.type for child in cells[3].children or ()}
    assert kinds <= {"text", "text_special"}
    shown = "".join(child.content for child in cells[3].children or ())
    assert shown == " ".join(text.split()).replace("\u202e", r"\u202e").replace("\x07", r"\x07")


@given(NASTY)
def test_code_is_one_span_whatever_ticks_are_in_it(text: str) -> None:
    (line,) = [
        t for t in MarkdownIt("commonmark").parse(f"x{code_span(text)}x") if t.type == "inline"
    ]
    if text.strip():
        assert [child.type for child in line.children or ()] == ["text", "code_inline", "text"]
