"""Puts Slack's endpoint into the application: the route, what starts and stops with it, Socket Mode."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import aiohttp
from fastapi import FastAPI, Request, Response
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from assistant.errors import StoreError
from assistant.settings import Settings
from assistant.storage.deliveries import forget_deliveries
from assistant.storage.store import DAY_MS
from web.problems import problem
from web.service import AnswerService
from web.slack import Secrets
from web.slack.delivery import Sender
from web.slack.events import Events, is_delivery
from web.slack.responder import SlackResponder
from web.slack.signature import RefusedError, Signatures
from web.slack.work import Claims, Work

_log = logging.getLogger("faq.slack")
REQUEST_TIMEOUT_S = 10.0
_FORGET_EVERY_S = 3600
_RECONNECT_S = 10.0
_READY_POLL_S = 0.1


def add_slack(app: FastAPI, secrets: Secrets) -> None:
    """Have the application answer in Slack."""
    endpoint = SlackEndpoint(app.state.settings, app.state.service, secrets)
    app.add_api_route("/slack/events", endpoint.receive, methods=["POST"], include_in_schema=False)
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with inner(app) as state:
            await endpoint.open()
            try:
                yield state
            finally:
                await endpoint.close()

    app.router.lifespan_context = lifespan


class SlackEndpoint:
    """Slack's deliveries, from the network or by Socket Mode."""

    def __init__(self, settings: Settings, service: AnswerService, secrets: Secrets) -> None:
        self._service = service
        self._secrets = secrets
        signing_secret = secrets.signing.get_secret_value().strip()
        self._signatures = Signatures(signing_secret)
        sdk = logging.getLogger("faq.slack.sdk")
        self._client = AsyncWebClient(
            token=secrets.bot_token.get_secret_value().strip(),
            base_url=settings.slack_api_url,
            logger=sdk,
            retry_handlers=[],  # what is sent again, and when, is decided in `delivery`
        )
        self._work = Work()
        sender = Sender(self._client)
        responder = SlackResponder(service, sender, settings, signing_secret)
        self._bolt: AsyncApp = Events(responder, Claims(service.store), self._work).listen(
            self._client
        )
        self._running: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Begin to send and, in Socket Mode, to receive."""
        timeout = aiohttp.ClientTimeout(total=REQUEST_TIMEOUT_S)
        self._client.session = aiohttp.ClientSession(timeout=timeout, trust_env=True)
        self._running.append(asyncio.create_task(self._forget_old()))
        if self._secrets.app_token is not None:
            token = self._secrets.app_token.get_secret_value().strip()
            self._running.append(asyncio.create_task(self._listen(token)))

    async def close(self) -> None:
        """Send what is under way, then stop."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._work.close()
        if self._client.session is not None:
            await self._client.session.close()

    async def receive(self, request: Request) -> Response:
        """One delivery over HTTP."""
        body = await request.body()
        try:
            self._signatures.check(body, request.headers)
        except RefusedError as error:
            _log.warning("a Slack request was refused", extra={"reason": str(error)})
            return problem(request.scope, HTTPStatus.UNAUTHORIZED, "this is not signed by Slack")
        try:
            delivery = to_async_bolt_request(request, body)
        except (
            ValueError,
            TypeError,
            AttributeError,
            KeyError,
        ):  # Bolt takes the shape for granted
            return _no_delivery(request)
        if not is_delivery(delivery.body):
            return _no_delivery(request)
        response = await self._bolt.async_dispatch(delivery)
        if (
            response.status == HTTPStatus.NOT_FOUND
        ):  # Bolt's word for a kind that nothing listens to
            return _no_delivery(request)
        return to_starlette_response(response)

    async def _listen(self, token: str) -> None:
        """Receive by Socket Mode; the library keeps the connection once there is one."""
        from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

        while self._service.assistant is None:  # till then another worker can have what comes
            await asyncio.sleep(_READY_POLL_S)
        own = AsyncWebClient(base_url=self._client.base_url, logger=self._client.logger)
        handler = AsyncSocketModeHandler(self._bolt, token, self._client.logger, own)
        client: Any = handler.client  # its methods carry no types
        try:
            while True:
                try:
                    await client.connect()
                    break
                # Slack may be down: the web goes on, and this tries again.
                except Exception as error:
                    _log.error("no Socket Mode yet", extra={"reason": type(error).__name__})
                    await asyncio.sleep(_RECONNECT_S)
            await asyncio.Event().wait()
        finally:
            with contextlib.suppress(Exception):
                await client.close()

    async def _forget_old(self) -> None:
        """Forget deliveries after a day, when Slack has long stopped to send them again."""
        while True:
            before_ms = time.time_ns() // 1_000_000 - DAY_MS
            try:
                await asyncio.to_thread(forget_deliveries, self._service.store, before_ms=before_ms)
            except StoreError as error:
                _log.error("old deliveries were not deleted", extra={"reason": str(error)})
            await asyncio.sleep(_FORGET_EVERY_S)


def _no_delivery(request: Request) -> Response:
    return problem(request.scope, HTTPStatus.BAD_REQUEST, "this is no delivery of Slack's")
