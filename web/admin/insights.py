"""What was asked, how it was answered, and what people thought of it."""

from __future__ import annotations

import time
from collections.abc import Mapping

from fastapi import APIRouter, Response

from assistant.storage.insights import comments, overview
from web.admin.charts import columns, rows
from web.admin.context import HOME, AdminRoute, Context, SignedIn
from web.pages import REASONS

router = APIRouter(include_in_schema=False, route_class=AdminRoute)
_PERIODS = (7, 30, 90, 365)
_COMMENTS = 50
OUTCOMES = {
    "answered": "Answered",
    "suggested": "Suggestions only",
    "not_covered": "Not covered",
    "handoff": "To a person",
    "small_talk": "Small talk",
}
_VERDICTS = {"yes": "Yes", "no": "No", "depends": "It depends", "undetermined": "Not settled"}
_RATINGS = {"up": "Helpful", "down": "Not helpful"}
_CHANNELS = {"api": "Widget and API", "page": "Pages", "slack": "Slack"}
_OTHER = "other"
REASON_NAMES = {**REASONS, _OTHER: "Another reason", "": "No reason given"}


def periods(retention_days: int) -> tuple[int, ...]:
    """The periods that can be chosen: none goes far beyond what is kept."""
    shorter = tuple(days for days in _PERIODS if days < retention_days)
    return (*shorter, retention_days)


def chosen_days(days: int | None, retention_days: int) -> int:
    """The period that was asked for where it can be chosen, else about a month."""
    offered = periods(retention_days)
    if days in offered:
        assert days is not None
        return days
    return max(offer for offer in offered if offer <= 30 or offer == offered[0])


@router.get(HOME)
def insights(session: SignedIn, context: Context, days: int | None = None) -> Response:
    """Numbers over a period."""
    retention = context.settings.retention_days
    period = chosen_days(days, retention)
    now_ms = int(time.time() * 1000)
    found = overview(context.service.store, period, now_ms)
    questions = found.total - found.outcomes.get("small_talk", 0)
    return context.show(
        session,
        "insights.html.j2",
        days=period,
        periods=periods(retention),
        found=found,
        questions=questions,
        answered=found.outcomes.get("answered", 0),
        chart=columns(found.days, tuple(OUTCOMES)),
        outcome_names=OUTCOMES,
        tables=[
            ("Outcomes", "Outcome", rows(found.outcomes, OUTCOMES, every=True)),
            (
                "Verdicts",
                "Verdict of yes/no questions",
                rows(found.verdicts, _VERDICTS, every=True),
            ),
            ("Feedback", "Thumbs", rows(found.ratings, _RATINGS, every=True)),
            ("Why not helpful", "Reason", rows(_named(found.reasons), REASON_NAMES)),
            ("Where asked", "Channel", rows(found.channels, _CHANNELS, every=True)),
        ],
        comments=comments(context.service.store, period, now_ms, limit=_COMMENTS),
        reasons=REASON_NAMES,
    )


def _named(reasons: Mapping[str, int]) -> dict[str, int]:
    """The reasons that our forms offer; anybody can send others, and they must not fill the page."""
    counts: dict[str, int] = {}
    for reason, count in reasons.items():
        name = reason if reason in REASON_NAMES else _OTHER
        counts[name] = counts.get(name, 0) + count
    return counts
