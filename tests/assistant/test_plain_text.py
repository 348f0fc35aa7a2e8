"""A passage's tree without Markdown's marks."""

import pytest

from assistant.layout import layout
from assistant.plain_text import plain_text, quoted_lines, title_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**a** _b_ `c`", "a b c"),
        ("one  \ntwo\nthree `x`", "one\ntwo three x"),
        ("a:\n\n1. one\n2. two\n   - b\n\n     more\n", "a:\n\n1. one\n2. two\n   - b\n     more"),
        ("9. nine\n10. ten\n    - deep", "9. nine\n10. ten\n    - deep"),
        ("- a\n\n  ```\n  x\n    y\n  ```\n- b", "- a\n  x\n    y\n- b"),
        ("> [!NOTE]\n> *a*\n>\n> b", "\u2139 a\n\nb"),
        ("|a|b|\n|-|-|\n|c<br>d|`e`|\n||f|", "a | b\nc d | e\n| f"),
        ("[a](https://a.example) <https://a.example>", "a (https://a.example) https://a.example"),
        ("[me](mailto:a@b.example) <a@b.example>", "me (a@b.example) a@b.example"),
        ("a\n\n---\n\nb", "a\n\n---\n\nb"),
        ("-\n- a", "-\n- a"),
    ],
)
def test_blocks_are_lines(text: str, plain: str) -> None:
    assert plain_text(layout(text)) == plain


@pytest.mark.parametrize(
    ("text", "quote", "lines"),
    [
        ("Not **at all**. No.", "Not **at all**.", ("Not at all.",)),
        ("Plain. Text.", "Text.", ("Text.",)),
        ("- a *b*\n- c\n- d", "a *b*\n- c", ("a b", "c")),
        ("|a|b|\n|-|-|\n|c|d|\n|e|f|", "|c|d|\n|e", ("c | d", "e")),
        (
            "See [the *list*](https://l.example/).",
            "[the *list*](https://l.example/)",
            ("the list",),
        ),
        ("a **b**", "**", ("**",)),  # nothing of it is seen
    ],
)
def test_a_quote_is_the_words_that_are_seen(text: str, quote: str, lines: tuple[str, ...]) -> None:
    start = text.index(quote)
    quoted = quoted_lines(text, start, start + len(quote))
    assert tuple(q.line for q in quoted) == lines


RULES = """Use is **fine**. You must *not*:

- lend it,
- use it
  1. abroad:
     - at sea,
- sell it.

Never sell. The limits:

| Item | Limit |
|------|-------|
| Hats | **2** |

- apart
"""


@pytest.mark.parametrize(
    ("quote", "leads"),
    [
        ("lend it,", ("You must not:",)),
        ("sell it.", ("You must not:",)),
        ("at sea,", ("You must not:", "abroad:")),
        ("| Hats | **2** |", ("The limits:", "Item | Limit")),
        ("apart", ()),
        ("Never sell.", ()),
        ("You must *not*:\n\n- lend it,", ()),  # it is part of the quote
        ("Limit |\n|------|-------|\n| Hats", ("The limits:",)),
    ],
)
def test_a_quoted_item_knows_what_it_completes(quote: str, leads: tuple[str, ...]) -> None:
    start = RULES.index(quote)
    assert {q.leads for q in quoted_lines(RULES, start, start + len(quote))} == {leads}


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        (
            "Is the `sauna` *free*? See [plans](https://a.example/plans)",
            "Is the sauna free? See plans",
        ),
        ("1. First *step*", "1. First step"),
        ("What is `a*b` in C#?", "What is a*b in C#?"),
        ("Is AT&amp;T <b>in</b>?", "Is AT&T <b>in</b>?"),
        ("May I use * or snake_case_names?", "May I use * or snake_case_names?"),
        ("[Click](javascript:alert) me", "[Click](javascript:alert) me"),
        ("**", "**"),
        ("two\n`lines`", "two lines"),
    ],
)
def test_a_title_has_no_marks_and_loses_no_word(heading: str, title: str) -> None:
    assert title_text(heading) == title
