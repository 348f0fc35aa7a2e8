"""Understands one turn of a conversation: small talk, a wish for a person, or a question that stands alone.

Knows no HTTP and no Slack. State is bounded: the history that the caller passes, oldest first.
The rules are for English.
"""

from assistant.conversation.asker_detection import reader_of, states_reader
from assistant.conversation.small_talk import is_talk
from assistant.conversation.turns import (
    Kind,
    TentativeJoin,
    Understanding,
    as_standalone,
    interpret,
)

__all__ = [
    "Kind",
    "TentativeJoin",
    "Understanding",
    "as_standalone",
    "interpret",
    "is_talk",
    "reader_of",
    "states_reader",
]
