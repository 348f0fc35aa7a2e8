"""A plain page that answers questions, without JavaScript: the form, the answer, and health."""

from __future__ import annotations

from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from assistant.assistant import Assistant
from assistant.errors import FaqError
from assistant.types import Turn

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>{title}</h1>
<form action="/ask"><label for="q">Your question</label>
<input id="q" name="q" maxlength="2000" required value="{question}"> <button>Ask</button></form>
{answer}</main></body></html>"""
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def make_server(assistant: Assistant, host: str, port: int) -> ThreadingHTTPServer:
    """A server bound to `host`:`port` (0: any free port), not yet serving."""

    class Handler(BaseHTTPRequestHandler):
        """`/` and `/ask?q=` are pages, `/healthz` says that the process answers."""

        def do_GET(self) -> None:
            """Answer a GET."""
            url = urlsplit(self.path)
            if url.path == "/healthz":
                self._send(HTTPStatus.OK, "ok")
            elif url.path in ("/", "/ask"):
                question = parse_qs(url.query).get("q", [""])[0] if url.path == "/ask" else ""
                self._send(*_page(assistant, question))
            else:
                self._send(HTTPStatus.NOT_FOUND, "no such page")

        def _send(self, status: HTTPStatus, body: str) -> None:
            data = body.encode()
            self.send_response(status)
            for name, value in _HEADERS.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing: a request line holds the question."""

    return ThreadingHTTPServer((host, port), Handler)


def _page(assistant: Assistant, question: str) -> tuple[HTTPStatus, str]:
    corpus = assistant.index.corpus
    status, answer = HTTPStatus.OK, ""
    if question:
        try:
            answer = assistant.ask(Turn(question)).message.html
        except FaqError as error:
            status, answer = HTTPStatus.UNPROCESSABLE_ENTITY, f"<p>{escape(str(error))}</p>"
    shown = escape(question.encode("utf-8", "replace").decode("utf-8"))
    return status, _PAGE.format(
        language=escape(corpus.language),
        title=escape(corpus.title),
        question=shown,
        answer=answer,
    )
