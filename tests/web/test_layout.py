"""Markdown of the FAQ on the pages: elements, with the evidence marked in them."""

import html
import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import StartApp

FAQ = """---
title: Desk
---

## What may be lent to members?
<!-- faq
id: lent
-->

You may lend **these things** to members:

- films, see [the list](https://l.example/?a=1&b=2),
- `keys` of <b>rooms</b>,
- [traps](javascript:alert(1)) and [pages](page.md).

| What | Days |
|---|---|
| Books | *28* |

## What does a plain answer look like?

It looks like this, with 1 < 2 & 3.
"""


@pytest.fixture
def desk(start: StartApp, tmp_path: Path) -> TestClient:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "desk.md").write_text(FAQ, encoding="utf-8")
    return start(corpus=folder, cache_dir=tmp_path / "cache")


LISTED = (
    "<ul><li>films, see "
    '<a href="https://l.example/?a=1&amp;b=2" rel="noopener noreferrer">the list</a>,</li>'
    '<li><code dir="ltr">keys</code> of &lt;b&gt;rooms&lt;/b&gt;,</li>'
    "<li>[traps](javascript:alert(1)) and pages.</li></ul>"
)


def test_all_entries_show_lists_and_tables(desk: TestClient) -> None:
    page = desk.get("/browse").text
    assert "<p>You may lend <strong>these things</strong> to members:</p>" + LISTED in page
    assert '<table tabindex="0"><tr><th>What</th><th>Days</th></tr>' in page
    assert "<td>Books</td><td><em>28</em></td>" in page
    assert '<p class="text" dir="auto">It looks like this, with 1 &lt; 2 &amp; 3.</p>' in page


def test_an_answer_marks_the_evidence_in_them(desk: TestClient) -> None:
    answer = desk.post("/api/v1/ask", json={"question": "What may be lent to members?"}).json()
    page = desk.get("/ask", params={"q": "What may be lent to members?"}).text
    # Asked for by its heading, an entry is shown from its start; the evidence may be in a later passage.
    shown = "".join(re.findall("<blockquote.*?</blockquote>", page, re.DOTALL))
    assert re.search("<(?:table|ul)", shown)
    marks = [html.unescape(mark) for mark in re.findall("<mark>(.*?)</mark>", shown)]
    quotes = " ".join(item["quote"] for item in answer["evidence"])
    assert marks
    assert all(word in quotes for mark in marks for word in mark.split())


def test_the_contract_holds_where_there_is_markdown(desk: TestClient) -> None:
    answer = desk.post("/api/v1/ask", json={"question": "What may be lent to members?"}).json()
    for item in answer["evidence"]:
        text = answer["passages"][item["passage"]]["text"]
        assert text[item["start"] : item["end"]] == item["quote"]
        assert text in FAQ
    assert answer["passages"][0]["layout"]
    plain = desk.post(
        "/api/v1/ask", json={"question": "What does a plain answer look like?"}
    ).json()
    assert "layout" not in plain["passages"][0]
    assert "**" not in answer["message"]["text"]


def test_search_engines_read_no_marks(desk: TestClient) -> None:
    page = desk.get("/browse").text
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    first, second = (item["acceptedAnswer"]["text"] for item in data["mainEntity"])
    assert first.startswith(
        "You may lend these things to members:\n\n- films, see the list (https://l.example/?a=1&b=2),"
    )
    assert first.endswith("What | Days\nBooks | 28")
    assert second == "It looks like this, with 1 < 2 & 3."
