"""What surrounds every request: its id, log line and metrics; headers; and bounds on size and time.

Plain ASGI: a response streams through, and each layer costs microseconds.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.storage.redaction import redact
from web.ids import new_id
from web.metrics import Metrics
from web.problems import RETRY_LATER, problem

_log = logging.getLogger("faq.http")
MAX_BODY_BYTES = 64 * 1024
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_QUIET = {"/healthz", "/readyz", "/metrics"}
_UNROUTED = {"/openapi.json"}  # the framework's own, of which it does not tell the route
_FORWARDED = {b"x-forwarded-for", b"x-forwarded-proto"}
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]


class Observed:
    """Gives every request an id, logs it without its query, measures it, and hides what broke."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (b"x-request-id", request_id.encode()),
                ]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            _log.exception("a request broke", extra={"request_id": request_id})
            if status:
                raise  # too late for another answer: the connection is cut
            response = problem(
                scope, HTTPStatus.INTERNAL_SERVER_ERROR, "the request could not be answered"
            )
            await response(scope, receive, send_with_id)
        finally:
            self._record(scope, request_id, status, time.perf_counter() - started)

    def _record(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        unrouted: str = scope["path"] if scope["path"] in _UNROUTED else "unmatched"
        route = getattr(scope.get("route"), "path", unrouted)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.request(method, route, status, seconds)
        if route not in _QUIET:
            fields = {
                "request_id": request_id,
                "method": method,
                "route": route,
                "status": status,
                "elapsed_ms": round(seconds * 1000, 3),
            }
            _log.info("request", extra=fields)


def _request_id(scope: Scope) -> str:
    """The caller's own id where it is harmless, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            given: str = value.decode("latin-1")
            if _REQUEST_ID.fullmatch(given) and redact(given) == given:
                return given
    return new_id()


class OtherSites(CORSMiddleware):
    """Logs whom it refuses: the browser tells its user no reason, and who set the site up asks here."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """What is said to a browser that asks whether another site may send a request."""
        response = super().preflight_response(request_headers)
        if response.status_code != HTTPStatus.OK:
            _log.warning(
                "another site was refused", extra={"origin": request_headers["origin"][:200]}
            )
        return response


class SecurityHeaders:
    """Adds the headers that keep a browser from doing more than our pages need; a route's own win."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                added = [*_RAW_HEADERS, *_more_headers(scope)]
                message["headers"] = [
                    *message["headers"],
                    *(header for header in added if header[0] not in given),
                ]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _more_headers(scope: Scope) -> Iterator[tuple[bytes, bytes]]:
    if scope["path"].startswith("/api/"):
        yield b"cache-control", b"no-store"
    if scope["scheme"] == "https":
        yield b"strict-transport-security", b"max-age=31536000"


class WithinBounds:
    """Refuses bodies over 64 KiB with 413; gives up on bodies that do not arrive with 408, and on requests
    that take too long with 503."""

    def __init__(self, app: ASGIApp, timeout_s: float) -> None:
        self._app = app
        self._timeout_s = timeout_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _declared_length(scope) > MAX_BODY_BYTES:
            await _too_large(scope)(scope, receive, send)
            return
        started = False
        body = _Body(receive)

        async def send_noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            async with asyncio.timeout(self._timeout_s):
                await self._app(scope, body.receive, send_noting)
        except TimeoutError:
            if started:
                raise
            await self._too_late(scope, body)(scope, receive, send)

    def _too_late(self, scope: Scope, body: _Body) -> ASGIApp:
        if body.awaited:
            detail = f"the body of the request did not arrive within {self._timeout_s:g} s: send all of it"
            return problem(scope, HTTPStatus.REQUEST_TIMEOUT, detail)
        detail = f"the request took longer than {self._timeout_s:g} s: try again later"
        return problem(scope, HTTPStatus.SERVICE_UNAVAILABLE, detail, headers=RETRY_LATER)


class HeadAsGet:
    """Answers HEAD as GET, whose body the server then leaves out; the JSON routes keep to what they say."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        if scope["method"] != "HEAD":
            await self._app(scope, receive, partial(_send_allowing, send))
            return
        # A copy: the server looks at its own to know that no body is wanted.
        got = {**scope, "method": "GET"}
        try:
            await self._app(got, receive, send)
        finally:
            if "route" in got:
                scope["route"] = got["route"]


async def _send_allowing(send: Send, message: Message) -> None:
    """Send, and name HEAD among the methods wherever GET is."""
    if (
        message["type"] == "http.response.start"
        and message["status"] == HTTPStatus.METHOD_NOT_ALLOWED
    ):
        message["headers"] = [
            (name, b"GET, HEAD" if (name, value) == (b"allow", b"GET") else value)
            for name, value in message["headers"]
        ]
    await send(message)


class ProxyNoticed:
    """Warns once where requests come through a proxy that is not trusted: they all count as one client."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if not self._warned and scope["type"] == "http":
            name = next((name for name, _ in scope["headers"] if name in _FORWARDED), None)
            if name is not None:
                self._warned = True
                _log.warning(
                    "a request came with a header that proxies set, and no proxy is trusted: behind one, "
                    "all clients share one rate limit and one count of attempts to sign in: set "
                    "FAQ_TRUSTED_PROXIES",
                    extra={"header": name.decode()},
                )
        await self._app(scope, receive, send)


def _declared_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


class _Body:
    """Counts what is received, for bodies that do not declare their length; `awaited`: more is to come."""

    def __init__(self, receive: Receive) -> None:
        self.awaited = False
        self._receive = receive
        self._received = 0

    async def receive(self) -> Message:
        self.awaited = True
        message = await self._receive()
        self.awaited = False
        self._received += len(message.get("body", b""))
        if self._received > MAX_BODY_BYTES:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE)
        return message


_TOO_LARGE = f"the request body is larger than {MAX_BODY_BYTES} bytes: shorten it"


def _too_large(scope: Scope) -> ASGIApp:
    return problem(scope, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE)
