"""What comes in over HTTP, and what goes out. Answers are not here: they are the assistant's own type."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LONGEST_COMMENT = 2000
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class Rating(StrEnum):
    """Whether an answer helped."""

    UP = "up"
    DOWN = "down"


class AskRequest(BaseModel):
    """A question, and what it continues."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"question": "Can licenses be shared between locations?"}]},
    )

    question: Annotated[str, StringConstraints(min_length=1)] = Field(
        description="What the user typed."
    )
    conversation_id: Identifier | None = Field(
        None,
        description="From an earlier answer: follow-ups are then understood. An id of your own is kept "
        "as it is: let it name nobody. That of a page (page-...) begins a new conversation.",
    )
    audience: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = Field(
        None, description="An audience that the FAQ declares, e.g. 'action-pack'."
    )


class FeedbackRequest(BaseModel):
    """Whether an answer helped, and why not."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "answer_id": "5f0c3a9be8a44f7f9a4f0a2d3c1b7e6d",
                    "rating": "down",
                    "reason": "wrong_answer",
                    "comment": "I asked about the other programme.",
                }
            ]
        },
    )

    answer_id: Identifier
    rating: Rating
    reason: Annotated[str, StringConstraints(max_length=100)] | None = None
    comment: Annotated[str, StringConstraints(max_length=LONGEST_COMMENT)] | None = None


class SuggestionOut(BaseModel):
    """A question of the FAQ: `text` is the phrasing that fits what was typed."""

    entry_id: str
    title: str
    text: str
    score: float


class SuggestResponse(BaseModel):
    """Questions, best first."""

    suggestions: list[SuggestionOut]


class Readiness(StrEnum):
    """Whether questions are answered."""

    READY = "ready"
    DEGRADED = "degraded"  # answered, but the store does not work
    LOADING = "loading"
    FAILED = "failed"


class ReadyResponse(BaseModel):
    """Readiness, part by part."""

    status: Readiness
    index_version: str | None
    encoder: str | None
    judge: str | None
    store: bool


class FieldError(BaseModel):
    """What is wrong with one field."""

    field: str
    detail: str


class Problem(BaseModel):
    """RFC 9457: what went wrong, and under which id the logs know it.

    `code` is there for what a program may want to say in its own words; `limit` in characters.
    """

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    code: Literal["question_too_long", "unknown_audience"] | None = None
    limit: int | None = None
    errors: list[FieldError] = []
