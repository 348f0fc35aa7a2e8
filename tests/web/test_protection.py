import asyncio
import json
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from opentelemetry import trace
from starlette.types import Message

from assistant.assistant import Assistant
from assistant.errors import EncoderError, FaqError, IndexMissingError, StoreError, UsageError
from assistant.settings import Settings, load_settings
from assistant.types import Answer, Turn
from tests.web.conftest import StartApp, app_of, open_library
from web.app import create_app
from web.logs import JsonFormatter
from web.middleware import MAX_BODY_BYTES

QUESTION = {"question": "May films be borrowed?"}
ELSEWHERE = "https://support.example.com"


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing", "/api/v1/suggest?q=a"])
def test_every_response_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


def test_other_sites_are_denied_by_default(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"origin": ELSEWHERE, "access-control-request-method": "POST"}
    assert client.options("/api/v1/ask", headers=headers).status_code == 400
    [told] = [r for r in caplog.records if r.getMessage() == "another site was refused"]
    assert told.__dict__["origin"] == ELSEWHERE
    response = client.post("/api/v1/ask", json=QUESTION, headers={"origin": ELSEWHERE})
    assert "access-control-allow-origin" not in response.headers


def test_only_exact_origins_of_the_list_are_allowed(start: StartApp) -> None:
    client = start(cors_origins=ELSEWHERE, rate_limit_client="1/minute")
    allowed = client.post("/api/v1/ask", json=QUESTION, headers={"origin": ELSEWHERE})
    assert allowed.headers["access-control-allow-origin"] == ELSEWHERE
    assert "access-control-allow-credentials" not in allowed.headers
    limited = client.post("/api/v1/ask", json=QUESTION, headers={"origin": ELSEWHERE})
    assert limited.status_code == 429
    assert limited.headers["access-control-allow-origin"] == ELSEWHERE
    for other in (
        "http://support.example.com",
        f"{ELSEWHERE}.evil.com",
        f"{ELSEWHERE}:444",
        "null",
    ):
        response = client.get("/healthz", headers={"origin": other})
        assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    "origins", ["*", "example.com", "https://example.com/path", "https://*.a.b"]
)
def test_an_origin_that_is_not_exact_is_refused(origins: str) -> None:
    with pytest.raises(UsageError, match="FAQ_CORS_ORIGINS"):
        load_settings(cors_origins=origins)


def test_a_large_body_is_refused_with_and_without_its_length(client: TestClient) -> None:
    large = json.dumps({"question": "x" * MAX_BODY_BYTES}).encode()
    headers = {"content-type": "application/json"}

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(large), 4096):
            yield large[start : start + 4096]

    for content in (large, pieces()):
        response = client.post("/api/v1/ask", content=content, headers=headers)
        assert response.status_code == 413
        assert response.json()["title"] == "Content Too Large" or response.json()["status"] == 413


def test_a_client_that_asks_too_much_is_told_when_to_come_back(start: StartApp) -> None:
    client = start(rate_limit_client="2/minute", rate_limit_suggest="3/minute")
    statuses = [client.post("/api/v1/ask", json=QUESTION).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    refused = client.post("/api/v1/ask", json=QUESTION)
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["content-type"] == "application/problem+json"
    typing = [client.get("/api/v1/suggest?q=f").status_code for _ in range(4)]
    assert typing == [200, 200, 200, 429]
    assert client.get("/healthz").status_code == 200
    assert 'faq_rate_limited_total{limit="client"} 2.0' in client.get("/metrics").text


@pytest.mark.parametrize("rate", ["0/minute", "many", "/"])
def test_a_limit_that_nobody_could_keep_is_refused_at_once(rate: str) -> None:
    with pytest.raises(UsageError, match=f"FAQ_RATE_LIMIT_CLIENT='{rate}' is no rate"):
        create_app(load_settings(rate_limit_client=rate))


def test_all_clients_together_are_limited(start: StartApp) -> None:
    client = start(rate_limit_total="2/minute")
    others = [TestClient(client.app, client=(f"198.51.100.{n}", 1)) for n in range(3)]
    statuses = [other.get("/api/v1/suggest").status_code for other in others]
    assert statuses == [200, 200, 429]


def test_clients_do_not_use_up_each_others_limit(start: StartApp) -> None:
    client = start(rate_limit_client="1/minute")
    addresses = [
        "198.51.100.1",
        "198.51.100.2",
        "2001:db8::1",
        "2001:db8::2",
        "::ffff:198.51.100.1",
    ]
    statuses = [
        TestClient(client.app, client=(address, 1)).get("/").status_code for address in addresses
    ]
    # All of an IPv6 network is one client, and an IPv4 address has two spellings.
    assert statuses == [200, 200, 200, 429, 429]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto"])
def test_a_proxy_that_is_not_trusted_is_told_once(
    start: StartApp, caplog: pytest.LogCaptureFixture, header: str
) -> None:
    def told() -> list[str]:
        return [r.getMessage() for r in caplog.records if "FAQ_TRUSTED_PROXIES" in r.getMessage()]

    direct, trusting = start(), start(trusted_proxies="10.0.0.1")
    direct.get("/")
    trusting.get("/", headers={header: "198.51.100.1"})
    assert told() == []
    for _ in range(2):
        direct.get("/", headers={header: "198.51.100.1"})
    assert len(told()) == 1
    assert "198.51.100.1" not in caplog.text


def test_a_rate_that_cannot_be_read_is_named(start: StartApp) -> None:
    with pytest.raises(UsageError, match="FAQ_RATE_LIMIT_CLIENT='often'"):
        start(rate_limit_client="often")


def test_a_request_that_takes_too_long_is_given_up(
    start: StartApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    real = Assistant.ask

    def slow(self: Assistant, turn: Turn, **_given: object) -> Answer:
        assert go.wait(30)
        return real(self, turn)

    monkeypatch.setattr(Assistant, "ask", slow)
    client = start(request_timeout_s=0.05)
    response = client.post("/api/v1/ask", json=QUESTION)
    go.set()
    assert response.status_code == 503
    assert "retry-after" in response.headers


def test_a_body_that_does_not_arrive_is_a_timeout_of_the_client(
    settings_of: Callable[..., Settings],
) -> None:
    app = create_app(settings_of(request_timeout_s=0.05), open_assistant=open_library)
    sent: list[Message] = []

    async def receive() -> Message:
        if sent:
            return {"type": "http.disconnect"}
        await asyncio.sleep(60)
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"content-length", b"9")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/ask",
        "raw_path": b"/api/v1/ask",
        "query_string": b"",
        "headers": headers,
        "scheme": "http",
        "server": ("faq", 80),
    }
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 408
    for path in ("/api/v1/ask", "/api/v1/feedback"):
        assert {"408", "413"} <= set(app.openapi()["paths"][path]["post"]["responses"])


def test_no_redirect_goes_to_the_host_that_a_request_claims(client: TestClient) -> None:
    for path, meant in (("/browse/", "/browse"), ("/ask/?q=a%20b", "/ask?q=a%20b")):
        response = client.get(path, headers={"host": "evil.example"}, follow_redirects=False)
        assert (response.status_code, response.headers["location"]) == (307, meant)
    assert client.get("/api/v1/suggest/", follow_redirects=False).status_code == 404


def test_what_breaks_is_logged_and_not_shown(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: Assistant, turn: Turn, **_given: object) -> Answer:
        raise RuntimeError(f"cannot read {turn.question}")

    monkeypatch.setattr(Assistant, "ask", broken)
    response = client.post("/api/v1/ask", json={"question": "Secret?"})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "content-security-policy" in response.headers
    assert "Secret" not in response.text
    assert "Traceback" not in response.text
    told = [JsonFormatter().format(record) for record in caplog.records]
    assert any("builtins.RuntimeError" in line and "raised_at" in line for line in told)
    assert not any("Secret" in line for line in told)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("wrong"), 422),
        (IndexMissingError("none"), 503),
        (StoreError("down"), 503),
        (EncoderError("weights"), 500),
    ],
)
def test_each_kind_of_error_has_its_status(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, error: FaqError, status: int
) -> None:
    def failing(self: Assistant, turn: Turn, **_given: object) -> Answer:
        raise error

    monkeypatch.setattr(Assistant, "ask", failing)
    response = client.post("/api/v1/ask", json=QUESTION)
    assert response.status_code == status
    assert ("retry-after" in response.headers) == (status == 503)
    assert ("weights" in response.text) is False


def test_request_ids_are_passed_through_where_they_are_harmless(client: TestClient) -> None:
    given = client.get("/healthz", headers={"x-request-id": "abc-1"})
    assert given.headers["x-request-id"] == "abc-1"
    harmful = client.get("/healthz", headers={"x-request-id": 'a"b c'})
    assert len(harmful.headers["x-request-id"]) == 32


def test_requests_are_logged_without_what_was_asked(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.get("/api/v1/suggest", params={"q": "jane@example.com films"})
    client.post("/api/v1/ask", json={"question": "Films for jane@example.com?"})
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    requests = [line for line in lines if line["message"] == "request"]
    assert [line["route"] for line in requests] == ["/api/v1/suggest", "/api/v1/ask"]
    assert set(requests[0]) == {
        *("time", "level", "logger", "message"),
        *("request_id", "method", "route", "status", "elapsed_ms"),
    }
    assert "jane" not in json.dumps(requests)
    assert "films" not in json.dumps(requests).lower()


def test_logs_are_redacted_whatever_is_logged() -> None:
    record = logging.makeLogRecord({"msg": "mail %s", "args": ("a@b.de",), "reason": "on 10.0.0.1"})
    line = json.loads(JsonFormatter().format(record))
    assert (line["message"], line["reason"]) == ("mail [e-mail]", "on [ip]")


@pytest.mark.parametrize("path", ["/", "/ask?q=films", "/browse", "/widget.js", "/healthz"])
def test_what_can_be_got_can_be_looked_at(
    client: TestClient, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    caplog.set_level(logging.INFO)
    response = client.head(path)
    assert response.status_code == 200
    assert int(response.headers["content-length"]) > 0
    told = [(r.method, r.route) for r in caplog.records if r.message == "request"]  # type: ignore[attr-defined]
    assert told == ([] if path == "/healthz" else [("HEAD", path.split("?", maxsplit=1)[0])])


def test_the_description_of_the_api_is_counted_under_its_own_name(client: TestClient) -> None:
    assert client.get("/openapi.json").status_code == 200
    assert client.get("/nothing").status_code == 404
    text = client.get("/metrics").text
    assert 'route="/openapi.json",status="200"' in text
    assert 'route="unmatched",status="404"' in text


def test_methods_that_are_not_there_are_refused(client: TestClient) -> None:
    assert client.head("/api/v1/suggest").status_code == 405
    response = client.get("/api/v1/ask")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    for path in ("/browse", "/healthz", "/nothing"):
        allowed = client.delete(path)
        assert allowed.headers.get("allow") == (None if path == "/nothing" else "GET, HEAD")
    assert client.delete("/api/v1/suggest").headers["allow"] == "GET"
    assert app_of(client).docs_url is None


def test_no_exporter_is_told_of_a_request(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Recording(trace.TracerProvider):
        def get_tracer(self, *args: Any, **_: Any) -> trace.Tracer:
            asked.append(args[0])
            return trace.NoOpTracer()

    monkeypatch.setattr(trace, "get_tracer_provider", Recording)
    assert client.get("/ask", params={"q": "films"}).status_code == 200
    assert asked == []
