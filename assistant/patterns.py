"""How patterns of words are written down: a branch a line, each with room for a comment."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"(?:^|\s+)#.*", re.MULTILINE)
_BETWEEN = re.compile(r"\s*\n\s*|\s+\|\s+")  # between two branches


def any_of(branches: str) -> str:
    r"""A group of branches: a line each, or several on a line with spaced bars between them.

    As in verbose mode, `#` begins a comment; but a space is a space, for most branches are phrases.

    >>> any_of('''
    ...     hi | hello    # at any time of day
    ...     good (?:morning|evening)
    ... ''')
    '(?:hi|hello|good (?:morning|evening))'
    """
    return f"(?:{_BETWEEN.sub('|', _COMMENT.sub('', branches).strip())})"
