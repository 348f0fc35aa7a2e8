import asyncio
import sys

import pytest

from tests.web.load import run, server

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process in /proc"),
]


def test_mixed_requests_at_once_all_succeed() -> None:
    with server() as (port, pid):
        report = asyncio.run(run(port, pid, number=400, concurrency=32))
    assert report.failed == 0, str(report)
    assert {kind for kind, _ in report.statuses} == {
        *("ask", "distinct", "suggest", "feedback", "page", "ready", "static")
    }
