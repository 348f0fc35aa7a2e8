"""What the store can tell about how the assistant is doing, and what waits for a better answer.

Days are UTC. Texts come as they are kept: redacted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.engine import Connection

from assistant.storage.store import DAY_MS, Store
from assistant.storage.tables import answers, feedback
from assistant.types import Outcome, VerdictValue

DOWN = "down"
_UNANSWERED = (Outcome.SUGGESTED.value, Outcome.NOT_COVERED.value)
_NOT_QUESTIONS = (Outcome.SMALL_TALK.value, Outcome.HANDOFF.value)


@dataclass(frozen=True, slots=True)
class Day:
    """The questions of one day, by outcome."""

    date: date
    outcomes: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts over a period; `days` holds every day of it, oldest first.

    `verdicts` counts answered yes/no questions, `reasons` the thumbs down by the reason given ("" for
    none). `median_ms` is None where nothing was asked.
    """

    days: tuple[Day, ...]
    outcomes: Mapping[str, int]
    verdicts: Mapping[str, int]
    channels: Mapping[str, int]
    ratings: Mapping[str, int]
    reasons: Mapping[str, int]
    conversations: int
    median_ms: float | None

    @property
    def total(self) -> int:
        """All questions."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Comment:
    """A thumb down with what was said, newest first. `at` is in UTC."""

    at: datetime
    question: str
    outcome: str
    entry_id: str | None
    reason: str | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """A question that was not answered, or whose answer did not help, with how often that happened."""

    question: str
    audience: str | None
    times: int
    unanswered: int
    downs: int
    last: datetime
    entry_id: str | None  # what it was answered from, where it was


def overview(store: Store, days: int, now_ms: int) -> Overview:
    """The last `days` days, today included. Raises StoreError."""
    today = now_ms // DAY_MS
    first = today - days + 1
    within = answers.c.created_ms >= first * DAY_MS
    given = feedback.c.created_ms >= first * DAY_MS
    down = feedback.c.rating == DOWN
    with store.connect() as connection:
        by_day = connection.execute(
            select((answers.c.created_ms // DAY_MS).label("day"), answers.c.outcome, func.count())
            .where(within)
            .group_by("day", answers.c.outcome)
        ).all()
        counts: dict[int, dict[str, int]] = {}
        for day, outcome, count in by_day:
            counts.setdefault(int(day), {})[outcome] = count
        known = answers.c.verdict.is_not(None)
        return Overview(
            days=tuple(_day(number, counts) for number in range(first, today + 1)),
            outcomes=_sums(counts),
            verdicts=_counts(connection, _by(answers.c.verdict, within, known)),
            channels=_counts(connection, _by(answers.c.channel, within)),
            ratings=_counts(connection, _by(feedback.c.rating, given)),
            reasons=_counts(connection, _by(func.coalesce(feedback.c.reason, ""), given, down)),
            conversations=connection.scalar(
                select(func.count(answers.c.conversation_id.distinct())).where(within)
            )
            or 0,
            median_ms=_median(connection, within),
        )


def comments(store: Store, days: int, now_ms: int, *, limit: int) -> list[Comment]:
    """The latest thumbs down that say why. Raises StoreError."""
    since = (now_ms // DAY_MS - days + 1) * DAY_MS
    query = (
        select(
            feedback.c.created_ms,
            answers.c.question,
            answers.c.outcome,
            answers.c.entry_id,
            feedback.c.reason,
            feedback.c.comment,
        )
        .join(answers, answers.c.id == feedback.c.answer_id)
        .where(
            feedback.c.created_ms >= since,
            feedback.c.rating == DOWN,
            or_(feedback.c.reason.is_not(None), feedback.c.comment.is_not(None)),
        )
        .order_by(feedback.c.created_ms.desc(), feedback.c.answer_id)
        .limit(limit)
    )
    with store.connect() as connection:
        rows = connection.execute(query).all()
    return [Comment(_utc(at), *rest) for at, *rest in rows]


def to_review(store: Store, days: int, now_ms: int, *, limit: int) -> list[LoggedQuestion]:
    """Questions without an answer, and those whose answer got a thumb down, most frequent first.

    A question with what came before it worked in counts as the question; at most `limit` come back.
    Raises StoreError.
    """
    since = (now_ms // DAY_MS - days + 1) * DAY_MS
    unanswered = or_(
        answers.c.outcome.in_(_UNANSWERED), answers.c.verdict == VerdictValue.UNDETERMINED.value
    )
    disliked = feedback.c.rating == DOWN
    query = (
        select(
            answers.c.standalone_question,
            answers.c.audience,
            func.count(),
            func.sum(case((unanswered, 1), else_=0)),
            func.sum(case((disliked, 1), else_=0)),
            func.max(answers.c.created_ms),
            func.max(answers.c.entry_id),
        )
        .join(feedback, feedback.c.answer_id == answers.c.id, isouter=True)
        .where(
            answers.c.created_ms >= since,
            answers.c.outcome.not_in(_NOT_QUESTIONS),
            or_(unanswered, disliked),
        )
        .group_by(answers.c.standalone_question, answers.c.audience)
        .order_by(func.count().desc(), func.max(answers.c.created_ms).desc())
        .order_by(answers.c.standalone_question)
        .limit(limit)
    )
    with store.connect() as connection:
        rows = connection.execute(query).all()
    return [
        LoggedQuestion(question, audience, times, int(missed), int(downs), _utc(last), entry_id)
        for question, audience, times, missed, downs, last, entry_id in rows
    ]


def _by(column: ColumnElement[Any], *conditions: object) -> Select[str, int]:
    counted = column.label("counted")
    query = select(counted, func.count()).where(*conditions)  # type: ignore[arg-type]
    # By name: to PostgreSQL two bound values, though equal, make two expressions.
    grouped: Select[str, int] = query.group_by("counted")
    return grouped


def _counts(connection: Connection, query: Select[str, int]) -> dict[str, int]:
    return {name: count for name, count in connection.execute(query)}  # noqa: C416, a row is a tuple


def _median(connection: Connection, within: object) -> float | None:
    counted = select(func.count()).select_from(answers).where(within)  # type: ignore[arg-type]
    count = connection.scalar(counted) or 0
    if not count:
        return None
    query = select(answers.c.elapsed_ms).where(within)  # type: ignore[arg-type]
    middle = query.order_by(answers.c.elapsed_ms).offset((count - 1) // 2).limit(1)
    return connection.scalar(middle)


def _day(number: int, counts: Mapping[int, Mapping[str, int]]) -> Day:
    return Day(_utc(number * DAY_MS).date(), counts.get(number, {}))


def _sums(counts: Mapping[int, Mapping[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for outcomes in counts.values():
        for outcome, count in outcomes.items():
            sums[outcome] = sums.get(outcome, 0) + count
    return sums


def _utc(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
