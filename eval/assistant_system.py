"""The one place where an evaluation opens the assistant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answer_json import answer_to_json
from assistant.assistant import Assistant
from assistant.decision import Thresholds
from assistant.judge.runtime import Judge, Polarity
from assistant.notices import Notify, silent
from assistant.settings import Settings
from eval.question_set import EvalQuestion
from eval.systems import DEPTH, Trace

NO_THRESHOLDS = Thresholds(answer=0.0, suggest=0.0, verdict=0.0)
# Settings that decide an answer; corpus and models are recorded by their hashes. Named one by one, so that
# no password or token among the others is ever written into a run.
_DECIDING = ("encoder", "judge", "max_question_chars", "max_history")


@dataclass(frozen=True, slots=True)
class AssistantSystem:
    """The assistant, asked as every channel asks it."""

    assistant: Assistant
    configured: Settings

    def answer(self, question: EvalQuestion) -> dict[str, Any]:
        """One turn."""
        return answer_to_json(self.assistant.ask(question.turn()))

    def trace(self, question: EvalQuestion) -> Trace:
        """Look the same turn up again, outside the time that was measured."""
        considered = self.assistant.trace(question.turn(), limit=DEPTH)
        if considered is None:
            return Trace()
        ranking = [passage.chunk.id for hit in considered.hits for passage in hit.passages]
        return Trace(considered.confidence, tuple(ranking[:DEPTH]))

    def knowledge(self) -> dict[str, Any]:
        """Index version, corpus and models."""
        return asdict(self.assistant.knowledge)

    def encoder_fingerprint(self) -> str:
        """SHA-256 of the encoder's weights and tokenizer: two models may bear one name."""
        return self.assistant.index.manifest.encoder.fingerprint

    def settings(self) -> dict[str, Any]:
        """Everything that decides the answers besides code, corpus and models."""
        kept = self.configured.model_dump(mode="json", include=set(_DECIDING))
        thresholds = asdict(self.assistant.thresholds)
        return kept | {f"threshold_{name}": value for name, value in thresholds.items()}

    def at(self, thresholds: Thresholds) -> AssistantSystem:
        """The same assistant with other thresholds."""
        return self._with(thresholds, self.assistant.judge)

    def remembering(self) -> AssistantSystem:
        """The same assistant, whose judge reads no text twice: for one that is asked at many thresholds."""
        judge = self.assistant.judge
        return self if judge is None else self._with(self.assistant.thresholds, _Memory(judge))

    def _with(self, thresholds: Thresholds, judge: Judge | None) -> AssistantSystem:
        index, encoder = self.assistant.index, self.assistant.retriever.encoder
        assistant = Assistant(index, encoder, self.configured, judge=judge, thresholds=thresholds)
        return AssistantSystem(assistant, self.configured)


class _Memory:
    """A judge that keeps all that it has read."""

    def __init__(self, judge: Judge) -> None:
        self.id = judge.id
        self._relevance = lru_cache(maxsize=None)(judge.relevance)
        self._polarity = lru_cache(maxsize=None)(judge.polarity)

    def relevance(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Judge."""
        return self._relevance(question, tuple(texts))

    def polarity(self, question: str, evidence: str) -> Polarity:
        """See Judge."""
        return self._polarity(question, evidence)


def open_system(
    settings: Settings,
    thresholds: Thresholds | None = None,
    *,
    notify: Notify = silent,
) -> AssistantSystem:
    """The assistant as it is served, with its calibrated thresholds, or with other ones."""
    return AssistantSystem(Assistant.open(settings, thresholds=thresholds, notify=notify), settings)
