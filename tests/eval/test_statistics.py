from __future__ import annotations

import math

import ir_measures
import pytest
from scipy import stats

from assistant.statistics import wilson
from eval.ranking import MEASURES, ranking_measures
from eval.statistics import bootstrap_mean, paired_difference, reliability, upper_bound


def test_upper_bound_with_no_failure_is_the_closed_form() -> None:
    assert upper_bound(0, 59, 0.95) == pytest.approx(1 - 0.05 ** (1 / 59))
    assert upper_bound(2, 40, 0.9) == pytest.approx(
        stats.binomtest(2, 40, alternative="less").proportion_ci(0.9, method="exact").high
    )
    assert upper_bound(0, 0, 0.95) == 1.0
    assert upper_bound(3, 3, 0.95) == 1.0


def test_mcnemar_counts_only_questions_that_changed() -> None:
    a = [True] * 10 + [False] * 6
    b = [True] * 9 + [False] + [True] * 6
    result = paired_difference(a, b)
    assert (result.only_a, result.only_b, result.n) == (1, 6, 16)
    assert result.difference == pytest.approx(5 / 16)
    assert result.p == pytest.approx(2 * (1 + 7) / 2**7)  # exact binomial tail, both sides
    assert result.low < result.difference < result.high


def test_nothing_to_compare_is_no_difference() -> None:
    assert paired_difference([], []).p == 1.0
    assert paired_difference([True], [True]).p == 1.0


@pytest.mark.parametrize("flags", [[True] * 40, [False] * 40, [True, False] * 20])
def test_no_pair_that_differs_leaves_room_for_those_that_were_not_asked(flags: list[bool]) -> None:
    result = paired_difference(flags, flags)
    z = stats.norm.ppf(0.975)
    assert result.high == pytest.approx(z**2 / (40 + z**2))
    assert result.low == pytest.approx(-result.high)


def test_interval_of_a_paired_difference_is_where_the_score_test_just_rejects() -> None:
    n, lost, gained = 50, 2, 9
    rest = [True] * (n - lost - gained)
    a = [True] * lost + [False] * gained + rest
    b = [False] * lost + [True] * gained + rest
    result = paired_difference(a, b)
    for bound in (result.low, result.high):
        # the likeliest shares with this difference, found by hand instead of in closed form
        shares = [step / 100_000 for step in range(1, 100_000)]
        fits = [(x, x + bound) for x in shares if x + bound > 0 and 2 * x + bound < 1]
        x, y = max(
            fits,
            key=lambda xy: (
                lost * math.log(xy[0])
                + gained * math.log(xy[1])
                + (n - lost - gained) * math.log(1 - xy[0] - xy[1])
            ),
        )
        z = (gained - lost - n * bound) / math.sqrt(n * (x + y - bound**2))
        assert abs(z) == pytest.approx(stats.norm.ppf(0.975), abs=1e-3)
    assert paired_difference([False] * 9, [True] * 9).high == 1.0
    assert paired_difference([True] * 9, [False] * 9).low == -1.0


def test_a_mean_of_values_that_are_all_the_same_has_an_interval_of_some_width() -> None:
    assert bootstrap_mean([1.0] * 40) == pytest.approx(wilson(40, 40))
    assert bootstrap_mean([0.0] * 40) == pytest.approx(wilson(0, 40))
    low, high = bootstrap_mean([0.5] * 40)
    assert 0.4 < low < 0.5 < high < 0.6
    assert bootstrap_mean([]) == (0.0, 1.0)


def test_reliability_puts_the_edges_into_the_outer_bins() -> None:
    result = reliability([0.0, 1.0], [False, True])
    assert [row.n for row in result.bins] == [1, 1]
    assert result.ece == 0


def test_ranking_measures_by_hand() -> None:
    qrels = {"a": frozenset({"x", "y"}), "b": frozenset({"z"}), "c": frozenset({"w"})}
    run = {"a": ["x", "q", "y"], "b": ["u", "z"], "unjudged": ["x"]}
    result = ranking_measures(qrels, run)
    assert result["P@1"].value == pytest.approx(1 / 3)
    assert result["MRR"].value == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert result["MAP"].value == pytest.approx(((1 + 2 / 3) / 2 + 1 / 2) / 3)
    assert result["recall@1"].value == pytest.approx((1 / 2) / 3)
    assert result["recall@5"].value == pytest.approx(2 / 3)
    assert result["MRR"].n == 3


def test_any_query_id_is_measured_by_itself() -> None:
    qrels = {"a\0b": frozenset({"x"}), "a\0c": frozenset({"y"}), "ü \n": frozenset({"z"})}
    result = ranking_measures(qrels, {"a\0b": ["x"], "ü \n": ["z"]})
    assert result["P@1"].by_query == {"a\0b": 1.0, "a\0c": 0.0, "ü \n": 1.0}


def test_ranking_measures_agree_with_ir_measures_on_a_full_run() -> None:
    qrels = {str(q): frozenset({str(q % 7), str((q * 3) % 11)}) for q in range(20)}
    run = {str(q): [str((q + step) % 11) for step in range(11)] for q in range(20)}
    rows = [ir_measures.Qrel(q, d, 1) for q, docs in qrels.items() for d in docs]
    scored = [
        ir_measures.ScoredDoc(q, d, 100.0 - rank)
        for q, docs in run.items()
        for rank, d in enumerate(docs)
    ]
    expected = ir_measures.calc_aggregate(MEASURES.values(), rows, scored)
    result = ranking_measures(qrels, run)
    for name, item in MEASURES.items():
        assert result[name].value == pytest.approx(expected[item])


def test_no_query_with_a_right_document_gives_unknown_values() -> None:
    assert ranking_measures({"a": frozenset()}, {"a": ["x"]})["MRR"].value is None
