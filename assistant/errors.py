"""Everything that a user, an operator or the disk can cause. The library raises; the edges print one line.

    FaqError
    ├── UsageError            wrong use of a command or an argument
    │   ├── EmptyQuestionError
    │   ├── QuestionTooLongError
    │   └── UnknownAudienceError
    ├── CorpusError           something in the FAQ files, with file and line
    ├── SourceError           something that cannot be imported, with file or address and line
    ├── EncoderError          model weights missing, changed or unusable
    ├── JudgeError            the judge's weights missing, damaged or unusable
    ├── CalibrationError      stored thresholds that are damaged or made for something else
    ├── StoreError            the database of conversations cannot be reached or used
    │   └── RecordError          it can, but it does not take what is to be written
    ├── ReviewError           the folder of changes that wait for review cannot be used
    ├── OutputError           a file or folder of results cannot be written
    └── IndexStoreError       an index that cannot be read, written or trusted
        ├── IndexMissingError
        └── IndexMismatchError   built from, or with, something else than what is loaded now

"No answer" is an outcome, not an exception. `web` and `eval` add a few of their own.
"""

from __future__ import annotations


class FaqError(Exception):
    """Base of all errors with a message meant for people: what was wrong, the value, the way out."""


class UsageError(FaqError):
    """A command or an argument was used wrongly."""


class EmptyQuestionError(UsageError):
    """Nothing that can be seen was asked."""

    def __init__(self) -> None:
        super().__init__("the question is empty: ask something")


class QuestionTooLongError(UsageError):
    """More characters than are read."""

    def __init__(self, length: int, limit: int) -> None:
        self.length = length
        self.limit = limit
        super().__init__(
            f"the question has {length} characters, at most {limit} are read: "
            "shorten it or raise FAQ_MAX_QUESTION_CHARS"
        )


class UnknownAudienceError(UsageError):
    """The audience asked for is not declared in the corpus."""

    def __init__(self, audience: str, known: tuple[str, ...]) -> None:
        self.audience = audience
        self.known = known
        names = ", ".join(known) or "none"
        super().__init__(f"unknown audience {audience!r}: the corpus declares {names}")


class CorpusError(FaqError):
    """A problem in a corpus file.

    `path` is the file as the operator named it, `line` counts from 1 (None where a whole file is meant).
    """

    def __init__(self, path: str, line: int | None, problem: str, fix: str) -> None:
        self.path = path
        self.line = line
        self.problem = problem
        self.fix = fix
        where = path if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {problem}: {fix}")


class SourceError(FaqError):
    """A source of `faq import` that cannot be read or understood.

    `source` is the file or address as the operator named it, `line` counts from 1 (None: all of it).
    """

    def __init__(self, source: str, line: int | None, problem: str, fix: str) -> None:
        self.source = source
        self.line = line
        self.problem = problem
        self.fix = fix
        where = source if line is None else f"{source}:{line}"
        super().__init__(f"{where}: {problem}: {fix}")


class EncoderError(FaqError):
    """The encoder's weights are missing, not the expected ones, or cannot be exported."""


class JudgeError(FaqError):
    """The judge's weights are missing, damaged or cannot be run."""


class CalibrationError(FaqError):
    """Thresholds that cannot be read or stored, or that were made for another index or model."""


class StoreError(FaqError):
    """The database of conversations, answers and feedback cannot be reached or used."""


class RecordError(StoreError):
    """The database works, but not with what it was given; the message holds nothing of that."""


class ReviewError(FaqError):
    """The folder of changes that wait for review cannot be read or written."""


class OutputError(FaqError):
    """A file or folder that a command was told to write cannot be written."""


class IndexStoreError(FaqError):
    """The index on disk cannot be read, written or trusted."""


class IndexMissingError(IndexStoreError):
    """There is no usable index version yet."""


class IndexMismatchError(IndexStoreError):
    """The index was built from another corpus, encoder or format; `differences` says which (key, built, now)."""

    def __init__(self, message: str, differences: tuple[tuple[str, str, str], ...] = ()) -> None:
        self.differences = differences
        super().__init__(message)
