"""What the buttons of a message do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from assistant.storage.deliveries import Claim
from assistant.storage.records import Written
from web.schemas import FeedbackRequest
from web.slack.blocks import unpack
from web.slack.delivery import Failure, Place
from web.slack.responder import SlackResponder
from web.slack.translation import (
    ASK,
    AUDIENCE,
    DOWN,
    PERSON,
    REASON,
    SHARE,
    UP,
    SlackMessage,
    note,
    to_escalation,
    to_message,
    to_reasons,
)
from web.slack.work import Claims, mark_of

_THANKS = "Thank you for saying so."
_GONE = "This answer is no longer kept, so it cannot be rated."
_LATER = "Your rating cannot be kept just now: please try again later."
_NO_PLACE = frozenset({"not_in_channel", "channel_not_found", "missing_scope", "is_archived"})
_NOT_SHARED = "It could not be posted: please try again."
_PERHAPS_SHARED = "Slack did not say whether it was posted. If it is not there, please ask again."
_CHOSEN = "Noted for this thread: {label}. Please ask again."


@dataclass(frozen=True, slots=True)
class Click:
    """A button that was pressed. `place` is None where only the presser sees the message."""

    id: str
    action: str
    fields: Mapping[str, str]
    url: str
    team: str
    channel: str
    ts: str
    place: Place | None

    @property
    def kind(self) -> str:
        """Which button it is, without its number."""
        head, _, tail = self.action.rpartition("_")
        return head if tail.isdigit() else self.action


def to_click(id: str, body: Mapping[str, Any]) -> Click:
    """The first action of an interaction."""
    action = body["actions"][0]
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    message = body.get("message") or {}
    ts = message.get("ts") or container.get("message_ts") or ""
    shown_to_all = bool(message.get("ts")) and not container.get("is_ephemeral")
    thread = message.get("thread_ts") or container.get("thread_ts") or ts
    return Click(
        id=id,
        action=str(action.get("action_id", "")),
        fields=unpack(str(action.get("value", ""))),
        url=str(body.get("response_url", "")),
        team=(body.get("team") or {}).get("id") or "",
        channel=channel,
        ts=ts,
        place=Place(channel, str(action.get("action_ts") or ts), thread) if shown_to_all else None,
    )


class Buttons:
    """Does what was asked for, in the background."""

    def __init__(self, responder: SlackResponder, claims: Claims) -> None:
        self._responder = responder
        self._claims = claims

    async def press(self, click: Click) -> None:
        """Act on a click; what is none of ours does nothing."""
        act = {
            AUDIENCE: self._ask_again,
            ASK: self._ask_again,
            UP: self._rate,
            DOWN: self._rate,
            REASON: self._rate,
            PERSON: self._person,
            SHARE: self._share,
        }.get(click.kind)
        if act is not None and click.url:
            await act(click)

    async def _ask_again(self, click: Click) -> None:
        question, audience = click.fields.get("question"), click.fields.get("audience")
        labels = self._responder.labels
        if audience is not None and audience not in labels:
            await self._say(click, note("The FAQ no longer tells these readers apart."))
        elif question is None:
            if audience is not None and click.place is not None:
                await self._responder.choose(click.team, click.place, audience)
                await self._say(click, note(_CHOSEN.format(label=labels[audience])))
        elif click.place is None:
            said = await self._responder.once(question, audience)
            if isinstance(said, SlackMessage):
                await self._say(click, said)
            else:
                await self._say(click, to_message(said, labels=labels, share=True), replace=True)
        else:
            kept_back = await self._responder.again(
                question, audience, click.place, click.team, mark_of(click.id)
            )
            if kept_back is not None:
                await self._say(click, kept_back)

    async def _rate(self, click: Click) -> None:
        rating = {UP: "up", DOWN: "down", REASON: "down"}[click.kind]
        fields = {"answer_id": click.fields.get("id"), "rating": rating}
        if click.kind == REASON:
            fields["reason"] = click.fields.get("reason")
        try:
            given = FeedbackRequest.model_validate(fields)
        except ValidationError:
            return
        written = await self._responder.service.rate(given)
        if written is not Written.KEPT:
            await self._say(click, note(_GONE if written is Written.UNKNOWN_ANSWER else _LATER))
        elif click.kind == DOWN:
            await self._say(click, to_reasons(given.answer_id))
        else:
            await self._say(click, note(_THANKS), replace=click.kind == REASON)

    async def _person(self, click: Click) -> None:
        await self._say(click, to_escalation(self._responder.corpus.escalation))

    async def _share(self, click: Click) -> None:
        question, audience = click.fields.get("question"), click.fields.get("audience") or None
        if question is None:
            return
        said = await self._responder.once(question, audience)
        if isinstance(said, SlackMessage):
            await self._say(click, said)
            return
        # However often it is pressed, an answer is shared once; one that failed may be tried again.
        shared = f"share:{click.team}:{click.channel}:{click.ts}"
        if await self._claims.take(shared) is not Claim.OURS:
            return
        message = to_message(said, labels=self._responder.labels, titled=True)
        failure = await self._post_shared(click, message, mark_of(shared))
        if failure is None:
            return
        if not failure.sent:
            await self._claims.release(shared)
        await self._say(click, note(_PERHAPS_SHARED if failure.sent else _NOT_SHARED))

    async def _post_shared(self, click: Click, message: SlackMessage, mark: str) -> Failure | None:
        """Post an answer for all to see; says why not, where it could not."""
        sender, place = self._responder.sender, Place(click.channel, click.ts)
        failure = await sender.post(message, place, mark)
        if failure is None:
            return None
        if failure.sent:
            found = await sender.find(place, mark)
            if isinstance(found, Failure):
                return failure
            return None if found else replace(failure, sent=False)
        if failure.reason in _NO_PLACE:
            # The bot is no member there; who asked is, and Slack posts it for them.
            return await sender.respond(click.url, message, public=True)
        return failure

    async def _say(self, click: Click, message: SlackMessage, *, replace: bool = False) -> None:
        """Tell the one who pressed the button, and nobody else."""
        await self._responder.sender.respond(click.url, message, replace=replace)
