import math

import pytest

from assistant.confidence import FLOOR, JUDGED, RETRIEVAL, answer_confidence
from assistant.types import EntryHit


def hit(score: float, **features: float) -> EntryHit:
    return EntryHit(
        "e", score, 1, (), (), {"passage": 0.5, "heading": 0.5, "late": 0.5, **features}
    )


def test_without_the_judge_scores_and_lead_decide() -> None:
    total = -4.45 + 11.43 * 0.1 + 0.5 * (-2.56 + 1.58 + 7.83)
    found = answer_confidence((hit(0.7), hit(0.6)))
    assert found == pytest.approx(1 / (1 + math.exp(-total)))
    assert RETRIEVAL.relevance == 0


def test_with_the_judge_relevance_decides_too() -> None:
    def confidence(relevance: float) -> float:
        return answer_confidence((hit(0.7, relevance=relevance, retrieval=0.6), hit(0.6)))

    total = JUDGED.bias + JUDGED.lead * 0.1
    assert confidence(0.5) == pytest.approx(1 / (1 + math.exp(-total)))
    assert confidence(0.0) < confidence(0.5) < confidence(1.0)


def test_what_resembles_nothing_is_not_answered_however_relevant_it_seems() -> None:
    assert answer_confidence((hit(0.4, relevance=0.99, retrieval=FLOOR - 0.01),)) == 0.0
