import numpy as np
import pytest

from assistant.judge.training.examples import Example, Label
from assistant.judge.training.measures import auroc, polarity_report, relevance_report, wilson


def example(label: Label, kind: str) -> Example:
    return Example("q", "", "t", label, "test", "d", kind)


def test_wilson_interval_of_a_worked_example() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_auroc_counts_ties_half() -> None:
    assert auroc([2.0, 1.0], [1.0, 0.0]) == pytest.approx(3.5 / 4)
    assert auroc([1.0], [0.0]) == 1.0


def test_yes_no_question_read_as_depends_is_wrong() -> None:
    examples = [example(Label.YES, "agree"), example(Label.NO, "agree")]
    logits = np.array([[1, 0, 2, 9], [0, 1, 0, 9]], dtype=np.float32)
    report = polarity_report(examples, logits)
    assert report["yes/no"]["share"] == 0.5
    assert report["yes/no"]["n"] == 2


def test_unsettled_questions_are_measured_by_the_unknown_class() -> None:
    examples = [example(Label.YES, "agree"), example(Label.UNKNOWN, "nearmiss")]
    logits = np.array([[3, 0, 0, 0], [0, 0, 0, 3]], dtype=np.float32)
    report = polarity_report(examples, logits)
    assert report["unknown_auroc"] == 1.0
    assert "nearmiss" not in report


def test_relevance_is_reported_by_kind_against_all_near_misses() -> None:
    examples = [
        example(Label.YES, "agree"),
        example(Label.NONE, "wh"),
        example(Label.UNKNOWN, "nearmiss"),
    ]
    assert relevance_report(examples, [2.0, 0.0, 1.0]) == {"agree": 1.0, "all": 0.5, "wh": 0.0}
