"""Pages from a server of our own: redirects, sizes, encodings, failures."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from assistant.corpus import load_corpus
from assistant.corpus.importers import fetching, import_sources
from assistant.corpus.importers.fetching import fetch, without_login
from assistant.errors import SourceError

PAGE = "<html><meta charset='latin-1'><h2>Is it f\u00fcr free?</h2><p><a href='rules'>Yes</a>.</p></html>"


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/help/faq":
            self._send(200, PAGE.encode("latin-1"), "text/html")
        elif path == "/moved":
            self._send(302, b"", location="/help/faq")
        elif path == "/circle":
            self._send(302, b"", location="/circle")
        elif path == "/to-file":
            self._send(302, b"", location="file:///etc/hostname")
        elif path == "/big":
            self._send(200, b"x" * 2000, "text/plain")
        else:
            self._send(404, b"<h2>Where?</h2>", "text/html")

    def _send(self, status: int, body: bytes, kind: str = "text/html", location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_imported_with_its_address_and_whole_links(site: str, tmp_path: Path) -> None:
    report = import_sources([f"{site}/moved?x=1#top"], tmp_path / "out")
    assert (report.entries, report.files) == (1, ["moved.md"])
    (entry,) = load_corpus(tmp_path / "out").entries
    assert (entry.title, entry.url) == ("Is it f\u00fcr free?", f"{site}/help/faq")
    assert f"[Yes]({site}/help/rules)." in (tmp_path / "out" / "moved.md").read_text()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/missing", "the server says 404 Not Found"),
        ("/circle", "leads on more than 5 times"),
        ("/to-file", "cannot be fetched"),
        ("/big", "it has more than 0 MB"),
    ],
)
def test_what_cannot_be_fetched_is_one_line(site: str, path: str, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        fetch(site + path, 1000)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(site + path)


@pytest.mark.parametrize(
    "address", ["ftp://a.example/faq", "file:///etc/hostname", "http://", "gopher://x"]
)
def test_only_the_web_is_asked(address: str) -> None:
    with pytest.raises(SourceError, match="only http and https"):
        fetch(address, 1000)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(SourceError, match="cannot be fetched"):
        fetch("http://127.0.0.1:9/faq", 1000)


def test_a_server_that_says_nothing_is_told(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(*arguments: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(fetching, "_fetch", silent)
    with pytest.raises(SourceError, match="no answer within 30 s"):
        fetch(f"{site}/help/faq", 1000)


def test_a_login_is_not_shown() -> None:
    assert without_login("https://me:secret@a.example/b@c") == "https://a.example/b@c"
    with pytest.raises(SourceError) as caught:
        fetch("http://me:secret@127.0.0.1:9/faq", 1000)
    assert "secret" not in str(caught.value)
