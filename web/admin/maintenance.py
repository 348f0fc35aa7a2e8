"""Rebuilding and rolling back the index from a page: one at a time, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.assistant import Assistant
from assistant.errors import FaqError, UsageError
from assistant.index.manifest import read_current
from assistant.index.store import rollback
from assistant.index_loading import build, index_root
from assistant.settings import Settings
from web.problems import NotReadyError
from web.service import AnswerService

_log = logging.getLogger("faq.admin")
BUSY = "the index is being changed already: wait until that is done"


@dataclass(frozen=True, slots=True)
class Job:
    """What is being done, or was done last. `done` of `total` texts have their vector."""

    running: bool = False
    failed: bool = False
    message: str = ""
    done: int = 0
    total: int = 0


class Maintenance:
    """Changes the index, then serves what came out. Questions are answered meanwhile as before."""

    def __init__(self, service: AnswerService, settings: Settings) -> None:
        self.job = Job()
        self._service = service
        self._settings = settings
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def rebuild(self) -> None:
        """Build an index of the corpus files as they are now. Raises UsageError where one is at it."""
        self._start("The index is being built.", self._rebuild)

    def rollback(self, expected: str) -> None:
        """Go back to the version before `expected`, which is the one that was current on the page.

        Raises UsageError where it is not any more, or where the index is being changed.
        """
        current = read_current(index_root(self._settings))
        if (current.version if current else "") != expected:
            raise UsageError("the index has changed since that page was shown: look again")
        self._start("The version before is being loaded.", self._rollback)

    def wait(self, timeout_s: float) -> None:
        """Until what is under way has ended."""
        if self._thread:
            self._thread.join(timeout_s)

    def _start(self, message: str, work: Callable[[], str]) -> None:
        with self._lock:
            if self.job.running:
                raise UsageError(BUSY)
            self.job = Job(running=True, message=message)
        self._thread = threading.Thread(target=self._run, args=(work,), name="index", daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[], str]) -> None:
        try:
            message = work()
        except Exception as error:  # told on the page; what is served stays as it is
            reason = str(error) if isinstance(error, FaqError) else type(error).__name__
            _log.error("the index was not changed", extra={"reason": reason})
            self.job = Job(failed=True, message=f"The index was not changed: {reason}")
        else:
            _log.info("the index was changed", extra={"what": message})
            self.job = Job(message=message)

    def _rebuild(self) -> str:
        report = build(self._settings, self._serving().retriever.encoder, progress=self._progress)
        served = self._reload()
        if report.kept:
            return f"Index {report.version} is up to date already. Answers now come from {served}."
        return (
            f"Index {report.version} was built in {report.seconds:.1f} s: {report.embedded} texts "
            f"embedded, {report.reused} taken over. Answers now come from {served}."
        )

    def _rollback(self) -> str:
        rollback(index_root(self._settings), self._serving().retriever.encoder)
        return f"Answers now come from {self._reload()}, until the next rebuild."

    def _progress(self, done: int, total: int) -> None:
        self.job = replace(self.job, done=done, total=total)

    def _reload(self) -> str:
        assistant = self._serving().reload(notify=_log.warning)
        self._service.serve(assistant)
        return assistant.knowledge.index_version

    def _serving(self) -> Assistant:
        if self._service.assistant is None:
            raise NotReadyError
        return self._service.assistant
