"""The evaluation commands as a person runs them, with a system that says the same to every question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import eval.assistant_system
from assistant.decision import Thresholds
from assistant.errors import UsageError
from eval.cli import eval_group
from eval.question_set import EvalQuestion
from tests.eval.fakes import FakeSystem

CORPUS = Path(__file__).parents[2] / "corpus" / "partner-network-licensing"
GOLD = "The Microsoft Partner Network does not offer downgrade rights."


class OneSystem(FakeSystem):
    """Says the same to every question."""

    def __init__(self, verdict: str, threshold: float = 0.5) -> None:
        super().__init__({})
        self.verdict = verdict
        self.threshold = threshold

    def answer(self, question: EvalQuestion) -> dict[str, Any]:
        source = {"path": "f.md", "start": 0, "end": len(GOLD)}
        return {
            "outcome": "answered",
            "passages": [{"entry_id": "e", "text": GOLD, "source": source, "score": 0.8}],
            "evidence": [{"passage": 0, "quote": GOLD, "start": 0, "end": len(GOLD)}],
            "verdict": {"value": self.verdict, "confidence": 0.9},
        }

    def at(self, thresholds: Thresholds) -> OneSystem:
        return self

    def remembering(self) -> OneSystem:
        return self

    def settings(self) -> dict[str, Any]:
        return {"threshold": self.threshold}

    def encoder_fingerprint(self) -> str:
        return "f"

    def knowledge(self) -> dict[str, Any]:
        return {"index_version": "v", "corpus_sha256": "c", "encoder": "e", "judge": None}


class Refusing(OneSystem):
    """Fails on one question."""

    def answer(self, question: EvalQuestion) -> dict[str, Any]:
        if question.id == "q2":
            raise UsageError("unknown audience '<x>'")
        return super().answer(question)


def invoke(monkeypatch: pytest.MonkeyPatch, system: OneSystem, *arguments: object) -> Any:
    monkeypatch.setattr(eval.assistant_system, "open_system", lambda *_, **__: system)
    monkeypatch.setenv("FAQ_CORPUS", str(CORPUS))
    return CliRunner().invoke(eval_group, [*map(str, arguments)])
