"""Text from outside in the Markdown of reports: it reads as it stands, and marks nothing up. Pure."""

from __future__ import annotations

import re

# An underscore within a word and an ampersand that begins no entity mark nothing up.
_MARKS = re.compile(r"[\\`*\[\]|~$]|(?<!\w)_|_(?!\w)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TICKS = re.compile("`+")
_JOINERS = "\u200c\u200d"  # that some scripts and emoji are written with


def escaped(text: str) -> str:
    """`text` in one line, for a cell of a table, an item or a heading."""
    marked = _MARKS.sub(r"\\\g<0>", _visible(text))
    return _ENTITY.sub("&amp;", marked).replace("<", "&lt;")


def code_span(text: str) -> str:
    """`text` in one line as code, whatever ticks are in it."""
    line = _visible(text)
    fence = "`" * (1 + max((len(ticks) for ticks in _TICKS.findall(line)), default=0))
    room = " " if "`" in line else ""
    return f"{fence}{room}{line}{room}{fence}"


def _visible(text: str) -> str:
    """One line in which characters that cannot be seen, but change how others are read, are written out."""
    line = " ".join(text.split())
    return "".join(c if c.isprintable() or c in _JOINERS else ascii(c)[1:-1] for c in line)
