"""Messages that ask several things, and replies to what was asked besides."""

import pytest

from assistant.assistant import Assistant
from assistant.types import Outcome
from tests.assistant.halls import (
    BAGS,
    GUESTS,
    PETS,
    SEAT,
    opened_on,
    told,
    word,
)
from tests.fakes import FakeJudge

PARKING = "Is parking free?"
LIBRARY = """# Library

## May films be borrowed?
Members may borrow a film.

## May lockers be rented?
Members may rent a locker.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened_on(LIBRARY, tmp_path_factory.mktemp("library"), FakeJudge())


def test_two_questions_with_any_subject_are_two_where_only_each_is_answered(
    hall: Assistant, picky: Assistant
) -> None:
    text = "What does a seat cost and is parking free?"
    answer = told(picky, text)
    assert answer.standalone_question == "What does a seat cost?"
    assert answer.also_asked == ("Is parking free?",)
    assert told(hall, text).also_asked == ()
    assert told(picky, "What does a seat cost and is wine good?").also_asked == ()


def test_two_under_one_auxiliary_do_not_share_a_word(library: Assistant) -> None:
    answer = told(library, "May members borrow a film and rent a locker?")
    assert answer.standalone_question == "May members borrow a film?"
    assert answer.also_asked == ("May members rent a locker?",)
    assert told(library, "next", answer.question).passages[0].title == "May lockers be rented?"
    for one in (
        "May members borrow a film and keep the film?",
        "May members borrow a film and return the film?",
    ):
        assert told(library, one).also_asked == ()


def test_two_that_ask_for_yes_or_no_do_not_share_a_word(hall: Assistant) -> None:
    answer = told(hall, "May guests come and may pets come?")
    assert answer.standalone_question == GUESTS
    assert answer.also_asked == (PETS,)


def test_a_yes_or_no_keeps_its_word_where_a_detail_is_asked_too(hall: Assistant) -> None:
    answer = told(hall, f"{PARKING} How long is it?")
    assert (answer.standalone_question, answer.also_asked) == (PARKING, ("How long is it?",))
    assert word(answer) == "yes"


def test_questions_that_differ_without_the_situation_told_for_both_are_two(hall: Assistant) -> None:
    text = f"We own a locker and want a locker. {SEAT} What does parking here cost?"
    assert told(hall, text).also_asked == ("What does parking here cost?",)


def test_of_many_questions_the_first_is_answered_and_all_others_are_offered(
    hall: Assistant,
) -> None:
    many = (SEAT, PARKING, GUESTS, BAGS, PETS)
    answer = told(hall, " ".join(many))
    assert answer.standalone_question == SEAT
    assert answer.also_asked == many[1:]


@pytest.mark.parametrize(
    "text",
    [
        "And the second one?",
        "the other question please",
        "yes",
        "yes please",
        "2",
        "the next one",
        "and my other question?",
    ],
)
def test_the_other_question_is_answered_when_it_is_asked_for(hall: Assistant, text: str) -> None:
    both = f"{SEAT} {PARKING}"
    answer = told(hall, text, both)
    assert answer.standalone_question == PARKING
    assert answer.passages[0].title == PARKING
    assert answer.also_asked == ()
    assert told(hall, "And on Sundays?", both, text).standalone_question == (
        f"{PARKING} And on Sundays?"
    )
    assert told(hall, "yes", both, text).outcome is Outcome.SMALL_TALK


def test_an_and_before_the_other_question_joins_it_to_no_earlier_message(hall: Assistant) -> None:
    both = f"{SEAT} And is parking free?"
    assert told(hall, "the second one", PETS, both).standalone_question == "Is parking free?"


def test_of_several_others_one_is_chosen_by_its_place_in_the_message(hall: Assistant) -> None:
    locker = "What does a locker cost?"
    three = f"{SEAT} {PARKING} {locker}"
    assert told(hall, "the third one", three).standalone_question == locker
    assert told(hall, "the third one", three).also_asked == (PARKING,)
    assert told(hall, "the second", three).standalone_question == PARKING
    assert told(hall, "the first one", three).standalone_question == PARKING
    assert told(hall, "the last one", three).standalone_question == locker
    assert told(hall, "yes", three, "the third one").standalone_question == PARKING


def test_what_was_asked_back_comes_first(hall: Assistant) -> None:
    both = f"{GUESTS} {SEAT}"
    assert "the hall is full: yes" in told(hall, "yes", both).standalone_question
    assert told(hall, "the second question", both).standalone_question == SEAT
    assert told(hall, "and the other one?", both, "yes").standalone_question == SEAT
    assert told(hall, "no", f"{SEAT} {PARKING}").outcome is Outcome.SMALL_TALK


def test_who_asks_for_a_person_besides_gets_the_answer_and_the_way_out(hall: Assistant) -> None:
    asked = told(hall, f"{PARKING} And please connect me to a person.")
    assert (asked.outcome, word(asked)) == (Outcome.ANSWERED, "yes")
    assert asked.escalation is not None
    assert asked.message.text.endswith(asked.escalation.text)
    assert told(hall, PARKING).escalation is None
    assert told(hall, "please escalate", PARKING).outcome is Outcome.HANDOFF
