"""The web application: `create_app(settings)` joins routes, protection, the store and the assistant."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI

from assistant.assistant import Assistant
from assistant.errors import FaqError, StoreError
from assistant.settings import Settings
from assistant.storage.store import DAY_MS, Store
from web import admin, api, pages
from web.limiting import RateLimited, check_limits
from web.metrics import Metrics
from web.middleware import (
    HeadAsGet,
    Observed,
    OtherSites,
    ProxyNoticed,
    SecurityHeaders,
    WithinBounds,
)
from web.problems import add_problem_handlers
from web.service import AnswerService
from web.slack import secrets_of

_log = logging.getLogger("faq.app")
_PURGE_EVERY_S = 6 * 3600
OpenAssistant = Callable[[Settings], Assistant]


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
    Raises UsageError for settings that cannot be used.
    """
    check_limits(settings)
    app = FastAPI(
        title="FAQ assistant",
        version="1",
        description="Answers from an FAQ: the exact passage, a straight yes or no, or neither.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # to an address with whatever host the request claims
        # Addresses hold questions: no exporter that happens to be installed is told of them.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=_lifespan(open_assistant, on_failure),
    )
    concurrency = settings.concurrency or max(1, (os.cpu_count() or 1) // settings.threads)
    metrics = Metrics()
    store = Store(settings.store)
    app.state.settings = settings
    app.state.loading = None
    app.state.metrics = metrics
    app.state.store = store
    app.state.service = AnswerService(settings, store, metrics, concurrency=concurrency)
    add_problem_handlers(app)
    app.include_router(api.router)
    app.include_router(api.operations)
    app.include_router(pages.router)
    admin.install(app, settings)
    slack = secrets_of(settings)
    if slack is not None:
        from web.slack.mount import add_slack

        add_slack(app, slack)
    _protect(app, settings, metrics)
    _describe_limits(app, settings)
    return app


def _protect(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    """The layers around the routes; the last one added is the outermost."""
    app.add_middleware(HeadAsGet)
    app.add_middleware(WithinBounds, timeout_s=settings.request_timeout_s)
    app.add_middleware(RateLimited, settings=settings, metrics=metrics)
    app.add_middleware(Observed, metrics=metrics)
    app.add_middleware(
        OtherSites,
        allow_origins=settings.cors_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type", "X-Request-ID"],
        expose_headers=["Retry-After", "X-Request-ID"],
        max_age=600,
    )
    app.add_middleware(SecurityHeaders)
    if not settings.trusted_proxies:
        app.add_middleware(ProxyNoticed)


def _describe_limits(app: FastAPI, settings: Settings) -> None:
    """Have the OpenAPI tell the limit that is configured."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        schema = generate()
        question = schema["components"]["schemas"]["AskRequest"]["properties"]["question"]
        question["maxLength"] = settings.max_question_chars
        return schema

    app.openapi = openapi  # type: ignore[method-assign]


def _lifespan(
    open_assistant: OpenAssistant, on_failure: Callable[[], None]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service: AnswerService = app.state.service
        service.start()
        purging = asyncio.create_task(_keep_to_retention(service.store, app.state.settings))
        with ThreadPoolExecutor(1, thread_name_prefix="load") as loader:
            loading = loader.submit(_load, app, open_assistant)
            loading.add_done_callback(partial(_loaded, on_failure))
            app.state.loading = loading
            yield
        purging.cancel()
        await asyncio.to_thread(service.close)

    return lifespan


def _load(app: FastAPI, open_assistant: OpenAssistant) -> None:
    app.state.service.serve(open_assistant(app.state.settings))


def _loaded(on_failure: Callable[[], None], loading: Future[None]) -> None:
    error = loading.exception()
    if error is not None:
        reason = str(error) if isinstance(error, FaqError) else type(error).__name__
        _log.error("the assistant could not be loaded", extra={"reason": reason})
        on_failure()


async def _keep_to_retention(store: Store, settings: Settings) -> None:
    """Keep to the days of retention, at the start and several times a day."""
    while True:
        before_ms = int(time.time() * 1000) - settings.retention_days * DAY_MS
        try:
            purged = await asyncio.to_thread(store.purge, before_ms=before_ms)
        except StoreError as error:
            _log.error("what is past its time was not deleted", extra={"reason": str(error)})
        else:
            if purged.answers:
                _log.info("deleted what is past its time", extra={"answers": purged.answers})
        await asyncio.sleep(_PURGE_EVERY_S)
