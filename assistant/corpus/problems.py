"""Problems in corpus files: raised one by one when loading, collected when linting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.errors import CorpusError


class Severity(StrEnum):
    """Whether a corpus can be served with the problem in it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do about it. `line` counts from 1."""

    severity: Severity
    path: str
    line: int | None
    message: str
    fix: str

    def __str__(self) -> str:
        path = "".join(s if s.isprintable() else ascii(s)[1:-1] for s in self.path)  # one line
        where = path if self.line is None else f"{path}:{self.line}"
        return f"{where}: {self.severity}: {self.message}: {self.fix}"


class Reporter:
    """Takes problems from the reader: a strict one raises the first error, the other keeps all."""

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict
        self.problems: list[Problem] = []

    @property
    def has_errors(self) -> bool:
        """Whether an error was kept."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def error(self, path: str, line: int | None, message: str, fix: str) -> None:
        """Raise CorpusError, or keep the error and let the reader go on."""
        if self.strict:
            raise CorpusError(path, line, message, fix)
        self.problems.append(Problem(Severity.ERROR, path, line, message, fix))

    def warning(self, path: str, line: int | None, message: str, fix: str) -> None:
        """Keep a warning."""
        self.problems.append(Problem(Severity.WARNING, path, line, message, fix))
