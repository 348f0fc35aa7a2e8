from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.decision import Thresholds
from assistant.index_loading import open_index
from assistant.judge.runtime import Polarity
from assistant.notices import silent
from assistant.settings import Settings
from eval.assistant_system import NO_THRESHOLDS, AssistantSystem
from eval.question_set import EvalQuestion
from tests.fakes import FakeEncoder, FakeJudge

HALL = "---\ntitle: Hall\n---\n\n## May chairs be borrowed?\n\nChairs may be borrowed.\n"


class DoubtingJudge(FakeJudge):
    """Four in five for yes."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        super().polarity(question, evidence)
        return Polarity(0.8, 0.2, 0.0, 0.0)


def test_at_other_thresholds_it_answers_as_one_opened_with_them_and_no_text_is_read_twice(
    tmp_path: Path,
) -> None:
    (tmp_path / "hall").mkdir()
    (tmp_path / "hall" / "faq.md").write_text(HALL)
    settings = Settings(corpus=tmp_path / "hall", cache_dir=tmp_path / "cache")
    encoder, judge = FakeEncoder(), DoubtingJudge()
    index = open_index(settings, encoder, notify=silent)
    question = EvalQuestion(id="a", question="May chairs be borrowed?")

    def opened(thresholds: Thresholds) -> AssistantSystem:
        assistant = Assistant(index, encoder, settings, judge=judge, thresholds=thresholds)
        return AssistantSystem(assistant, settings)

    def told(system: AssistantSystem) -> dict[str, Any]:
        varying = ("answer_id", "elapsed_ms")
        return {k: v for k, v in system.answer(question).items() if k not in varying}

    system = opened(NO_THRESHOLDS).remembering()
    told(system)
    read = len(judge.read), len(judge.settled)
    strict = Thresholds(verdict=0.95)
    withheld = told(system.at(strict))
    assert judge.read
    assert judge.settled
    assert (len(judge.read), len(judge.settled)) == read
    assert withheld == told(opened(strict))
    values = [given["verdict"]["value"] for given in (withheld, told(system))]
    assert values == ["undetermined", "yes"]
    assert system.at(strict).settings()["threshold_verdict"] == 0.95
    assert system.at(strict).knowledge() == system.knowledge()
