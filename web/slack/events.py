"""What Slack delivers, through Bolt: admitted once, acknowledged, and then worked on."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from http import HTTPStatus
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from assistant.errors import StoreError
from assistant.storage.deliveries import Claim
from web.slack.buttons import Buttons, to_click
from web.slack.responder import SlackQuestion, SlackResponder
from web.slack.translation import SlackMessage, to_message, to_turn
from web.slack.work import Claims, Work, mark_of

_log = logging.getLogger("faq.slack")
_SUBTYPES = frozenset({None, "file_share", "thread_broadcast"})  # of messages that people write
_PROMPTS = 4  # Slack shows no more
_ANYTHING = re.compile(".*", re.DOTALL)
_STARTING = "The FAQ assistant is starting: please ask again in a minute."
Body = Mapping[str, Any]
PATIENCE_S = 0.5  # the acknowledgement waits no longer for the store: Slack allows it three seconds
_CLAIMING = "faq_claiming"  # where a delivery carries its claim that is still undecided


class Events:
    """Bolt's listeners."""

    def __init__(self, responder: SlackResponder, claims: Claims, work: Work) -> None:
        self._responder = responder
        self._claims = claims
        self._work = work
        self._buttons = Buttons(responder, claims)

    def listen(self, client: AsyncWebClient) -> AsyncApp:
        """Bolt's application: it parses and dispatches. Signatures are checked before it."""
        sdk = logging.getLogger("faq.slack.sdk")
        sdk.setLevel(logging.CRITICAL)  # its messages quote what people wrote
        token = client.token

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            # No call to Slack: a question must not be lost because Slack is slow to say who we are.
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

        app = AsyncApp(
            name=sdk.name,  # Bolt makes a logger of it, and sets its level
            logger=sdk,
            client=client,
            authorize=authorize,
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,  # `_written_by_a_person` ignores every bot
            attaching_conversation_kwargs_enabled=False,
        )
        app.use(self._admit)
        app.error(self._broken)
        app.event("app_mention")(self._on_message)
        app.event("message")(self._on_message)
        app.event("app_home_opened")(self._on_opened)
        app.event("assistant_thread_started")(self._on_opened)
        app.event(_ANYTHING)(self._on_other)
        app.command(_ANYTHING)(self._on_command)
        app.action(_ANYTHING)(self._on_action)
        return app

    async def _admit(
        self,
        body: dict[str, Any],
        request: AsyncBoltRequest,
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse | None:
        """Let a delivery through the first time, and only where it can be dealt with."""
        event = body.get("event")
        if event is not None and not _written_by_a_person(body, event):
            return BoltResponse(status=HTTPStatus.OK)
        id = _delivery_id(body)
        refusal = None if id is None else self._busy(body) or await self._claimed(id, request)
        if refusal is None:
            await next()
        return refusal

    def _busy(self, body: Body) -> BoltResponse | None:
        """What is said while nothing can be taken on."""
        if self._responder.service.assistant is not None and not self._work.full:
            return None
        if "event" in body:
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)  # Slack sends it again
        return BoltResponse(status=HTTPStatus.OK, body=_STARTING if "command" in body else "")

    async def _claimed(self, id: str, request: AsyncBoltRequest) -> BoltResponse | None:
        """What is said to a delivery that is not ours to act on."""
        again = "x-slack-retry-num" in request.headers
        # One that Slack sends again may overtake the first, and look the same.
        signatures = () if again else request.headers.get("x-slack-signature", ())
        signature = next(iter(signatures), None)
        claiming = asyncio.ensure_future(self._claims.take(id, signature=signature, again=again))
        await asyncio.wait({claiming}, timeout=PATIENCE_S)
        if not claiming.done():  # the store is busy: Slack is told, and what is done waits for it
            request.context[_CLAIMING] = claiming
            return None
        try:
            claimed = claiming.result()
        except StoreError:
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        if claimed is Claim.REPLAYED:
            _log.warning("a Slack request was refused", extra={"reason": "it was here before"})
            return BoltResponse(status=HTTPStatus.UNAUTHORIZED)
        return None if claimed is Claim.OURS else BoltResponse(status=HTTPStatus.OK)

    def _start(self, context: AsyncBoltContext, doing: Coroutine[Any, Any, None]) -> None:
        """Do it in the background, once it is known to be ours to do."""
        claiming = context.get(_CLAIMING)
        self._work.start(doing if claiming is None else _when_ours(claiming, doing))

    async def _broken(self, error: Exception) -> None:
        _log.error("a delivery of Slack's broke", extra={"error": type(error).__name__})

    async def _on_message(
        self, body: dict[str, Any], event: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        asked = SlackQuestion(
            team=str(body.get("team_id", "")),
            channel=str(event["channel"]),
            text=str(event.get("text", "")),
            ts=str(event["ts"]),
            thread=str(event.get("thread_ts") or event["ts"]),
            bot_user=_bot_user(body),
        )
        id = _delivery_id(body)
        assert id is not None  # it was admitted by it
        self._start(context, self._responder.reply(asked, mark_of(id)))

    async def _on_opened(self, event: dict[str, Any], context: AsyncBoltContext) -> None:
        """Somebody opened the conversation with the bot: suggest questions."""
        thread = event.get("assistant_thread") or {}
        channel = thread.get("channel_id") or event.get("channel")
        if not channel or event.get("tab", "messages") != "messages":
            return
        titles = [entry.title for entry in self._responder.corpus.entries[:_PROMPTS]]
        arguments: dict[str, Any] = {
            "channel_id": channel,
            "prompts": [{"title": title, "message": title} for title in titles],
        }
        if thread.get("thread_ts"):  # of the older surface; the present one wants none
            arguments["thread_ts"] = thread["thread_ts"]
        if titles:
            method = "assistant.threads.setSuggestedPrompts"
            self._start(context, self._responder.sender.hint(method, arguments))

    async def _on_other(self) -> None:
        """Nothing to do: Slack is told that it arrived."""

    async def _on_command(
        self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        if body.get("response_url"):  # else there is nobody to tell
            self._start(context, self._run_command(body))

    async def _run_command(self, body: Body) -> None:
        turn = to_turn(str(body.get("text", "")), None)
        said = await self._responder.once(turn.question)
        if not isinstance(said, SlackMessage):
            said = to_message(said, labels=self._responder.labels, share=True, titled=True)
        await self._responder.sender.respond(str(body["response_url"]), said)

    async def _on_action(
        self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        id = _delivery_id(body)
        if id is not None and body.get("actions"):
            self._start(context, self._buttons.press(to_click(id, body)))


async def _when_ours(claiming: Awaitable[Claim], doing: Coroutine[Any, Any, None]) -> None:
    """Act on a delivery whose claim was undecided when Slack was told that it arrived."""
    try:
        claimed = await claiming
    except StoreError as error:
        _log.error("a delivery sent again was given up", extra={"reason": str(error)})
        claimed = Claim.TAKEN
    if claimed is Claim.OURS:
        await doing
    else:
        doing.close()


def is_delivery(body: object) -> bool:
    """Whether it has the shape of an event, a command or an interaction, as far as it is read."""
    if not isinstance(body, dict):
        return False
    event = body.get("event", {})
    if not isinstance(event, dict) or not isinstance(event.get("type", ""), str):
        return False
    lists = [body.get(name) or [] for name in ("authorizations", "actions")]
    objects = [event.get("assistant_thread") or {}]
    if "actions" in body:
        objects += [body.get(name) or {} for name in ("channel", "container", "message", "team")]
    return all(
        isinstance(items, list) and all(isinstance(item, dict) for item in items) for items in lists
    ) and all(isinstance(item, dict) for item in objects)


def _delivery_id(body: Body) -> str | None:
    """What is the same for every delivery of the same thing; None for what changes nothing."""
    if body.get("event_id"):
        return f"event:{body['event_id']}"
    if body.get("trigger_id"):
        return f"trigger:{body['trigger_id']}"
    return None


def _bot_user(body: Body) -> str | None:
    """The bot's user, as Slack names it in every event."""
    for authorization in body.get("authorizations") or ():
        if authorization.get("is_bot"):
            return str(authorization.get("user_id"))
    return None


def _written_by_a_person(body: Body, event: Body) -> bool:
    """Whether an event may be acted on: no bot's, not our own, no edit, and no channel's small talk."""
    kind = event.get("type")
    if kind not in ("message", "app_mention"):
        return True
    channel = str(event.get("channel", ""))
    own = event.get("user") is not None and event.get("user") == _bot_user(body)
    if own or event.get("bot_id") or event.get("bot_profile") or "edited" in event:
        return False
    if event.get("subtype") not in _SUBTYPES or not event.get("user") or not event.get("ts"):
        return False
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    # A mention in a direct message comes as a message, too.
    return bool(channel) and direct == (kind == "message")
