"""Turns without a word: nothing is answered to them, and they go on with no question."""

import pytest

from assistant.assistant import Assistant
from assistant.conversation.context_dependence import says_nothing
from assistant.questions import analyse
from assistant.spelling import Speller
from assistant.types import Outcome
from tests.assistant.halls import SEAT, told

NOISE = ["???", "!!!", "\U0001f600", "x"]


@pytest.mark.parametrize("noise", NOISE)
def test_noise_behind_a_question_is_not_answered_with_that(hall: Assistant, noise: str) -> None:
    answer = told(hall, noise, SEAT)
    assert (answer.outcome, answer.standalone_question) == (Outcome.NOT_COVERED, noise)


@pytest.mark.parametrize("noise", NOISE)
def test_noise_between_two_turns_changes_nothing(hall: Assistant, noise: str) -> None:
    for text in ("And on Mondays?", "Are you sure?", "???"):
        after, before = told(hall, text, SEAT, noise), told(hall, text, SEAT)
        assert after.standalone_question == before.standalone_question


@pytest.mark.parametrize(
    ("text", "is_word"),
    [
        ("asdfgh", False),
        ("xqz wvv?", False),
        ("a", False),
        ("...", False),
        ("", False),
        ("sundays?", True),
        ("asdfgh on Sunday", True),
        ("2", True),
    ],
)
def test_a_word_of_the_language_is_told_from_letters_at_random(text: str, is_word: bool) -> None:
    assert Speller((), frozenset({"sunday", "on"})).recognises(text) is is_word
    assert Speller(()).recognises("asdfgh")  # where no words are given, any may be one


@pytest.mark.parametrize("text", ["a", "à", "a" + "\u0300" * 99, "Of the and", "What is it?", "5"])
def test_function_words_and_letters_say_nothing(text: str) -> None:
    assert says_nothing(analyse(text))


@pytest.mark.parametrize("text", ["Where are you?", "Parking", "How do I get to you?", "24?"])
def test_a_word_or_a_whole_question_says_something(text: str) -> None:
    assert not says_nothing(analyse(text))
