"""Calibrated thresholds beside an index: the stored format, and reading them for what is served now.

`faq eval calibrate` writes them. They hold for one index version and its models alone, and are refused
for any other: scores of another index or model do not mean the same.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.decision import WITHOUT_JUDGE, Thresholds
from assistant.errors import CalibrationError
from assistant.files import write_atomically
from assistant.index_loading import index_root
from assistant.notices import Notify, silent
from assistant.settings import Settings
from assistant.types import Knowledge

FILE = "calibration.json"
AGAIN = "run `faq eval calibrate` again"


class Threshold(BaseModel):
    """At or above `value` at most `bound` of the answers are wrong, at the stated confidence.

    `failures` of `n` answers were wrong on the calibration questions; `coverage` is the share of all
    answers that `n` are. The bound holds for questions exchangeable with these.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: float = Field(ge=0, le=1)
    n: int = Field(ge=1)
    failures: int = Field(ge=0)
    bound: float = Field(ge=0, le=1)
    coverage: float = Field(ge=0, le=1)


class Calibration(BaseModel):
    """What is stored beside an index. `answer` or `verdict` is None where no promise could be kept.

    `risk` and `verdict_risk` are the bounds asked for, at `confidence`; `date` is ISO 8601, UTC.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer: Threshold | None
    verdict: Threshold | None
    risk: float
    verdict_risk: float
    confidence: float
    questions_sha256: str
    date: str
    index_version: str
    corpus_sha256: str
    encoder: str
    judge: str | None

    def thresholds(self) -> Thresholds:
        """What the decision uses: the default where nothing could be promised."""
        default = default_thresholds(self.judge)
        answer = self.answer.value if self.answer else default.answer
        verdict = self.verdict.value if self.verdict else default.verdict
        return Thresholds(answer, min(default.suggest, answer), verdict)


def default_thresholds(judge: str | None) -> Thresholds:
    """What is used where nothing is stored; `judge` is its id, None without one."""
    return WITHOUT_JUDGE if judge is None else Thresholds()


def calibration_path(settings: Settings) -> Path:
    """Beside the index of the configured corpus."""
    return index_root(settings) / FILE


def load_thresholds(
    settings: Settings,
    knowledge: Knowledge,
    *,
    notify: Notify = silent,
) -> Thresholds | None:
    """The thresholds stored for exactly what `knowledge` names; None where the defaults are to be used.

    Stale or damaged ones are not used, and `notify` is told why: an edited FAQ is still served.
    """
    path = calibration_path(settings)
    if not path.exists():
        return None
    try:
        return read_calibration(path, knowledge).thresholds()
    except CalibrationError as error:
        notify(f"{error}; until then the default thresholds are used")
        return None


def write_calibration(path: Path, calibration: Calibration) -> None:
    """Store it as JSON. Raises CalibrationError where that fails."""
    try:
        text = json.dumps(calibration.model_dump(mode="json"), indent=2)
        write_atomically(path, f"{text}\n".encode())
    except OSError as error:
        raise CalibrationError(f"{path} cannot be written: {error.strerror}") from None


def read_calibration(path: Path, knowledge: Knowledge) -> Calibration:
    """Read thresholds made for exactly this index and these models. Raises CalibrationError."""
    try:
        calibration = Calibration.model_validate_json(path.read_bytes())
    except OSError as error:
        raise CalibrationError(f"{path} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        raise CalibrationError(f"{path} is damaged: {error.errors()[0]['msg']}: {AGAIN}") from None
    for stamp in ("encoder", "judge", "corpus_sha256", "index_version"):
        made, now = getattr(calibration, stamp), getattr(knowledge, stamp)
        if made != now:
            raise CalibrationError(
                f"the thresholds in {path} were made for {stamp} {made!r}, but {now!r} is "
                f"loaded: {AGAIN}"
            )
    return calibration
