from dataclasses import replace

import pytest

from assistant.errors import StoreError
from assistant.storage.insights import comments, overview, to_review
from assistant.storage.records import AnswerRecord, FeedbackRecord
from assistant.storage.store import DAY_MS, Store
from assistant.types import Outcome, Verdict, VerdictValue
from tests.storage.conftest import record

NOW = 20_000 * DAY_MS + 5_000


def told(
    answer_id: str,
    question: str,
    outcome: Outcome = Outcome.ANSWERED,
    verdict: VerdictValue | None = None,
    days_ago: int = 0,
) -> AnswerRecord:
    made = record(answer_id, question, created_ms=NOW - days_ago * DAY_MS)
    settled = Verdict(verdict, 0.9) if verdict else None
    return replace(made, answer=replace(made.answer, outcome=outcome, verdict=settled))


def down(answer_id: str, reason: str | None = None, comment: str | None = None) -> FeedbackRecord:
    return FeedbackRecord(answer_id, "down", NOW, reason, comment)


@pytest.fixture
def filled(store: Store) -> Store:
    store.write(
        [
            told("a", "Are films lent?", verdict=VerdictValue.YES),
            told("b", "Are films lent?", verdict=VerdictValue.YES, days_ago=1),
            told("c", "Is it free?", verdict=VerdictValue.UNDETERMINED, days_ago=1),
            told("d", "Where may I park?", Outcome.NOT_COVERED, days_ago=2),
            told("e", "Where may I park?", Outcome.SUGGESTED, days_ago=2),
            told("f", "Hello", Outcome.SMALL_TALK),
            told("g", "Long ago?", Outcome.NOT_COVERED, days_ago=7),
            down("a", "wrong_answer", "I am at me@example.com"),
            down("b"),
            down("f"),
            FeedbackRecord("d", "up", NOW),
        ]
    )
    return store


def test_the_overview_counts_what_fell_in_the_period_by_day(filled: Store) -> None:
    found = overview(filled, 7, NOW)
    assert [day.total for day in found.days] == [0, 0, 0, 0, 2, 2, 2]
    assert found.days[-1].date.isoformat() == "2024-10-04"
    assert found.outcomes == {"answered": 3, "not_covered": 1, "suggested": 1, "small_talk": 1}
    assert found.verdicts == {"yes": 2, "undetermined": 1}
    assert found.ratings == {"down": 3, "up": 1}
    assert found.reasons == {"wrong_answer": 1, "": 2}
    assert (found.total, found.conversations, found.median_ms) == (6, 1, 1.5)
    assert overview(filled, 8, NOW).total == 7


def test_an_empty_store_counts_nothing(store: Store) -> None:
    found = overview(store, 3, NOW)
    assert (found.total, found.conversations, found.median_ms) == (0, 0, None)
    assert len(found.days) == 3
    assert comments(store, 3, NOW, limit=5) == to_review(store, 3, NOW, limit=5) == []


def test_comments_say_why_and_are_redacted(filled: Store) -> None:
    (found,) = comments(filled, 7, NOW, limit=5)
    assert (found.question, found.reason) == ("Are films lent?", "wrong_answer")
    assert found.comment == "I am at [e-mail]"


def test_what_was_not_answered_or_not_liked_waits_most_frequent_first(filled: Store) -> None:
    found = to_review(filled, 7, NOW, limit=10)
    assert [(a.question, a.times, a.unanswered, a.downs) for a in found] == [
        ("Are films lent?", 2, 0, 2),
        ("Where may I park?", 2, 2, 0),
        ("Is it free?", 1, 1, 0),
    ]
    assert len(to_review(filled, 8, NOW, limit=10)) == 4
    assert len(to_review(filled, 8, NOW, limit=2)) == 2


def test_a_store_that_does_not_work_says_so(path: object) -> None:
    broken = Store("sqlite:////proc/none/store.sqlite3")
    for read in (lambda: overview(broken, 1, NOW), lambda: to_review(broken, 1, NOW, limit=1)):
        with pytest.raises(StoreError):
            read()
