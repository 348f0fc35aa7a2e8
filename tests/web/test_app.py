from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.settings import load_settings
from web.app import create_app

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    store = f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite3'}"
    corpus = ROOT / "corpus" / "partner-network-licensing"
    return create_app(load_settings(corpus=corpus, store=store))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        app.state.loading.result()
        yield client


def test_the_default_corpus_answers_over_http(client: TestClient) -> None:
    response = client.post("/api/v1/ask", json={"question": "What are tokens for?"})
    assert response.status_code == 200
    answer = response.json()
    assert answer["outcome"] == "answered"
    assert "tokens are used to redeem cloud services" in answer["passages"][0]["text"]


def test_the_page_asks_and_answers_without_javascript(client: TestClient) -> None:
    assert "<form" in client.get("/").text
    page = client.get("/ask", params={"q": "What are tokens for?"})
    assert page.status_code == 200
    assert "tokens are used to redeem cloud services" in page.text


def test_typed_markup_is_never_markup(client: TestClient) -> None:
    page = client.get("/ask", params={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in page.text


def test_a_question_that_is_too_long_is_refused(client: TestClient) -> None:
    assert client.get("/ask", params={"q": "x" * 3000}).status_code == 422


def test_health_and_unknown_pages(client: TestClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/nothing").status_code == 404
