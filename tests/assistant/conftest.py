"""Assistants that several modules of conversation tests share."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.decision import Thresholds
from tests.assistant.halls import CaseJudge, opened


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("hall"), CaseJudge(), Thresholds(verdict=0.8))


@pytest.fixture(scope="session")
def picky(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Answers headings alone, and suggests entries to anything else."""
    return opened(tmp_path_factory.mktemp("picky"), CaseJudge(), Thresholds(1.0, 0.0, 0.8))
