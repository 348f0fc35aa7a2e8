"""Slack may refuse, break, hang or vanish: what is said arrives once, or the log says that it did not."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.web.slack.server import TOKEN, Fault, SlackServer
from web.slack import delivery
from web.slack.delivery import Failure, Place, Sender
from web.slack.translation import note

PLACE = Place("C1", "1700000000.000100", "1700000000.000100")
Sleep = Callable[[float], Awaitable[None]]


def sending(
    server: SlackServer,
    send: Callable[[Sender], Awaitable[Any]],
    *,
    url: str | None = None,
    sleep: Sleep = asyncio.sleep,
    clock: Callable[[], float] | None = None,
) -> Any:
    async def run() -> Any:
        timeout = aiohttp.ClientTimeout(total=0.5)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            client = AsyncWebClient(
                TOKEN, url or server.api_url, session=session, retry_handlers=[]
            )
            more = {"clock": clock} if clock else {}
            return await send(Sender(client, sleep=sleep, **more))

    return asyncio.run(run())


def post(sender: Sender) -> Awaitable[Failure | None]:
    return sender.post(note("Hello"), PLACE, "mark")


@pytest.mark.parametrize(
    "faults",
    [
        [Fault.LIMITED] * 3,
        [Fault.BROKEN] * 3,
        [Fault.BROKEN_LATE],
        [Fault.HANGING, Fault.BROKEN],
        [Fault.HANGING_LATE],
        [Fault.CUT, Fault.CUT],
        [Fault.LIMITED, Fault.HANGING, Fault.BROKEN_LATE],
    ],
)
def test_whatever_slack_does_a_message_is_posted_once(
    server: SlackServer, faults: list[Fault]
) -> None:
    server.faults["chat.postMessage"].extend(faults)
    assert sending(server, post) is None
    assert len(server.posts) == 1


def test_a_post_is_looked_for_with_patience_before_it_is_sent_again(server: SlackServer) -> None:
    server.faults["chat.postMessage"].append(Fault.HANGING_LATE)
    server.faults["conversations.replies"].extend([Fault.BROKEN, Fault.LIMITED, Fault.HANGING])
    assert sending(server, post) is None
    assert len(server.posts) == 1


def test_what_may_have_arrived_and_cannot_be_looked_for_is_not_sent_again(
    server: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults["chat.postMessage"].append(Fault.BROKEN)
    server.faults["conversations.replies"].append(Fault.REFUSED)
    failure = sending(server, post)
    assert failure is not None
    assert failure.sent
    assert server.posts == []
    [record] = [record for record in caplog.records if record.name == "faq.slack"]
    assert record.__dict__["may_have_arrived"] is True


def test_slack_says_how_long_to_wait_and_all_senders_wait(server: SlackServer) -> None:
    now, slept, other_began = 0.0, [], asyncio.Event()

    async def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        if seconds >= 30.0:  # else the first sender could be done before the other begins
            await other_began.wait()
        now += seconds

    server.retry_after = "30"
    server.faults["chat.postMessage"].append(Fault.LIMITED)

    async def two(sender: Sender) -> None:
        first = asyncio.create_task(post(sender))  # type: ignore[arg-type]
        await asyncio.to_thread(server.wait, lambda: len(server.calls) == 1)
        other = asyncio.create_task(sender.post(note("Other"), PLACE, "other"))
        await asyncio.sleep(0)
        other_began.set()
        await asyncio.gather(first, other)

    sending(server, two, sleep=sleep, clock=lambda: now)
    assert 30.0 in slept
    assert all(seconds <= 30.0 for seconds in slept)
    assert len(server.posts) == 2


def test_slack_down_is_borne_with_growing_patience_then_logged(
    server: SlackServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "FIRST_WAIT_S", 1.0)
    now, slept = 0.0, []

    async def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds

    nobody = "http://127.0.0.1:1/api/"
    failure = sending(server, post, url=nobody, sleep=sleep, clock=lambda: now)
    assert failure == Failure("ClientConnectorError")
    assert 800 < sum(slept) <= delivery.GIVE_UP_S
    assert max(slept) <= 75
    assert all(0.59 < later / earlier < 3.4 for earlier, later in pairwise(slept))
    [record] = [record for record in caplog.records if record.name == "faq.slack"]
    assert record.levelno == logging.ERROR
    assert "Hello" not in str(vars(record))


def test_what_slack_refuses_for_good_is_not_sent_again(server: SlackServer) -> None:
    server.faults["chat.postMessage"].append(Fault.REFUSED)
    assert sending(server, post) == Failure("not_in_channel", final=True)
    assert len(server.calls) == 1


@pytest.mark.parametrize("fault", [Fault.LIMITED, Fault.BROKEN, Fault.HANGING, Fault.CUT])
def test_a_private_reply_is_sent_until_it_arrives(server: SlackServer, fault: Fault) -> None:
    server.faults["response_url"].append(fault)
    url = server.response_url()
    assert sending(server, lambda sender: sender.respond(url, note("Hello"))) is None
    [(_, body)] = server.replies
    assert (body["response_type"], body["replace_original"]) == ("ephemeral", False)


@pytest.mark.parametrize(
    ("fault", "replies"),
    [(Fault.LIMITED, 1), (Fault.BROKEN, 0), (Fault.BROKEN_LATE, 1), (Fault.HANGING_LATE, 1)],
)
def test_a_public_reply_by_url_is_never_sent_twice(
    server: SlackServer, fault: Fault, replies: int
) -> None:
    server.faults["response_url"].append(fault)
    url = server.response_url()
    sending(server, lambda sender: sender.respond(url, note("Hello"), public=True))
    assert len(server.replies) == replies


def test_a_hint_is_given_once_and_never_waited_for(
    server: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "HINT_TIMEOUT_S", 0.1)
    method = "assistant.threads.setStatus"
    server.faults[method].append(Fault.HANGING)
    assert sending(server, lambda sender: sender.hint(method, {"channel_id": "D1"})) is None
