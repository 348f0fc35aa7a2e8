import pytest

from assistant.decision import Thresholds, decide
from assistant.types import Fact, FaqEntry, Outcome, Span, VerdictValue
from assistant.verdict import Reading, SettledVerdict, normalised_question, pinned_readings, settle

YES, NO, DEPENDS = VerdictValue.YES, VerdictValue.NO, VerdictValue.DEPENDS
UNDETERMINED = VerdictValue.UNDETERMINED


def reading(
    value: VerdictValue,
    audience: str | None = None,
    confidence: float = 0.9,
    *,
    by_operator: bool = False,
) -> Reading:
    return Reading(Span(0, 5), value, confidence, audience, by_operator)


def test_nothing_read_is_undetermined() -> None:
    assert settle((), None, 0.7).value is VerdictValue.UNDETERMINED


def test_a_reading_below_the_bound_gives_no_word_and_says_how_near_it_was() -> None:
    settled = settle([reading(YES, confidence=0.6)], None, 0.7)
    assert (settled.value, settled.confidence) == (VerdictValue.UNDETERMINED, 0.6)


def test_audiences_that_differ_make_it_depend() -> None:
    settled = settle([reading(YES, "a"), reading(NO, "b", 0.8)], None, 0.7)
    assert (settled.value, settled.confidence) == (DEPENDS, 0.8)
    assert [row.audience for row in settled.by_audience] == ["a", "b"]


def test_where_one_audience_s_text_is_not_understood_nobody_gets_a_word() -> None:
    settled = settle([reading(YES, "a"), reading(YES, "b", 0.4)], None, 0.7)
    assert (settled.value, settled.confidence) == (VerdictValue.UNDETERMINED, 0.4)
    assert settle([reading(YES, "a"), reading(YES, "b", 0.4)], "a", 0.7).value is YES
    assert settle([reading(YES, "a"), reading(YES, None, 0.4)], None, 0.7).value is YES


def rows(settled: SettledVerdict) -> list[tuple[str | None, VerdictValue]]:
    return [(row.audience, row.value) for row in settled.by_audience]


def test_where_one_text_is_not_understood_rows_tell_for_whom_it_is_settled() -> None:
    settled = settle([reading(YES, "a"), reading(YES, "b", 0.4)], None, 0.7)
    assert rows(settled) == [("a", YES), ("b", UNDETERMINED)]
    general = settle([reading(YES), reading(YES, "b", 0.4)], None, 0.7, ("a", "b"))
    assert general.value is UNDETERMINED
    assert rows(general) == [("a", YES), ("b", UNDETERMINED)]


def test_settled_texts_that_differ_depend_whatever_the_others_say() -> None:
    found = [reading(YES, "a"), reading(NO, "b", 0.8), reading(YES, "c", 0.4)]
    settled = settle(found, None, 0.7, ("a", "b", "c"))
    assert (settled.value, settled.confidence) == (DEPENDS, 0.8)
    assert rows(settled) == [("a", YES), ("b", NO), ("c", UNDETERMINED)]


def test_a_word_for_some_is_no_word_for_those_whose_text_is_not_understood() -> None:
    settled = settle([reading(NO, "a"), reading(YES, None, 0.4)], None, 0.7, ("a", "b"))
    assert (settled.value, settled.confidence) == (UNDETERMINED, 0.4)
    assert rows(settled) == [("a", NO), ("b", UNDETERMINED)]


def test_where_it_depends_for_one_audience_it_does_whatever_the_text_of_the_others_says() -> None:
    settled = settle([reading(DEPENDS, "a"), reading(YES, "b", 0.4)], None, 0.7, ("a", "b"))
    assert settled.value is DEPENDS
    rows = [(row.audience, row.value) for row in settled.by_audience]
    assert rows == [("a", DEPENDS), ("b", UNDETERMINED)]


def test_a_known_audience_hears_its_own_text_only() -> None:
    assert settle([reading(YES, "a"), reading(NO, "b")], "b", 0.7).value is NO
    assert settle([reading(YES), reading(NO, "b")], "b", 0.7).value is NO
    assert settle([reading(YES), reading(NO, "b")], "a", 0.7).value is YES


def test_text_for_everybody_speaks_to_those_without_a_text_of_their_own() -> None:
    settled = settle([reading(NO), reading(YES, "a", 0.8)], None, 0.7, ("a", "b"))
    assert (settled.value, settled.confidence) == (DEPENDS, 0.8)
    assert [(row.audience, row.value) for row in settled.by_audience] == [("a", YES), ("b", NO)]
    assert settle([reading(NO), reading(NO, "a")], None, 0.7, ("a", "b")).value is NO
    unsure = settle([reading(NO), reading(YES, "a", 0.4)], None, 0.7, ("a", "b"))
    assert unsure.value is VerdictValue.UNDETERMINED


def test_a_word_from_text_for_one_audience_says_whose_it_is() -> None:
    settled = settle([reading(NO, "a")], None, 0.7, ("a", "b"))
    assert (settled.value, [row.audience for row in settled.by_audience]) == (NO, ["a"])
    assert settle([reading(NO, "a")], "a", 0.7, ("a", "b")).by_audience == ()


def test_audiences_that_agree_give_one_word() -> None:
    assert settle([reading(YES, "a"), reading(YES, "b")], None, 0.7).value is YES


@pytest.mark.parametrize(("unknown", "value"), [(0.75, YES), (0.5, UNDETERMINED)])
def test_text_for_some_that_does_not_speak_to_the_question_costs_no_word(
    unknown: float, value: VerdictValue
) -> None:
    other = Reading(Span(9, 12), NO, 0.2, "b", unknown=unknown)
    assert settle([reading(YES), other], None, 0.7, ("a", "b")).value is value


def test_a_pinned_fact_outranks_what_is_read() -> None:
    assert (
        settle([reading(YES, confidence=0.99), reading(NO, by_operator=True)], None, 0.7).value
        is NO
    )


def test_a_fact_pinned_for_some_is_no_word_for_everybody() -> None:
    settled = settle([reading(YES, "a", 1.0, by_operator=True)], None, 0.7)
    assert settled.value is DEPENDS
    assert [row.audience for row in settled.by_audience] == ["a"]
    assert settle([reading(YES, "a", 1.0, by_operator=True)], "a", 0.7).value is YES
    fact = Fact("May I?", YES, "you may", Span(0, 5), "a")
    entry = FaqEntry("e", "T", "f.md", 1, Span(0, 1), Span(0, 9), (), facts=(fact,))
    assert pinned_readings("may I", [entry], "a").keys() == {"e"}
    assert pinned_readings("may I", [entry]).keys() == {"e"}
    assert pinned_readings("may I", [entry], "b") == {}


def test_contradicting_texts_settle_nothing_and_are_both_named() -> None:
    settled = settle([reading(YES), reading(NO)], None, 0.7)
    assert settled.value is VerdictValue.UNDETERMINED
    assert {reading.value for reading in settled.proof} == {YES, NO}
    assert settled.conflict
    assert not settle([reading(YES)], None, 0.7).conflict


def test_a_pinned_question_matches_whatever_its_case_spelling_and_punctuation() -> None:
    fact = Fact("May licences be sold?", NO, "never", Span(3, 8))
    entry = FaqEntry("e", "T", "f.md", 1, Span(0, 1), Span(0, 9), (), facts=(fact,))
    found = pinned_readings("may LICENSES be sold", [entry])
    assert found == {"e": (Reading(Span(3, 8), NO, 1.0, None, by_operator=True),)}
    assert pinned_readings("May licences be lent?", [entry]) == {}


def test_flipping_a_question_makes_another_key() -> None:
    assert normalised_question("Is it allowed?") != normalised_question("Is it forbidden?")


@pytest.mark.parametrize(
    ("confidence", "outcome"),
    [
        (0.1, Outcome.NOT_COVERED),
        (0.2, Outcome.SUGGESTED),
        (0.5, Outcome.ANSWERED),
    ],
)
def test_confidence_decides_between_answer_suggestion_and_silence(
    confidence: float, outcome: Outcome
) -> None:
    assert decide(confidence, Thresholds(answer=0.5, suggest=0.2)) is outcome


def test_text_for_everybody_beside_that_of_all_audiences_is_for_everyone_else() -> None:
    agreed = [reading(YES, "a"), reading(YES, "b")]
    others = settle([*agreed, reading(NO)], None, 0.7, ("a", "b"))
    assert (others.value, rows(others)) == (DEPENDS, [("a", YES), ("b", YES)])
    unsure = settle([*agreed, reading(DEPENDS, None, 0.4)], None, 0.7, ("a", "b"))
    assert (unsure.value, unsure.confidence) == (UNDETERMINED, 0.4)
    assert rows(unsure) == [("a", YES), ("b", YES)]
    assert settle([*agreed, reading(NO)], "a", 0.7, ("a", "b")).value is YES
    assert settle([*agreed, reading(YES, None, 0.4)], None, 0.7, ("a", "b")).value is YES
