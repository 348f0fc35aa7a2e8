"""Identifiers that cannot be guessed."""

from __future__ import annotations

import os
import re

_MANY = 256
_OF_A_PAGE = "page-"
_PAGE_ID = re.compile(rf"{_OF_A_PAGE}[0-9a-f]{{32}}")
_pool: list[str] = []


def new_id() -> str:
    """128 random bits from the system, as 32 hexadecimal digits; drawn many at a time."""
    while True:
        try:
            return _pool.pop()
        except IndexError:
            drawn = os.urandom(16 * _MANY).hex()
            _pool.extend(drawn[start : start + 32] for start in range(0, len(drawn), 32))


def new_page_id() -> str:
    """An id for a conversation that is held on pages, whose addresses anybody can make up and pass on."""
    return _OF_A_PAGE + new_id()


def is_page_id(id: str) -> bool:
    """Whether it has the form of those, which are continued on pages alone."""
    return _PAGE_ID.fullmatch(id) is not None
