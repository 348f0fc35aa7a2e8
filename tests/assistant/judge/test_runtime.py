"""The judge at run time: weights are checked, and each text is judged by itself."""

import hashlib
import json
import shutil
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import JudgeError
from assistant.judge.runtime import (
    WEIGHTS,
    CrossEncoder,
    OnnxJudge,
    Polarity,
    evidence_text,
    load_judge,
)
from assistant.judge.training import items
from assistant.settings import load_settings
from assistant.types import VerdictValue

QUESTION = "May we share the licence with a subsidiary?"
TEXTS = [
    "Sharing | Licences may be shared with subsidiaries.",
    "Renewal | Your subscription renews every year.",
]


@pytest.fixture(scope="module")
def judge() -> OnnxJudge:
    return OnnxJudge()


def test_the_value_is_the_likeliest_word() -> None:
    assert Polarity(0.2, 0.5, 0.1, 0.2).value is VerdictValue.NO
    assert Polarity(0.2, 0.1, 0.4, 0.3).value is VerdictValue.DEPENDS
    assert Polarity(0.3, 0.1, 0.1, 0.5).value is VerdictValue.YES


def test_the_confidence_of_a_word_leaves_aside_whether_anything_is_settled() -> None:
    assert Polarity(0.3, 0.1, 0.1, 0.5).confidence == pytest.approx(0.6)
    assert Polarity(0.3, 0.0, 0.0, 0.4, 0.3).confidence == pytest.approx(0.5)
    assert Polarity(0.0, 0.0, 0.0, 1.0).confidence == 0.0
    assert Polarity(0.3, 0.0, 0.0, 0.2, 0.5).settled == 0.5


def test_a_tie_between_yes_and_no_is_always_broken_alike() -> None:
    assert Polarity(0.4, 0.4, 0.1, 0.1).value is VerdictValue.YES


def test_two_readings_of_one_question_have_a_mean() -> None:
    mean = Polarity(0.8, 0.2, 0.0, 0.0).mean(Polarity(0.0, 0.2, 0.4, 0.2, 0.2))
    assert mean == Polarity(0.4, 0.2, 0.2, 0.1, 0.1)


@pytest.mark.parametrize(("heading", "text"), [("Heading", "Text."), ("", "Text.")])
def test_texts_are_shaped_as_in_training(heading: str, text: str) -> None:
    assert evidence_text(heading, text) == items.evidence_text(heading, text)


def test_the_judge_can_be_switched_off() -> None:
    assert load_judge(load_settings(judge="none")) is None


def test_a_missing_folder_is_named_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(JudgeError, match=r"manifest\.json.*FAQ_JUDGE=none"):
        load_judge(load_settings(judge=str(tmp_path)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[]", "no JSON object"),
        ('{"labels": []}', "it lacks max_length, sha256"),
        ("{", "Expecting"),
    ],
)
def test_a_manifest_that_is_none_is_named_with_the_reason(
    content: str, reason: str, tmp_path: Path
) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(JudgeError, match=rf"manifest\.json: not a manifest.*{reason}"):
        CrossEncoder(tmp_path)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "relevance"
    shutil.copytree(WEIGHTS / "relevance", folder)
    with (folder / "model.onnx").open("r+b") as file:
        file.seek(1000)
        file.write(b"damage")
    with pytest.raises(JudgeError, match=r"model\.onnx: SHA-256"):
        CrossEncoder(folder)


def test_weights_that_no_session_can_load_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "relevance"
    shutil.copytree(WEIGHTS / "relevance", folder)
    (folder / "model.onnx").write_bytes(b"no model")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["sha256"]["model.onnx"] = hashlib.sha256(b"no model").hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(JudgeError, match="cannot be loaded"):
        CrossEncoder(folder)


def test_weights_of_an_earlier_kind_are_refused(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS, tmp_path / "judge")
    path = tmp_path / "judge" / "polarity" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["labels"].remove("none")
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(JudgeError, match="know no none"):
        OnnxJudge(tmp_path / "judge")


@pytest.mark.integration
class TestWithTheRealWeights:
    def test_the_text_that_answers_is_the_more_relevant(self, judge: OnnxJudge) -> None:
        answers, other = judge.relevance(QUESTION, TEXTS)
        assert answers > 0.5 > other

    def test_a_text_is_judged_by_itself(self, judge: OnnxJudge) -> None:
        together = judge.relevance(QUESTION, TEXTS)
        apart = [judge.relevance(QUESTION, [text])[0] for text in TEXTS]
        np.testing.assert_array_equal(together, apart)

    def test_no_text_gives_no_score(self, judge: OnnxJudge) -> None:
        assert judge.relevance(QUESTION, []).shape == (0,)

    def test_polarity_is_a_distribution(self, judge: OnnxJudge) -> None:
        read = judge.polarity(QUESTION, TEXTS[0])
        assert sum(astuple(read)) == pytest.approx(1)

    def test_an_open_question_is_told_or_left_open(self, judge: OnnxJudge) -> None:
        text = "How long does a loan last? | A loan lasts three weeks and can be renewed once."
        assert judge.polarity("How often can a loan be renewed?", text).open_answer > 0.5
        assert judge.polarity("What does a loan cost?", text).unknown > 0.5

    @pytest.mark.parametrize(
        "question", ["?" * 50_000, "may we " * 400, "a\udcffb", "\u0000", "عربي", "字" * 2000, ""]
    )
    def test_any_question_is_read(self, judge: OnnxJudge, question: str) -> None:
        assert np.isfinite(judge.relevance(question, [*TEXTS, "", "x\ud800", "y" * 9000])).all()

    def test_of_a_long_question_the_end_is_read(self, judge: OnnxJudge) -> None:
        padding = "We are a company in Oslo and write to you on a Monday. " * 20
        answers, other = judge.relevance(padding + QUESTION, TEXTS)
        assert answers > other
