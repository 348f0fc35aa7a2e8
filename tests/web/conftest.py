from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.index_loading import open_index
from assistant.settings import Settings, load_settings
from tests.fakes import FakeEncoder
from web.app import create_app

LIBRARY = """---
title: Library
audiences:
  - id: student
    label: Students
    aliases: [student]
escalation:
  text: Ask at the desk.
---

# Lending

## May films be borrowed?
<!-- faq
id: films
alternates: [Can I take a DVD home?]
-->

Films may be borrowed for two days by students who hold a card.

## How many books may be borrowed?

Seven books may be borrowed at the same time, for four weeks.

## What does the reading room cost?

The reading room costs nothing.
"""

StartApp = Callable[..., TestClient]


def open_library(settings: Settings) -> Assistant:
    encoder = FakeEncoder()
    return Assistant(open_index(settings, encoder, notify=lambda _message: None), encoder, settings)


def app_of(client: TestClient) -> FastAPI:
    app = client.app
    assert isinstance(app, FastAPI)
    return app


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "library"
    folder.mkdir()
    (folder / "library.md").write_text(LIBRARY, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def index_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def settings_of(library: Path, index_cache: Path, tmp_path: Path) -> Callable[..., Settings]:
    def settings(**given: Any) -> Settings:
        usual = {
            "corpus": library,
            "cache_dir": index_cache,
            "store": f"sqlite:///{tmp_path / 'store.sqlite3'}",
            "rate_limit_client": "",
            "rate_limit_suggest": "",
            "rate_limit_total": "",
        }
        return load_settings(**(usual | given))

    return settings


@pytest.fixture
def start(settings_of: Callable[..., Settings]) -> Iterator[StartApp]:
    """Starts the application on a small FAQ; what is given are settings."""
    with ExitStack() as running:

        def start_app(
            *, opening: Callable[[Settings], Assistant] = open_library, **given: Any
        ) -> TestClient:
            app = create_app(settings_of(**given), open_assistant=opening)
            client = running.enter_context(TestClient(app, raise_server_exceptions=False))
            if opening is open_library:
                app.state.loading.result()
            return client

        yield start_app


@pytest.fixture
def client(start: StartApp) -> TestClient:
    return start()
