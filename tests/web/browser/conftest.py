"""A real server on the real index, and Debian's Chromium."""

import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Route,
    expect,
    sync_playwright,
)

from assistant.settings import load_settings
from web.app import create_app

ROOT = Path(__file__).parent.parent.parent.parent
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
NewPage = Callable[..., Page]
expect.set_options(timeout=60_000)  # a busy machine is no failure
WATCH = """addEventListener("securitypolicyviolation", (event) =>
  console.error("CSP " + event.violatedDirective + " " + event.blockedURI));"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.integration)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="there is no chromium on this machine"))


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address at which `app` is served; its models are loaded."""
    started = threading.Event()

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            started.set()

    server = Announcing(uvicorn.Config(app, port=0, log_config=None, ws="none", lifespan="on"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert started.wait(60)
        app.state.loading.result(120)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(60)


@pytest.fixture(scope="session")
def other_origin() -> str:
    """An origin that may embed the widget; nothing listens there until a test does."""
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, other_origin: str) -> Iterator[str]:
    settings = load_settings(
        corpus=ROOT / "corpus" / "partner-network-licensing",
        store=f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite3'}",
        cors_origins=other_origin,
        rate_limit_client="",
        rate_limit_suggest="",
        rate_limit_total="",
    )
    with serving(create_app(settings)) as address:
        yield address


@contextmanager
def chromium() -> Iterator[Browser]:
    """While it runs, no other test of this thread can run an event loop."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@contextmanager
def watched(browser: Browser, address: str) -> Iterator[NewPage]:
    """Opens pages, each in a browser context of its own; no page may break its policy or throw."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=address, **options)
        contexts.append(context)
        context.set_default_timeout(60_000)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda message: (
                problems.append(message.text)
                if "CSP " in message.text or "Content Security Policy" in message.text
                else None
            ),
        )
        page.on("dialog", lambda dialog: (problems.append(dialog.message), dialog.dismiss()))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[NewPage]:
    with watched(browser, site) as opening:
        yield opening


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """The home page, with the panel open."""
    opened = new_page()
    opened.goto("/")
    opened.locator("faq-assistant .launch").click()
    return opened


def ask(page: Page, question: str) -> Locator:
    """Ask in the widget; the card that answers."""
    before = page.locator("faq-assistant .card").count()
    page.locator("faq-assistant .ask input").fill(question)
    page.keyboard.press("Enter")
    card = page.locator("faq-assistant .card").nth(before)
    card.wait_for()
    return card


def answer(**changes: Any) -> dict[str, Any]:
    """An answer as the server would give it."""
    text = "Licences are per country 🌍. They cannot be shared 🚫 across countries, unless agreed."
    quote = "They cannot be shared 🚫 across countries"
    start = text.index(quote)
    passage = {
        "entry_id": "sharing",
        "title": "Can licences be shared?",
        "text": text,
        "source": {"path": "faq.md", "start": 0, "end": len(text), "url": None},
        "audience": None,
        "score": 0.9,
        "incomplete": False,
    }
    evidence = {"passage": 0, "quote": quote, "start": start, "end": start + len(quote)}
    usual = {
        "answer_id": "a1",
        "conversation_id": "c1",
        "question": "?",
        "standalone_question": "?",
        "audience": None,
        "outcome": "answered",
        "verdict": {"value": "no", "confidence": 0.9, "by_audience": [], "conditions": []},
        "evidence": [evidence],
        "passages": [passage],
        "message": {"text": "No.", "html": "<p>No.</p>"},
        "clarification": None,
        "suggestions": [],
        "resources": [],
        "escalation": None,
        "knowledge": {},
        "elapsed_ms": 1.0,
    }
    return usual | changes


DEPENDS = answer(
    verdict={
        "value": "depends",
        "confidence": 0.9,
        "by_audience": [
            {"audience": "a", "label": "Action Pack subscribers", "value": "no", "evidence": 0},
            {"audience": "b", "label": "Competency partners", "value": "yes", "evidence": 0},
        ],
        "conditions": [
            {"text": "unless agreed", "evidence": 0},
            {"text": "unless agreed", "evidence": 0},
        ],
    },
    clarification={
        "question": "Which of these are you?",
        "options": [
            {"label": "Action Pack subscribers", "audience": "action-pack"},
            {"label": "Competency partners", "audience": "competency"},
        ],
    },
    resources=[
        {"title": "Guide", "url": "https://example.com/guide"},
        {"title": "Trap", "url": "javascript:alert(1)"},
        {"title": "Table", "url": None},
    ],
)


def answering(page: Page, *answers: dict[str, Any]) -> list[dict[str, Any]]:
    """Have the server answer so, the last one again and again; what it is asked."""
    asked: list[dict[str, Any]] = []

    def fulfil(route: Route) -> None:
        asked.append(json.loads(route.request.post_data or "{}"))
        body = answers[min(len(asked), len(answers)) - 1]
        route.fulfill(json=body)

    page.route("**/api/v1/ask", fulfil)
    return asked
