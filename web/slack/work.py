"""What is done after Slack was told that its message has arrived."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Coroutine
from typing import Any

import anyio
import anyio.to_thread

from assistant.errors import StoreError
from assistant.storage.deliveries import Claim, claim, release
from assistant.storage.store import Store
from web.bounded import Bounded

_log = logging.getLogger("faq.slack")
_MAX_TASKS = 2000  # things under way; what comes then is sent again by Slack, later
_CLOSE_S = 20.0
_REMEMBERED = 10_000


class Work:
    """Tasks under way; stopping waits for them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def full(self) -> bool:
        """Whether nothing more should be taken on."""
        return len(self._tasks) >= _MAX_TASKS

    def start(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do it in the background; what breaks is logged, without what was typed."""
        task = asyncio.create_task(self._run(doing))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self, timeout_s: float = _CLOSE_S) -> None:
        """Wait for what is under way, then give it up."""
        if self._tasks:
            _, pending = await asyncio.wait(self._tasks, timeout=timeout_s)
            for task in pending:
                task.cancel()
            if pending:
                _log.error("not everything was sent to Slack", extra={"count": len(pending)})

    async def _run(self, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await doing
        except Exception:
            _log.exception("a message from Slack could not be dealt with")


class Claims:
    """Sees to it that every delivery is acted on once, by whichever worker gets it first.

    Where the store does not work, this worker's memory decides about what comes for the first time. What
    Slack sends again is put off then, because another worker may have acted on it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: Bounded[str, bool] = Bounded(_REMEMBERED)
        self._turn = anyio.CapacityLimiter(
            1
        )  # claims that wait here do not wait for each other's locks

    async def take(self, id: str, *, signature: str | None = None, again: bool = False) -> Claim:
        """Whose the delivery is. Raises StoreError where that cannot be told now."""
        try:
            claimed = await anyio.to_thread.run_sync(self._claim, id, signature, limiter=self._turn)
        except StoreError as error:
            if self._seen.get(id):
                return Claim.TAKEN
            if again:
                raise
            _log.error("deliveries are told apart in memory", extra={"reason": str(error)})
            claimed = Claim.OURS
        self._seen.put(id, True)
        return claimed

    async def release(self, id: str) -> None:
        """Let a delivery that came to nothing be taken again."""
        self._seen.put(id, False)
        try:
            await anyio.to_thread.run_sync(release, self._store, id, limiter=self._turn)
        except StoreError as error:
            _log.error("a delivery cannot be taken again", extra={"reason": str(error)})

    def _claim(self, id: str, signature: str | None) -> Claim:
        now_ms = time.time_ns() // 1_000_000
        return claim(self._store, id, now_ms=now_ms, signature=signature)


def conversation_id(secret: str, team: str, channel: str, thread: str) -> str:
    """The conversation of a thread: the same for every worker, and nobody else can guess it."""
    named = "\0".join(("conversation", team, channel, thread))
    return hmac.new(secret.encode(), named.encode(), hashlib.sha256).hexdigest()[:32]


def mark_of(id: str) -> str:
    """The mark of the post that answers a delivery."""
    return hashlib.sha256(id.encode()).hexdigest()[:32]
