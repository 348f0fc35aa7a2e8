from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.storage.records import AnswerRecord, Channel
from assistant.storage.store import Store
from tests.fakes import bare_answer


def record(
    answer_id: str,
    question: str = "Why?",
    *,
    conversation_id: str = "c1",
    created_ms: int = 1000,
) -> AnswerRecord:
    answer = bare_answer(
        answer_id=answer_id, conversation_id=conversation_id, question=question, elapsed_ms=1.5
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
