"""Questions where they are asked: direct messages, channels, threads, the slash command, buttons."""

import json
import logging
from typing import Any

import pytest
from sqlalchemy import text

from assistant.assistant import Assistant
from assistant.decision import Thresholds
from assistant.index_loading import open_index
from assistant.settings import Settings
from assistant.storage.records import Channel
from assistant.types import Turn
from tests.fakes import FakeEncoder
from tests.web.conftest import StartApp, app_of
from tests.web.slack.blockkit import buttons, visible
from tests.web.slack.conftest import BOT, Workspace, event, workspace_of, wrapped
from tests.web.slack.server import Fault, SlackServer
from web.service import AnswerService, ServedAnswer

COST = "What does the reading room cost?"
FILMS = "May films be borrowed?"
UNKNOWN = "Who painted the ceiling of the opera?"


def rows(workspace: Workspace, query: str) -> list[dict[str, Any]]:
    with app_of(workspace.client).state.store.connect() as connection:
        return [dict(row) for row in connection.execute(text(query)).mappings()]


def test_a_direct_message_is_answered_in_its_thread(workspace: Workspace) -> None:
    post = workspace.ask(COST)
    assert (post["channel"], post["thread_ts"]) == ("D1", "1700000000.000100")
    assert "The reading room costs nothing." in visible(post)
    assert "The reading room costs nothing." in post["text"]
    [status] = workspace.server.called("assistant.threads.setStatus")
    assert status["thread_ts"] == "1700000000.000100"
    assert [row["channel"] for row in rows(workspace, "SELECT channel FROM answer")] == ["slack"]


def test_a_mention_in_a_channel_is_answered_in_its_thread(workspace: Workspace) -> None:
    post = workspace.ask(COST, channel="C1", ts="1700000005.000100")
    assert (post["channel"], post["thread_ts"]) == ("C1", "1700000005.000100")
    assert workspace.server.called("assistant.threads.setStatus") == []
    [row] = rows(workspace, "SELECT question FROM answer")
    assert row["question"] == COST


def test_a_thread_is_a_conversation(workspace: Workspace) -> None:
    first = "How many books may be borrowed?"
    root = workspace.ask(first, channel="C1", ts="1700000001.000100")
    post = workspace.ask(
        "And films?", id="Ev2", channel="C1", ts="1700000002.000100", thread_ts=root["thread_ts"]
    )
    assert post["thread_ts"] == root["thread_ts"]
    kept = rows(
        workspace, "SELECT conversation_id, standalone_question FROM answer ORDER BY created_ms"
    )
    assert kept[0]["conversation_id"] == kept[1]["conversation_id"]
    assert kept[1]["standalone_question"] != "And films?"
    assert "Question understood as:" in visible(post)


def test_two_threads_are_two_conversations_that_nobody_can_guess(workspace: Workspace) -> None:
    workspace.ask(COST, channel="C1", ts="1700000001.000100")
    workspace.ask(COST, id="Ev2", channel="C1", ts="1700000002.000100")
    ids = [row["id"] for row in rows(workspace, "SELECT id FROM conversation")]
    assert len(set(ids)) == 2
    assert all(len(id) == 32 and "C1" not in id for id in ids)


def test_a_thread_that_another_worker_began_is_continued(
    start: StartApp, server: SlackServer
) -> None:
    one, two = workspace_of(start, server), workspace_of(start, server)
    root = one.ask("How many books may be borrowed?", channel="C1")
    two.ask("And films?", id="Ev2", channel="C1", ts="1700000002.0001", thread_ts=root["thread_ts"])
    one.ask(
        "And what does it cost?",
        id="Ev3",
        channel="C1",
        ts="1700000003.0001",
        thread_ts=root["thread_ts"],
    )
    assert len(rows(one, "SELECT id FROM conversation")) == 1
    assert len(rows(one, "SELECT id FROM answer")) == 3


def test_the_audience_button_answers_and_holds_for_the_thread(workspace: Workspace) -> None:
    post = workspace.ask(FILMS, channel="C1")
    pressed = buttons(post)
    assert {"Students", "Staff"} <= set(pressed)
    before = len(workspace.server.posts)
    assert workspace.press(pressed["Staff"], post).status_code == 200
    workspace.server.wait(lambda: len(workspace.server.posts) > before)
    answered = workspace.server.posts[before]
    assert answered["thread_ts"] == post["thread_ts"]
    assert "For Staff" in visible(answered)
    assert "films cannot be borrowed & kept, unless a course needs them." in visible(answered)
    assert "two days" not in visible(answered)
    follow = workspace.ask(
        FILMS, id="Ev2", channel="C1", ts="1700000009.0001", thread_ts=post["thread_ts"]
    )
    assert "For Staff" in visible(follow)
    assert "Students" not in buttons(follow)
    elsewhere = workspace.ask(FILMS, id="Ev3", channel="C1", ts="1700000010.0001")
    assert "For Staff" not in visible(elsewhere)


@pytest.mark.parametrize(
    ("unsure", "reactions", "posts"), [("react", 1, 0), ("silent", 0, 0), ("answer", 0, 1)]
)
def test_a_channel_hears_only_what_is_sure(
    start: StartApp, server: SlackServer, unsure: str, reactions: int, posts: int
) -> None:
    workspace = workspace_of(start, server, slack_unsure=unsure)
    workspace.deliver(event(UNKNOWN, channel="C1", ts="1700000005.000100"))
    workspace.deliver(event(COST, id="Ev2", channel="D1"))  # when it is done, the first is
    server.wait(lambda: any(post["channel"] == "D1" for post in server.posts))
    server.wait(lambda: len(server.called("reactions.add")) == reactions)
    server.wait(lambda: [post["channel"] for post in server.posts].count("C1") == posts)
    for body in server.called("reactions.add"):
        assert (body["channel"], body["timestamp"]) == ("C1", "1700000005.000100")


def test_a_direct_message_is_told_that_there_is_no_answer_and_where_to_go(
    workspace: Workspace,
) -> None:
    post = workspace.ask(UNKNOWN)
    assert "The FAQ does not answer that." in visible(post)
    assert "Ask at the desk." in visible(post)
    assert "'url': 'https://library.example/desk'" in str(post["blocks"])


def test_a_mention_without_a_question_is_told_what_to_do(workspace: Workspace) -> None:
    assert "Ask a question" in visible(workspace.ask("", channel="C1"))


def test_the_slash_command_answers_its_user_alone_and_shares_once(workspace: Workspace) -> None:
    reply = workspace.reply(lambda: workspace.command(COST))
    assert reply["response_type"] == "ephemeral"
    assert COST in visible(reply)
    assert workspace.server.posts == []
    share = buttons(reply)["Share in channel"]
    for _ in range(3):
        workspace.press(share, None)
    workspace.server.wait(lambda: len(workspace.server.posts) == 1)
    workspace.ask(COST, id="Ev9")
    shared, _direct = workspace.server.posts
    assert (shared["channel"], "thread_ts" in shared) == ("C9", False)
    assert COST in visible(shared)
    assert "Share in channel" not in buttons(shared)


def test_an_answer_that_could_not_be_shared_is_shared_when_pressed_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = buttons(workspace.reply(lambda: workspace.command(COST)))["Share in channel"]

    async def broken(self: AnswerService, turn: Turn, channel: Channel) -> ServedAnswer:
        raise RuntimeError

    with monkeypatch.context() as while_broken:
        while_broken.setattr(AnswerService, "answer", broken)
        said = workspace.reply(lambda: workspace.press(share, None))
    assert "try again" in visible(said)
    workspace.press(share, None)
    workspace.server.wait(lambda: len(workspace.server.posts) == 1)
    assert COST in visible(workspace.server.posts[0])


def test_an_answer_is_shared_where_the_bot_is_no_member(workspace: Workspace) -> None:
    reply = workspace.reply(lambda: workspace.command(COST))
    workspace.server.faults["chat.postMessage"].append(Fault.REFUSED)
    share = buttons(reply)["Share in channel"]
    shared = workspace.reply(lambda: workspace.press(share, None))
    assert shared["response_type"] == "in_channel"
    assert COST in visible(shared)


def test_the_audience_of_a_slash_command_replaces_its_answer(workspace: Workspace) -> None:
    reply = workspace.reply(lambda: workspace.command(FILMS))
    students = buttons(reply)["Students"]
    again = workspace.reply(lambda: workspace.press(students, None))
    assert (again["response_type"], again["replace_original"]) == ("ephemeral", True)
    assert "For Students" in visible(again)
    assert workspace.server.posts == []


def test_an_empty_slash_command_is_told_what_to_do(workspace: Workspace) -> None:
    assert "Ask a question" in visible(workspace.reply(lambda: workspace.command("  ")))


def test_a_question_that_is_too_long_is_told_so(start: StartApp, server: SlackServer) -> None:
    workspace = workspace_of(start, server, max_question_chars=50)
    for told in (
        workspace.ask("why " * 20),
        workspace.reply(lambda: workspace.command("why " * 20)),
    ):
        assert "Your question has 79 characters. Please shorten it: at most 50" in visible(told)
        assert "FAQ_MAX" not in visible(told) + told["text"]


def test_signs_that_cannot_be_seen_are_no_question(workspace: Workspace) -> None:
    assert "Please write a question." in visible(workspace.ask("\u200b\u200b"))


def test_an_audience_that_the_faq_has_no_more_is_told_in_the_words_of_the_page(
    workspace: Workspace,
) -> None:
    reply = workspace.reply(lambda: workspace.command(FILMS))
    chosen = workspace.reply(lambda: workspace.press(buttons(reply)["Students"], None))
    share = buttons(chosen)["Share in channel"]
    gone = {**share, "value": share["value"].replace('"student"', '"pupil"')}
    told = visible(workspace.reply(lambda: workspace.press(gone, None)))
    assert "The FAQ knows no such group of readers." in told
    assert "pupil" not in told


def test_thumbs_and_reasons_go_to_the_feedback_store(workspace: Workspace) -> None:
    post = workspace.ask(COST, channel="C1")
    thanks = workspace.reply(lambda: workspace.press(buttons(post)["👍 Helpful"], post))
    assert "Thank you" in visible(thanks)
    assert [row["rating"] for row in rows(workspace, "SELECT rating FROM feedback")] == ["up"]
    why = workspace.reply(lambda: workspace.press(buttons(post)["👎 Not helpful"], post))
    assert why["response_type"] == "ephemeral"
    done = workspace.reply(lambda: workspace.press(buttons(why)["Incomplete"], None))
    assert done["replace_original"] is True
    [kept] = rows(workspace, "SELECT rating, reason FROM feedback")
    assert kept == {"rating": "down", "reason": "incomplete"}
    assert len(workspace.server.posts) == 1


def test_a_person_can_be_reached_from_any_answer(workspace: Workspace) -> None:
    post = workspace.ask(COST, channel="C1")
    told = workspace.reply(lambda: workspace.press(buttons(post)["Talk to a person"], post))
    assert told["response_type"] == "ephemeral"
    assert "Ask at the desk." in visible(told)


def test_a_suggestion_is_one_click_from_its_answer(start: StartApp, server: SlackServer) -> None:
    def unsure(settings: Settings) -> Assistant:
        encoder = FakeEncoder()
        index = open_index(settings, encoder, notify=lambda _message: None)
        return Assistant(index, encoder, settings, thresholds=Thresholds(answer=1.0, suggest=0.0))

    workspace = workspace_of(start, server, opening=unsure)
    app_of(workspace.client).state.loading.result()
    post = workspace.ask("Is there a price for reading in the room?")  # no heading, so not certain
    suggested = buttons(post)["Show answer"]
    assert suggested["accessibility_label"].startswith("Show the answer to: ")
    before = len(server.posts)
    workspace.press(suggested, post)
    server.wait(lambda: len(server.posts) > before)
    assert server.posts[before]["thread_ts"] == post["thread_ts"]


def test_the_agent_surface_suggests_questions(workspace: Workspace) -> None:
    opened = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"}
    older = {
        "type": "assistant_thread_started",
        "assistant_thread": {"user_id": "U1", "channel_id": "D2", "thread_ts": "1.2"},
    }
    for number, inner in enumerate((opened, {**opened, "tab": "home"}, older)):
        assert workspace.deliver(wrapped(inner, id=f"Ev{number}")).status_code == 200
    method = "assistant.threads.setSuggestedPrompts"
    workspace.server.wait(lambda: len(workspace.server.called(method)) == 2)
    by_channel = {body["channel_id"]: body for body in workspace.server.called(method)}
    assert "thread_ts" not in by_channel["D1"]
    assert by_channel["D2"]["thread_ts"] == "1.2"
    assert {"title": FILMS, "message": FILMS} in by_channel["D1"]["prompts"]


IGNORED: dict[str, dict[str, Any]] = {
    "a bot": {"bot_id": "B1"},
    "a bot's subtype": {"subtype": "bot_message"},
    "our own message": {"user": BOT},
    "an edit": {"subtype": "message_changed", "message": {"text": COST}},
    "an edited message": {"edited": {"user": "U1", "ts": "1.2"}},
    "a deletion": {"subtype": "message_deleted"},
    "somebody joining": {"subtype": "channel_join"},
    "nobody": {"user": None},
    "the root of an assistant's thread": {"subtype": "assistant_app_thread"},
    "a message in a channel": {"channel": "C1", "channel_type": "channel", "type": "message"},
    "a mention in a direct message": {"type": "app_mention"},
    "a reaction": {"type": "reaction_added"},
}


@pytest.mark.parametrize("name", IGNORED)
def test_what_is_no_question_of_a_person_is_acknowledged_and_ignored(
    workspace: Workspace, name: str
) -> None:
    assert workspace.deliver(event(COST, **IGNORED[name])).status_code == 200
    workspace.ask(COST, id="Ev2", channel="D2")
    assert [post["channel"] for post in workspace.server.posts] == ["D2"]


@pytest.mark.parametrize("body", [{"type": "event_callback"}, {"event": {}, "event_id": "E"}, {}])
def test_deliveries_of_unknown_shape_do_no_harm(workspace: Workspace, body: dict[str, Any]) -> None:
    assert workspace.deliver(body).status_code < 500
    assert workspace.ask(COST)


def test_a_retry_is_acknowledged_and_not_acted_on(workspace: Workspace) -> None:
    workspace.ask(COST)
    for attempt in ("1", "2", "3"):
        retried = workspace.deliver(
            event(COST), **{"X-Slack-Retry-Num": attempt, "X-Slack-Retry-Reason": "http_timeout"}
        )
        assert retried.status_code == 200
    workspace.ask(COST, id="Ev2", channel="D2")
    assert [post["channel"] for post in workspace.server.posts] == ["D1", "D2"]


def test_slack_is_asked_to_come_again_while_no_index_is_loaded(
    start: StartApp, server: SlackServer
) -> None:
    def never(_settings: object) -> Any:
        raise RuntimeError

    workspace = workspace_of(start, server, opening=never)
    assert workspace.deliver(event(COST)).status_code == 503
    assert "starting" in workspace.command(COST).text
    assert server.calls == []


def test_answers_go_on_without_the_store_and_retries_are_put_off(
    start: StartApp, server: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    workspace = workspace_of(start, server, store="postgresql+psycopg://nobody@127.0.0.1:1/none")
    workspace.ask(COST)
    retry = {"X-Slack-Retry-Num": "1"}
    assert workspace.deliver(event(COST), **retry).status_code == 200  # known to this worker
    assert workspace.deliver(event(COST, id="Ev2"), **retry).status_code == 503
    assert len(server.posts) == 1


def test_nothing_that_was_typed_is_logged(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        workspace.server.faults["chat.postMessage"].append(Fault.REFUSED)
        workspace.deliver(event("xylophone zeppelin"))
        workspace.reply(lambda: workspace.command("xylophone zeppelin"))
    ours = [record for record in caplog.records if record.name.startswith(("faq", "slack"))]
    assert ours
    assert not any("xylophone" in json.dumps(vars(record), default=str) for record in ours)


def test_slack_is_off_unless_it_is_switched_on(start: StartApp) -> None:
    assert start().post("/slack/events", content=b"{}").status_code == 404
