"""The widget on a page of another origin, under a strict policy."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.web.browser.conftest import NewPage, ask


@contextmanager
def hosting(origin: str, site: str) -> Iterator[None]:
    """A page at `origin` that embeds the widget of `site` with one line."""
    policy = f"default-src 'none'; script-src {site}; connect-src {site}; style-src 'self'"
    text = (
        "<!doctype html><html lang=en><title>Shop</title><h1>Shop</h1>"
        f"<script src='{site}/widget.js' defer></script><faq-assistant></faq-assistant>"
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", urlsplit(origin).port or 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_site_on_the_list_embeds_the_widget(
    new_page: NewPage, site: str, other_origin: str
) -> None:
    with hosting(other_origin, site):
        page = new_page()
        page.goto(other_origin + "/shop")
        page.locator("faq-assistant .launch").click()
        card = ask(page, "What are tokens for?")
        expect(card).to_contain_text("redeem cloud services")
        link = card.get_by_role("link", name="Read the full entry")
        expect(link).to_have_attribute("href", f"{site}/browse#keys-and-tokens")
        expect(link).to_have_attribute("target", "_blank")
        with page.expect_response("**/api/v1/feedback") as response:
            card.get_by_role("button", name="Helpful", exact=True).click()
        assert response.value.status == 204


def test_a_site_that_is_not_on_the_list_gets_no_answer(
    new_page: NewPage, site: str, other_origin: str
) -> None:
    with hosting(other_origin, site):
        page = new_page()
        page.goto(other_origin.replace("127.0.0.1", "localhost") + "/shop")
        page.locator("faq-assistant .launch").click()
        expect(ask(page, "What are tokens for?")).to_contain_text("That did not work.")
