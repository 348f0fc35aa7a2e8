import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from assistant.storage.records import AnswerRecord, FeedbackRecord
from assistant.types import Outcome
from tests.storage.conftest import record
from tests.web.conftest import LIBRARY, StartApp, app_of
from web.admin.context import AdminContext

TOKEN = "a token of many characters"
NOW_MS = int(time.time() * 1000)


def csrf(page: str) -> str:
    """The token of the first form of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, page
    return unescape(found[1])


def told(
    question: str, outcome: Outcome = Outcome.NOT_COVERED, times: int = 1, **more: Any
) -> list[AnswerRecord]:
    made = []
    for number in range(times):
        kept = record(f"{question}-{number}", question, created_ms=NOW_MS)
        made.append(replace(kept, answer=replace(kept.answer, outcome=outcome, **more)))
    return made


def disliked(question: str, **more: Any) -> list[AnswerRecord | FeedbackRecord]:
    (kept,) = told(question, Outcome.ANSWERED)
    return [kept, FeedbackRecord(kept.answer.answer_id, "down", NOW_MS, **more)]


class Admin:
    """A browser that is signed in."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    @property
    def context(self) -> AdminContext:
        found: AdminContext = app_of(self.client).state.admin
        return found

    def get(self, address: str) -> str:
        response = self.client.get(address)
        assert response.status_code == 200, (address, response.text)
        return response.text

    def post(self, address: str, page: str, **fields: Any) -> httpx.Response:
        """Send a form of `page`."""
        response: Any = self.client.post(address, data={"csrf": csrf(page), **fields})
        return response


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git working tree with the library's FAQ in it."""
    root = tmp_path / "repository"
    (root / "faq/library").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    (root / "faq/library/library.md").write_text(LIBRARY, encoding="utf-8")
    return root


@pytest.fixture
def visit(start: StartApp, tmp_path: Path, repository: Path) -> Callable[..., TestClient]:
    """Starts the application with a token, on a corpus of its own; nobody is signed in."""

    def started(**given: Any) -> TestClient:
        usual = {
            "admin_token": TOKEN,
            "review_dir": tmp_path / "review",
            "corpus": repository / "faq/library",
            "cache_dir": tmp_path / "cache",
        }
        return start(**(usual | given))

    return started


def sign_in(client: TestClient, token: str = TOKEN) -> Any:
    page = client.get("/admin/login").text
    return client.post("/admin/login", data={"csrf": csrf(page), "token": token})


@pytest.fixture
def admin(visit: Callable[..., TestClient]) -> Iterator[Admin]:
    client = visit()
    assert sign_in(client).status_code == 200
    yield Admin(client)
    found = app_of(client).state.admin
    found.maintenance.wait(30)
