"""Answers that were worked out before: the same question on the same index has the same answer."""

from __future__ import annotations

import json
from dataclasses import dataclass

from assistant.answer_json import answer_to_json
from assistant.types import Answer, Turn
from web.bounded import Bounded

CacheKey = tuple[str, tuple[str, ...], str | None, str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer with its JSON, but for what differs from one telling to the next.

    `middle` is the JSON object without its braces and without `answer_id`, `conversation_id` (its
    first two members) and `elapsed_ms` (its last).
    """

    answer: Answer
    middle: str

    def body(self, answer_id: str, conversation_id: str | None, elapsed_ms: float) -> bytes:
        """The whole JSON object."""
        ids = f'{{"answer_id":{json.dumps(answer_id)},"conversation_id":{json.dumps(conversation_id)},'
        whole = f'{ids}{self.middle},"elapsed_ms":{elapsed_ms}}}'
        return whole.encode("utf-8", "replace")  # the path of a file may hold what is not Unicode


def prepare(answer: Answer) -> Prepared:
    """Write the JSON once, for all tellings."""
    fields = answer_to_json(answer)
    for name in ("answer_id", "conversation_id", "elapsed_ms"):
        del fields[name]
    return Prepared(answer, json.dumps(fields, ensure_ascii=False, separators=(",", ":"))[1:-1])


class AnswerCache:
    """Exact matches only, keyed by question, history, audience and index version; bounded."""

    def __init__(self, limit: int) -> None:
        self._kept: Bounded[CacheKey, Prepared] = Bounded(limit)

    def get(self, turn: Turn, index_version: str) -> Prepared | None:
        """What was answered to the same turn, if it is still kept."""
        return self._kept.get(_key(turn, index_version))

    def put(self, turn: Turn, prepared: Prepared) -> None:
        """Keep an answer; its own index version is part of the key."""
        self._kept.put(_key(turn, prepared.answer.knowledge.index_version), prepared)


def _key(turn: Turn, index_version: str) -> CacheKey:
    return turn.question, turn.history, turn.audience, index_version
