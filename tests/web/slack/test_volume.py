"""Two workers on one store, a Slack that fails in every way: nothing is posted twice, nothing is lost."""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import aiohttp
import pytest
import uvicorn
from fastapi import FastAPI

from assistant.settings import Settings
from tests.web.conftest import open_library
from tests.web.slack.conftest import SECRET, event, signed
from tests.web.slack.server import TOKEN, Fault, SlackServer
from web.app import create_app
from web.slack import mount

DELIVERIES, DUPLICATES = 1000, 300
QUESTION = "What does the reading room cost?"


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    app.state.loading.result()
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/slack/events"
    finally:
        server.should_exit = True
        thread.join(60)


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


@pytest.mark.integration
def test_a_thousand_deliveries_with_duplicates_over_two_workers_are_answered_once_each(
    server: SlackServer,
    settings_of: Callable[..., Settings],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(mount, "REQUEST_TIMEOUT_S", 3.0)
    drawn = random.Random(5)
    faults = [Fault.LIMITED, Fault.BROKEN, Fault.BROKEN_LATE, Fault.CUT]
    server.plan = lambda method: (
        drawn.choice([*faults * 6, Fault.HANGING, Fault.HANGING_LATE])
        if method == "chat.postMessage" and drawn.random() < 0.1
        else None
    )
    questions = DELIVERIES - DUPLICATES
    deliveries = [(number, False) for number in range(questions)]
    for number in drawn.sample(range(questions), DUPLICATES):
        at = drawn.randint(number, min(number + 40, len(deliveries)))
        deliveries.insert(at, (number, True))
    settings = settings_of(
        slack_signing_secret=SECRET, slack_bot_token=TOKEN, slack_api_url=server.api_url
    )
    # Both are made before either runs: making one silences warnings for a moment, for all threads.
    workers = [create_app(settings, open_assistant=open_library) for _ in range(2)]
    with serving(workers[0]) as one, serving(workers[1]) as two:
        times = asyncio.run(deliver_all([one, two], deliveries))
        server.wait(lambda: len(server.posts) >= questions, timeout_s=120)
    posted = Counter(post["thread_ts"] for post in server.posts)
    assert len(times) == DELIVERIES
    assert sorted(posted) == [f"{1700000000 + number}.000100" for number in range(questions)]
    assert set(posted.values()) == {1}
    assert sum(server.injected.values()) > 30
    assert not [record for record in caplog.records if "in memory" in record.getMessage()]
    times.sort()
    print(
        f"\n{DELIVERIES} deliveries, {DUPLICATES} of them again, {sum(server.injected.values())} faults: "
        f"{len(server.posts)} posts; acknowledged in {times[len(times) // 2] * 1000:.0f} ms "
        f"(p99 {times[int(len(times) * 0.99)] * 1000:.0f} ms)"
    )
