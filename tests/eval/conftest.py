from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.eval.commands import GOLD


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "q.jsonl"
    row = {"answerable": True, "passages": [GOLD], "verdict": "no", "tags": ["agree"]}
    lines = [json.dumps({"id": f"q{i}", "question": f"Old version {i}?", **row}) for i in range(60)]
    path.write_text("\n".join(lines))
    return path
