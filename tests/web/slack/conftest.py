from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.web.conftest import StartApp
from tests.web.slack.server import TOKEN, SlackServer
from web.slack import delivery, mount

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # of Slack's published example
BOT = "U0BOT"
TEAM = "T1"

CORPUS = """---
title: Library
audiences:
  - id: student
    label: Students
    aliases: [student]
  - id: staff
    label: Staff
    aliases: [staff member]
resources:
  - title: Opening hours
    url: https://library.example/hours
escalation:
  text: Ask at the desk.
  links:
    - title: Desk
      url: https://library.example/desk
---

# Lending

## May films be borrowed?
<!-- faq
id: films
-->

For students: films may be borrowed for two days. See the Opening hours.

For staff: films cannot be borrowed & kept, unless a course needs them.

## How many books may be borrowed?

Seven books may be borrowed at the same time, for four weeks.

## What does the reading room cost?

The reading room costs nothing.
"""


def signed(body: bytes, *, timestamp: int | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers with which Slack signs a body."""
    at = str(int(time.time()) if timestamp is None else timestamp)
    digest = hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}


def event(
    text: str,
    *,
    id: str = "Ev1",
    channel: str = "D1",
    ts: str = "1700000000.000100",
    **more: Any,
) -> dict[str, Any]:
    """A message event: direct where the channel's id begins with D, else a mention."""
    direct = channel.startswith("D")
    inner = {
        "type": "message" if direct else "app_mention",
        "channel": channel,
        "user": "U1",
        "text": text if direct else f"<@{BOT}> {text}",
        "ts": ts,
        "event_ts": ts,
    }
    if direct:
        inner["channel_type"] = "im"
    return wrapped({**inner, **more}, id=id)


def wrapped(inner: dict[str, Any], *, id: str = "Ev1") -> dict[str, Any]:
    return {
        "type": "event_callback",
        "token": "verification",
        "team_id": TEAM,
        "api_app_id": "A1",
        "event": {name: value for name, value in inner.items() if value is not None},
        "event_id": id,
        "event_time": 1700000000,
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
    }


class Workspace:
    """What Slack does with the application: deliver, run commands, press buttons."""

    def __init__(self, client: TestClient, server: SlackServer) -> None:
        self.client = client
        self.server = server
        self._clicks = 0

    def deliver(self, body: dict[str, Any], **headers: str) -> Response:
        raw = json.dumps(body).encode()
        every = {"Content-Type": "application/json", **signed(raw), **headers}
        return self.client.post("/slack/events", content=raw, headers=every)

    def form(self, fields: dict[str, str], **headers: str) -> Response:
        raw = urlencode(fields).encode()
        every = {"Content-Type": "application/x-www-form-urlencoded", **signed(raw), **headers}
        return self.client.post("/slack/events", content=raw, headers=every)

    def command(self, text: str, *, trigger: str = "tr.1", channel: str = "C9") -> Response:
        return self.form(
            {
                "command": "/faq",
                "text": text,
                "user_id": "U1",
                "team_id": TEAM,
                "channel_id": channel,
                "response_url": self.server.response_url("command"),
                "trigger_id": trigger,
            }
        )

    def press(
        self, button: dict[str, Any], message: dict[str, Any] | None, *, channel: str = "C9"
    ) -> Response:
        """Press a button of a post, or of something that only the presser sees."""
        self._clicks += 1
        ts = message["ts"] if message else "1700000900.000100"
        # Slack gives texts back escaped.
        value = button["value"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        action = {**button, "value": value, "action_ts": f"17000010{self._clicks:02}.000100"}
        body: dict[str, Any] = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": "U1"},
            "api_app_id": "A1",
            "trigger_id": f"click.{self._clicks}",
            "response_url": self.server.response_url("click"),
            "channel": {"id": message["channel"] if message else channel},
            "container": {"type": "message", "message_ts": ts, "is_ephemeral": message is None},
            "actions": [action],
        }
        if message:
            body["message"] = {"ts": ts, "thread_ts": message.get("thread_ts")}
        return self.form({"payload": json.dumps(body)})

    def ask(self, text: str, **more: Any) -> dict[str, Any]:
        """Deliver a message and give the post that answers it."""
        before = len(self.server.posts)
        assert self.deliver(event(text, **more)).status_code == 200
        self.server.wait(lambda: len(self.server.posts) > before)
        return self.server.posts[before]

    def reply(self, act: Callable[[], Response]) -> dict[str, Any]:
        """Do something and give what comes by a response URL."""
        before = len(self.server.replies)
        assert act().status_code == 200
        self.server.wait(lambda: len(self.server.replies) > before)
        return self.server.replies[before][1]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlackServer]:
    monkeypatch.setattr(delivery, "FIRST_WAIT_S", 0.05)
    monkeypatch.setattr(delivery, "HINT_TIMEOUT_S", 10.0)  # a busy machine is no reason to fail
    monkeypatch.setattr(mount, "REQUEST_TIMEOUT_S", 5.0)
    started = SlackServer()
    started.start()
    yield started
    started.stop()
    assert started.problems == []


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slack-corpus") / "library"
    folder.mkdir()
    (folder / "library.md").write_text(CORPUS, encoding="utf-8")
    return folder


@pytest.fixture
def start(server: SlackServer, start: StartApp) -> StartApp:
    """The application stops before Slack does."""
    return start


@pytest.fixture
def workspace(start: StartApp, server: SlackServer) -> Workspace:
    return workspace_of(start, server)


def workspace_of(start: StartApp, server: SlackServer, **given: Any) -> Workspace:
    usual = {
        "slack_signing_secret": SECRET,
        "slack_bot_token": TOKEN,
        "slack_api_url": server.api_url,
    }
    return Workspace(start(**(usual | given)), server)
