"""Turns that reply to what the assistant said, or ask for more than one thing, on a small FAQ with fake models."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.decision import Thresholds
from assistant.types import Answer, Outcome
from tests.assistant.halls import (
    BAGS,
    GUESTS,
    MUSIC,
    PETS,
    SEAT,
    CaseJudge,
    opened,
    opened_on,
    told,
    word,
)
from tests.fakes import FakeJudge

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
    return opened_on(FAQ, tmp_path_factory.mktemp("library"), FakeJudge())


def options(answer: Answer) -> list[str]:
    return [o.audience for o in answer.clarification.options] if answer.clarification else []


def test_the_library_asks_back(library: Assistant) -> None:
    answer = told(library, FILMS)
    assert word(answer) == "depends"
    assert set(options(answer)) == {"student", "staff"}


def test_what_is_not_offered_asks_for_another_question_of_the_message(library: Assistant) -> None:
    third = "Is the third shelf open?"
    three = f"{FILMS} {CARD} {third}"
    assert told(library, three).also_asked == (CARD, third)
    assert len(options(told(library, three))) == 2
    for text in ("next", "the next one please", "and the next question?"):
        assert told(library, text, three).standalone_question == CARD
        assert told(library, text, three, "staff").standalone_question == CARD
    for text in ("the third one", "3", "and the third?"):
        assert told(library, text, three).standalone_question == third
        assert told(library, "next", three, text).standalone_question == CARD
    assert told(library, "2", three).audience == options(told(library, three))[1]
    assert told(library, "the ninth one", three).outcome is Outcome.SMALL_TALK
    assert len(options(told(library, "next", FILMS))) == 2


def test_a_mail_is_gone_on_with_in_its_own_words(library: Assistant) -> None:
    mail = (
        f"Can you help him?\n\nOn Mon, Ana wrote:\n> {CARD}\n> Regards\n> Ana Lopez\n> Tel. 01234"
    )
    assert told(library, mail).standalone_question == f"{CARD}\nRegards"
    answer = told(library, "And for staff?", mail)
    assert answer.standalone_question.startswith(CARD)
    assert "Tel." not in answer.standalone_question
    thanks = f"Thanks, that helps a lot!\n\nOn Mon, Ana wrote:\n> {CARD}"
    assert told(library, thanks).outcome is Outcome.SMALL_TALK


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


def test_who_is_neither_hears_no_word_of_the_others_and_is_not_asked_again(
    library: Assistant,
) -> None:
    answer = told(library, "neither", FILMS)
    assert answer.standalone_question == FILMS
    assert answer.verdict
    assert (word(answer), answer.verdict.by_audience) == ("undetermined", ())
    assert answer.clarification is None


@pytest.mark.parametrize("text", ["both", "I don't know", "not sure"])
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
    named = told(library, "And teachers?", "May students borrow films?")
    assert named.standalone_question == "May teachers borrow films?"


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
    text = f"{FILMS} How old are borrowed films?"
    answer = told(library, text)
    assert answer.standalone_question == text
    assert answer.also_asked == ()


def test_a_follow_up_goes_on_with_the_question_that_was_answered(library: Assistant) -> None:
    answer = told(library, "What about teachers?", f"{FILMS} {CARD}")
    assert answer.standalone_question == f"{FILMS} (Teaching staff)"


def test_a_question_is_told_without_the_courtesy_before_it(library: Assistant) -> None:
    assert told(library, f"Great, thanks! {CARD}").standalone_question == CARD
    answer = told(library, "Ok. And for how long?", FILMS)
    assert answer.standalone_question == f"{FILMS} And for how long?"


@pytest.mark.parametrize("text", ["and staff?", "what about staff", "no, I meant staff"])
def test_a_word_of_a_name_is_enough_to_ask_for_the_others(library: Assistant, text: str) -> None:
    answer = told(library, text, FILMS, audience="student")
    assert (answer.audience, word(answer)) == ("staff", "yes")
    assert told(library, text, "May students borrow films?").audience == "staff"
    assert told(library, CARD, "May students borrow films?", text).audience == "staff"


def test_what_is_asked_is_read_without_the_name_in_brackets(library: Assistant) -> None:
    answer = told(library, "can you repeat that?", FILMS, "Students", "and teachers?")
    assert answer.standalone_question == f"{FILMS} (Teaching staff)"
    assert (answer.audience, word(answer)) == ("staff", "yes")


def test_what_about_so_many_words_may_turn_to_another_entry(library: Assistant) -> None:
    answer = told(library, "What about a valid card?", FILMS)
    assert answer.standalone_question == "a valid card?"
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


@pytest.mark.parametrize(
    ("question", "reply", "value"),
    [
        (GUESTS, "yes", "no"),
        (GUESTS, "no", "yes"),
        (GUESTS, "no, it isn't", "yes"),
        (GUESTS, "yes, the hall is full", "no"),
        (GUESTS, "and if not?", "yes"),
        (PETS, "yes, they do", "yes"),
        (PETS, "no", "no"),
        (BAGS, "no", "no"),
        (BAGS, "Yes.", "yes"),
    ],
)
def test_who_says_whether_the_condition_applies_gets_the_word_that_follows_or_none(
    hall: Assistant, question: str, reply: str, value: str
) -> None:
    assert word(told(hall, question)) == "depends"
    answer = told(hall, reply, question)
    assert (answer.outcome, word(answer)) == (Outcome.ANSWERED, value)
    assert answer.passages == told(hall, question).passages or question == BAGS
    assert answer.evidence
    assert answer.clarification is None


def test_what_was_said_of_the_condition_is_told_with_the_question(hall: Assistant) -> None:
    answer = told(hall, "yes", GUESTS)
    assert answer.standalone_question == f"{GUESTS} (the hall is full: yes)"
    assert told(hall, "are you sure?", GUESTS, "yes").verdict == answer.verdict


def test_what_holds_otherwise_is_quoted(hall: Assistant) -> None:
    quotes = [evidence.quote for evidence in told(hall, "no", BAGS).evidence]
    assert "Otherwise bags may not stay." in quotes


def test_the_other_case_can_be_supposed_after_the_first(hall: Assistant) -> None:
    assert word(told(hall, "and if not?", GUESTS, "yes")) == "yes"
    assert word(told(hall, "and if it is?", GUESTS, "no", "why?")) == "no"


def test_another_condition_of_the_sentence_is_asked_about_next(hall: Assistant) -> None:
    answer = told(hall, "yes", MUSIC)
    assert word(answer) == "depends"
    assert answer.clarification
    assert "the hall is full" in answer.clarification.question
    assert word(told(hall, "no", MUSIC, "yes")) == "yes"
    assert word(told(hall, "yes", MUSIC, "yes")) == "no"
    assert word(told(hall, "no", MUSIC)) == "undetermined"


def test_who_does_not_know_or_says_both_gets_the_passage(hall: Assistant) -> None:
    unknown = told(hall, "I don't know", GUESTS)
    assert (word(unknown), unknown.clarification) == ("depends", None)
    assert told(hall, "yes, it isn't", GUESTS).clarification == told(hall, GUESTS).clarification


def test_where_the_judge_reads_it_the_other_way_a_word_is_given_only_if_the_rule_proves_it(
    tmp_path: Path,
) -> None:
    judge = CaseJudge()
    judge.wrong = True
    misread = opened(tmp_path, judge, Thresholds())
    assert word(told(misread, "yes", GUESTS)) == "no"  # "unless": it depends on nothing else
    assert word(told(misread, "no", PETS)) == "undetermined"  # "if" says nothing of the other case


def test_yes_we_do_is_small_talk_where_nothing_was_asked(hall: Assistant) -> None:
    for history in ((SEAT,), (GUESTS, "thanks"), (GUESTS, "yes")):
        assert told(hall, "yes, we do", *history).outcome is Outcome.SMALL_TALK


def test_a_condition_is_asked_of_the_audience_that_was_chosen_by_button(hall: Assistant) -> None:
    answer = told(hall, "no", GUESTS, audience="young")
    assert (answer.audience, word(answer)) == ("young", "yes")
    assert word(told(hall, "yes", MUSIC, "yes", audience="young")) == "no"


@pytest.mark.parametrize(
    "text", ["What about parking?", "parking?", "Thanks! And parking?", "No, I meant parking"]
)
def test_a_topic_of_one_word_turns_to_its_entry(hall: Assistant, text: str) -> None:
    answer = told(hall, text, SEAT)
    assert answer.passages[0].title == "Is parking free?"
    assert "parking" in answer.standalone_question
    assert SEAT not in answer.standalone_question
    assert SEAT not in told(hall, "And on Sundays?", SEAT, text).standalone_question


@pytest.mark.parametrize("text", ["and in France?", "What about France?", "And on Sundays?"])
def test_an_ellipsis_stays_with_its_question(hall: Assistant, text: str) -> None:
    assert told(hall, text, SEAT).standalone_question == f"{SEAT} {text}"


def test_the_same_asked_of_something_else_goes_on(hall: Assistant) -> None:
    answer = told(hall, "And a locker?", SEAT)
    assert answer.standalone_question == f"{SEAT} And a locker?"
    assert answer.passages[0].text == "A locker costs two euros."
    assert told(hall, "And parking?", SEAT).standalone_question == "parking?"


def test_a_suggestion_is_chosen_by_its_place(picky: Assistant) -> None:
    asked = "Where may guests with pets come by night?"
    suggested = told(picky, asked)
    assert suggested.outcome is Outcome.SUGGESTED
    first, second, *_ = (suggestion.title for suggestion in suggested.suggestions)
    assert told(picky, "the second one", asked).standalone_question == second
    assert told(picky, "the second one", asked).outcome is Outcome.ANSWERED
    assert told(picky, "no, the first", asked, "2").standalone_question == first
    button = told(picky, "2", asked, "2", audience="young")
    assert (button.standalone_question, button.audience) == (second, "young")


def test_a_place_without_a_suggestion_is_asked_again_and_none_leads_to_a_person(
    picky: Assistant,
) -> None:
    asked = "Where may guests with pets come by night?"
    suggestions = told(picky, asked).suggestions
    for text in ("number 9", "yes", "the other one"):
        assert told(picky, text, asked).suggestions == suggestions
    for text in ("no", "none of these"):
        answer = told(picky, text, asked)
        assert (answer.outcome, answer.suggestions) == (Outcome.NOT_COVERED, ())
        assert answer.escalation


def test_an_option_beyond_the_last_is_asked_again(library: Assistant) -> None:
    for text in ("3", "number 7", "the other one"):
        answer = told(library, text, FILMS)
        assert answer.outcome is Outcome.SMALL_TALK
        assert len(options(answer)) == 2
    (_, second) = options(told(library, FILMS))
    assert told(library, "the other one", FILMS, "the first").audience == second
