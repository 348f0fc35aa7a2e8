"""An answer that is shared in a channel appears there once, or who shares it is told."""

import pytest

from tests.web.slack.blockkit import buttons, visible
from tests.web.slack.conftest import Workspace
from tests.web.slack.server import Fault
from web.slack import delivery

COST = "What does the reading room cost?"


@pytest.mark.parametrize(
    "faults",
    [
        {"chat.postMessage": Fault.BROKEN},
        {"chat.postMessage": Fault.CUT},
        {"chat.postMessage": Fault.LIMITED},
        {"chat.postMessage": Fault.REFUSED, "response_url": Fault.LIMITED},
    ],
)
def test_who_shares_an_answer_is_told_that_it_could_not_be_posted_and_can_try_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, faults: dict[str, Fault]
) -> None:
    share = buttons(workspace.reply(lambda: workspace.command(COST)))["Share in channel"]
    monkeypatch.setattr(delivery, "GIVE_UP_S", 0.0)
    for method, fault in faults.items():
        workspace.server.faults[method].append(fault)
    told = workspace.reply(lambda: workspace.press(share, None))
    assert told["response_type"] == "ephemeral"
    assert "It could not be posted: please try again." in visible(told)
    assert workspace.server.posts == []
    for _ in range(2):
        workspace.press(share, None)
    workspace.server.wait(lambda: len(workspace.server.posts) == 1)
    workspace.ask(COST, id="Ev9")
    assert [post["channel"] for post in workspace.server.posts] == ["C9", "D1"]


@pytest.mark.parametrize(
    "faults",
    [
        {"chat.postMessage": Fault.BROKEN, "conversations.history": Fault.REFUSED},
        {"chat.postMessage": Fault.REFUSED, "response_url": Fault.BROKEN},
    ],
)
def test_an_answer_that_may_have_been_shared_is_not_shared_twice_and_that_is_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, faults: dict[str, Fault]
) -> None:
    share = buttons(workspace.reply(lambda: workspace.command(COST)))["Share in channel"]
    monkeypatch.setattr(delivery, "GIVE_UP_S", 0.0)
    for method, fault in faults.items():
        workspace.server.faults[method].append(fault)
    told = workspace.reply(lambda: workspace.press(share, None))
    assert "Slack did not say whether it was posted." in visible(told)
    workspace.press(share, None)
    workspace.ask(COST, id="Ev9")
    assert [post["channel"] for post in workspace.server.posts] == ["D1"]


def test_an_answer_that_was_shared_after_all_is_not_said_to_be_missing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = buttons(workspace.reply(lambda: workspace.command(COST)))["Share in channel"]
    monkeypatch.setattr(delivery, "GIVE_UP_S", 0.0)
    workspace.server.faults["chat.postMessage"].append(Fault.BROKEN_LATE)
    workspace.press(share, None)
    workspace.server.wait(lambda: len(workspace.server.called("conversations.history")) == 1)
    workspace.press(share, None)
    workspace.ask(COST, id="Ev9")
    assert [post["channel"] for post in workspace.server.posts] == ["C9", "D1"]
    assert len(workspace.server.replies) == 1  # the answer itself
