from dataclasses import replace

import numpy as np
import pytest

from assistant.judge.training.examples import Example, Label
from assistant.judge.training.measures import log_losses, polarity_report, relevance_report


def example(label: Label, kind: str) -> Example:
    return Example("q", "", "t", label, "test", "d", kind)


def test_yes_no_question_read_as_depends_is_wrong() -> None:
    examples = [example(Label.YES, "agree"), example(Label.NO, "agree")]
    logits = np.array([[1, 0, 2, 9, 8], [0, 1, 0, 9, 8]], dtype=np.float32)
    report = polarity_report(examples, logits)
    assert report["yes/no"]["share"] == 0.5
    assert report["yes/no"]["n"] == 2


def test_log_loss_is_that_of_the_label_among_all_five() -> None:
    labels = (Label.YES, Label.UNKNOWN, Label.NO)
    examples = [example(label, "agree") for label in labels]
    logits = np.array([[0, 0, 0, 0, 0], [9, 0, 0, 0, 0], [0, 40, 0, 0, 0]], dtype=np.float32)
    assert log_losses(examples, logits) == pytest.approx([np.log(5), 0.0])


def test_unsettled_questions_are_measured_by_the_unknown_class() -> None:
    examples = [example(Label.YES, "agree"), example(Label.UNKNOWN, "nearmiss")]
    logits = np.array([[3, 0, 0, 0, 0], [0, 0, 0, 3, 0]], dtype=np.float32)
    report = polarity_report(examples, logits)
    assert report["unknown_auroc"] == 1.0
    assert "nearmiss" not in report


def test_open_questions_have_a_figure_of_their_own() -> None:
    examples = [
        replace(example(label, kind), question=question)
        for label, kind, question in (
            (Label.NONE, "wh", "Who signs?"),
            (Label.UNKNOWN, "nearmiss", "Who pays?"),
            (Label.YES, "agree", "Is it signed?"),
            (Label.UNKNOWN, "nearmiss", "Isn't it paid?"),
        )
    ]
    logits = np.array(
        [[0, 0, 0, 0, 3], [0, 0, 0, 3, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0]], dtype=np.float32
    )
    report = polarity_report(examples, logits)
    assert report["unknown_auroc_open"] == 1.0
    assert report["unknown_auroc_yes_no"] == 0.0


def test_relevance_is_reported_by_kind_against_all_near_misses() -> None:
    examples = [
        example(Label.YES, "agree"),
        example(Label.NONE, "wh"),
        example(Label.UNKNOWN, "nearmiss"),
    ]
    assert relevance_report(examples, [2.0, 0.0, 1.0]) == {"agree": 1.0, "all": 0.5, "wh": 0.0}
