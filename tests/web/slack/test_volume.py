"""Two processes on one store, a Slack that fails in every way: nothing is posted twice, nothing is lost."""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import aiohttp
import pytest

from assistant.settings import Settings
from tests.test_architecture import ROOT
from tests.web.slack.conftest import SECRET, event, signed
from tests.web.slack.server import TOKEN, Fault, SlackServer

DELIVERIES, DUPLICATES = 1000, 300
WORKERS = 2
QUESTION = "What does the reading room cost?"


@contextmanager
def serving(settings: Settings, server: SlackServer, log: Path) -> Iterator[str]:
    """A worker in a process of its own; gives the address that takes its deliveries."""
    told = {
        "CORPUS": settings.corpus,
        "CACHE_DIR": settings.cache_dir,
        "STORE": settings.store,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": server.api_url,
    }
    environment = os.environ | {f"FAQ_{name}": str(value) for name, value in told.items()}
    command = [sys.executable, "-m", "tests.web.slack.worker"]
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            assert port, log.read_text()
            yield f"http://127.0.0.1:{port}/slack/events"
        finally:
            process.terminate()
            process.wait(60)


async def deliver_all(workers: list[str], deliveries: list[tuple[int, bool]]) -> list[float]:
    """Deliver as Slack does: again, later, with the headers of a retry; gives the times to the ack."""
    waiting = iter(deliveries)
    times: list[float] = []
    chosen = random.Random(6)

    async def send(session: aiohttp.ClientSession) -> None:
        for number, retried in waiting:
            body = event(
                QUESTION, id=f"Ev{number}", channel="C1", ts=f"{1700000000 + number}.000100"
            )
            raw = json.dumps(body).encode()
            headers = {"Content-Type": "application/json", **signed(raw)}
            if retried:
                headers |= {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
            started = time.perf_counter()
            url = chosen.choice(workers)
            async with session.post(url, data=raw, headers=headers) as response:
                assert response.status == 200, response.status
            times.append(time.perf_counter() - started)

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(send(session) for _ in range(16)))
    return times


def planned(drawn: random.Random) -> list[tuple[int, bool]]:
    """Questions by number, some of them delivered again a little later."""
    questions = DELIVERIES - DUPLICATES
    deliveries = [(number, False) for number in range(questions)]
    for number in drawn.sample(range(questions), DUPLICATES):
        at = drawn.randint(number, min(number + 40, len(deliveries)))
        deliveries.insert(at, (number, True))
    return deliveries


@pytest.mark.integration
def test_a_thousand_deliveries_with_duplicates_over_two_workers_are_answered_once_each(
    server: SlackServer, settings_of: Callable[..., Settings], tmp_path: Path
) -> None:
    drawn = random.Random(5)
    faults = [Fault.LIMITED, Fault.BROKEN, Fault.BROKEN_LATE, Fault.CUT]
    server.plan = lambda method: (
        drawn.choice([*faults * 6, Fault.HANGING, Fault.HANGING_LATE])
        if method == "chat.postMessage" and drawn.random() < 0.1
        else None
    )
    questions = DELIVERIES - DUPLICATES
    logs = [tmp_path / f"worker-{number}.log" for number in range(WORKERS)]
    with ExitStack() as running:
        addresses = [running.enter_context(serving(settings_of(), server, path)) for path in logs]
        times = asyncio.run(deliver_all(addresses, planned(drawn)))
        server.wait(lambda: len(server.posts) >= questions, timeout_s=120)
    # The workers have stopped, so nothing is under way that could be posted still.
    posted = Counter(post["thread_ts"] for post in server.posts)
    assert len(times) == DELIVERIES
    assert sorted(posted) == [f"{1700000000 + number}.000100" for number in range(questions)]
    assert set(posted.values()) == {1}
    assert sum(server.injected.values()) > 30
    told = "".join(path.read_text() for path in logs)
    assert "in memory" not in told
    assert QUESTION not in told
    times.sort()
    print(
        f"\n{DELIVERIES} deliveries, {DUPLICATES} of them again, {sum(server.injected.values())} faults: "
        f"{len(server.posts)} posts; acknowledged in {times[len(times) // 2] * 1000:.0f} ms "
        f"(p99 {times[int(len(times) * 0.99)] * 1000:.0f} ms)"
    )
