"""Identifiers that cannot be guessed."""

from __future__ import annotations

import os

_MANY = 256
_pool: list[str] = []


def new_id() -> str:
    """128 random bits from the system, as 32 hexadecimal digits; drawn many at a time."""
    while True:
        try:
            return _pool.pop()
        except IndexError:
            drawn = os.urandom(16 * _MANY).hex()
            _pool.extend(drawn[start : start + 32] for start in range(0, len(drawn), 32))
