"""Counts of requests in a window of time, for the rate limits."""

from __future__ import annotations

import time
from collections import OrderedDict

from limits.storage import Storage


class Counts(Storage):
    """Counts in memory, of so many clients at most: those who began to count longest ago are forgotten.

    The library's own storage in memory never forgets a client within its window, and starts a thread to
    forget the others. This one belongs to the event loop.
    """

    STORAGE_SCHEME = None

    def __init__(self, limit: int = 100_000) -> None:
        super().__init__()
        self._limit = limit
        self._windows: OrderedDict[str, tuple[int, float]] = OrderedDict()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What this storage raises."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count one more; a window that is over begins again."""
        now = time.time()
        count, until = self._windows.get(key, (0, 0.0))
        if until <= now:
            count, until = 0, now + expiry
            self._windows[key] = (0, until)
            self._windows.move_to_end(key)
            if len(self._windows) > self._limit:
                self._windows.popitem(last=False)
        self._windows[key] = (count + amount, until)
        return count + amount

    def get(self, key: str) -> int:
        """The count in the present window."""
        count, until = self._windows.get(key, (0, 0.0))
        return count if until > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """When the present window is over, in seconds since 1970."""
        _count, until = self._windows.get(key, (0, 0.0))
        return max(until, time.time())

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget everything."""
        forgotten = len(self._windows)
        self._windows.clear()
        return forgotten

    def clear(self, key: str) -> None:
        """Forget one client."""
        self._windows.pop(key, None)
