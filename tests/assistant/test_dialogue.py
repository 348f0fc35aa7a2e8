"""Turns that reply to what the assistant said, or ask for more than one thing, on a small FAQ with fake models."""

import pytest

from assistant.assistant import Assistant
from assistant.decision import Thresholds
from assistant.knowledge import open_index
from assistant.settings import load_settings
from assistant.types import Answer, Outcome, Turn
from tests.fakes import FakeEncoder, FakeJudge

FAQ = """---
title: Library
audiences:
  - {id: student, label: Students, aliases: [student card]}
  - {id: staff, label: Teaching staff, aliases: [teacher]}
---

## May films be borrowed?
<!-- faq
id: films
-->

For students: films may not be borrowed.

For teaching staff: films may be borrowed.

## How long is a card valid?
<!-- faq
id: card
-->

A card is valid for one year.
"""
FILMS = "May films be borrowed?"
CARD = "How long is a card valid?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("library")
    (folder / "faq").mkdir()
    (folder / "faq" / "faq.md").write_text(FAQ, encoding="utf-8")
    settings = load_settings(corpus=folder / "faq", cache_dir=folder / "cache")
    encoder = FakeEncoder()
    index = open_index(settings, encoder, notify=lambda _message: None)
    return Assistant(index, encoder, settings, judge=FakeJudge(), thresholds=Thresholds())


def told(library: Assistant, text: str, *history: str, audience: str | None = None) -> Answer:
    return library.ask(Turn(text, history, audience))


def options(answer: Answer) -> list[str]:
    return [o.audience for o in answer.clarification.options] if answer.clarification else []


def word(answer: Answer) -> str | None:
    return answer.verdict.value if answer.verdict else None


def test_the_library_asks_back(library: Assistant) -> None:
    answer = told(library, FILMS)
    assert word(answer) == "depends"
    assert set(options(answer)) == {"student", "staff"}


@pytest.mark.parametrize("text", ["staff", "teacher", "I'm on the teaching staff"])
def test_a_name_answers_the_question_that_was_open(library: Assistant, text: str) -> None:
    answer = told(library, text, FILMS)
    assert (answer.audience, word(answer)) == ("staff", "yes")
    assert answer.clarification is None


def test_a_place_answers_the_question_that_was_open_and_is_remembered(library: Assistant) -> None:
    (first, second) = options(told(library, FILMS))
    assert told(library, "the first one", FILMS).audience == first
    assert told(library, "2", FILMS).audience == second
    assert told(library, "And how long is a card valid?", FILMS, "2").audience == second


def test_a_choice_can_be_corrected(library: Assistant) -> None:
    answer = told(library, "no, I meant staff", FILMS, "Students")
    assert (answer.audience, word(answer)) == ("staff", "yes")
    assert told(library, "no, I meant staff", "May students borrow films?").audience == "staff"


@pytest.mark.parametrize("text", ["neither", "both", "I don't know", "not sure"])
def test_who_cannot_say_gets_the_answer_for_each_and_is_not_asked_again(
    library: Assistant, text: str
) -> None:
    answer = told(library, text, FILMS)
    assert answer.standalone_question == FILMS
    assert word(answer) == "depends"
    assert answer.clarification is None


def test_yes_does_not_say_which_and_is_asked_again_in_one_line(library: Assistant) -> None:
    answer = told(library, "yes", FILMS)
    assert answer.outcome is Outcome.SMALL_TALK
    assert len(options(answer)) == 2
    assert answer.message.text.startswith("Which of these are you? ")
    assert "\n" not in answer.message.text
    assert told(library, "the first one", FILMS, "yes").outcome is Outcome.ANSWERED


def test_a_button_below_it_answers_the_open_question(library: Assistant) -> None:
    answer = told(library, "yes", FILMS, "yes", audience="staff")
    assert (answer.audience, word(answer)) == ("staff", "yes")


def test_where_nothing_was_asked_back_yes_is_small_talk(library: Assistant) -> None:
    for history in ((), (CARD,), (FILMS, "Students"), (FILMS, "thanks")):
        answer = told(library, "yes", *history)
        assert answer.outcome is Outcome.SMALL_TALK
        assert answer.clarification is None


def test_who_asks_about_others_hears_of_others(library: Assistant) -> None:
    answer = told(library, "What about teachers?", FILMS, audience="student")
    assert (answer.audience, word(answer)) == ("staff", "yes")


def test_of_two_questions_one_is_answered_and_the_other_offered(library: Assistant) -> None:
    answer = told(library, f"{CARD} {FILMS}")
    assert answer.standalone_question == CARD
    assert answer.passages[0].entry_id == "card"
    assert answer.also_asked == (FILMS,)
    for message in (answer.message.text, answer.message.html):
        assert "You also asked:" in message
        assert FILMS in message


def test_of_two_questions_the_one_that_the_faq_answers_is_answered(library: Assistant) -> None:
    answer = told(library, f"Who won the football cup? {CARD}")
    assert answer.standalone_question == CARD
    assert answer.also_asked == ("Who won the football cup?",)


def test_two_questions_for_one_entry_are_one(library: Assistant) -> None:
    text = f"{FILMS} May borrowed films be copied?"
    answer = told(library, text)
    assert answer.standalone_question == text
    assert answer.also_asked == ()


def test_a_follow_up_goes_on_with_the_question_that_was_answered(library: Assistant) -> None:
    answer = told(library, "What about teachers?", f"{FILMS} {CARD}")
    assert answer.standalone_question == f"{FILMS} (Teaching staff)"


@pytest.mark.parametrize("text", ["and staff?", "what about staff", "no, I meant staff"])
def test_a_word_of_a_name_is_enough_to_ask_for_the_others(library: Assistant, text: str) -> None:
    answer = told(library, text, FILMS, audience="student")
    assert (answer.audience, word(answer)) == ("staff", "yes")
    assert told(library, text, "May students borrow films?").audience == "staff"
    assert told(library, CARD, "May students borrow films?", text).audience == "staff"


def test_what_is_asked_is_read_without_the_name_in_brackets(library: Assistant) -> None:
    answer = told(library, "can you repeat that?", FILMS, "Students", "and teachers?")
    assert answer.standalone_question == f"{FILMS} (teachers)"
    assert (answer.audience, word(answer)) == ("staff", "yes")


def test_what_about_so_many_words_may_turn_to_another_entry(library: Assistant) -> None:
    answer = told(library, "What about a valid card?", FILMS)
    assert answer.standalone_question == "What about a valid card?"
    assert answer.passages[0].entry_id == "card"


def test_no_question_of_a_conversation_is_read_twice(library: Assistant) -> None:
    judge = library.judge
    assert isinstance(judge, FakeJudge)
    several = "May old films be borrowed? How long is a new card valid?"
    judge.read.clear()
    assert told(library, several).also_asked
    once = len(judge.read)
    assert once == len(set(judge.read)) > 0
    told(library, "Thanks!", several, several)
    assert len(judge.read) == once
