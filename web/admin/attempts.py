"""How often a client may try to sign in."""

from __future__ import annotations

import math
import time

from limits import parse
from limits.strategies import FixedWindowRateLimiter

from web.counts import Counts

_ATTEMPTS = (parse("5/minute"), parse("30/hour"))


class Attempts:
    """Counts attempts of each client. Belongs to the event loop."""

    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(Counts())

    def wait_s(self, client: str) -> int:
        """Seconds until another attempt is welcome; 0: it is now, and it was counted."""
        for limit in _ATTEMPTS:
            if not self._limiter.hit(limit, client):
                reset = self._limiter.get_window_stats(limit, client).reset_time
                return max(1, math.ceil(reset - time.time()))
        return 0

    def forget(self, client: str) -> None:
        """Begin anew, after one that was right."""
        for limit in _ATTEMPTS:
            self._limiter.clear(limit, client)
