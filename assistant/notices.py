"""How the library tells its caller what is no error: one line, to be shown or logged."""

from __future__ import annotations

from collections.abc import Callable

Notify = Callable[[str], None]


def silent(_message: str) -> None:
    """Tell nobody."""
