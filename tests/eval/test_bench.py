from __future__ import annotations

import pytest

from eval.bench import BenchError, Stage, cold_start, growth, markdown, time_stages


def test_stages_are_timed_in_turn_with_the_given_clock() -> None:
    ticks = iter(range(1000))
    seen: list[str] = []
    stages = [
        Stage("a", lambda t: seen.append("a" + t)),
        Stage("b", lambda t: seen.append("b" + t)),
    ]
    result = time_stages(stages, ["1", "2"], clock=lambda: next(ticks))
    assert seen[-4:] == ["a1", "b1", "a2", "b2"]
    assert result["a"].p50_ms == 1000
    assert result["a"].n == 2
    assert "| a | 1000.00 |" in markdown(result, [], growth([100], 8, queries=2))


def test_a_cold_start_is_that_of_the_process_alone() -> None:
    small = cold_start("python", ["-c", "pass"])
    big = cold_start("python", ["-c", "x = b'x' * 200_000_000"])
    assert big.peak_rss_mib - small.peak_rss_mib > 150
    assert small.seconds > 0
    with pytest.raises(BenchError, match="cannot be timed: ValueError: no"):
        cold_start("python", ["-c", "raise ValueError('no')"])
