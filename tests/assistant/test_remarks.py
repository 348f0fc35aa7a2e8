"""Turns that ask nothing: objections, remarks and what readers tell of themselves."""

import pytest

from assistant.assistant import Assistant
from assistant.conversation import Understanding, interpret
from assistant.decision import Thresholds
from assistant.judge.runtime import Polarity
from assistant.types import Audience, Turn
from tests.assistant.test_dialogue import GUESTS, CaseJudge, opened, told, word

AUDIENCES = (
    Audience("student", "Students", ("student", "pupils")),
    Audience("teacher", "Teachers", ("teacher", "staff members")),
)
PARKING = "Is parking free?"


def understood(text: str, *history: str) -> Understanding:
    return interpret(Turn(text, history), AUDIENCES)


class SwayedJudge(CaseJudge):
    """Says no to whatever was remarked upon."""

    id = "swayed-judge"

    def polarity(self, question: str, evidence: str) -> Polarity:
        found = super().polarity(question, evidence)
        return found if question.rstrip(")").endswith("?") else Polarity(0.0, 0.9, 0.0, 0.1)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("hall"), SwayedJudge(), Thresholds(verdict=0.8))


@pytest.mark.parametrize(
    "text",
    [
        "that's wrong",
        "No, that can't be right!",
        "not true",
        "You're wrong",
        "I don't think so",
        "nonsense",
        "but this is not helpful at all",
        "That doesn't answer my question.",
    ],
)
def test_who_objects_asks_the_same_question_again_and_objects(text: str) -> None:
    found = understood(text, "May I borrow films?")
    assert (found.standalone, found.objected) == ("May I borrow films?", True)
    assert found.question.text == "May I borrow films?"
    assert understood("And in summer?", "May I borrow films?", text).standalone == (
        "May I borrow films? And in summer?"
    )


@pytest.mark.parametrize(
    "text", ["Is that wrong?", "That is wrong for films", "are you sure?", "not in summer"]
)
def test_who_asks_on_does_not_object(text: str) -> None:
    assert not understood(text, "May I borrow films?").objected


@pytest.mark.parametrize("text", ["that's wrong", "I don't think so", "that is not correct"])
def test_who_objects_gets_the_same_answer_and_the_way_to_a_person(
    hall: Assistant, text: str
) -> None:
    before, answer = told(hall, PARKING), told(hall, text, PARKING)
    assert word(before) == word(answer) == "yes"
    assert (answer.passages, answer.escalation is not None) == (before.passages, True)
    assert before.escalation is None
    again = told(hall, "are you sure?", PARKING, text)
    assert (again.standalone_question, again.verdict) == (PARKING, before.verdict)


@pytest.mark.parametrize("text", ["I don't think so", "that is not true"])
def test_where_a_proviso_was_asked_about_it_says_that_it_does_not_apply(
    hall: Assistant, text: str
) -> None:
    answer = told(hall, text, GUESTS)
    assert answer.standalone_question == f"{GUESTS} (the hall is full: no)"
    assert answer.escalation is None


@pytest.mark.parametrize("text", ["pizza", "asdfgh", "Hm, rats", "hopeless stuff"])
def test_a_remark_turns_no_yes_into_no(hall: Assistant, text: str) -> None:
    assert word(told(hall, text, PARKING)) != "no"
    assert word(told(hall, "are you sure?", PARKING, text)) == "yes"


def test_words_of_the_faq_may_change_the_answer(hall: Assistant) -> None:
    assert word(told(hall, "euros", PARKING)) == "no"
