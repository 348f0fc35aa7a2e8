"""What Markdown stands for, with evidence marked where it stands."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus import load_corpus
from assistant.layout import Tree, _parser, layout, shown_texts
from assistant.types import Node

ROOT = Path(__file__).parent.parent.parent
WEB = "https://example.org/a_b"


def html(nodes: Iterable[Node | str]) -> str:
    """A short form of a tree, for reading; nothing is escaped."""
    return "".join(
        node
        if isinstance(node, str)
        else f"<{node.tag}{_extra(node)}>{html(node.children)}</{node.tag}>"
        for node in nodes
    )


def _extra(node: Node) -> str:
    return (f" {node.url}" if node.url else "") + (f" {node.start}" if node.start else "")


def shown(text: str, quote: str = "") -> str:
    start = text.index(quote)
    return html(layout(text, ((start, start + len(quote)),) if quote else ()))


def marked(tree: Tree) -> str:
    return "".join(shown_texts(tree, marked_only=True))


@pytest.mark.parametrize(
    "text",
    [
        "Plain sentences, and no more. 3 + 4 - 5 = 2; 50 % (all)!",
        "Two\nlines.",
        "Costs 3 * 4 euro, a_b_c, [sic], x < y, a | b, AT&T.",
        "",
        "Ein Satz\r\nmit Zeilenende. 日本語。",
    ],
)
def test_plain_text_has_no_layout(text: str) -> None:
    assert layout(text, ((0, 3),)) == ()


def test_the_default_corpus_is_plain() -> None:
    corpus = load_corpus(ROOT / "corpus" / "partner-network-licensing")
    for entry in corpus.entries:
        for block in entry.blocks:
            assert layout(corpus.sources[entry.path][block.span.start : block.span.end]) == ()


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            "**bold** *it* `a*b` ~~no~~",
            "<p><strong>bold</strong> <em>it</em> <code>a*b</code> <s>no</s></p>",
        ),
        ("- a\n- b\n  more", "<ul><li>a</li><li>b more</li></ul>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("3. a\n   - b\n4. c", "<ol 3><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("- [ ] a\n- [x] b", "<ul><li>☐ a</li><li>☑ b</li></ul>"),
        ("a  \nb\\\nc<br>d<BR />e", "<p>a<br></br>b<br></br>c<br></br>d<br></br>e</p>"),
        ("**a**\n• b\n• c", "<p><strong>a</strong><br></br>• b<br></br>• c</p>"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("```sh\n$ ls *\n  x\n```", "<pre>$ ls *\n  x</pre>"),
        ("    code\n      more", "<pre>code\n  more</pre>"),
        ("> quoted *word*", "<blockquote><p>quoted <em>word</em></p></blockquote>"),
        ("> [!WARNING]\n> Hot.", "<blockquote><p>⚠ Hot.</p></blockquote>"),
        ("> [!custom] Hot.", "<blockquote><p>Hot.</p></blockquote>"),
        ("- # Title\n  text", "<ul><li><p><strong>Title</strong></p>text</li></ul>"),
        ("a &amp; b &lt;i&gt;", "<p>a & b <i></p>"),
        ("a\n\n---\n\nb", "<p>a</p><hr></hr><p>b</p>"),
    ],
)
def test_markdown_is_what_it_stands_for(text: str, tree: str) -> None:
    assert shown(text) == tree


TABLE = "| Plan | Price |\n|---|--:|\n| Pro \\| Max | **5** euro |\n| Free | |"


def test_a_table_is_rows_of_cells() -> None:
    assert shown(TABLE, "5** euro") == (
        "<table><tr><th>Plan</th><th>Price</th></tr>"
        "<tr><td>Pro | Max</td><td><strong><mark>5</mark></strong><mark> euro</mark></td></tr>"
        "<tr><td>Free</td><td></td></tr></table>"
    )


def test_the_rest_of_a_long_table_is_a_table_without_names() -> None:
    rest = "| Pro | 5 |\n| Free | 0 |"
    assert shown(rest, "5 |\n| Free") == (
        "<table><tr><td>Pro</td><td><mark>5</mark></td></tr>"
        "<tr><td><mark>Free</mark></td><td>0</td></tr></table>"
    )
    assert shown("| Pro | `5` |") == "<table><tr><td>Pro</td><td><code>5</code></td></tr></table>"


@pytest.mark.parametrize("lead", ["", "> ", "- ", "> - ", "1. > "])
@pytest.mark.parametrize("pipe", ["", "| "])
def test_a_cell_is_marked_wherever_its_table_stands(lead: str, pipe: str) -> None:
    rows = [f"{pipe}x | y", f"{pipe}---|---", f"{pipe}a1 | a"]
    under = re.sub(r"[^> ]", " ", lead)
    text = "\n".join((under if number else lead) + row for number, row in enumerate(rows))
    at = text.rindex("a")
    tree = layout(text, ((at, at + 1),))
    assert "<td>a1</td><td><mark>a</mark></td>" in html(tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (f"[a *b*]({WEB} 'title')", f"<p><a {WEB}>a <em>b</em></a></p>"),
        (f"<{WEB}>", f"<p><a {WEB}>{WEB}</a></p>"),
        ("<a@b.example>", "<p><a mailto:a@b.example>a@b.example</a></p>"),
        ("[mail](mailto:a@b.example)", "<p><a mailto:a@b.example>mail</a></p>"),
        ("see [the guide](../guide.md#x)", "<p>see the guide</p>"),
        ("see [it](//evil.example)", "<p>see it</p>"),
    ],
)
def test_links_lead_to_the_web_and_to_mail(text: str, tree: str) -> None:
    assert shown(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt:alert(1))",
        "[click](data:text/html;base64,xx)",
        "[click](vbscript:x)",
        "[click](file:///etc/passwd)",
        "[click](ftp://example.org)",
        "<javascript:alert(1)>",
        "<b>raw</b> <script>alert(1)</script>",
        "<div onclick=x>block</div>",
        "[ref][1]",
        "*open",
        "2 * 3 * 4",
    ],
)
def test_everything_else_is_text_as_written(text: str) -> None:
    assert shown(f"`x` {text}") == f"<p><code>x</code> {text}</p>"


@pytest.mark.parametrize(
    "address",
    ["jav&#x09;ascript:alert(1)", "&#106;avascript:x", "\\javascript:x", "https:\\\\x", "mailto:"],
)
def test_dressed_up_addresses_are_no_links(address: str) -> None:
    assert "<a " not in shown(f"**x** [click]({address})")


def test_a_link_that_is_none_keeps_its_evidence() -> None:
    text = "**See** [the *app*](app://open) now."
    link = "[the *app*](app://open)"
    assert shown(text, link) == f"<p><strong>See</strong> <mark>{link}</mark> now.</p>"


@pytest.mark.parametrize("target", [WEB, "x.png", "data:image/png;base64,AAAA"])
def test_an_image_is_its_alternative_text(target: str) -> None:
    assert shown(f"Press ![the *red* key]({target}) now", "red") == (
        "<p>Press the <em><mark>red</mark></em> key now</p>"
    )


def test_where_nothing_would_be_left_the_source_is_shown() -> None:
    assert layout("![](x.png)") == ()


def test_no_definition_vanishes() -> None:
    assert "[x]: https://example.org" in shown("> a\n>\n> [x]: https://example.org")


def test_evidence_is_marked_across_marks_and_items() -> None:
    text = "- You **may not** go.\n- Nor `stay`.\n  - Ever."
    assert shown(text, "may not** go.\n- Nor `stay`.\n  - E") == (
        "<ul><li>You <strong><mark>may not</mark></strong><mark> go.</mark></li>"
        "<li><mark>Nor </mark><code><mark>stay</mark></code><mark>.</mark>"
        "<ul><li><mark>E</mark>ver.</li></ul></li></ul>"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_shift_nothing(end: str) -> None:
    text = "**Note**\n\n- one\n- two *three*\n\n```\na\nb\n```".replace("\n", end)
    for word in ("Note", "one", "three", "b"):
        at = text.rindex(word)
        assert marked(layout(text, ((at, at + len(word)),))) == word


def test_nesting_without_end_is_shown_as_written() -> None:
    assert layout("> " * 200 + "deep") == ()
    assert layout("*a " * 500 + "b* " * 500) == ()
    assert html(layout("![a " * 500 + "](x)" * 500)).startswith("<p>![a ![a")
    assert layout("- " * 300 + "deep") == ()
    assert html(layout("[" * 300 + "`a`")) == "<p>" + "[" * 300 + "<code>a</code></p>"


WORDS = ["word", "**word**", "*word*", "`word`", "_word word_", f"[word]({WEB})", "![word](x)"]
SIGNS = ["\\*", "&amp;", "word,", "|", "<b>", "~~word~~", "\t", "*", "_", "[", "](", "`"]
BLOCKS = [
    *("  \n", "\n", "\n\n", "\n- ", "\n  - ", "\n1. ", "\n> ", "\n\n    word\n"),
    "\n\n```\nword word\n```\n\n",
    "\n\n| word | word |\n|---|---|\n| word | `word` |\n\n",
]
PARTS = st.sampled_from([*WORDS, *WORDS, *SIGNS, *BLOCKS])


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=14))
def test_every_word_is_shown_once_and_marked_where_it_stands(parts: list[str]) -> None:
    number = iter(range(1000))
    text = re.sub("word", lambda _: f"w{next(number)}w", " ".join(parts))
    whole = layout(text)
    if not whole:
        return
    everything = "".join(shown_texts(whole))
    for word in re.finditer(r"w\d+w", text):
        assert everything.count(word.group()) == 1
        assert marked(layout(text, (word.span(),))) == word.group()


@settings(max_examples=200, deadline=None)
@given(
    st.text('ab *_`|[]()<>\n\r\t-+1.#~!\\&;:>"', max_size=60),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_any_text_and_any_evidence(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    tree = layout(text, ((min(start, end), end),))
    letters = re.sub(r"[^ab]", "", "".join(shown_texts(tree, marked_only=True)))
    assert len(letters) <= len(re.sub(r"[^ab]", "", text[min(start, end) : end]))


def test_a_parser_is_complete_before_threads_share_it() -> None:
    made = _parser()
    rulers = (made.core.ruler, made.block.ruler, made.inline.ruler, made.inline.ruler2)
    assert all(ruler.__cache__ is not None for ruler in rulers)
