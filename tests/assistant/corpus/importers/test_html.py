"""What HTML pages give: the questions and answers as found, in order."""

import json

import pytest

from tests.assistant.corpus.importers.reading import PAGE, found, questions


def test_what_a_page_is_built_of() -> None:
    assert found(PAGE, "faq.html") == [
        ("What is <id>?", "An [identifier](/docs).", "Help & FAQ"),
        ("Is it free?", "Yes.\n\n3. one\n4. two", "Help & FAQ"),
        (
            "How is it called?",
            'So:\n\n````sh\necho "```"\n````\n\n| a | b\\|c |\n| --- | --- |\n| 1 | `x\\|y` |',
            "Help & FAQ",
        ),
        ("Anything else?", "No.", "Help & FAQ"),
    ]


def test_relative_links_of_a_page_are_resolved_against_its_address() -> None:
    answer = found(PAGE, "https://example.org/a/faq", "https://example.org/a/faq")[0][1]
    assert answer == "An [identifier](https://example.org/docs)."
    text = "## A?\n\n[b](../b.md) and `[c](c.md)` and <https://d.org>\n"
    assert found(text, "https://e.org/x/y.md", "https://e.org/x/y.md")[0][1] == (
        "[b](https://e.org/b.md) and `[c](c.md)` and <https://d.org>"
    )


def test_schema_org_data_comes_first() -> None:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "FAQPage",
                "mainEntity": [
                    {
                        "@type": "Question",
                        "name": "Is it &quot;free&quot;?",
                        "acceptedAnswer": {"@type": "Answer", "text": "<p>Yes, <b>all</b>.</p>"},
                    },
                    {
                        "@type": "Question",
                        "name": "Call us",
                        "acceptedAnswer": [{"@type": "Answer", "text": "At 5 * 3."}],
                    },
                ],
            }
        ],
    }
    page = f"<html><script type='application/ld+json'>{json.dumps(data)}</script><h2>Other?</h2>x</html>"
    assert found(page, "faq.html") == [
        ('Is it "free"?', "Yes, **all**.", None),
        ("Call us", "At 5 * 3.", None),
    ]


def test_microdata() -> None:
    page = (
        "<html><div itemscope itemtype='https://schema.org/FAQPage'>"
        "<div itemprop='mainEntity' itemscope itemtype='https://schema.org/Question'>"
        "<h3 itemprop='name'>Is it free?</h3>"
        "<div itemprop='acceptedAnswer' itemscope itemtype='https://schema.org/Answer'>"
        "<div itemprop='text'><p>Yes.</p><ul><li>all</li></ul></div></div></div></div></html>"
    )
    assert found(page, "faq.html") == [("Is it free?", "Yes.\n\n- all", None)]


def test_broken_structured_data_leaves_the_page() -> None:
    page = "<html><script type='application/ld+json'>{</script><h2>Is it?</h2><p>Yes.</p></html>"
    assert questions(page, "faq.html") == ["Is it?"]


def test_an_accordion_in_a_form_that_holds_all_of_the_page() -> None:
    page = (
        "<html><body><form><h3><button aria-expanded='false'>How do I pay?</button></h3>"
        "<div hidden><p>By card.</p></div><h3><a href='#x'>Can I <em>cancel</em>?</a></h3>"
        "<div><p>Yes. Ask <a href='mailto:a@b.org'>us</a>, not <a href='javascript:x()'>them</a>.</div></form>"
    )
    assert found(page, "faq.html") == [
        ("How do I pay?", "By card.", None),
        ("Can I cancel?", "Yes. Ask [us](mailto:a@b.org), not them.", None),
    ]


def test_end_tags_may_be_left_out() -> None:
    page = "<html><dl><dt>A?<dd>a<ul><li>x<li>y</ul><dt>B?<dd>b<p>c</dl><h2>C?</h2><p>d<p>e"
    assert [item[:2] for item in found(page, "faq.html")] == [
        ("A?", "a\n\n- x\n- y"),
        ("B?", "b\n\nc"),
        ("C?", "d\n\ne"),
    ]


def test_text_of_a_page_is_escaped_where_it_would_be_markup() -> None:
    page = (
        "<html><h2>A?</h2><p># no\n## nor this\n- x\n1. y</p><p>&lt;!-- faq --&gt; &lt;b&gt; *no* _em_ "
        "a_b 5 * 3 [x](y) [ok] 2 &lt; 3 &amp;amp;</p></html>"
    )
    assert found(page, "faq.html")[0][1] == (
        "\\# no\n\\## nor this\n\\- x\n1\\. y\n\n&lt;!-- faq --> &lt;b> \\*no\\* \\_em\\_ "
        "a_b 5 * 3 \\[x](y) [ok] 2 < 3 &amp;amp;"
    )


def test_articles_beside_one_that_asks_are_entries_too() -> None:
    articles = [
        {"title": "How do I pay?", "body": "<p>By card.</p>"},
        {"title": "Your plan", "body": "<p>Change it.</p>"},
        {"title": "Links", "url": "https://example.org"},
        {"title": "More", "body": "All:", "articles": [{"title": "Is it?", "body": "Yes."}]},
    ]
    expected = [
        ("How do I pay?", "By card.", None),
        ("Your plan", "Change it.", None),
        ("Is it?", "Yes.", "More"),
    ]
    assert found(json.dumps({"articles": articles}), "a.json") == expected
    assert found("\n".join(map(json.dumps, articles)), "a.jsonl") == expected


def test_what_structured_data_tells_of_others_is_no_article() -> None:
    graph = [
        {"@type": "WebPage", "name": "Is it?", "description": "Yes."},
        {"@type": "Organization", "name": "Example", "description": "We."},
    ]
    assert questions(json.dumps({"@graph": graph}), "a.json") == ["Is it?"]


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ('<h2>Why?<a class="headerlink" href="#a">&para;</a></h2>', "Why?"),
        ('<h2>Why?<a class="headerlink" href="#a">\uf0c1</a></h2>', "Why?"),
        ('<h2><a class="anchor" href="#a" aria-hidden="true">x</a>Why?</h2>', "Why?"),
        ('<h2>Why?<a href="#a">#</a></h2>', "Why?"),
        ('<h2>Why? <a href="#a">\u200b</a></h2>', "Why?"),
        ('<h2><a class="anchor" href="#a">Why?</a></h2>', "Why?"),
        ('<h2 aria-hidden="true">Why C#?</h2>', "Why C#?"),
        ('<h2><span aria-hidden="true">Why?</span></h2>', "Why?"),
        ('<h2>Is <a href="/c">C #</a> taught?</h2>', "Is C # taught?"),
        ("<p><strong>What is</strong><strong> it</strong><b>?</b></p>", "What is it?"),
        ("<p><b>Why?</b><b> So.</b></p>", "Why?"),
    ],
)
def test_signs_and_tags_within_a_title_are_no_part_of_the_question(title, question) -> None:
    assert questions(f"<html>{title}<p>So.</p></html>", "faq.html") == [question]


def test_a_heading_in_a_summary_or_term_is_its_text() -> None:
    page = (
        "<html><details><summary><h3>Why?</h3></summary><p>So.</p></details>"
        "<dl><dt><h4>How?</h4></dt><dd>Thus.</dd></dl></html>"
    )
    assert found(page, "faq.html") == [("Why?", "So.", None), ("How?", "Thus.", None)]


def test_what_is_hidden_from_readers_aloud_in_an_answer_stays() -> None:
    page = '<html><h2>Why?</h2><div aria-hidden="true"><p>So. <a href="/a">#</a></p></div></html>'
    assert found(page, "faq.html") == [("Why?", "So. [\\#](/a)", None)]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("10<sup>6</sup> and m<sup>2</sup>", "10\u2076 and m\u00b2"),
        ("10<sup>-3</sup>, x<sup>(n+1)</sup>", "10\u207b\u00b3, x\u207d\u207f\u207a\u00b9\u207e"),
        ("CO<sub>2</sub>, H<sub>max</sub>", "CO\u2082, H_max"),
        ("2<sup>b</sup> and e<sup>b c</sup>", "2^b and e^(b c)"),
        ("the 1<sup>st</sup>, le 2<sup>e</sup>", "the 1st, le 2e"),
        ("Acme<sup>TM</sup> or Acme<sup>\u00ae</sup>", "Acme\u2122 or Acme\u00ae"),
        ('note<sup><a href="#n">1</a></sup>', "note[1](#n)"),
    ],
)
def test_raised_and_lowered_text_does_not_become_another_number(html: str, text: str) -> None:
    assert found(f"<html><h2>Why?</h2><p>{html}</p></html>", "faq.html")[0][1] == text


def table(rows: str) -> list[str]:
    page = f"<html><h2>Why?</h2><table>{rows}</table></html>"
    return found(page, "faq.html")[0][1].split("\n")


def test_a_cell_that_spans_rows_stands_in_each_of_them() -> None:
    assert table(
        "<tr><th>a<th>b<th>c</tr><tr><td rowspan=2>x<td>1<td rowspan=3>y</tr>"
        "<tr><td>2</tr><tr><td colspan=2>z</tr><tr><td>4<td>5<td>6</tr>"
    ) == [
        "| a | b | c |",
        "| --- | --- | --- |",
        "| x | 1 | y |",
        "| x | 2 | y |",
        "| z | | y |",
        "| 4 | 5 | 6 |",
    ]


def test_a_long_cell_is_repeated_empty() -> None:
    rows = f"<tr><th>a<th>b</tr><tr><td rowspan=2>{'x' * 600}<td>1</tr><tr><td>2</tr>"
    assert table(rows)[-1] == "|  | 2 |"


@pytest.mark.parametrize("before", ["", "<colgroup><col><col></colgroup>", "<caption></caption>"])
@pytest.mark.parametrize("body", ["", "<tbody>"])
def test_every_table_has_its_line(before: str, body: str) -> None:
    head = table(f"{before}{body}<tr></tr><tr><th>a<th>b</tr><tr><td>1<td>2</tr>")
    assert head == ["| a | b |", "| --- | --- |", "| 1 | 2 |"]
    assert table(f"{before}{body}<tr><td>1<td>2</tr>") == ["|  |  |", "| --- | --- |", "| 1 | 2 |"]
