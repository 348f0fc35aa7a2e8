"""The conditions of a sentence: the words that a yes or a no hangs on. Pure.

Where they are, how they are asked back, and what follows where they apply or do not. The rules are for English.
"""

from assistant.conditions.asking_back import (
    OTHERWISE,
    asked_as,
    holds,
    is_clause,
    what_to_ask,
    without,
)
from assistant.conditions.ends import statements
from assistant.conditions.finding import find_conditions, listed_conditions

__all__ = [
    "OTHERWISE",
    "asked_as",
    "find_conditions",
    "holds",
    "is_clause",
    "listed_conditions",
    "statements",
    "what_to_ask",
    "without",
]
