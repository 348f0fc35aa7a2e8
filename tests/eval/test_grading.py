from __future__ import annotations

import os

import pytest
from sklearn.metrics import brier_score_loss, confusion_matrix

from eval.answer_view import AnswerView
from eval.gold import GoldSources, Place, Shown, is_right_evidence, is_right_passage
from eval.grading import Grade, Status, VerdictGrade, grade
from eval.measures import measure
from tests.eval.fakes import PARKING, PETS, answer, question, sources


def graded(
    verdict: str, gold: str | None, given: dict[str, object] | None, *tags: str, ms: float = 1.0
) -> Grade:
    view = None if given is None else AnswerView.model_validate(given)
    return grade(question("q", verdict, gold, *tags), view, sources(), ms)


@pytest.mark.parametrize(
    ("verdict", "gold", "given", "status", "word"),
    [
        ("yes", "Dogs are welcome.", answer(PETS, "yes"), Status.RIGHT, VerdictGrade.RIGHT),
        ("no", "Cats are not.", answer(PETS, "yes"), Status.WRONG_VERDICT, VerdictGrade.WRONG_YES),
        ("yes", PETS, answer(PETS, "no"), Status.WRONG_VERDICT, VerdictGrade.WRONG_NO),
        ("yes", PETS, answer(PETS, "depends"), Status.WRONG_VERDICT, VerdictGrade.WRONG_DEPENDS),
        ("yes", PETS, answer(PETS, "undetermined"), Status.WITHHELD, VerdictGrade.WITHHELD),
        ("depends", PETS, answer(PETS), Status.WITHHELD, VerdictGrade.WITHHELD),
        ("yes", PETS, answer(PARKING, "yes"), Status.WRONG_PASSAGE, VerdictGrade.RIGHT),
        ("none", PARKING, answer(PARKING), Status.RIGHT, VerdictGrade.NOT_ASKED),
        ("none", PARKING, answer(PARKING, "no"), Status.WRONG_VERDICT, VerdictGrade.WRONG_NO),
        ("yes", PETS, answer(), Status.SILENT, VerdictGrade.WITHHELD),
        ("none", None, answer(), Status.RIGHTLY_SILENT, VerdictGrade.NOT_ASKED),
        ("none", None, answer(PETS, "yes"), Status.FALSE_ANSWER, VerdictGrade.WRONG_YES),
        ("yes", PETS, None, Status.ERROR, VerdictGrade.WITHHELD),
    ],
)
def test_each_way_to_be_right_silent_or_wrong(
    verdict: str,
    gold: str | None,
    given: dict[str, object] | None,
    status: Status,
    word: VerdictGrade,
) -> None:
    result = graded(verdict, gold, given)
    assert (result.status, result.verdict) == (status, word)


def test_evidence_must_be_in_or_around_the_gold() -> None:
    gold = "Dogs are welcome."
    assert graded("yes", gold, answer(PETS, "yes", quote="Dogs are welcome.")).evidence_right
    assert not graded("yes", gold, answer(PETS, "yes", quote="Cats are not.")).evidence_right


def test_a_quote_that_is_not_where_it_says_is_caught() -> None:
    given = answer(PETS, quote="Cats are not.")
    given["evidence"][0]["start"] -= 1
    assert not graded("none", PETS, given).spans_exact
    given = answer(PETS)
    given["passages"][0]["source"]["start"] += 1
    assert not graded("none", PETS, given).spans_exact


def test_a_gold_string_across_a_paragraph_break_is_right_by_place() -> None:
    text = "One.\n\nTwo three."
    path = os.path.realpath("f.md")
    both = GoldSources({path: text})
    shown = Shown("Two three.", Place(path, 6, 16))
    assert is_right_passage(shown, ("One. Two",), both)
    assert not is_right_passage(Shown("Two three.", None), ("One. Two",), both)
    assert is_right_evidence(shown, ("One. Two",), both)


def test_part_of_a_gold_sentence_is_not_a_right_passage() -> None:
    path = os.path.realpath("f.md")
    text = "One two three."
    shown = Shown("two three.", Place(path, 4, 14))
    assert not is_right_passage(shown, (text,), GoldSources({path: text}))


def tiny() -> list[Grade]:
    """Eight questions whose measures are computed by hand below."""
    return [
        graded("yes", PETS, answer(PETS, "yes", score=0.9, confidence=0.95), "agree", ms=1),
        graded("no", PETS, answer(PETS, "yes", score=0.8, confidence=0.85), "inverted", ms=2),
        graded("no", PETS, answer(PETS, "no", score=0.7, confidence=0.75), "inverted", ms=3),
        graded("depends", PETS, answer(PETS, "undetermined", score=0.6), "inverted", ms=4),
        graded("none", PARKING, answer(PETS, score=0.5), "wh", ms=5),
        graded("none", PARKING, answer(), "wh", ms=6),
        graded("none", None, answer(), "oos-far", ms=7),
        graded("none", None, answer(PARKING, score=0.4), "oos-near", ms=8),
    ]


def test_measures_of_a_tiny_set_agree_with_those_computed_by_hand() -> None:
    result = measure(tiny())
    values = {name: (item.hits, item.n) for name, item in result.shares.items()}
    assert values == {
        "all right": (3, 8),
        "anything wrong": (3, 8),
        "passage right first": (4, 6),
        "evidence right": (4, 6),
        "coverage": (5, 6),
        "passage right where answered": (4, 5),
        "verdict right": (2, 4),
        "verdict withheld": (1, 4),
        "wrong yes": (1, 8),
        "wrong no": (0, 8),
        "wrong depends": (0, 8),
        "verdict right where given": (2, 3),
        "word on an open question": (0, 2),
        "false answers": (1, 2),
        "false answers, near": (1, 1),
        "false answers, far": (0, 1),
        "spans exact": (6, 6),
    }
    assert result.latency.p50_ms == 4.5
    assert result.by_tag["inverted"]["verdict right"].value == 1 / 3
    assert [(p.score, p.coverage, p.risk) for p in result.risk_coverage] == [
        (0.9, 1 / 8, 0),
        (0.8, 2 / 8, 1 / 2),
        (0.7, 3 / 8, 1 / 3),
        (0.6, 4 / 8, 1 / 4),
        (0.5, 5 / 8, 2 / 5),
        (0.4, 6 / 8, 3 / 6),
    ]


def test_confusion_and_brier_agree_with_scikit_learn() -> None:
    grades = tiny()
    labels = ["yes", "no", "depends", "none"]
    gold = [g.question.verdict.value for g in grades if g.question.verdict]
    given = [g.given.value if g.given in ("yes", "no", "depends") else "none" for g in grades]
    expected = confusion_matrix(gold, given, labels=labels)
    result = measure(grades)
    for y, right in enumerate(labels):
        for x, word in enumerate(labels[:3]):
            assert result.confusion[right][word] == expected[y, x]
    assert result.verdict_reliability.brier == pytest.approx(
        brier_score_loss([1, 0, 1], [0.95, 0.85, 0.75])
    )
    # (|1 - .95| + |0 - .85| + |1 - .75|) / 3, each in a bin of its own
    assert result.verdict_reliability.ece == pytest.approx((0.05 + 0.85 + 0.25) / 3)


def test_empty_and_all_silent_runs_have_unknown_values_not_zeros() -> None:
    empty = measure([])
    assert all(item.value is None for item in empty.shares.values())
    assert empty.latency.p50_ms is None
    silent = measure([graded("yes", PETS, answer())])
    assert silent.shares["coverage"].value == 0
    assert silent.shares["passage right where answered"].value is None
    assert silent.risk_coverage == ()


def test_equal_scores_make_one_point_of_the_risk_curve() -> None:
    grades = [graded("yes", PETS, answer(PETS, word)) for word in ("yes", "no")]
    assert [(p.coverage, p.risk) for p in measure(grades).risk_coverage] == [(1.0, 0.5)]
