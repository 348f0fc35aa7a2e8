"""A run on disk: `run.json` (what was run), `answers.jsonl` (one line a question, in any order)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from assistant.files import write_atomically
from eval.answer_view import AnswerView
from eval.errors import RunRecordError
from eval.question_set import EvalQuestion

RUN_FILE = "run.json"
ANSWERS_FILE = "answers.jsonl"
_AGAIN = "start over with `faq eval run ... --fresh`"


class RunInfo(BaseModel):
    """What was run, with what. Two runs with the same `identity` answer the same."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    started: str
    questions_path: str
    questions_sha256: str
    corpus: str
    corpus_sha256: str
    entries: dict[str, str]  # entry id -> SHA-256 of what it says
    index_version: str = ""
    encoder: str = ""
    encoder_fingerprint: str = ""
    judge: str | None = None
    settings: dict[str, Any] = {}
    commit: str | None = None
    dirty: bool | None = None
    code_sha256: str = ""  # of what answers; empty in runs of versions that did not record it
    versions: dict[str, str] = {}
    jobs: int = 1

    def identity(self) -> dict[str, Any]:
        """All that must be the same for a run to be resumed."""
        left_out = {"started", "jobs", "questions_path"}
        return {key: value for key, value in self.model_dump().items() if key not in left_out}


class AnswerRow(BaseModel):
    """One question of a run. `answer` is None where the assistant failed; `error` says how."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    question: EvalQuestion
    answer: AnswerView | None
    error: str | None = None
    latency_ms: float
    confidence: float | None = None  # what the decision looked at, whatever came of it
    ranking: tuple[str, ...] = ()  # passage ids, best first

    @model_validator(mode="after")
    def _is_of_its_question(self) -> Self:
        if self.id != self.question.id:
            raise ValueError(f"the row {self.id!r} holds question {self.question.id!r}")
        return self


@dataclass(frozen=True, slots=True)
class Run:
    """A finished or unfinished run read from `folder`; rows by question id."""

    folder: Path
    info: RunInfo
    rows: Mapping[str, AnswerRow]


def read_run(folder: Path) -> Run:
    """Read a run folder. Raises RunRecordError."""
    info = read_info(folder)
    rows: dict[str, AnswerRow] = {}
    lines: dict[str, int] = {}
    for number, row in _read_rows(folder):
        if row.id in rows:  # which of them is this run's answer cannot be known
            raise RunRecordError(
                f"{folder / ANSWERS_FILE}:{number}: question {row.id!r} is answered in line "
                f"{lines[row.id]}, too: {_AGAIN}"
            )
        rows[row.id], lines[row.id] = row, number
    return Run(folder, info, rows)


def read_info(folder: Path) -> RunInfo:
    """Read `run.json`. Raises RunRecordError."""
    path = folder / RUN_FILE
    try:
        return RunInfo.model_validate_json(path.read_bytes())
    except OSError as error:
        raise RunRecordError(
            f"{path} cannot be read: {error.strerror}: is it a run folder?"
        ) from None
    except ValidationError as error:
        raise RunRecordError(f"{path} is damaged: {_first(error)}: {_AGAIN}") from None


def _first(error: ValidationError) -> str:
    return error.errors()[0]["msg"].removeprefix("Value error, ")


def _read_rows(folder: Path) -> Iterator[tuple[int, AnswerRow]]:
    """The rows, each with its line."""
    path = folder / ANSWERS_FILE
    if not path.exists():
        return
    try:
        lines = path.read_text("utf-8").split("\n")
    except UnicodeDecodeError as error:
        reason = f"not UTF-8: {error.reason}"
        raise RunRecordError(f"{path} is damaged, {reason}: {_AGAIN}") from None
    except OSError as error:
        raise RunRecordError(
            f"{path} cannot be read: {error.strerror}: is it a run folder?"
        ) from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield number, AnswerRow.model_validate_json(line)
        except ValidationError as error:
            if number == len(lines):  # a run that was killed while it wrote
                return
            message = f"{path}:{number}: {_first(error)}: {_AGAIN}"
            raise RunRecordError(message) from None


def write_info(folder: Path, info: RunInfo) -> None:
    """Write `run.json`. Raises RunRecordError."""
    try:
        text = json.dumps(info.model_dump(mode="json"), indent=2, ensure_ascii=False)
        write_atomically(folder / RUN_FILE, f"{text}\n".encode())
    except OSError as error:
        raise RunRecordError(f"{folder} cannot be written: {error.strerror}") from None
