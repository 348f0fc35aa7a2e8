"""Small helpers for text that people typed or wrote. Pure."""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """`text` as UTF-8 can hold it: each lone surrogate is replaced by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def printable_line(text: str) -> str:
    """`text` on one line, without white space around it and without characters that cannot be printed."""
    line = " ".join(text.split())
    return "".join(char for char in line if char == " " or char.isprintable()).strip()


def question_key(text: str) -> str:
    """A key that is equal for questions that differ in case, white space and punctuation only.

    >>> question_key("May I borrow e-books?") == question_key("may i borrow E books")
    True
    """
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())
