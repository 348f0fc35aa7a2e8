"""What can go wrong in an evaluation, for reasons outside the code.

FaqError
└── EvaluationError
    ├── QuestionSetError   a question file, with its line
    ├── RunRecordError     a run folder that cannot be read, resumed or compared
    ├── BenchError         what was to be timed failed (in `eval.bench`)
    └── BenchmarkError     the files of a public set (in `eval.benchmarks.files`)
"""

from __future__ import annotations

from pathlib import Path

from assistant.errors import FaqError


class EvaluationError(FaqError):
    """Base of what an evaluation reports in one line."""


class QuestionSetError(EvaluationError):
    """A question file that cannot be used; `line` counts from 1, None for the whole file."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        self.path = path
        self.line = line
        self.problem = problem
        super().__init__(f"{path}: {problem}" if line is None else f"{path}:{line}: {problem}")


class RunRecordError(EvaluationError):
    """A run folder that cannot be read, resumed or compared."""
