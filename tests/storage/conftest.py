from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.storage.records import AnswerRecord, Channel
from assistant.storage.store import Store
from assistant.types import Answer, Knowledge, Message, Outcome

MakeRecord = Callable[..., AnswerRecord]


def record(
    answer_id: str,
    question: str = "Why?",
    *,
    conversation_id: str = "c1",
    created_ms: int = 1000,
    **more: Any,
) -> AnswerRecord:
    answer = Answer(
        *(answer_id, conversation_id, question, question, None, Outcome.NOT_COVERED, None, (), ()),
        message=Message("", ""),
        clarification=None,
        also_asked=(),
        suggestions=(),
        resources=(),
        escalation=None,
        knowledge=Knowledge("v1", "0" * 64, "fake", None),
        elapsed_ms=1.5,
    )
    return AnswerRecord(answer, Channel.API, created_ms)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "store.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{path}")
    yield opened
    opened.close()
