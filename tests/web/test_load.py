import asyncio
import sys

import pytest

from tests.web.load import run, server, time_start
from tests.web.throughput import compare, questions

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process in /proc"),
]

WORKER_MIB = 500  # what a worker may take


@pytest.fixture(scope="module", autouse=True)
def index() -> None:
    """The index is there: to build it takes time and memory of its own."""
    with server():
        pass


def test_mixed_requests_at_once_all_succeed() -> None:
    with server() as (port, pid):
        report = asyncio.run(run(port, pid, number=400, concurrency=32))
    print(report)
    assert report.failed == 0, str(report)
    assert max(report.rss_mib) <= WORKER_MIB
    assert {kind for kind, _ in report.statuses} == {
        *("ask", "distinct", "suggest", "feedback", "page", "ready", "static")
    }


def test_a_start_is_timed_and_its_memory_told() -> None:
    start = time_start()
    print(start)
    assert start.cpu_s > 0
    assert start.wall_s > 0
    assert 0 < start.rss_mib <= WORKER_MIB


def test_distinct_questions_are_distinct_and_repeated_ones_are_few() -> None:
    asked = questions(700)
    assert {kind: len(found) for kind, found in asked.items()} == dict.fromkeys(
        ("open", "yes/no", "repeated"), 700
    )
    assert len(set(asked["open"])) == len(set(asked["yes/no"])) == 700
    assert len(set(asked["repeated"])) == 20


def test_both_servers_answer_every_kind_of_question() -> None:
    for ours, theirs in compare(24, concurrency=4).values():
        assert ours > 0
        assert theirs > 0
