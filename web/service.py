"""Answers with memory: the conversation so far, the answers worked out before, and the store."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import anyio
import anyio.to_thread

from assistant.assistant import Assistant
from assistant.errors import StoreError
from assistant.settings import Settings
from assistant.storage.records import AnswerRecord, Channel, FeedbackRecord, Written
from assistant.storage.store import Store
from assistant.storage.writer import Writer
from assistant.types import Answer, Turn
from web.bounded import Bounded
from web.cache import AnswerCache, Prepared, prepare
from web.ids import new_id, new_page_id
from web.metrics import Metrics
from web.problems import NotReadyError
from web.schemas import FeedbackRequest
from web.suggest import Suggester

_log = logging.getLogger("faq.service")
_CONVERSATIONS = 10_000  # whose questions are kept in memory
_MEMORY_S = 24 * 3600  # from the first of them on: no retention is shorter
_READERS = 8  # of the store at once
PATIENCE_S = 2.0  # an answer waits no longer than this for the store
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class ServedAnswer:
    """An answer and its JSON."""

    answer: Answer
    body: bytes


@dataclass(frozen=True, slots=True)
class _Serving:
    """What answers, with what it has answered: another index, thresholds or source files answer anew."""

    assistant: Assistant
    cache: AnswerCache


class AnswerService:
    """Joins the assistant with what a server remembers."""

    def __init__(
        self, settings: Settings, store: Store, metrics: Metrics, *, concurrency: int
    ) -> None:
        self._serving: _Serving | None = None
        self.suggester: Suggester | None = None
        self.store = store
        self.writer = Writer(store)
        self._settings = settings
        self._metrics = metrics
        self._conversations: Bounded[str, tuple[str, ...]] = Bounded(_CONVERSATIONS, _MEMORY_S)
        # Those that the store was given: where it has one no more, it was told to forget it.
        self._given: Bounded[str, bool] = Bounded(_CONVERSATIONS, _MEMORY_S)
        # Threads of their own: where the store hangs, they must not use up those of the routes.
        self._readers = anyio.CapacityLimiter(_READERS)
        # The same few threads always: each keeps memory of its own for the models.
        self._workers = ThreadPoolExecutor(concurrency, thread_name_prefix="answer")

    @property
    def assistant(self) -> Assistant | None:
        """What answers now; None until one is loaded."""
        return self._serving.assistant if self._serving else None

    def serve(self, assistant: Assistant) -> None:
        """Answer from this index from now on; requests under way finish on the one they began with."""
        self.suggester = Suggester(assistant.index.corpus)
        self._serving = _Serving(assistant, AnswerCache(self._settings.cached_answers))
        self._metrics.serves(assistant.knowledge)

    async def ask(
        self,
        question: str,
        conversation_id: str | None = None,
        audience: str | None = None,
        channel: Channel = Channel.API,
    ) -> ServedAnswer:
        """Answer on the event loop what is known already, and in a thread what is not.

        Returns when the answer is in the store, or is kept in memory because the store does not work or
        lets us wait.
        Raises NotReadyError, UsageError and UnknownAudienceError.
        """
        started = time.perf_counter()
        serving = self._ready()
        history = await self._history(conversation_id) if conversation_id else ()
        new = new_page_id if channel is Channel.PAGE else new_id
        turn = Turn(question, history, audience, conversation_id or new())
        return await self._answer(serving, turn, channel, started)

    async def answer(self, turn: Turn, channel: Channel) -> ServedAnswer:
        """`ask` for a caller that knows what came before, and in which conversation."""
        return await self._answer(self._ready(), turn, channel, time.perf_counter())

    async def _answer(
        self, serving: _Serving, turn: Turn, channel: Channel, started: float
    ) -> ServedAnswer:
        known = serving.cache.get(turn, serving.assistant.knowledge.index_version)
        prepared = known
        if prepared is None:
            working = self._workers.submit(self._work_out, serving, turn)
            prepared = await asyncio.wrap_future(working)
        reply = self._reply(prepared, turn, started)
        writing = time.perf_counter()
        keeping = asyncio.wrap_future(self._keep(reply.answer, channel))
        await asyncio.wait({keeping}, timeout=PATIENCE_S if self.writer.healthy else 0)
        self._measure(reply.answer, channel, known is not None, started, writing)
        return reply

    async def rate(self, given: FeedbackRequest) -> Written:
        """Keep feedback; says what became of it."""
        record = FeedbackRecord(
            answer_id=given.answer_id,
            rating=given.rating.value,
            created_ms=_now_ms(),
            reason=given.reason,
            comment=given.comment,
        )
        written = await asyncio.wrap_future(self.writer.submit(record))
        if written is Written.KEPT:
            self._metrics.feedback.labels(given.rating.value).inc()
        return written

    async def store_works(self) -> bool:
        """Whether the store takes what is written, and replies in time."""
        return self.writer.healthy and await self._read(self._pinged, otherwise=False)

    def start(self) -> None:
        """Begin to write to the store."""
        self.writer.start()

    def close(self) -> None:
        """Write what waits, and let go of the store."""
        self._workers.shutdown(wait=False, cancel_futures=True)
        self.writer.close()
        self.store.close()

    def _ready(self) -> _Serving:
        if self._serving is None:
            raise NotReadyError
        return self._serving

    async def _history(self, conversation_id: str) -> tuple[str, ...]:
        """The questions of a conversation so far.

        From the store where memory has lost them, or where another replica may have had the last one;
        if it does not work, what memory has. What the store was told to forget is forgotten here, too.
        """
        kept = self._conversations.get(conversation_id) or ()
        stored: tuple[str, ...] | None = None
        if self._settings.max_history and self.writer.healthy:
            stored = await self._read(partial(self._stored_history, conversation_id), None)
        if stored is None:
            return kept
        if not stored and self._given.get(conversation_id):
            return ()
        return stored if self.store.shared and stored else kept or stored

    async def _read(self, read: Callable[[], Read], otherwise: Read) -> Read:
        """What `read` gives; `otherwise` where the store lets us wait."""
        with anyio.move_on_after(PATIENCE_S):
            return await anyio.to_thread.run_sync(
                read, abandon_on_cancel=True, limiter=self._readers
            )
        return otherwise

    def _stored_history(self, conversation_id: str) -> tuple[str, ...] | None:
        """None where the store does not work."""
        try:
            return self.store.history(conversation_id, self._settings.max_history)
        except StoreError as error:
            _log.error("a conversation could not be read", extra={"reason": str(error)})
            return None

    def _pinged(self) -> bool:
        try:
            self.store.ping()
        except StoreError:
            return False
        return True

    def _work_out(self, serving: _Serving, turn: Turn) -> Prepared:
        started = time.perf_counter()
        prepared = prepare(serving.assistant.ask(turn, observe=self._metrics.stage))
        self._metrics.stage("assistant", time.perf_counter() - started)
        serving.cache.put(turn, prepared)
        return prepared

    def _reply(self, prepared: Prepared, turn: Turn, started: float) -> ServedAnswer:
        elapsed_ms = round((time.perf_counter() - started) * 1000, 3)
        answer = replace(
            prepared.answer,
            answer_id=new_id(),
            conversation_id=turn.conversation_id,
            elapsed_ms=elapsed_ms,
        )
        self._remember(turn)
        body = prepared.body(answer.answer_id, answer.conversation_id, elapsed_ms)
        return ServedAnswer(answer, body)

    def _remember(self, turn: Turn) -> None:
        """Keep the question for the next turn; as it is, for it stays in memory."""
        if self._settings.max_history:
            assert turn.conversation_id is not None
            kept = (*turn.history, turn.question)[-self._settings.max_history :]
            self._conversations.put(turn.conversation_id, kept)

    def _keep(self, answer: Answer, channel: Channel) -> Future[Written]:
        written = self.writer.submit(AnswerRecord(answer, channel, _now_ms()))
        assert answer.conversation_id is not None
        written.add_done_callback(partial(self._note, answer.conversation_id))
        return written

    def _note(self, conversation_id: str, written: Future[Written]) -> None:
        """Know that the store has, or will have, this conversation."""
        if written.cancelled() or written.result() is not Written.REFUSED:
            self._given.put(conversation_id, True)

    def _measure(
        self, answer: Answer, channel: Channel, cached: bool, started: float, writing: float
    ) -> None:
        now = time.perf_counter()
        self._metrics.stage("store", now - writing)
        self._metrics.stage("whole", now - started)
        self._metrics.answered(answer, channel.value, cached=cached)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
