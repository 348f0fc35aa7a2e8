"""What each foreign format gives: the questions and answers as found, in order."""

import json

import pytest

from assistant.corpus.importers.answers import safe_answer
from assistant.corpus.importers.detection import Format, detect, read_items
from assistant.corpus.importers.items import Document
from assistant.errors import SourceError


def found(text, name="faq.md", url=None):
    """Question, answer and topic of each item."""
    items = read_items(Document(name, "faq", text, url))
    return [(item.question, safe_answer(item.answer, url), item.topic) for item in items]


def questions(text, name="faq.md"):
    return [question for question, _, _ in found(text, name)]


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


PAGE = """\
<!doctype html><html><head><title>x</title>
<script>var a = "<h2>Is this code?</h2>";</script></head><body>
<nav><h2>Where am I?</h2><p>Here.</p></nav>
<main><h1>Help &amp; FAQ</h1>
<dl><dt>What is <code>&lt;id&gt;</code>?</dt><dd>An <a href="/docs">identifier</a>.</dd></dl>
<details><summary>Is it <b>free</b>?</summary><p>Yes.</p><ol start="3"><li>one</li><li>two</li></ol></details>
<h2>How is it called?</h2><p>So:</p><pre><code class="language-sh">echo "```"</code></pre>
<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td><code>x|y</code></td></tr></table>
<p><strong>Anything else?</strong><br>No.</p>
</main><footer><h2>Who made this?</h2><p>We.</p></footer></body></html>
"""


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
