"""Patterns of Markdown that several modules look for. Pure."""

from __future__ import annotations

import re

# The line under the column names of a table: "|---|:--:|".
TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
# What begins an item of a list; the round one is of pasted text.
LIST_MARK = r"(?:[-*+\u2022]|\d{1,9}[.)])"
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
# "[!NOTE]" in a quotation says how it is to look; it is no word of what is quoted.
ADMONITION = r"\[!(?P<kind>[\w-]+)\][-+]?"
