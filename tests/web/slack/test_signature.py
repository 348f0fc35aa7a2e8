import logging
from collections.abc import Callable

import pytest

from tests.web.conftest import StartApp
from tests.web.slack.conftest import SECRET, Workspace, event, signed, workspace_of
from tests.web.slack.server import SlackServer
from web.slack import events
from web.slack.signature import RefusedError, Signatures

# https://docs.slack.dev/authentication/verifying-requests-from-slack
PUBLISHED_BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
    b"96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
PUBLISHED = {
    "x-slack-request-timestamp": "1531420618",
    "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
}


def test_the_example_that_slack_publishes_passes() -> None:
    Signatures(SECRET, now=lambda: 1531420618.0).check(PUBLISHED_BODY, PUBLISHED)


@pytest.mark.parametrize("offset", [-300, 300])
def test_the_window_is_five_minutes(offset: int) -> None:
    Signatures(SECRET, now=lambda: 1531420618.0 + offset).check(PUBLISHED_BODY, PUBLISHED)
    with pytest.raises(RefusedError, match="five minutes"):
        Signatures(SECRET, now=lambda: 1531420618.0 + offset * 1.01).check(
            PUBLISHED_BODY, PUBLISHED
        )


@pytest.mark.parametrize("place", [0, 20, 100, len(PUBLISHED_BODY) - 1])
def test_any_change_of_the_body_is_refused(place: int) -> None:
    changed = bytearray(PUBLISHED_BODY)
    changed[place] ^= 1
    with pytest.raises(RefusedError, match="wrong"):
        Signatures(SECRET, now=lambda: 1531420618.0).check(bytes(changed), PUBLISHED)


BODY = b'{"type":"event_callback","event_id":"Ev1","secret":"hunter2"}'


def without(name: str) -> Callable[[], tuple[bytes, dict[str, str]]]:
    return lambda: (BODY, {key: value for key, value in signed(BODY).items() if key != name})


def changed(name: str, value: str) -> Callable[[], tuple[bytes, dict[str, str]]]:
    return lambda: (BODY, {**signed(BODY), name: value})


REFUSED: dict[str, Callable[[], tuple[bytes, dict[str, str]]]] = {
    "no timestamp": without("X-Slack-Request-Timestamp"),
    "no signature": without("X-Slack-Signature"),
    "no headers": lambda: (BODY, {}),
    "timestamp of letters": changed("X-Slack-Request-Timestamp", "soon"),
    "empty timestamp": changed("X-Slack-Request-Timestamp", ""),
    "timestamp with a sign": changed("X-Slack-Request-Timestamp", "-1"),
    "timestamp with a fraction": changed("X-Slack-Request-Timestamp", "1531420618.5"),
    "timestamp of other digits": changed(
        "X-Slack-Request-Timestamp", "1531420618".replace("1", "\u0661").encode().decode("latin-1")
    ),
    "endless timestamp": changed("X-Slack-Request-Timestamp", "9" * 5000),
    "not a number": changed("X-Slack-Request-Timestamp", "nan"),
    "signature of another length": changed("X-Slack-Signature", "v0=abc"),
    "signature of another version": lambda: (
        BODY,
        {
            **signed(BODY),
            "X-Slack-Signature": signed(BODY)["X-Slack-Signature"].replace("v0", "v1"),
        },
    ),
    "signature that is not ASCII": changed("X-Slack-Signature", "v0=" + "\xe9" * 64),
    "signature of something else": lambda: (BODY, signed(BODY + b" ")),
    "another secret": lambda: (BODY, signed(BODY, secret="another")),
    "body that is not UTF-8": lambda: (b"\xff\xfe{", signed(b"\xff\xfe{")),
    "old request": lambda: (BODY, signed(BODY, timestamp=1531420618)),
    "request of the future": lambda: (BODY, signed(BODY, timestamp=4000000000)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_slack_did_not_sign_is_refused_and_only_the_reason_logged(
    workspace: Workspace, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    body, headers = REFUSED[name]()
    raw = [(key.encode(), value.encode("latin-1")) for key, value in headers.items()]
    with caplog.at_level(logging.DEBUG, "faq"):
        response = workspace.client.post("/slack/events", content=body, headers=raw)
    assert response.status_code == 401
    assert "hunter2" not in response.text
    told = [record for record in caplog.records if record.name == "faq.slack"]
    [only] = told
    assert only.getMessage() == "a Slack request was refused"
    assert isinstance(only.__dict__["reason"], str)
    assert not any("hunter2" in str(vars(record)) for record in caplog.records)
    assert workspace.server.calls == []


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow disk is no busy store, of which Slack is told 200 before it is known whose a delivery is."""
    monkeypatch.setattr(events, "PATIENCE_S", 30.0)


@pytest.mark.usefixtures("patient")
def test_a_request_that_is_captured_and_sent_again_is_refused(workspace: Workspace) -> None:
    first = workspace.deliver(event("What does the reading room cost?"))
    workspace.server.wait(lambda: len(workspace.server.posts) == 1)
    again = first.request
    replayed = workspace.client.post("/slack/events", content=again.content, headers=again.headers)
    assert (first.status_code, replayed.status_code) == (200, 401)
    assert len(workspace.server.posts) == 1


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("kind", ["event", "command"])
def test_a_captured_request_is_refused_by_the_other_worker_too(
    start: StartApp, server: SlackServer, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    one, two = workspace_of(start, server), workspace_of(start, server)
    question = "What does the reading room cost?"
    first = one.deliver(event(question)) if kind == "event" else one.command(question)
    server.wait(lambda: len(server.posts) + len(server.replies) == 1)
    again = first.request
    replayed = two.client.post("/slack/events", content=again.content, headers=again.headers)
    assert (first.status_code, replayed.status_code) == (200, 401)
    assert len(server.posts) + len(server.replies) == 1
    [told] = [record for record in caplog.records if record.name == "faq.slack"]
    assert told.__dict__["reason"] == "it was here before"
    assert "reading room" not in str(vars(told))


JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        *((JSON, body) for body in ("{", "[]", "null", "1", '"x"', "", '{"event": 1}')),
        *((JSON, body) for body in ('{"event": [1]}', '{"event": null}', '{"team": 2}')),
        (JSON, '{"event_id": "E", "event": "x"}'),
        (JSON, '{"event_id": "E", "event": {"type": ["message"]}}'),
        (JSON, '{"event_id": "E", "event": {"type": "message"}, "authorizations": [1]}'),
        *((FORM, f"payload={given}") for given in ("{", "[]", "null", "1")),
        (FORM, 'payload={"type": "view_submission", "trigger_id": "1", "view": {"type": "modal"}}'),
        (FORM, 'payload={"type": "view_submission"}'),
        (FORM, 'payload={"type": "block_actions", "trigger_id": "1", "actions": {"a": 1}}'),
        (FORM, 'payload={"type": "block_actions", "trigger_id": "1", "actions": [1]}'),
        (
            FORM,
            'payload={"type": "block_actions", "trigger_id": "1", "team": "x", "actions": [{}]}',
        ),
    ],
)
def test_what_is_signed_but_no_delivery_is_refused(
    workspace: Workspace, caplog: pytest.LogCaptureFixture, kind: str, body: str
) -> None:
    headers = {"Content-Type": kind, **signed(body.encode())}
    response = workspace.client.post("/slack/events", content=body, headers=headers)
    assert response.status_code == 400
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_command_that_says_not_where_to_reply_is_let_be(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    given = {"command": "/faq", "text": "What does the reading room cost?", "trigger_id": "1"}
    assert workspace.form(given).status_code == 200
    assert workspace.ask("What does the reading room cost?")
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_the_address_is_confirmed(workspace: Workspace) -> None:
    response = workspace.deliver({"type": "url_verification", "challenge": "abc"})
    assert (response.status_code, response.json()) == (200, {"challenge": "abc"})
