"""The one place where an evaluation opens the assistant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assistant.answer_json import answer_to_json
from assistant.assistant import Assistant
from assistant.confidence import answer_confidence
from assistant.decision import Thresholds
from assistant.encoder import load_encoder
from assistant.knowledge import open_index
from assistant.settings import Settings
from eval.question_set import Question
from eval.systems import DEPTH, Trace

NO_THRESHOLDS = Thresholds(answer=0.0, suggest=0.0, verdict=0.0)
# Where things are kept, how many threads run and how they are served does not decide an answer; and
# the URL of a store may hold a password.
_NO_MATTER = (
    *("corpus", "cache_dir", "threads", "keep_versions", "store", "retention_days"),
    *("cors_origins", "trusted_proxies", "rate_limit_client", "rate_limit_suggest"),
    *("rate_limit_total", "request_timeout_s", "concurrency", "cached_answers"),
)


@dataclass(frozen=True, slots=True)
class AssistantSystem:
    """The assistant, asked as any other door asks it."""

    assistant: Assistant
    deciding: Mapping[str, Any]

    def answer(self, question: Question) -> dict[str, Any]:
        """One turn."""
        return answer_to_json(self.assistant.ask(question.turn()))

    def trace(self, answer: Mapping[str, Any]) -> Trace:
        """Search again for the standalone question, outside the time that was measured."""
        if answer["outcome"] in ("small_talk", "handoff"):
            return Trace()
        hits = self.assistant.retriever.search(answer["standalone_question"], limit=DEPTH)
        ranking = [passage.chunk.id for hit in hits for passage in hit.passages]
        return Trace(answer_confidence(hits), tuple(ranking[:DEPTH]))

    def knowledge(self) -> dict[str, Any]:
        """Index version, corpus and models."""
        return asdict(self.assistant.knowledge)

    def settings(self) -> dict[str, Any]:
        """Everything that decides the answers besides code, corpus and models."""
        return dict(self.deciding)


def open_system(settings: Settings, thresholds: Thresholds | None = None) -> AssistantSystem:
    """The assistant as it is served, or with other thresholds."""
    encoder = load_encoder(settings)
    index = open_index(settings, encoder, notify=lambda _message: None)
    assistant = Assistant(index, encoder, settings, thresholds=thresholds)
    values: dict[str, Any] = settings.model_dump(mode="json")
    kept = {key: value for key, value in values.items() if key not in _NO_MATTER}
    used = asdict(thresholds or Thresholds())
    return AssistantSystem(assistant, kept | {f"threshold_{k}": v for k, v in used.items()})
