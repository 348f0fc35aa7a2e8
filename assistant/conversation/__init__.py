"""Understands one turn of a conversation by its words: small talk, a wish for a person, or a question.

A question is put in words that stand alone. Nothing is kept between turns: the caller passes the history,
oldest first. The rules are for English.
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
