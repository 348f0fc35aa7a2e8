"""Files for browsers: the widget as it is sent, and how it is kept."""

import gzip
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from web.assets import load_asset

WIDGET = Path(__file__).parent.parent.parent / "web" / "static" / "widget.js"


LIMIT = 14 * 1000  # bytes, compressed


def test_the_widget_is_small() -> None:
    widget = load_asset("widget.js")
    assert gzip.decompress(widget.packed) == widget.body
    assert len(widget.packed) <= LIMIT
    assert len(widget.packed) < len(gzip.compress(widget.body, 9))


def test_the_widget_is_sent_without_spaces_and_long_private_names() -> None:
    body = load_asset("widget.js").body.decode()
    assert "this.#passage" not in body
    assert "#passage(" not in body
    assert "MAX_CHARS" not in body
    assert "globalThis.CSS.supports(" in body
    assert "#fff" in body
    assert re.search(r"figure\{[^}]*;border:1px solid var\(--line\)\}", body)
    assert "calc(100vw - 40px)" in body
    assert "light-dark(#fff,#16191f)" in body


def test_the_widget_is_translated_in_full() -> None:
    source = WIDGET.read_text(encoding="utf-8")
    listed = re.search(r"const KEYS = \((.*?)\)\.split", source, re.DOTALL)
    assert listed
    keys = "".join(re.findall(r'"([^"]*)"', listed[1])).split()
    languages = dict(re.findall(r'^(\w\w): "(.*)",$', source, re.MULTILINE))
    assert set(languages) == {"en", "de", "fr", "es", "pt", "ja", "zh", "ar"}
    for language, text in languages.items():
        strings = dict(zip(keys, text.split("|"), strict=True))
        assert all(strings.values()), language
        assert "{}" in strings["busy"], language


def test_the_widget_is_dependency_free_and_writes_no_markup() -> None:
    source = WIDGET.read_text(encoding="utf-8")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "import ",
        "eval(",
    ):
        assert word not in source


def test_the_widget_is_kept_by_browsers_in_its_version(client: TestClient) -> None:
    plain = client.get("/widget.js")
    assert plain.headers["content-type"] == "text/javascript; charset=utf-8"
    assert plain.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in plain.headers["vary"]
    assert plain.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "max-age=300" in plain.headers["cache-control"]
    versioned = client.get("/widget.js", params={"v": load_asset("widget.js").version})
    assert "immutable" in versioned.headers["cache-control"]
    stale = client.get("/widget.js", params={"v": "another"})
    assert "immutable" not in stale.headers["cache-control"]
    again = client.get("/widget.js", headers={"if-none-match": f"W/{plain.headers['etag']}"})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0"])
def test_who_takes_no_gzip_gets_none(client: TestClient, accepted: str) -> None:
    response = client.get("/widget.js", headers={"accept-encoding": accepted})
    assert "content-encoding" not in response.headers
    assert response.content == load_asset("widget.js").body


@pytest.mark.parametrize("name", ["..%2fapp.py", "%2e%2e/pages.py", "nothing.css", "page.css%00"])
def test_only_files_for_browsers_are_served(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404
