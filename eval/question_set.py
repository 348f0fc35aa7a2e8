"""Question sets: JSON Lines of questions, with gold labels or (logged questions) without.

Passages are verbatim substrings of the corpus, any one of which makes an answer right. The verdict
is the verdict on the question as it was phrased.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import UsageError
from assistant.types import Turn
from eval.errors import QuestionSetError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_LONGEST_SHOWN = 60  # characters of a wrong value


class GoldVerdict(StrEnum):
    """The right word for a question; NONE where no word is asked for or none can be given."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"
    NONE = "none"


class EvalQuestion(BaseModel):
    """One line of a question set. Without `answerable` it is a logged question: no gold at all."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    history: tuple[str, ...] = ()
    audience: str | None = None
    answerable: bool | None = Field(default=None, strict=True)  # "no" and 0 are no labels
    passages: tuple[str, ...] = ()
    verdict: GoldVerdict | None = None
    tags: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for name in ("id", "question"):
            if not getattr(self, name).strip():
                raise ValueError(f"{name!r} is blank")
        if self.answerable is None:
            if self.passages or self.verdict is not None:
                raise ValueError("passages or verdict without 'answerable'")
            return self
        if self.verdict is None:
            raise ValueError("'verdict' is missing: yes, no, depends or none")
        if self.answerable and not self.passages:
            raise ValueError("an answerable question needs at least one passage")
        if not self.answerable and (self.passages or self.verdict is not GoldVerdict.NONE):
            raise ValueError("an unanswerable question has no passages and verdict 'none'")
        if any(not passage.strip() for passage in self.passages):
            raise ValueError("a passage is empty")
        return self

    @property
    def labelled(self) -> bool:
        """Whether there is gold to compare an answer with."""
        return self.answerable is not None

    @property
    def topic(self) -> str | None:
        """What follows `topic:` among the tags."""
        return self.tag_value("topic")

    @property
    def kinds(self) -> tuple[str, ...]:
        """Tags without a prefix: how the question is put (inverted, typo, oos-near ...)."""
        return tuple(tag for tag in self.tags if ":" not in tag)

    def tag_value(self, prefix: str) -> str | None:
        """Value of the first tag `prefix:value`."""
        start = prefix + ":"
        return next((tag[len(start) :] for tag in self.tags if tag.startswith(start)), None)

    def turn(self) -> Turn:
        """The question as the assistant takes it."""
        return Turn(question=self.question, history=self.history, audience=self.audience)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions in file order; `lines` holds the line of each, `sha256` is that of the file."""

    path: Path
    questions: tuple[EvalQuestion, ...]
    lines: tuple[int, ...]
    sha256: str


def read_question_set(path: Path) -> QuestionSet:
    """Read and check a question file; blank lines are skipped.

    Raises UsageError for a file that is not there, QuestionSetError for an unreadable or empty one, a
    wrong line, a key that stands twice in one and a repeated id.
    """
    raw = _read_bytes(path)
    questions: list[EvalQuestion] = []
    lines: list[int] = []
    first_line: dict[str, int] = {}
    for number, line in enumerate(_decode(path, raw).split("\n"), start=1):
        if not line.strip():
            continue
        question = _parse(path, number, line)
        if question.id in first_line:
            raise QuestionSetError(
                path,
                number,
                f"id {question.id!r} is already used in line {first_line[question.id]}",
            )
        first_line[question.id] = number
        questions.append(question)
        lines.append(number)
    if not questions:
        raise QuestionSetError(path, None, "holds no question")
    return QuestionSet(path, tuple(questions), tuple(lines), hashlib.sha256(raw).hexdigest())


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise UsageError(f"{path}: {error.strerror}: name a file of questions") from None
    except OSError as error:
        raise QuestionSetError(path, None, f"cannot be read: {error.strerror}") from None


def _decode(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise QuestionSetError(path, line, "is not UTF-8: save the file as UTF-8") from None


def _parse(path: Path, number: int, line: str) -> EvalQuestion:
    try:
        question = EvalQuestion.model_validate_json(line)
    except ValidationError as error:
        raise QuestionSetError(path, number, _problem(error.errors()[0])) from None
    keys = [key for key, _ in json.loads(line, object_pairs_hook=list)]
    if twice := [key for key in keys if keys.count(key) > 1]:
        raise QuestionSetError(path, number, f"{twice[0]}: stands twice in the line")
    return question


def _problem(error: ErrorDetails) -> str:
    """What is wrong, where, and with which value, in one line whatever the file holds."""
    where = repr(".".join(str(part) for part in error["loc"]))[1:-1]
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        message += f": use {', '.join(EvalQuestion.model_fields)}"
    elif where and error["type"] != "missing":
        value = json.dumps(error["input"])
        message += f", not {value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN]}"
    return f"{where}: {message}" if where else message
