import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from assistant.assistant import Assistant
from assistant.settings import load_settings
from web.app import make_server

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    settings = load_settings(corpus=ROOT / "corpus" / "partner-network-licensing")
    server = make_server(Assistant.open(settings), "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def get(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def test_the_page_asks_and_answers_without_javascript(port: int) -> None:
    assert '<form action="/ask">' in get(port, "/")[1]
    status, page = get(port, "/ask?q=" + quote("What are tokens for?"))
    assert status == 200
    assert "tokens are used to redeem cloud services" in page


def test_typed_markup_is_never_markup(port: int) -> None:
    assert "<script>" not in get(port, "/ask?q=" + quote('"><script>alert(1)</script>'))[1]


def test_a_question_that_is_too_long_is_refused(port: int) -> None:
    assert get(port, "/ask?q=" + "x" * 3000)[0] == 422


def test_health_and_unknown_pages(port: int) -> None:
    assert get(port, "/healthz") == (200, "ok")
    assert get(port, "/nothing")[0] == 404
