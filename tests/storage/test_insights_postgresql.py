"""The same numbers from PostgreSQL."""

from tests.storage.test_insights import (
    filled,
    test_an_empty_store_counts_nothing,
    test_comments_say_why_and_are_redacted,
    test_the_overview_counts_what_fell_in_the_period_by_day,
    test_what_was_not_answered_or_not_liked_waits_most_frequent_first,
)
from tests.storage.test_postgresql import pytestmark, store, url

__all__ = [
    "filled",
    "pytestmark",
    "store",
    "test_an_empty_store_counts_nothing",
    "test_comments_say_why_and_are_redacted",
    "test_the_overview_counts_what_fell_in_the_period_by_day",
    "test_what_was_not_answered_or_not_liked_waits_most_frequent_first",
    "url",
]
