"""End to end with the real models on the FAQ that comes with the project."""

import pytest

from tests.test_architecture import ROOT
from tests.web.conftest import StartApp, app_of
from tests.web.slack.blockkit import buttons, visible
from tests.web.slack.conftest import Workspace, event, workspace_of
from tests.web.slack.server import SlackServer
from web.app import open_assistant

pytestmark = pytest.mark.integration


@pytest.fixture
def partners(start: StartApp, server: SlackServer, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.undo()
    workspace = workspace_of(
        start,
        server,
        opening=open_assistant,
        corpus=ROOT / "corpus/partner-network-licensing",
        cache_dir=None,
    )
    app_of(workspace.client).state.loading.result(120)
    return workspace


def test_a_thread_with_a_verdict_an_audience_and_a_follow_up(partners: Workspace) -> None:
    post = partners.ask("Can licenses be shared across countries?", channel="C1")
    shown = visible(post)
    assert "shared" in shown
    pressed = buttons(post)
    assert "Competency partners" in pressed, shown
    before = len(partners.server.posts)
    partners.press(pressed["Competency partners"], post)
    partners.server.wait(lambda: len(partners.server.posts) > before)
    answered = partners.server.posts[before]
    assert answered["thread_ts"] == post["thread_ts"]
    assert "For Competency partners" in visible(answered)
    assert "licenses can be shared across countries" in visible(answered)
    follow = partners.ask(
        "What are tokens for?",
        id="Ev2",
        channel="C1",
        ts="1700000009.0001",
        thread_ts=post["thread_ts"],
    )
    assert "redeem cloud services" in visible(follow)


def test_off_topic_is_not_answered_in_a_channel(partners: Workspace) -> None:
    partners.deliver(event("How do I bake sourdough bread?", channel="C1"))
    partners.server.wait(lambda: len(partners.server.called("reactions.add")) == 1)
    assert partners.server.posts == []
