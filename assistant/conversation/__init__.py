"""Understands one turn of a conversation: small talk, a wish for a person, or a question that stands alone.

Knows no HTTP and no Slack. State is bounded: the history that the caller passes, oldest first.
The rules are for English.
"""

from assistant.conversation.asker_detection import audience_of_asker, states_audience
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
    "audience_of_asker",
    "interpret",
    "is_talk",
    "states_audience",
]
