"""How Slack's endpoint is switched on, and the ways in besides signed HTTP."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from pydantic import SecretStr

from assistant.errors import UsageError
from assistant.settings import Settings, load_settings
from tests.test_architecture import ROOT
from tests.web.conftest import StartApp, app_of, open_library
from tests.web.slack.blockkit import visible
from tests.web.slack.conftest import SECRET, Workspace, event, workspace_of
from tests.web.slack.server import APP_TOKEN, TOKEN, Fault, SlackServer
from web.app import create_app
from web.slack import Secrets, secrets_of

COST = "What does the reading room cost?"


def settings(**given: str) -> Settings:
    return load_settings(**{f"slack_{name}": value for name, value in given.items()})


def test_two_settings_switch_slack_on() -> None:
    assert secrets_of(settings()) is None
    assert secrets_of(settings(signing_secret="", bot_token=" ")) is None
    secrets = secrets_of(settings(signing_secret="s", bot_token="xoxb-1"))
    assert secrets == Secrets(SecretStr("s"), SecretStr("xoxb-1"), None)
    assert "xoxb-1" not in repr(secrets)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"signing_secret": "s"}, "FAQ_SLACK_BOT_TOKEN"),
        ({"bot_token": "xoxb-1"}, "FAQ_SLACK_SIGNING_SECRET"),
        ({"app_token": "xapp-1"}, "FAQ_SLACK_SIGNING_SECRET"),
    ],
)
def test_half_a_configuration_is_refused(given: dict[str, str], missing: str) -> None:
    with pytest.raises(UsageError, match=f"{missing} is missing"):
        secrets_of(settings(**given))


def test_slacks_library_is_imported_only_where_slack_is_on() -> None:
    code = (
        "import sys; from web.app import create_app; from assistant.settings import load_settings; "
        "create_app(load_settings()); "
        "assert not {'slack_bolt', 'slack_sdk', 'aiohttp'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=120)


def test_socket_mode_needs_no_public_address(start: StartApp, server: SlackServer) -> None:
    command = {
        "command": "/faq",
        "text": COST,
        "team_id": "T1",
        "trigger_id": "socket.1",
        "response_url": server.response_url("socket"),
    }
    deliveries: list[tuple[str, dict[str, Any]]] = [
        ("events_api", event(COST)),
        ("events_api", event(COST)),
        ("slash_commands", command),
    ]
    server.to_socket = [
        {
            "envelope_id": f"envelope-{number}",
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        for number, (kind, payload) in enumerate(deliveries)
    ]
    workspace_of(start, server, slack_app_token=APP_TOKEN)
    server.wait(lambda: len(server.posts) == 1 and len(server.replies) == 1)
    server.wait(lambda: len(server.acknowledged) == 3)
    assert {message["envelope_id"] for message in server.acknowledged} == {
        *("envelope-0", "envelope-1", "envelope-2")
    }
    assert "The reading room costs nothing." in visible(server.posts[0])
    assert "The reading room costs nothing." in visible(server.replies[0][1])


def test_the_manifest_asks_for_what_is_used_and_no_more() -> None:
    text = (ROOT / "web/slack/manifest.yaml").read_text(encoding="utf-8")
    manifest = yaml.safe_load(text)
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == {
        *("app_mentions:read", "assistant:write", "chat:write", "commands", "im:history"),
        *("reactions:write", "channels:history", "groups:history", "mpim:history"),
    }
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == {
        *("app_home_opened", "app_mention", "message.im")
    }
    [command] = manifest["features"]["slash_commands"]
    assert command["command"] == "/faq"
    assert text.count("https://faq.example.com/slack/events") == 3
    assert len(manifest["display_information"]["description"]) <= 140


def test_the_guide_names_every_setting() -> None:
    guide = (ROOT / "web/slack/README.md").read_text(encoding="utf-8")
    for name in ("SIGNING_SECRET", "BOT_TOKEN", "APP_TOKEN", "UNSURE"):
        assert f"FAQ_SLACK_{name}" in guide
    assert "web/slack/README.md" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_many_deliveries_from_one_address_are_not_limited(
    start: StartApp, server: SlackServer
) -> None:
    workspace = workspace_of(start, server, rate_limit_client="1/hour", rate_limit_total="1/hour")
    for number in range(5):
        assert workspace.deliver(event(COST, id=f"Ev{number}")).status_code == 200
    server.wait(lambda: len(server.posts) == 5)


def test_stopping_waits_for_what_is_under_way(
    server: SlackServer, settings_of: Callable[..., Settings]
) -> None:
    chosen = settings_of(
        slack_signing_secret=SECRET, slack_bot_token=TOKEN, slack_api_url=server.api_url
    )
    app = create_app(chosen, open_assistant=open_library)
    server.faults["chat.postMessage"].extend([Fault.LIMITED] * 2)
    with TestClient(app) as client:
        app.state.loading.result()
        assert Workspace(client, server).deliver(event(COST)).status_code == 200
    assert len(server.posts) == 1


def test_the_secret_is_the_one_of_the_settings(workspace: Workspace) -> None:
    assert app_of(workspace.client).state.settings.slack_signing_secret == SecretStr(SECRET)
    assert SECRET not in repr(app_of(workspace.client).state.settings)
