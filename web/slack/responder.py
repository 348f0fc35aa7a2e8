"""Answers what people ask in Slack: a thread is a conversation, and channels hear only what is sure."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

import anyio.to_thread

from assistant.errors import StoreError, UsageError
from assistant.settings import Settings, SlackUnsure
from assistant.storage.deliveries import audience_of, choose_audience
from assistant.storage.records import Channel
from assistant.types import Answer, Corpus, Outcome, Turn
from web.ids import new_id
from web.pages import excuse
from web.service import AnswerService
from web.slack.delivery import Failure, Place, Sender
from web.slack.translation import SlackMessage, note, to_message, to_turn
from web.slack.work import conversation_id

_log = logging.getLogger("faq.slack")
_UNSURE = frozenset({Outcome.SUGGESTED, Outcome.NOT_COVERED})
_EMOJI = "grey_question"
_BROKEN = "Something went wrong here: please try again in a while."
HELP = "Ask a question in the same message, for example: {example}"


@dataclass(frozen=True, slots=True)
class SlackQuestion:
    """A message to the bot: `ts` is its own, `thread` that of the message its thread begins with."""

    team: str
    channel: str
    text: str
    ts: str
    thread: str
    bot_user: str | None

    @property
    def direct(self) -> bool:
        """Whether only the one who asks reads the reply."""
        return self.channel.startswith("D")

    @property
    def place(self) -> Place:
        """Where the reply goes."""
        return Place(self.channel, self.ts, self.thread)


class SlackResponder:
    """Turns what was asked into what is posted."""

    def __init__(
        self, service: AnswerService, sender: Sender, settings: Settings, signing_secret: str
    ) -> None:
        self.service = service
        self.sender = sender
        self._settings = settings
        self._secret = signing_secret

    @property
    def corpus(self) -> Corpus:
        """The FAQ that is served."""
        assert self.service.assistant is not None  # nothing is taken on before
        return self.service.assistant.index.corpus

    @property
    def labels(self) -> dict[str, str]:
        """The names of the audiences."""
        return self.corpus.audience_labels

    async def reply(self, asked: SlackQuestion, mark: str) -> None:
        """Answer a message in its thread."""
        status = asyncio.create_task(self._show_status(asked)) if asked.direct else None
        conversation = self.conversation(asked.team, asked.channel, asked.thread)
        history, audience = await anyio.to_thread.run_sync(self._known, conversation)
        turn = to_turn(
            asked.text,
            asked.bot_user,
            history=history,
            audience=audience,
            conversation_id=conversation,
        )
        said = await self.said(turn)
        if status is not None:
            await status  # a status set after the reply would stay
        if isinstance(said, SlackMessage):
            await self._tell(asked, said, mark, sure=not turn.question)
        else:
            message = to_message(said, labels=self.labels)
            await self._tell(asked, message, mark, sure=said.outcome not in _UNSURE)

    async def said(self, turn: Turn) -> Answer | SlackMessage:
        """The answer to a turn, or what is said in its place."""
        if not turn.question:
            entries = self.corpus.entries
            return note(HELP.format(example=entries[0].title if entries else "How do I start?"))
        try:
            async with asyncio.timeout(self._settings.request_timeout_s):
                return (await self.service.answer(turn, Channel.SLACK)).answer
        except UsageError as error:
            return note(excuse(error))
        except Exception:
            _log.exception("a question from Slack could not be answered")
            return note(_BROKEN)

    async def once(self, question: str, audience: str | None = None) -> Answer | SlackMessage:
        """The answer to a question that stands alone."""
        return await self.said(Turn(question, (), audience, new_id()))

    async def choose(self, team: str, place: Place, audience: str) -> None:
        """Keep the audience of a thread."""
        conversation = self.conversation(team, place.channel, place.thread or place.since)
        await anyio.to_thread.run_sync(self._choose, conversation, audience)

    async def again(
        self, question: str, audience: str | None, place: Place, team: str, mark: str
    ) -> SlackMessage | None:
        """Answer a question in a thread, for an audience that the thread keeps from now on.

        Gives the message back where it is not for the channel.
        """
        thread = place.thread or place.since
        conversation = self.conversation(team, place.channel, thread)
        if audience is None:
            _, audience = await anyio.to_thread.run_sync(self._known, conversation)
        said = await self.said(Turn(question, (), audience, conversation))
        if isinstance(said, SlackMessage):
            return said
        if audience is not None:
            await self.choose(team, place, audience)
        message = to_message(said, labels=self.labels)
        if said.outcome in _UNSURE and not place.channel.startswith("D"):
            return message
        await self.sender.post(message, place, mark)
        return None

    def conversation(self, team: str, channel: str, thread: str) -> str:
        """The conversation of a thread."""
        return conversation_id(self._secret, team, channel, thread)

    async def _tell(
        self, asked: SlackQuestion, message: SlackMessage, mark: str, *, sure: bool
    ) -> Failure | None:
        unsure = self._settings.slack_unsure
        if sure or asked.direct or unsure is SlackUnsure.ANSWER:
            return await self.sender.post(message, asked.place, mark)
        if unsure is SlackUnsure.REACT:
            return await self.sender.react(asked.place, _EMOJI)
        return None

    async def _show_status(self, asked: SlackQuestion) -> None:
        body = {
            "channel_id": asked.channel,
            "thread_ts": asked.thread,
            "status": "is looking it up…",
        }
        await self.sender.hint("assistant.threads.setStatus", body)

    def _known(self, conversation: str) -> tuple[tuple[str, ...], str | None]:
        """Earlier questions and the audience, from the store: another worker may have the last."""
        store, limit = self.service.store, self._settings.max_history
        try:
            history = store.history(conversation, limit) if limit else ()
            audience = audience_of(store, conversation)
        except StoreError as error:
            _log.error("a thread could not be read", extra={"reason": str(error)})
            return (), None
        return history, audience if audience in self.labels else None

    def _choose(self, conversation: str, audience: str) -> None:
        try:
            choose_audience(self.service.store, conversation, audience)
        except StoreError as error:
            _log.error("the audience of a thread was not kept", extra={"reason": str(error)})
