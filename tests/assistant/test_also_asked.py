"""Messages that ask several things, and replies to what was asked besides."""

import pytest

from assistant.assistant import Assistant
from assistant.decision import Thresholds
from tests.assistant.test_dialogue import (
    BAGS,
    GUESTS,
    PETS,
    SEAT,
    CaseJudge,
    opened,
    told,
)

PARKING = "Is parking free?"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("hall"), CaseJudge(), Thresholds(verdict=0.8))


@pytest.fixture(scope="module")
def picky(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Answers headings alone."""
    return opened(tmp_path_factory.mktemp("picky"), CaseJudge(), Thresholds(1.0, 0.0, 0.8))


def test_two_questions_with_any_subject_are_two_where_only_each_is_answered(
    hall: Assistant, picky: Assistant
) -> None:
    text = "What does a seat cost and is parking free?"
    answer = told(picky, text)
    assert answer.standalone_question == "What does a seat cost?"
    assert answer.also_asked == ("Is parking free?",)
    assert told(hall, text).also_asked == ()
    assert told(picky, "What does a seat cost and is wine good?").also_asked == ()


def test_of_many_questions_the_first_is_answered_and_all_others_are_offered(
    hall: Assistant,
) -> None:
    many = (SEAT, PARKING, GUESTS, BAGS, PETS)
    answer = told(hall, " ".join(many))
    assert answer.standalone_question == SEAT
    assert answer.also_asked == many[1:]
