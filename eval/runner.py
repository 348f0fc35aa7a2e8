"""Running a question set: in parallel, resumable, one appended line a question."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from assistant.errors import FaqError
from eval.errors import RunRecordError
from eval.question_set import EvalQuestion
from eval.run_record import ANSWERS_FILE, RUN_FILE, Run, RunInfo, read_info, read_run, write_info
from eval.systems import System, Trace

Progress = Callable[[int, int], None]


def run_questions(
    system: System,
    questions: Sequence[EvalQuestion],
    info: RunInfo,
    folder: Path,
    *,
    fresh: bool = False,
    progress: Progress = lambda _done, _all: None,
) -> Run:
    """Answer what `folder` does not hold yet, with `info.jobs` threads, and read the whole run.

    A failing answer (FaqError) becomes a row with its error: it is scored, not dropped. A mistake of
    the program ends the run, which can be resumed. Raises RunRecordError where `folder` holds a run of
    something else and `fresh` is not set.
    """
    done = _prepare(folder, info, fresh)
    todo = [question for question in questions if question.id not in done]
    progress(len(questions) - len(todo), len(questions))
    with (folder / ANSWERS_FILE).open("a", encoding="utf-8") as out:
        for number, row in enumerate(_rows(system, todo, info.jobs), start=1):
            out.write(json.dumps(row, ensure_ascii=True) + "\n")
            out.flush()
            progress(len(questions) - len(todo) + number, len(questions))
    return read_run(folder)


def _prepare(folder: Path, info: RunInfo, fresh: bool) -> frozenset[str]:
    """Ids answered already; the folder is made ready for more."""
    answers = folder / ANSWERS_FILE
    if answers.is_dir():
        raise RunRecordError(
            f"{answers} is a folder, where a run has its file of answers: remove it, or give "
            "another --out"
        )
    if (folder / RUN_FILE).exists() and not fresh:
        before, now = read_info(folder).identity(), info.identity()
        differs = sorted(key for key in now if before.get(key) != now[key])
        if differs:
            raise RunRecordError(
                f"{folder} holds a run with another {differs[0]}: give another --out, or --fresh "
                "to start over"
            )
        _drop_torn_line(answers)
        kept = read_run(folder).rows
        return frozenset(kept)
    _remove(answers)  # first: cut off in between, old answers would be taken for those of this run
    write_info(folder, info)
    return frozenset()


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise RunRecordError(f"{path} cannot be removed: {error.strerror}") from None


def _drop_torn_line(path: Path) -> None:
    if not path.exists():
        return
    os.truncate(path, path.read_bytes().rfind(b"\n") + 1)


def _rows(system: System, questions: Sequence[EvalQuestion], jobs: int) -> Iterator[dict[str, Any]]:
    answer = partial(_answer, system)
    if jobs == 1:
        yield from map(answer, questions)
        return
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(answer, questions)


def _answer(system: System, question: EvalQuestion) -> dict[str, Any]:
    answer: dict[str, Any] | None = None
    failure: str | None = None
    start = time.perf_counter()
    try:
        answer = system.answer(question)
    except FaqError as error:
        failure = f"{type(error).__name__}: {error}"
    elapsed_ms = (time.perf_counter() - start) * 1000
    trace = Trace() if answer is None else system.trace(question)
    return {
        "id": question.id,
        "question": question.model_dump(mode="json"),
        "answer": answer,
        "error": failure,
        "latency_ms": elapsed_ms,
        "confidence": trace.confidence,
        "ranking": list(trace.ranking),
    }
