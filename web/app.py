"""The web application: `create_app(settings)` joins routes, protection and the assistant."""

from __future__ import annotations

import importlib
import logging
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec

from fastapi import FastAPI

from assistant.assistant import Assistant
from assistant.settings import Settings
from web import api, plain
from web.problems import add_problem_handlers
from web.service import AnswerService

_log = logging.getLogger("faq.app")
OpenAssistant = Callable[[Settings], Assistant]
_PAGES = "web.pages"


def open_assistant(settings: Settings) -> Assistant:
    """The assistant, with what it has to say about the index logged."""
    return Assistant.open(settings, notify=_log.warning)


def create_app(
    settings: Settings,
    *,
    open_assistant: OpenAssistant = open_assistant,
    on_failure: Callable[[], None] = lambda: None,
) -> FastAPI:
    """The application, with no model loaded before its lifespan starts.

    Models load in a thread, so that the process answers meanwhile; `app.state.loading` is done when
    they are there. Where they cannot be loaded, it holds the error and `on_failure` is called.
    """
    app = FastAPI(
        title="FAQ assistant",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(open_assistant, on_failure),
    )
    concurrency = max(1, (os.cpu_count() or 1) // settings.threads)
    app.state.settings = settings
    app.state.assistant = None
    app.state.store = None
    app.state.service = AnswerService(settings, concurrency=concurrency)
    add_problem_handlers(app)
    app.include_router(api.router)
    app.add_api_route("/healthz", _healthz, include_in_schema=False)
    pages = importlib.import_module(_PAGES).router if find_spec(_PAGES) else plain.router
    app.include_router(pages)
    return app


def _lifespan(
    open_assistant: OpenAssistant, on_failure: Callable[[], None]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ThreadPoolExecutor(1, thread_name_prefix="load") as loader:
            loading = loader.submit(_load, app, open_assistant)
            loading.add_done_callback(lambda done: _loaded(done, on_failure))
            app.state.loading = loading
            yield

    return lifespan


def _load(app: FastAPI, open_assistant: OpenAssistant) -> None:
    assistant = open_assistant(app.state.settings)
    app.state.service.assistant = assistant
    app.state.assistant = assistant


def _loaded(loading: Future[None], on_failure: Callable[[], None]) -> None:
    error = loading.exception()
    if error is not None:
        _log.error("the assistant could not be loaded", extra={"reason": str(error)})
        on_failure()


def _healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}
