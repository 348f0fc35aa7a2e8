"""What the asker only tells of their case, after a question."""

import pytest

from assistant.conversation import interpret
from assistant.conversation.topic_substitution import substitute_topic
from assistant.types import Audience, QuestionForm, Turn

QUESTION = "Are parcels free?"


@pytest.mark.parametrize(
    "told",
    ["we're getting divorced", "I'm blind", "we moved house", "my dad died", "The owner left."],
)
def test_a_short_statement_is_the_situation_of_the_question_before_and_no_topic(told: str) -> None:
    understood = interpret(Turn(told, (QUESTION,)), ())
    assert understood.standalone == f"{QUESTION} {told}"
    assert understood.question.form is QuestionForm.POLAR
    assert understood.join is not None
    assert (understood.join.topic, understood.join.statement) == ("", told)


@pytest.mark.parametrize("topic", ["Lockers", "And the lockers?", "family tickets"])
def test_a_thing_is_a_topic_and_no_statement(topic: str) -> None:
    join = interpret(Turn(topic, (QUESTION,)), ()).join
    assert join is not None
    assert join.statement == ""
    assert join.substituted == substitute_topic(QUESTION, topic.removeprefix("And "))


def test_a_statement_that_points_back_goes_on_for_sure() -> None:
    understood = interpret(Turn("They were late", (QUESTION,)), ())
    assert understood.is_followup
    assert understood.join is None


@pytest.mark.parametrize("who", ["Guests.", "I'm a guest."])
def test_nothing_points_to_a_sentence_that_only_says_who_asks(who: str) -> None:
    audiences = (Audience("guest", "Guests", ("guest",)),)
    text = f"{who} What does it cost above the limit?"
    assert interpret(Turn(text, (QUESTION,)), audiences).standalone == f"{QUESTION} {text}"
    alone = f"{who} How do I cancel my booking?"
    assert interpret(Turn(alone, (QUESTION,)), audiences).standalone == alone


def test_what_follows_a_named_thing_is_asked_of_that() -> None:
    earlier = ("Can admins pay?", "And viewers?")
    assert (
        interpret(Turn("Can they sign?", earlier), ()).standalone
        == "Can admins pay? And viewers? Can they sign?"
    )
    assert interpret(Turn("And guests?", earlier), ()).standalone == "Can admins pay? And guests?"


def test_case_with_a_contraction_is_supposed() -> None:
    understood = interpret(Turn("What if we're late?", (QUESTION,)), ())
    assert understood.question.clause == "Are parcels free if we're late?"


@pytest.mark.parametrize("when", ["And when", "But where", "and once"])
def test_when_it_is_so_is_a_case_of_the_question_before(when: str) -> None:
    understood = interpret(Turn(f"{when} the house is let out?", (QUESTION,)), ())
    assert understood.question.clause == "Are parcels free if the house is let out?"
    assert understood.question.form is QuestionForm.POLAR


@pytest.mark.parametrize(
    "text", ["And when can I pay?", "And where the office is?", "When do I pay?", "What when?"]
)
def test_what_asks_when_or_where_is_no_case(text: str) -> None:
    assert interpret(Turn(text, (QUESTION,)), ()).question.form is QuestionForm.OPEN
