import html
import json
import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.corpus import load_corpus
from assistant.settings import Settings
from assistant.types import (
    Answer,
    AudienceVerdict,
    Clarification,
    Condition,
    Turn,
    Verdict,
    VerdictValue,
)
from tests.web.conftest import StartApp, app_of, open_library
from web.assets import load_asset
from web.browse import json_ld, script_safe
from web.rendering import web_link
from web.schemas import LONGEST_COMMENT

FILMS = "May films be borrowed?"


def test_the_home_page_has_the_form_and_the_widget(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert '<form class="search" action="/ask"' in page.text
    version = load_asset("widget.js").version
    assert f'<script src="/widget.js?v={version}" defer></script>' in page.text
    assert "Ask at the desk." in page.text


def test_pages_hold_no_inline_style_or_script(client: TestClient) -> None:
    for path in ("/", "/browse", "/ask", f"/ask?q={FILMS}", "/nothing"):
        text = client.get(path).text
        assert "style=" not in text
        assert "<style" not in text
        assert not re.search(r"\son\w+=", text)
        for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
            assert not body or "application/ld+json" in attributes


def test_an_answer_page_quotes_the_passage(client: TestClient) -> None:
    page = client.get("/ask", params={"q": FILMS})
    assert page.status_code == 200
    assert "Films may be borrowed for two days by students who hold a card." in re.sub(
        r"</?mark>", "", page.text
    )
    assert "<mark>" in page.text
    assert 'href="/browse#films"' in page.text
    assert page.headers["cache-control"] == "no-store"


def verdict_page(client: TestClient, monkeypatch: pytest.MonkeyPatch, verdict: Verdict) -> str:
    """The page of an answer with this verdict."""
    asked = Assistant.ask

    def ask(self: Assistant, turn: Turn, **given: Any) -> Answer:
        return replace(asked(self, turn, **given), verdict=verdict)

    monkeypatch.setattr(Assistant, "ask", ask)
    return client.get("/ask", params={"q": FILMS}).text


def test_a_condition_of_one_audience_stands_after_its_label(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        AudienceVerdict("student", "<b>Students", VerdictValue.NO, 0),
        AudienceVerdict("staff", "Staff", VerdictValue.YES, 0),
    )
    conditions = (
        Condition("unless *agreed*", 0, "unless agreed", "student"),
        Condition("unless agreed", 0, audience="staff"),
        Condition("within a day", 0),
    )
    verdict = Verdict(VerdictValue.DEPENDS, 0.9, rows, conditions)
    page = verdict_page(client, monkeypatch, verdict)
    assert re.findall(r'<li dir="auto">(.*?)</li>', page) == [
        "&lt;b&gt;Students: unless agreed",
        "Staff: unless agreed",
        "within a day",
    ]


def test_texts_that_contradict_each_other_are_said_to(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict = Verdict(VerdictValue.UNDETERMINED, 0.0, conflict=True)
    page = verdict_page(client, monkeypatch, verdict)
    assert "The FAQ says both yes and no here. Compare:" in page
    assert "cannot say yes or no for sure" not in page


def test_a_conversation_goes_on_through_hidden_fields(client: TestClient) -> None:
    first = client.get("/ask", params={"q": "How many books may be borrowed?"}).text
    fields = re.findall(r'<input type="hidden" name="([ch])" value="([^"]*)"', first)
    assert [name for name, _ in fields] == ["c", "h"]
    given = [(name, html.unescape(value)) for name, value in fields]
    second = client.get("/ask", params=[("q", "And films?"), *given]).text
    assert "Earlier in this conversation" in second
    assert "How many books may be borrowed?" in second
    kept = app_of(client).state.service._conversations.get(dict(given)["c"])
    assert kept == ("How many books may be borrowed?", "And films?")


def test_an_audience_is_answered_for_and_kept(client: TestClient) -> None:
    page = client.get("/ask", params={"q": FILMS, "audience": "student"}).text
    assert "Answered for <bdi>Students</bdi>" in page
    assert '<input type="hidden" name="audience" value="student">' in page


@pytest.mark.parametrize(
    "query", [{"q": "x" * 2001}, {"q": FILMS, "audience": "nobody"}], ids=["long", "audience"]
)
def test_what_cannot_be_asked_is_said_on_a_page(client: TestClient, query: dict[str, str]) -> None:
    page = client.get("/ask", params=query)
    assert page.status_code == 422
    assert page.headers["content-type"].startswith("text/html")
    assert 'role="alert"' in page.text
    for operators_word in ("FAQ_MAX", "corpus", "nobody:", "declares"):
        assert operators_word not in page.text
    assert f'value="{query["q"]}"' in page.text  # what was typed is not lost
    assert '<h1 class="question">Ask the FAQ</h1>' in page.text


@pytest.mark.parametrize("unseen", ["\u200b\u200b", "\u0301\u0301", " \u00ad", "\u200f"])
def test_what_cannot_be_seen_is_no_question(client: TestClient, unseen: str) -> None:
    assert client.post("/api/v1/ask", json={"question": unseen}).status_code == 422
    page = client.get("/ask", params={"q": unseen})
    assert (page.status_code, "Please write a question." in page.text) == (422, True)


def test_a_long_question_takes_neither_the_page_nor_the_title(client: TestClient) -> None:
    question = f"{FILMS} " + "I have many films at home. " * 60
    page = client.get("/ask", params={"q": question}).text
    title, heading = (
        re.search("<title>(.*)</title>", page),
        re.search('<h1 class="question long".*', page),
    )
    assert title
    assert len(html.unescape(title[1])) <= 80
    assert heading
    assert len(heading[0]) < 400
    assert page.count(question) == 2  # to open, and to go on with


def test_an_audience_that_is_gone_is_not_kept_for_the_next_question(client: TestClient) -> None:
    page = client.get("/ask", params={"q": FILMS, "audience": "nobody"})
    assert page.status_code == 422
    assert 'name="audience"' not in page.text


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=%ED%A0%80", "q=a%00", "c=no%20id&q=films"])
def test_odd_addresses_are_answered(client: TestClient, query: str) -> None:
    assert client.get(f"/ask?{query}").status_code == 200


def test_a_form_rates_an_answer(client: TestClient) -> None:
    text = client.get("/ask", params={"q": FILMS}).text
    found = re.search(r'name="answer_id" value="([^"]+)"', text)
    assert found
    given = {"answer_id": found[1], "rating": "down", "reason": "incomplete", "comment": ""}
    kept = client.post("/ask/feedback", data=given)
    assert (kept.status_code, "Thank you" in kept.text) == (200, True)
    with app_of(client).state.store.connect() as connection:
        rows = list(connection.exec_driver_sql("SELECT rating, reason FROM feedback"))
    assert [tuple(row) for row in rows] == [("down", "incomplete")]


def test_a_rating_leads_back_to_the_answer(client: TestClient) -> None:
    text = client.get("/ask", params={"q": FILMS, "audience": "student"}).text
    given = dict(re.findall(r'<input type="hidden" name="(answer_id|back)" value="([^"]+)"', text))
    back = given["back"] = html.unescape(given["back"])
    rated = client.post("/ask/feedback", data=given | {"rating": "up"})
    assert rated.status_code == 200
    assert f'<a href="{html.escape(back)}">Back to the answer</a>' in rated.text
    assert FILMS in client.get(back).text


@pytest.mark.parametrize("back", ["https://example.com/ask?", "//example.com", "javascript:x", ""])
def test_a_rating_leads_back_to_answers_alone(client: TestClient, back: str) -> None:
    rated = client.post("/ask/feedback", data={"answer_id": "a", "rating": "up", "back": back})
    assert "Back to the answer" not in rated.text


def test_a_condition_is_answered_by_a_link(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Assistant.ask
    clarification = Clarification("Does this apply to you: “you enrol”?", ())

    def ask(self: Assistant, turn: Turn, **given: Any) -> Answer:
        return replace(asked(self, turn, **given), clarification=clarification)

    monkeypatch.setattr(Assistant, "ask", ask)
    text = client.get("/ask", params={"q": FILMS}).text
    links = re.findall(r'<a class="chip" href="([^"]+)">(Yes|No)</a>', text)
    assert [word for _, word in links] == ["Yes", "No"]
    follow = client.get(html.unescape(links[0][0])).text
    assert '<h1 class="question" dir="auto">Yes</h1>' in follow
    assert f'<li dir="auto">{FILMS}</li>' in follow
    assert '<button name="rating" value="up">Helpful</button>' in text


def test_a_comment_may_be_as_long_as_the_server_takes(client: TestClient) -> None:
    assert f'maxlength="{LONGEST_COMMENT}"' in client.get("/ask", params={"q": FILMS}).text
    assert f"maxlength:{LONGEST_COMMENT}," in load_asset("widget.js").body.decode()


@pytest.mark.parametrize(
    "given", [{}, {"answer_id": "nothing", "rating": "up"}, {"answer_id": "<b>", "rating": "x"}]
)
def test_a_rating_of_nothing_is_told(client: TestClient, given: dict[str, str]) -> None:
    page = client.post("/ask/feedback", data=given)
    assert page.status_code == 404
    assert "not kept" in page.text


def test_all_entries_are_on_one_page_with_anchors(client: TestClient) -> None:
    text = client.get("/browse").text
    for anchor in ("films", "how-many-books-may-be-borrowed", "topic-1"):
        assert f'id="{anchor}"' in text
    assert "Seven books may be borrowed at the same time, for four weeks." in text


def test_the_entries_are_a_faq_page_for_search_engines(client: TestClient) -> None:
    text = client.get("/browse").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert (data["@context"], data["@type"]) == ("https://schema.org", "FAQPage")
    questions = {item["name"]: item["acceptedAnswer"]["text"] for item in data["mainEntity"]}
    assert questions["What does the reading room cost?"] == "The reading room costs nothing."
    assert len(questions) == 3


def test_json_cannot_leave_its_script_element() -> None:
    value = {"a": "</script><script>alert(1)</script><!-- & \u2028\u2029"}
    text = script_safe(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


def test_the_published_corpus_is_a_faq_page(tmp_path: Path) -> None:
    corpus = load_corpus(
        Path(__file__).parent.parent.parent / "corpus" / "partner-network-licensing"
    )
    items = json_ld(corpus)["mainEntity"]
    assert isinstance(items, list)
    assert len(items) == len(corpus.entries)
    assert all(item["acceptedAnswer"]["text"] for item in items)


def test_pages_ask_for_patience_until_an_index_is_loaded(start: StartApp) -> None:
    go = threading.Event()

    def slowly(settings: Settings) -> Assistant:
        assert go.wait(30)
        return open_library(settings)

    client = start(opening=slowly)
    for path in ("/", "/ask?q=films", "/browse"):
        page = client.get(path)
        assert page.status_code == 503
        assert "One moment, please." in page.text
        assert int(page.headers["retry-after"]) > 0
        assert 'http-equiv="refresh"' in page.text
    form = client.post("/ask/feedback", data={})
    assert form.status_code == 503
    assert int(form.headers["retry-after"]) > 0
    assert 'http-equiv="refresh"' not in form.text  # it would be sent without its fields
    assert "send the form again" in form.text
    assert client.get("/widget.js").status_code == 200
    go.set()


def test_the_address_of_the_form_leads_on_to_asking(client: TestClient) -> None:
    response = client.get("/ask/feedback", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/ask")


BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/nothing", "/static/nothing.css", "/<script>alert(1)</script>"])
def test_a_browser_is_shown_a_page_where_there_is_none(client: TestClient, path: str) -> None:
    page = client.get(path, headers=BROWSER)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "There is no such page." in page.text
    assert page.headers["x-request-id"] in page.text
    assert "<script" not in page.text
    assert 'href="/browse"' in page.text
    assert client.get(path).headers["content-type"] == "application/problem+json"


def test_a_browser_over_the_limit_is_told_so_on_a_page(start: StartApp) -> None:
    client = start(rate_limit_client="1/minute")
    pages = [client.get("/", headers=BROWSER) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 429]
    assert int(pages[1].headers["retry-after"]) > 0
    assert "Too many requests: try again in" in pages[1].text


def test_a_broken_page_shows_no_more_than_its_number(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Assistant, turn: Turn, **_given: object) -> Answer:
        raise RuntimeError(f"cannot read {turn.question}")

    monkeypatch.setattr(Assistant, "ask", broken)
    page = client.get("/ask", params={"q": "Secret?"}, headers=BROWSER)
    assert page.status_code == 500
    assert "Something went wrong." in page.text
    assert page.headers["x-request-id"] in page.text
    assert "Secret" not in page.text
    assert "RuntimeError" not in page.text


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/ask", "/slack/nothing"])
def test_programs_get_problems_whatever_they_accept(client: TestClient, path: str) -> None:
    response = client.get(path, headers=BROWSER)
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.com/a", True),
        ("http://example.com", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.com", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, kept: bool) -> None:
    assert web_link(url) == (url if kept else None)
