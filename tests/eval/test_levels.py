from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.cli import eval_group

ROOT = Path(__file__).parents[2]


@pytest.mark.integration
def test_answers_on_the_test_split_are_not_under_their_recorded_levels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    questions, levels = "eval/questions/test.jsonl", "eval/levels.json"
    arguments = ["run", questions, "--out", str(tmp_path), "--no-baselines", "--levels", levels]
    result = CliRunner().invoke(eval_group, arguments)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "junit.xml").exists()


@pytest.mark.integration
@pytest.mark.timeout(900)  # 720 answers take two and a half minutes
def test_answers_on_other_faqs_are_not_under_their_recorded_levels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    faqs, levels = "eval/faqs", "eval/faqs/levels.json"
    result = CliRunner().invoke(
        eval_group, ["faqs", faqs, "--out", str(tmp_path), "--levels", levels]
    )
    assert result.exit_code == 0, result.output
