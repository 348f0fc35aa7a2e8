"""Slack is told at once that a delivery arrived: neither answering nor the store's locks hold it up."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from assistant.errors import StoreError
from assistant.storage.deliveries import Claim, claim
from assistant.types import Answer, Turn
from tests.web.conftest import app_of
from tests.web.slack.conftest import Workspace, event, wrapped
from web.slack import events, work

COST = "What does the reading room cost?"


class Held:
    """A function that does its work only when it is released."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.released = threading.Event()

    def __call__(self, *given: Any, **named: Any) -> Any:
        assert self.released.wait(60), "it was never released"
        return self._inner(*given, **named)


@contextmanager
def locked(workspace: Workspace) -> Iterator[None]:
    """Another process holds the store's write lock."""
    path = make_url(app_of(workspace.client).state.settings.store).database
    assert path is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_the_acknowledgement_does_not_wait_for_the_answer(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = app_of(workspace.client).state.service.assistant
    ask = Held(assistant.ask)

    def slow(turn: Turn) -> Answer:
        answer: Answer = ask(turn)
        return answer

    monkeypatch.setattr(type(assistant), "ask", lambda _self, turn, **_given: slow(turn))
    assert workspace.deliver(event(COST)).status_code == 200
    assert workspace.command(COST).status_code == 200
    assert workspace.server.posts == []
    ask.released.set()
    workspace.server.wait(lambda: len(workspace.server.posts) == len(workspace.server.replies) == 1)


@pytest.mark.parametrize("kind", ["event", "command"])
def test_the_acknowledgement_does_not_wait_for_the_store(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    held = Held(claim)
    monkeypatch.setattr(work, "claim", held)
    monkeypatch.setattr(events, "PATIENCE_S", 0.05)
    server = workspace.server
    for _ in range(3):
        sent = workspace.deliver(event(COST)) if kind == "event" else workspace.command(COST)
        assert sent.status_code == 200
    assert (server.posts, server.replies) == ([], [])
    held.released.set()
    server.wait(lambda: len(server.posts) + len(server.replies) == 1)
    workspace.reply(lambda: workspace.command(COST, trigger="tr.9"))  # claims are decided in order
    assert len(server.posts) + len(server.replies) == 2


def test_duplicates_while_the_store_is_locked_are_answered_once(workspace: Workspace) -> None:
    with locked(workspace):
        first, again = (workspace.deliver(event(COST)) for _ in range(2))
        assert (first.status_code, again.status_code) == (200, 200)
        assert workspace.server.posts == []
    workspace.server.wait(lambda: len(workspace.server.posts) == 1)
    workspace.ask(COST, id="Ev2", channel="D2")
    assert [post["channel"] for post in workspace.server.posts] == ["D1", "D2"]


def test_a_retry_that_the_store_cannot_tell_apart_is_given_up_and_logged(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_given: Any, **_named: Any) -> Claim:
        raise StoreError("the store does not work")

    held = Held(broken)
    monkeypatch.setattr(work, "claim", held)
    monkeypatch.setattr(events, "PATIENCE_S", 0.05)
    retry = {"X-Slack-Retry-Num": "1"}
    assert workspace.deliver(event(COST), **retry).status_code == 200
    held.released.set()
    workspace.ask(COST, id="Ev2", channel="D2")
    assert [post["channel"] for post in workspace.server.posts] == ["D2"]
    assert [r.message for r in caplog.records if "given up" in r.message] == [
        "a delivery sent again was given up"
    ]


def test_a_context_of_the_older_agent_surface_is_acknowledged(workspace: Workspace) -> None:
    thread = {"user_id": "U1", "channel_id": "D2", "thread_ts": "1.2", "context": {}}
    changed = {"type": "assistant_thread_context_changed", "assistant_thread": thread}
    assert workspace.deliver(wrapped(changed)).status_code == 200
    workspace.ask(COST, id="Ev2")
    assert workspace.server.called("assistant.threads.setSuggestedPrompts") == []
