import dataclasses
import json

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer_json import answer_to_json
from assistant.assistant import Assistant
from assistant.types import Answer, Knowledge, Message, Turn
from tests.fakes import bare_answer
from tests.web.conftest import StartApp
from web.bounded import Bounded
from web.cache import AnswerCache, prepare


def answer(question: str = "Why?", version: str = "v1") -> Answer:
    return bare_answer(
        question=question,
        message=Message("text", "<p>text</p>"),
        knowledge=Knowledge(version, "0" * 64, "fake", None),
    )


@given(st.text(), st.text(alphabet="abc123-_", min_size=1))
def test_the_json_written_in_parts_is_the_json_of_the_answer(question: str, name: str) -> None:
    told = dataclasses.replace(
        answer(question), answer_id=name, conversation_id=name, elapsed_ms=1.25
    )
    body = prepare(answer(question)).body(name, name, 1.25)
    assert json.loads(body) == answer_to_json(told)
    assert list(json.loads(body)) == list(answer_to_json(told))


def test_a_path_that_is_not_unicode_does_not_break_the_json() -> None:
    body = prepare(answer("caf\udce9/library.md")).body("a", "c", 1.0)
    assert json.loads(body)["question"] == "caf?/library.md"


def test_question_history_audience_and_index_version_tell_answers_apart() -> None:
    cache = AnswerCache(10)
    turn = Turn("Why?")
    cache.put(turn, prepare(answer()))
    assert cache.get(turn, "v1") is not None
    assert cache.get(dataclasses.replace(turn, conversation_id="other"), "v1") is not None
    assert cache.get(turn, "v2") is None
    assert cache.get(dataclasses.replace(turn, history=("Before?",)), "v1") is None
    assert cache.get(dataclasses.replace(turn, audience="student"), "v1") is None
    assert cache.get(dataclasses.replace(turn, question="why?"), "v1") is None


def test_what_was_used_longest_ago_is_forgotten() -> None:
    kept: Bounded[str, int] = Bounded(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)
    assert len(kept) == 2


@pytest.mark.parametrize(("cached_answers", "worked_out"), [(1000, 1), (0, 3)])
def test_a_question_asked_again_is_not_worked_out_again(
    start: StartApp, monkeypatch: pytest.MonkeyPatch, cached_answers: int, worked_out: int
) -> None:
    asked: list[str] = []
    real = Assistant.ask

    def counting(self: Assistant, turn: Turn, **_given: object) -> Answer:
        asked.append(turn.question)
        return real(self, turn)

    monkeypatch.setattr(Assistant, "ask", counting)
    client: TestClient = start(cached_answers=cached_answers)
    for _ in range(3):
        client.post("/api/v1/ask", json={"question": "May films be borrowed?"})
    assert len(asked) == worked_out
