"""What the store is given to keep."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.types import Answer


class Channel(StrEnum):
    """The way that a question came in."""

    API = "api"
    PAGE = "page"
    SLACK = "slack"


class Written(StrEnum):
    """What became of a record."""

    KEPT = "kept"
    LATER = "later"  # the store does not work now: kept in memory, written when it does
    REFUSED = "refused"  # the store does not work now, and nothing was kept
    UNKNOWN_ANSWER = "unknown_answer"  # feedback on an answer that is not there


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """An answer as told, at a time."""

    answer: Answer
    channel: Channel
    created_ms: int


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """What somebody thought of an answer; a later one on the same answer takes its place."""

    answer_id: str
    rating: str
    created_ms: int
    reason: str | None = None
    comment: str | None = None


Record = AnswerRecord | FeedbackRecord
