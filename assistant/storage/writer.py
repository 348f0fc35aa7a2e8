"""Writes records in a thread of its own, many to a transaction, and keeps answering when it cannot."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from assistant.errors import RecordError, StoreError
from assistant.storage.records import AnswerRecord, Record, Written
from assistant.storage.store import Store

_log = logging.getLogger("faq.store")
_BATCH = 500
_BACKLOG = 10_000
_RETRY_S = 5.0
_LINGER_S = 0.002

_Item = tuple[Record, "Future[Written]"]


class Writer:
    """`submit` gives a future that is done when the record is committed.

    Where the store does not work, answers wait in memory, the newest `backlog` of them, and are written
    when it works again; their futures are done at once, with LATER. Feedback is REFUSED, so that who
    gave it can be told. The store is tried again by itself, whether or not something waits for it.
    A record that the store does not take, while it takes others, is dropped: it must not keep those waiting.
    """

    def __init__(
        self,
        store: Store,
        *,
        retry_s: float = _RETRY_S,
        backlog: int = _BACKLOG,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._retry_s = retry_s
        self._clock = clock
        self._queue: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._backlog: deque[AnswerRecord] = deque(maxlen=backlog)
        self._retry_at: float | None = None
        self._crowded = False
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    @property
    def healthy(self) -> bool:
        """Whether the last transaction was committed."""
        return self._retry_at is None

    @property
    def waiting(self) -> int:
        """Answers in memory that the store does not have yet."""
        return len(self._backlog)

    def submit(self, record: Record) -> Future[Written]:
        """Have a record written."""
        future: Future[Written] = Future()
        if self._closed:
            future.set_result(Written.REFUSED)
        else:
            self._queue.put((record, future))
        return future

    def close(self) -> None:
        """Write what was submitted, then stop."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            self._thread.join()

    def _run(self) -> None:
        open_ = True
        while open_:
            batch, open_ = self._take()
            self._crowded = len(batch) > 1
            if open_ and self._retry_at is not None and self._clock() < self._retry_at:
                self._put_off(batch)
            elif batch or self._backlog or self._retry_at is not None:
                self._write(batch)
        if self._backlog:
            _log.error("answers were not kept", extra={"count": len(self._backlog)})

    def _take(self) -> tuple[list[_Item], bool]:
        """What was submitted, waiting for the first; the second is False where this was the last."""
        batch: list[_Item] = []
        try:
            item = self._queue.get(timeout=None if self._retry_at is None else self._retry_s)
            if self._crowded:
                time.sleep(_LINGER_S)  # a larger transaction is worth more than the wait
            while item is not None:
                batch.append(item)
                if len(batch) == _BATCH:
                    return batch, True
                item = self._queue.get_nowait()
        except queue.Empty:
            return batch, True
        return batch, False

    def _write(self, batch: list[_Item]) -> None:
        before = list(self._backlog)
        try:
            results = self._written([*before, *(record for record, _ in batch)])
        except Exception as error:  # whatever it is, questions go on being answered
            self._failed(error)
            self._put_off(batch)
            return
        if self._retry_at is not None:
            _log.warning("the store works again", extra={"written_late": len(before)})
        self._retry_at = None
        self._backlog.clear()
        for (_, future), result in zip(batch, results[len(before) :], strict=True):
            _finish(future, result)

    def _written(self, records: Sequence[Record]) -> list[Written]:
        """All in one transaction; where one of them cannot be written, each in its own."""
        try:
            return self._store.write(records)
        except Exception as error:
            if not records or _is_of_the_store(error):
                raise
        results: list[Written] = []
        broken: list[Exception] = []
        for record in records:
            try:
                results += self._store.write([record])
            except Exception as error:
                if _is_of_the_store(error):
                    raise  # writing twice changes nothing
                broken.append(error)
                results.append(Written.REFUSED)
        none_written = len(broken) == len(records)
        if none_written and not all(isinstance(each, RecordError) for each in broken):
            raise broken[0]  # nothing shows yet that it is the record
        for each in broken:
            _log.error("a record was dropped: the store does not take it", extra=_reason(each))
        return results

    def _failed(self, error: Exception) -> None:
        if self._retry_at is None:
            _log.error("the store does not work; answers wait in memory", extra=_reason(error))
        self._retry_at = self._clock() + self._retry_s

    def _put_off(self, batch: list[_Item]) -> None:
        for record, future in batch:
            if isinstance(record, AnswerRecord):
                if len(self._backlog) == self._backlog.maxlen:
                    _log.error("the oldest answer that waits is not kept: there are too many")
                self._backlog.append(record)
                _finish(future, Written.LATER)
            else:
                _finish(future, Written.REFUSED)


def _is_of_the_store(error: Exception) -> bool:
    return isinstance(error, StoreError) and not isinstance(error, RecordError)


def _reason(error: Exception) -> dict[str, str]:
    """What may be logged of an error: the message of another's may quote what was asked."""
    return {"reason": str(error) if isinstance(error, StoreError) else type(error).__name__}


def _finish(future: Future[Written], result: Written) -> None:
    if future.set_running_or_notify_cancel():
        future.set_result(result)
