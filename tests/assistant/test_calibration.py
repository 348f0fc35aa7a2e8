from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.calibration import (
    Calibration,
    Threshold,
    calibration_path,
    load_thresholds,
    read_calibration,
    write_calibration,
)
from assistant.decision import WITHOUT_JUDGE, Thresholds
from assistant.errors import CalibrationError
from assistant.settings import Settings
from assistant.types import Knowledge

NOW = Knowledge(index_version="v1", corpus_sha256="c", encoder="e", judge=None)


def threshold(value: float) -> Threshold:
    return Threshold(value=value, n=60, failures=0, bound=0.04, coverage=0.5)


def calibration(**changes: Any) -> Calibration:
    values: dict[str, Any] = {
        "answer": threshold(0.6),
        "verdict": threshold(0.8),
        "risk": 0.1,
        "verdict_risk": 0.05,
        "confidence": 0.9,
        "questions_sha256": "q",
        "date": "2024-01-01",
        "index_version": "v1",
        "corpus_sha256": "c",
        "encoder": "e",
        "judge": None,
    }
    return Calibration(**{**values, **changes})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(corpus=tmp_path / "faq", cache_dir=tmp_path / "cache")


def test_what_was_stored_for_this_index_is_used(settings: Settings) -> None:
    write_calibration(calibration_path(settings), calibration())
    assert read_calibration(calibration_path(settings), NOW) == calibration()
    assert load_thresholds(settings, NOW) == Thresholds(0.6, WITHOUT_JUDGE.suggest, 0.8)


def test_nothing_stored_means_the_defaults_without_a_word(settings: Settings) -> None:
    told: list[str] = []
    assert load_thresholds(settings, NOW, notify=told.append) is None
    assert told == []


@pytest.mark.parametrize("stamp", ["index_version", "corpus_sha256", "encoder", "judge"])
def test_thresholds_of_another_index_or_model_are_refused(settings: Settings, stamp: str) -> None:
    write_calibration(calibration_path(settings), calibration(**{stamp: "other"}))
    with pytest.raises(CalibrationError, match=f"made for {stamp} 'other', but .* is loaded"):
        read_calibration(calibration_path(settings), NOW)
    told: list[str] = []
    assert load_thresholds(settings, NOW, notify=told.append) is None
    assert "run `faq eval calibrate` again" in told[0]


@pytest.mark.parametrize("content", [b"{}", b"\xff", b""])
def test_a_damaged_file_is_told_and_not_used(settings: Settings, content: bytes) -> None:
    path = calibration_path(settings)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    told: list[str] = []
    assert load_thresholds(settings, NOW, notify=told.append) is None
    assert "is damaged" in told[0]


def test_what_could_not_be_promised_leaves_the_default() -> None:
    nothing = calibration(answer=None, verdict=None)
    assert nothing.thresholds() == WITHOUT_JUDGE
    assert nothing.model_copy(update={"judge": "j"}).thresholds() == Thresholds()


def test_a_low_answer_threshold_takes_suggestions_along() -> None:
    found = calibration(answer=threshold(0.05)).thresholds()
    assert (found.suggest, found.answer) == (0.05, 0.05)


def test_a_threshold_outside_of_confidences_is_refused() -> None:
    with pytest.raises(ValidationError):
        threshold(1.5)


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CalibrationError, match="cannot be written"):
        write_calibration(tmp_path / "file" / "calibration.json", calibration())
