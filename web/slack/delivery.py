"""What is sent to Slack arrives, once: retried with patience, and never posted twice.

A request that Slack did not take (429, no connection) is simply sent again. After one whose fate is
unknown (a timeout, a server error), a post is looked for before it is sent again: every post carries a
mark that nobody sees. What cannot be looked for, a public reply to a button, is then not sent again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import ClientConnectorError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from web.slack.translation import SlackMessage

_log = logging.getLogger("faq.slack")
GIVE_UP_S = (
    900.0  # Slack's own retries reach six minutes; an answer after a quarter of an hour is none
)
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
HINT_TIMEOUT_S = 1.0
_TRANSIENT = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
_EVENT_TYPE = "faq_answer"
_LOOK_BACK = 200  # messages since the question among which a post is looked for


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a request failed. `sent`: Slack may have acted on it. `final`: it will never succeed."""

    reason: str
    sent: bool = False
    final: bool = False
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said; `since` is the time stamp of what it replies to."""

    channel: str
    since: str
    thread: str | None = None


class Sender:
    """Sends to Slack. Belongs to one event loop."""

    def __init__(
        self,
        client: AsyncWebClient,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._sleep = sleep
        self._clock = clock
        self._free_at: dict[str, float] = {}

    async def post(self, message: SlackMessage, place: Place, mark: str) -> Failure | None:
        """Post a message, once; says why not, where it could not."""
        body: dict[str, Any] = {
            "channel": place.channel,
            "text": message.text,
            "blocks": list(message.blocks),
            "metadata": {"event_type": _EVENT_TYPE, "event_payload": {"mark": mark}},
            "parse": "none",
            "link_names": False,
            "mrkdwn": False,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if place.thread:
            body["thread_ts"] = place.thread
        return await self._until_done(
            "chat.postMessage",
            lambda: self._call("chat.postMessage", body),
            lambda: self.find(place, mark),
        )

    async def respond(
        self, url: str, message: SlackMessage, *, public: bool = False, replace: bool = False
    ) -> Failure | None:
        """Answer a slash command or a button by its `response_url`."""
        body = {
            "response_type": "in_channel" if public else "ephemeral",
            "replace_original": replace,
            "text": message.text,
            "blocks": list(message.blocks),
            "parse": "none",
            "unfurl_links": False,
            "unfurl_media": False,
        }
        # Only one person sees it: rather twice than not at all.
        again = None if public else _nowhere
        return await self._until_done("response_url", lambda: self._respond(url, body), again)

    async def react(self, place: Place, emoji: str) -> Failure | None:
        """Put an emoji on the message that is replied to; twice is once."""
        body = {"channel": place.channel, "timestamp": place.since, "name": emoji}

        async def add() -> Failure | None:
            failure = await self._call("reactions.add", body)
            return None if failure and failure.reason == "already_reacted" else failure

        return await self._until_done("reactions.add", add, _nowhere)

    async def hint(self, method: str, body: dict[str, Any]) -> None:
        """Call a method whose effect is nice to have: once, and shortly."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HINT_TIMEOUT_S):
                await self._call(method, body)

    async def _until_done(
        self,
        method: str,
        send: Callable[[], Awaitable[Failure | None]],
        find: Callable[[], Awaitable[bool | Failure]] | None,
    ) -> Failure | None:
        give_up_at = self._clock() + GIVE_UP_S
        unclear = False
        tries = 0
        while True:
            failure = await self._once(method, send, find if unclear else None)
            if failure is None:
                return None
            unclear = unclear or failure.sent
            wait_s = failure.retry_after_s
            if wait_s is None:
                wait_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**tries) * random.uniform(0.75, 1.25)  # noqa: S311
            tries += 1
            lost = (
                failure.final or self._clock() + wait_s > give_up_at or (unclear and find is None)
            )
            if lost:
                told = {"method": method, "reason": failure.reason, "tries": tries}
                _log.error("could not be sent to Slack", extra=told | {"may_have_arrived": unclear})
                return replace(failure, sent=unclear)
            self._free_at[method] = max(
                self._free_at.get(method, 0.0),
                self._clock() + wait_s if failure.retry_after_s else 0.0,
            )
            await self._sleep(wait_s)

    async def _once(
        self,
        method: str,
        send: Callable[[], Awaitable[Failure | None]],
        find: Callable[[], Awaitable[bool | Failure]] | None,
    ) -> Failure | None:
        """Send, unless it is found to be there already."""
        if find is not None:
            found = await find()
            if isinstance(found, Failure):
                return found
            if found:
                return None
        # Slack told one sender to wait: all of them do.
        while (wait_s := self._free_at.get(method, 0.0) - self._clock()) > 0:
            await self._sleep(wait_s)
        return await send()

    async def _call(self, method: str, body: dict[str, Any]) -> Failure | None:
        try:
            await self._client.api_call(method, json=body)
        except Exception as error:  # whatever broke, it must not take the question with it
            return _failure(error)
        return None

    async def _respond(self, url: str, body: dict[str, Any]) -> Failure | None:
        client = AsyncWebhookClient(
            url, session=self._client.session, logger=self._client.logger, retry_handlers=[]
        )
        try:
            response = await client.send_dict(body)
        except Exception as error:
            return _failure(error)
        if response.status_code == 200:
            return None
        return _status_failure(response.status_code, response.headers, str(response.status_code))

    async def find(self, place: Place, mark: str) -> bool | Failure:
        """Whether the message with this mark is there."""
        where: dict[str, Any] = {
            "channel": place.channel,
            "oldest": place.since,
            "limit": _LOOK_BACK,
        }
        try:
            if place.thread:
                found = await self._client.conversations_replies(
                    **where, ts=place.thread, include_all_metadata=True
                )
            else:
                found = await self._client.conversations_history(**where, include_all_metadata=True)
            messages = found.get("messages") or []
        except Exception as error:
            return _failure(error)
        return any(
            message.get("metadata", {}).get("event_payload", {}).get("mark") == mark
            for message in messages
        )


async def _nowhere() -> bool:
    return False


def _failure(error: Exception) -> Failure:
    if isinstance(error, SlackApiError):
        response: Any = error.response
        status = getattr(response, "status_code", getattr(response, "status", 0))
        data = getattr(response, "data", None)
        code = data.get("error") if isinstance(data, dict) else None
        if code is None and status < 400:
            return Failure("no answer of Slack's", sent=True)
        return _status_failure(status, getattr(response, "headers", {}), str(code or status))
    if isinstance(error, ClientConnectorError | ConnectionTimeoutError):
        return Failure(type(error).__name__)
    return Failure(type(error).__name__, sent=True)


def _status_failure(status: int, headers: Any, reason: str) -> Failure:
    if status == 429 or reason == "ratelimited":
        return Failure(reason, retry_after_s=_seconds(headers))
    if status >= 500 or reason in _TRANSIENT:
        return Failure(reason, sent=True)
    return Failure(reason, final=True)


def _seconds(headers: Any) -> float:
    given = {str(name).lower(): value for name, value in dict(headers).items()}.get("retry-after")
    try:
        return max(0.0, float(given)) if given is not None else FIRST_WAIT_S
    except (TypeError, ValueError):
        return FIRST_WAIT_S
