"""Pages in the language of the FAQ, and how the one with all entries is sent."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from assistant.types import AudienceVerdict, Verdict, VerdictValue
from tests.web.conftest import app_of
from tests.web.test_pages import FILMS, verdict_page


def test_all_entries_are_sent_once_and_compressed(client: TestClient) -> None:
    first = client.get("/browse", headers={"accept-encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["cache-control"] == "no-cache"
    assert "Accept-Encoding" in first.headers["vary"]
    again = client.get("/browse", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = client.get("/browse", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == first.text


def test_a_new_index_makes_the_page_of_all_entries_anew(client: TestClient) -> None:
    etag = client.get("/browse").headers["etag"]
    state = app_of(client).state
    assistant = state.service.assistant
    changed = SimpleNamespace(corpus=replace(assistant.index.corpus, title="Another title"))
    state.service.serve(SimpleNamespace(index=changed, knowledge=assistant.knowledge))
    page = client.get("/browse", headers={"if-none-match": etag})
    assert page.status_code == 200
    assert "Another title" in page.text


@pytest.mark.parametrize(
    ("language", "attributes"),
    [
        ("en-GB", ""),
        ("de", ' lang="de"'),
        ("ar", ' lang="ar" dir="rtl"'),
        ("uz-Arab", ' lang="uz-Arab" dir="rtl"'),
    ],
)
def test_words_of_the_faq_are_in_its_language_and_those_of_the_page_in_english(
    client: TestClient, language: str, attributes: str
) -> None:
    state = app_of(client).state
    corpus = replace(state.service.assistant.index.corpus, language=language)
    state.service.assistant._index = replace(state.service.assistant.index, corpus=corpus)
    for path in ("/", "/browse", f"/ask?q={FILMS}", "/nothing"):
        page = client.get(path, headers={"accept": "text/html"}).text
        assert '<html lang="en">' in page
        assert f"<span{attributes}>Library</span>" in page
    assert f'<faq-assistant lang="{language}"' in client.get("/").text
    assert f'<div class="entries"{attributes}>' in client.get("/browse").text
    assert f'<figure class="passage"{attributes}>' in client.get(f"/ask?q={FILMS}").text


def test_a_word_by_text_for_one_audience_says_for_whom_it_is(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = AudienceVerdict("private", "Private <b>sellers", VerdictValue.NO, 0)
    page = verdict_page(client, monkeypatch, Verdict(VerdictValue.NO, 0.9, (row,)))
    assert "<span>For <bdi>Private &lt;b&gt;sellers</bdi>: No</span></span>" in page
    assert 'class="rows"' not in page


def test_rows_are_listed_where_the_word_is_not_that_of_the_only_one(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = AudienceVerdict("private", "Private sellers", VerdictValue.YES, 0)
    page = verdict_page(client, monkeypatch, Verdict(VerdictValue.UNDETERMINED, 0.0, (row,)))
    assert "<span>Private sellers</span>" in page
    assert "For <bdi>" not in page


def test_a_page_that_is_not_there_has_the_name_of_the_faq_and_the_way_to_a_person(
    client: TestClient,
) -> None:
    page = client.get("/nothing", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "<title>There is no such page. · Library</title>" in page.text
    assert "Ask at the desk." in page.text


def test_a_comment_that_is_too_long_is_said_to_be_so(client: TestClient) -> None:
    given = {"answer_id": "a1", "rating": "down", "comment": "x" * 2500}
    page = client.post("/ask/feedback", data=given)
    assert page.status_code == 422
    assert "at most 2,000 characters are read" in page.text


def test_a_conversation_remembers_what_was_said_and_the_store_does_not(client: TestClient) -> None:
    asked = {"question": "May jane@example.com borrow films?"}
    first = client.post("/api/v1/ask", json=asked).json()
    follow = {"question": "And books?", "conversation_id": first["conversation_id"]}
    client.post("/api/v1/ask", json=follow)
    service = app_of(client).state.service
    assert service._conversations.get(first["conversation_id"])[0] == asked["question"]
    kept = service.store.history(first["conversation_id"], 5)
    assert kept == ("May [e-mail] borrow films?", "And books?")
