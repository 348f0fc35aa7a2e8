"""A corpus of two entries, questions on it, and a system whose answers are given by hand."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.gold import GoldSources, Place
from eval.question_set import EvalQuestion, GoldVerdict
from eval.run_record import RunInfo
from eval.systems import CorpusPassage, Passages, Trace

PETS = "Dogs are welcome. Cats are not."
PARKING = "Parking costs two euros an hour."
PATH = "corpus/house.md"
SOURCE = f"# Pets\n\n{PETS}\n\n# Parking\n\n{PARKING}\n"


def sources() -> GoldSources:
    return GoldSources({os.path.realpath(PATH): SOURCE})


def passages() -> Passages:
    rows = [("pets", PETS), ("parking", PARKING)]
    return Passages(
        tuple(
            CorpusPassage(f"{name}#0", name, name.title(), text, _place(text))
            for name, text in rows
        ),
        "0" * 64,
    )


def _place(text: str) -> Place:
    start = SOURCE.index(text)
    return Place(os.path.realpath(PATH), start, start + len(text))


def question(id_: str, verdict: str = "none", gold: str | None = None, *tags: str) -> EvalQuestion:
    return EvalQuestion(
        id=id_,
        question=f"question {id_}?",
        answerable=gold is not None,
        passages=(gold,) if gold else (),
        verdict=GoldVerdict(verdict),
        tags=tags,
    )


def answer(
    text: str | None = None,
    verdict: str | None = None,
    quote: str | None = None,
    score: float = 0.9,
    confidence: float = 0.8,
) -> dict[str, Any]:
    """An answer that shows `text` (None: not covered) in the contract's JSON."""
    if text is None:
        return {"outcome": "not_covered", "passages": [], "evidence": [], "verdict": None}
    place = _place(text)
    quoted = quote or text
    start = text.index(quoted)
    return {
        "outcome": "answered",
        "verdict": verdict and {"value": verdict, "confidence": confidence, "by_audience": []},
        "evidence": [{"passage": 0, "quote": quoted, "start": start, "end": start + len(quoted)}],
        "passages": [
            {
                "entry_id": "pets" if text == PETS else "parking",
                "title": "t",
                "text": text,
                "source": {"path": PATH, "start": place.start, "end": place.end, "url": None},
                "audience": None,
                "score": score,
            }
        ],
        "suggestions": [],
        "new_field": 1,
    }


@dataclass
class FakeSystem:
    """Answers by question id; an exception is raised instead of being returned."""

    answers: dict[str, dict[str, Any] | Exception]
    asked: list[str] = field(default_factory=list)

    def answer(self, question: EvalQuestion) -> dict[str, Any]:
        self.asked.append(question.id)
        given = self.answers[question.id]
        if isinstance(given, Exception):
            raise given
        return given

    def trace(self, question: EvalQuestion) -> Trace:
        return Trace()

    def settings(self) -> dict[str, Any]:
        return {}


def info(**changes: Any) -> RunInfo:
    values: dict[str, Any] = {
        "started": "2024-01-01T00:00:00+00:00",
        "questions_path": "questions.jsonl",
        "questions_sha256": "1" * 64,
        "corpus": str(Path(PATH).parent),
        "corpus_sha256": "0" * 64,
        "entries": {"pets": "a", "parking": "b"},
        "encoder": "fake",
        "commit": "c" * 40,
        "dirty": False,
    }
    return RunInfo(**{**values, **changes})
