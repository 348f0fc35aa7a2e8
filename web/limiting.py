"""Rate limits, per client and in total, held in memory."""

from __future__ import annotations

import ipaddress
import math
import time
from functools import lru_cache
from http import HTTPStatus

from limits import RateLimitItem, parse
from limits.strategies import FixedWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.errors import UsageError
from assistant.settings import Settings
from web.counts import Counts
from web.metrics import Metrics
from web.problems import problem

_SUGGEST = "/api/v1/suggest"
# Slack sends for all of its users from few addresses; there the signature is the guard.
_FREE = ("/healthz", "/readyz", "/metrics", "/widget.js", "/static/", "/openapi.json", "/slack/")


class RateLimited:
    """Answers 429 with Retry-After where a client, or all of them together, ask for too much."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._limiter = FixedWindowRateLimiter(Counts())
        self._client = _limit(settings, "rate_limit_client")
        self._suggest = _limit(settings, "rate_limit_suggest")
        self._total = _limit(settings, "rate_limit_total")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and not scope["path"].startswith(_FREE):
            wait_s = self._wait(scope)
            if wait_s:
                detail = f"too many requests: try again in {wait_s} s"
                headers = {"Retry-After": str(wait_s)}
                response = problem(scope, HTTPStatus.TOO_MANY_REQUESTS, detail, headers=headers)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _wait(self, scope: Scope) -> int:
        """Seconds until the request is welcome; 0: it is now, and it was counted."""
        host = scope["client"][0] if scope.get("client") else ""
        suggesting = scope["path"] == _SUGGEST
        limit = self._suggest if suggesting else self._client
        name = "suggest" if suggesting else "client"
        # The client's own limit comes first: one that is refused does not use up what is for all.
        for item, key in ((limit, (name, client_network(host))), (self._total, ("total",))):
            if item is not None and not self._limiter.hit(item, *key):
                self._metrics.limited.labels(key[0]).inc()
                reset = self._limiter.get_window_stats(item, *key).reset_time
                return max(1, math.ceil(reset - time.time()))
        return 0


@lru_cache(maxsize=10_000)
def client_network(host: str) -> str:
    """The client's address; of IPv6 the network, because a client has all of its addresses."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host


def check_limits(settings: Settings) -> None:
    """Raises UsageError for a rate that cannot be kept: the middleware is made too late to say so."""
    for name in ("rate_limit_client", "rate_limit_suggest", "rate_limit_total"):
        _limit(settings, name)


def _limit(settings: Settings, name: str) -> RateLimitItem | None:
    value: str = getattr(settings, name)
    if not value:
        return None
    try:
        rate = parse(value)
    except ValueError:
        rate = None
    if rate is None or rate.amount < 1:  # nobody could ask anything
        raise UsageError(f"FAQ_{name.upper()}={value!r} is no rate: write it as in 120/minute")
    return rate
