"""The one place where an evaluation opens the assistant."""

from __future__ import annotations

from typing import Any

from assistant.decision import Thresholds
from assistant.settings import Settings
from eval.systems import AssistantSystem

NO_THRESHOLDS = Thresholds(answer=0.0, suggest=0.0, verdict=0.0)
# Where things are kept and how many threads run does not decide an answer.
_NO_MATTER = ("corpus", "cache_dir", "threads", "keep_versions")


def open_system(settings: Settings, thresholds: Thresholds | None = None) -> AssistantSystem:
    """The assistant as it is served, or with other thresholds."""
    from assistant.assistant import Assistant

    if thresholds is None:
        assistant = Assistant.open(settings)
    else:
        assistant = Assistant.open(settings, thresholds=thresholds)
    return AssistantSystem(assistant, _deciding(settings, thresholds))


def _deciding(settings: Settings, thresholds: Thresholds | None) -> dict[str, Any]:
    values: dict[str, Any] = settings.model_dump(mode="json")
    kept = {key: value for key, value in values.items() if key not in _NO_MATTER}
    if thresholds is not None:
        kept |= {f"threshold_{name}": getattr(thresholds, name) for name in thresholds.__slots__}
    return kept
