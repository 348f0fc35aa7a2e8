"""A hall's FAQ with conditions, and an assistant on it with fake models, for tests of conversations."""

from __future__ import annotations

from pathlib import Path

from assistant.assistant import Assistant
from assistant.decision import Thresholds
from assistant.index_loading import open_index
from assistant.judge.runtime import Polarity
from assistant.settings import load_settings
from assistant.types import Answer, Turn
from tests.fakes import FakeEncoder, FakeJudge

DESK = "{text: Ask at the desk.}"
HALL = f"""---
title: Hall
audiences:
  - {{id: young, label: Young members, aliases: [young]}}
  - {{id: old, label: Old members, aliases: [old]}}
escalation: {DESK}
---

## May guests come?
Guests may come unless the hall is full.

## May pets come?
Pets may come if they sleep.

## May bags stay?
Bags may stay if they are small. Otherwise bags may not stay.

## May music play?
If it is soft, music may play unless the hall is full.

## Is `parking` *free*?
Parking costs nothing.

## What does a locker cost?
A locker costs two euros.

## What does a seat cost?
A seat costs ten euros.
"""
GUESTS, PETS, BAGS, MUSIC = (
    "May guests come?",
    "May pets come?",
    "May bags stay?",
    "May music play?",
)
SEAT = "What does a seat cost?"


class CaseJudge(FakeJudge):
    """Of a sentence with a condition it depends, but where the question says whether that applies."""

    id = "case-judge"
    wrong = False

    def polarity(self, question: str, evidence: str) -> Polarity:
        if not {"unless", "if"} & set(evidence.split()):
            return super().polarity(question, evidence)
        sure, rest = self.confidence, 1 - self.confidence
        if not question.endswith(")"):
            return Polarity(0.0, 0.0, sure, rest)
        applies = not (question.endswith(": no)") or " not " in question)
        holds = (applies is not ("unless" in evidence)) is not self.wrong
        return Polarity(sure, 0.0, 0.0, rest) if holds else Polarity(0.0, sure, 0.0, rest)


def opened(
    folder: Path, judge: FakeJudge, thresholds: Thresholds, escalation: str = DESK
) -> Assistant:
    return opened_on(HALL.replace(DESK, escalation), folder, judge, thresholds)


def opened_on(
    faq: str, folder: Path, judge: FakeJudge, thresholds: Thresholds | None = None
) -> Assistant:
    """An assistant on the text of an FAQ, with fake models, in a folder of its own."""
    (folder / "faq").mkdir(exist_ok=True)
    (folder / "faq" / "faq.md").write_text(faq, encoding="utf-8")
    settings = load_settings(corpus=folder / "faq", cache_dir=folder / "cache")
    encoder = FakeEncoder()
    index = open_index(settings, encoder, notify=lambda _message: None)
    return Assistant(index, encoder, settings, judge=judge, thresholds=thresholds or Thresholds())


def told(assistant: Assistant, text: str, *history: str, audience: str | None = None) -> Answer:
    return assistant.ask(Turn(text, history, audience))


def word(answer: Answer) -> str | None:
    return answer.verdict.value if answer.verdict else None
