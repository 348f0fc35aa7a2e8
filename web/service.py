"""Answers with memory: the conversation so far and the answers worked out before."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, replace

import anyio
import anyio.to_thread

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Turn
from web.bounded import Bounded
from web.cache import AnswerCache, Prepared, prepare
from web.problems import NotReadyError

_CONVERSATIONS = 10_000  # whose questions are kept in memory


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer and its JSON."""

    answer: Answer
    body: bytes


class AnswerService:
    """Joins the assistant with what a server remembers. `assistant` is None until one is loaded."""

    def __init__(self, settings: Settings, *, concurrency: int) -> None:
        self.assistant: Assistant | None = None
        self._settings = settings
        self._cache = AnswerCache(1000)
        self._conversations: Bounded[str, tuple[str, ...]] = Bounded(_CONVERSATIONS)
        self._slots = anyio.CapacityLimiter(concurrency)

    async def ask(self, question: str, conversation_id: str | None, audience: str | None) -> Reply:
        """Answer on the event loop what is known already, and in a thread what is not."""
        started = time.perf_counter()
        assistant = self._ready()
        turn = self._turn(question, conversation_id, audience)
        prepared = self._cache.get(turn, assistant.knowledge.index_version)
        if prepared is None:
            prepared = await anyio.to_thread.run_sync(
                self._work_out, assistant, turn, limiter=self._slots, abandon_on_cancel=True
            )
        return self._reply(prepared, turn, started)

    def ask_here(self, question: str, conversation_id: str | None, audience: str | None) -> Reply:
        """The same for a caller that is in a thread already."""
        started = time.perf_counter()
        assistant = self._ready()
        turn = self._turn(question, conversation_id, audience)
        prepared = self._cache.get(turn, assistant.knowledge.index_version)
        return self._reply(prepared or self._work_out(assistant, turn), turn, started)

    def _ready(self) -> Assistant:
        if self.assistant is None:
            raise NotReadyError
        return self.assistant

    def _turn(self, question: str, conversation_id: str | None, audience: str | None) -> Turn:
        history = self._conversations.get(conversation_id) if conversation_id else None
        return Turn(question, history or (), audience, conversation_id or uuid.uuid4().hex)

    def _work_out(self, assistant: Assistant, turn: Turn) -> Prepared:
        prepared = prepare(assistant.ask(turn))
        self._cache.put(turn, prepared)
        return prepared

    def _reply(self, prepared: Prepared, turn: Turn, started: float) -> Reply:
        assert turn.conversation_id is not None
        self._remember(turn.conversation_id, turn)
        elapsed_ms = round((time.perf_counter() - started) * 1000, 3)
        answer = replace(
            prepared.answer,
            answer_id=uuid.uuid4().hex,
            conversation_id=turn.conversation_id,
            elapsed_ms=elapsed_ms,
        )
        body = prepared.body(answer.answer_id, answer.conversation_id, elapsed_ms)
        return Reply(answer, body)

    def _remember(self, conversation_id: str, turn: Turn) -> None:
        if self._settings.max_history:
            kept = (*turn.history, turn.question)[-self._settings.max_history :]
            self._conversations.put(conversation_id, kept)
