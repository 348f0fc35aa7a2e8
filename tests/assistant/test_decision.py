"""Thresholds that cannot be meant are refused with their values."""

import pytest

from assistant.decision import Thresholds
from assistant.errors import UsageError


def test_suggest_may_not_exceed_answer() -> None:
    with pytest.raises(UsageError, match=r"suggest \(0\.1\) may not exceed answer \(0\.05\)"):
        Thresholds(answer=0.05)


@pytest.mark.parametrize("bounds", [{"answer": 1.5}, {"suggest": -0.1}, {"verdict": 2.0}])
def test_thresholds_lie_between_0_and_1(bounds: dict[str, float]) -> None:
    with pytest.raises(UsageError, match=r"\[0, 1\]"):
        Thresholds(**bounds)
