"""A mapping that forgets what was used longest ago. Threads may share it."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Bounded(Generic[Key, Value]):
    """At most `limit` items; 0 keeps nothing. None is kept longer than `age_s` after it was first put."""

    def __init__(
        self,
        limit: int,
        age_s: float = math.inf,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = limit
        self._age_s = age_s
        self._clock = clock
        self._items: OrderedDict[Key, tuple[Value, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: Key) -> Value | None:
        """The value, which is now the one used last; None where there is none."""
        with self._lock:
            item = self._of_age(key)
            if item is None:
                return None
            self._items.move_to_end(key)
            return item[0]

    def put(self, key: Key, value: Value) -> None:
        """Keep `value`, forgetting the oldest where there is no room."""
        with self._lock:
            item = self._of_age(key)
            self._items[key] = value, item[1] if item else self._clock()
            self._items.move_to_end(key)
            while len(self._items) > self._limit:
                self._items.popitem(last=False)

    def _of_age(self, key: Key) -> tuple[Value, float] | None:
        """What is kept; what is too old is forgotten."""
        item = self._items.get(key)
        if item is not None and self._clock() - item[1] >= self._age_s:
            del self._items[key]
            return None
        return item
