"""Turns that go on with the question before or turn to another entry, on a small FAQ with fake models."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.conversation import interpret
from assistant.conversation.context_dependence import names_its_own, says_too_little
from assistant.conversation.topic_substitution import substitute_topic
from assistant.questions import analyse
from assistant.topics import TopicIndex
from assistant.types import Outcome, QuestionForm, Turn
from tests.assistant.halls import DESK, PETS, SEAT, opened_on, told, word
from tests.fakes import FakeJudge

PARKING = "Is parking free?"


@pytest.mark.parametrize(
    "text", ["And is parking free?", "Also, is parking free", "But is parking free then?"]
)
def test_another_whole_question_behind_and_is_asked_alone(hall: Assistant, text: str) -> None:
    answer = told(hall, text, SEAT)
    assert answer.passages[0].title == PARKING
    assert SEAT not in answer.standalone_question
    assert SEAT not in told(hall, "And on Sundays?", SEAT, text).standalone_question


@pytest.mark.parametrize(
    "text", ["So parking is free for all?", "Parking isn't free, is it?", "Parking is free, right?"]
)
def test_a_statement_that_is_put_about_another_entry_is_asked_alone(
    hall: Assistant, text: str
) -> None:
    answer = told(hall, text, SEAT)
    assert answer.passages[0].title == PARKING
    assert SEAT not in answer.standalone_question
    assert told(hall, "So they may come?", PETS).standalone_question.startswith(PETS)


@pytest.mark.parametrize("text", ["And is it free?", "And can I combine the two?", "So then why?"])
def test_what_points_back_stays_with_its_question(hall: Assistant, text: str) -> None:
    assert told(hall, text, SEAT).standalone_question.startswith(SEAT)


@pytest.mark.parametrize(
    ("before", "text", "asked"),
    [
        ("When are you open in summer?", "And in winter?", "When are you open in winter?"),
        ("Can I pay in advance", "what about in instalments", "Can I pay in instalments"),
        ("Can it go on two PCs?", "On three?", "Can it go on three?"),
        (
            "Is there a fee for adults?",
            "and for small children?",
            "Is there a fee for small children?",
        ),
        # the same preposition twice, another one, or nothing that is named
        ("May I smoke in the hall in summer?", "And in winter?", None),
        ("Are you open in summer?", "And on Sundays?", None),
        ("May I work from home?", "And from there?", None),
        ("Are you open at night?", "And at what time?", None),
    ],
)
def test_a_phrase_takes_the_place_of_one_with_its_preposition(
    before: str, text: str, asked: str | None
) -> None:
    joined = f"{before} {text}"
    assert interpret(Turn(text, (before,)), ()).standalone == (asked or joined)


@pytest.mark.parametrize("when", ["By when", "Until when", "For how long"])
def test_a_whole_question_behind_by_when_may_be_about_another_entry(when: str) -> None:
    whole = interpret(Turn(f"{when} can I pay my fees?", (PETS,)), ())
    assert whole.is_followup
    assert whole.join
    assert whole.join.root == PETS
    for text in (f"{when}?", f"{when} can I pay it?", f"{when} at a time?"):
        found = interpret(Turn(text, (PETS,)), ())
        assert (found.is_followup, found.join) == (True, None)


@pytest.mark.parametrize(
    "text",
    [
        "What about small bags, do they stay?",
        "And the bags - do they stay?",
        "Bags: may they stay?",
        "Regarding bags: how long may they stay?",
    ],
)
def test_a_pronoun_points_to_the_thing_named_before_it(hall: Assistant, text: str) -> None:
    assert names_its_own(analyse(text))
    assert told(hall, text, PETS).passages[0].title == "May bags stay?"
    assert PETS not in told(hall, text, PETS).standalone_question


@pytest.mark.parametrize(
    "text",
    [
        "If they sleep, do they pay?",
        "In that case, do they pay?",
        "And the others, do they pay?",
        "And my wife, does she need one?",
        "Thanks, do they pay?",
        "As guests, do they pay?",
    ],
)
def test_a_pronoun_behind_no_thing_points_back(text: str) -> None:
    assert not names_its_own(analyse(text))
    assert interpret(Turn(text, (PETS,)), ()).standalone == f"{PETS} {text}"


def test_what_is_answered_only_alone_is_asked_alone(picky: Assistant) -> None:
    answer = told(picky, "And may pets come?", "May guests come on foot?")
    assert (answer.outcome, answer.passages[0].title) == (Outcome.ANSWERED, PETS)


@pytest.mark.parametrize(
    ("question", "topic", "asked"),
    [
        ("Do you accept PayPal?", "American Express", "Do you accept American Express?"),
        ("Can monthly plans be refunded?", "annual plans", "Can annual plans be refunded?"),
        ("When must a birth be registered?", "a death", "When must a death be registered?"),
        ("Is parking free?", "lockers", "Are lockers free?"),
        ("Are dogs allowed?", "a cat", "Is a cat allowed?"),
        ("Do I need a card to borrow films?", "a deposit", "Do I need a deposit to borrow films?"),
        ("Can I swim on Sundays?", "children", ""),
        ("How do I cancel?", "seats", ""),
        ("Do I get the deposit back?", "14 days", ""),
        ("Can I have my credit back?", "£80", ""),
        ("Do I get compensation for a power cut?", "in winter", ""),
        ("Is parking free?", "Sundays", ""),
        ("Is parking free?", "Sunday tickets", "Are Sunday tickets free?"),
        ("May I bring a bag of 5 kg?", "8 kg?", "May I bring a bag of 8 kg?"),
        (
            "Is a bag of £50 insured for 3 days?",
            "more than £80",
            "Is a bag of £80 insured for 3 days?",
        ),
        ("Can I move 2 days before 5 days are over?", "8 days", ""),
        ("Do I get a dog?", "two cats", "Do I get two cats?"),
        ("", "", ""),
    ],
)
def test_a_topic_takes_the_place_of_the_like_thing(question: str, topic: str, asked: str) -> None:
    assert substitute_topic(question, topic) == asked


@pytest.mark.parametrize("text", ["14 days", "And £80?", "more than two weeks"])
def test_an_amount_as_a_reply_says_more_of_the_case(text: str) -> None:
    found = interpret(Turn(text, ("Do I get my deposit back?",)), ())
    assert (found.standalone, found.join) == (f"Do I get my deposit back? {text}", None)
    assert found.question.form is QuestionForm.POLAR


@pytest.mark.parametrize("about", ["And", "What about", "And how about"])
def test_a_topic_that_the_faq_has_words_of_is_asked_about(hall: Assistant, about: str) -> None:
    answer = told(hall, f"{about} small bags?", "May big dogs be kept?")
    assert answer.standalone_question in ("May small bags be kept?", "small bags?")
    assert answer.passages[0].text.startswith("Bags may stay")


@pytest.mark.parametrize("about", ["And", "What about", "So how about"])
def test_no_word_rests_on_a_text_without_the_topic(hall: Assistant, about: str) -> None:
    assert word(told(hall, PARKING)) == "yes"
    assert word(told(hall, f"{about} bicycles?", PARKING)) is None


@pytest.mark.parametrize("about", ["And", "What about"])
def test_another_topic_is_asked_in_the_same_words_where_its_entry_does(
    hall: Assistant, about: str
) -> None:
    assert told(hall, f"{about} parking?", "Are lockers free?").standalone_question == PARKING
    assert told(hall, f"{about} parking?", PETS).standalone_question == "parking?"


def test_a_case_that_was_supposed_is_kept() -> None:
    case = "What if I have a Light ticket?"
    found = interpret(Turn("And is it refundable?", ("Can I change my flight?", case)), ())
    assert found.standalone == f"Can I change my flight? {case} And is it refundable?"


@pytest.mark.parametrize("lead", ["What if", "And if", "if", "but what if"])
def test_a_supposed_case_joins_a_yes_or_no_question_as_its_clause(lead: str) -> None:
    text = f"{lead} the hall is full?"
    found = interpret(Turn(text, ("May guests come?",)), ())
    assert found.standalone == f"May guests come? {text}"
    assert found.question.clause == "May guests come if the hall is full?"
    assert found.question.form is QuestionForm.POLAR
    bare = interpret(Turn(text, ("How many guests fit?",)), ())
    assert bare.question.clause == f"How many guests fit? {text}"


@pytest.mark.parametrize("text", ["Even if the hall is full?", "What if so?", "If not, do I pay?"])
def test_what_supposes_no_case_stays_as_it_is(text: str) -> None:
    found = interpret(Turn(text, ("May guests come?",)), ())
    assert " come if " not in found.question.clause


@pytest.mark.parametrize("text", ["so 50 is too many?", "so my dog may come?"])
def test_a_statement_that_is_put_as_a_question_asks_for_a_word(text: str) -> None:
    found = interpret(Turn(text, ("How many guests fit?",)), ())
    assert found.question.form is QuestionForm.POLAR


@pytest.mark.parametrize("text", ["And in June when it is hot?", "and children who are under 12?"])
def test_a_phrase_asks_on_for_the_same_kind_of_answer(text: str) -> None:
    found = interpret(Turn(text, ("How many guests fit?",)), ())
    assert found.question.form is QuestionForm.OPEN


@pytest.mark.parametrize("text", ["price", "How much?", "cost?"])
def test_a_detail_of_nothing_is_not_answered(hall: Assistant, text: str) -> None:
    assert told(hall, text).outcome is not Outcome.ANSWERED
    assert told(hall, text, SEAT).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "text", ["Is it free?", "May they come then?", "Does that cost extra?", "May they do it?"]
)
def test_what_nobody_has_named_gets_suggestions_and_no_word(hall: Assistant, text: str) -> None:
    answer = told(hall, text)
    assert answer.outcome in (Outcome.SUGGESTED, Outcome.NOT_COVERED)
    assert answer.verdict is None
    assert told(hall, text, PETS).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("text", "too_little"),
    [
        ("Do they expire?", True),
        ("Can I use them?", True),
        ("Is it allowed?", True),
        ("Is it still valid, yes or no?", True),
        ("Do I have to pay for it?", True),
        ("Is it forbidden to share cards?", False),
        ("Is it true that cards expire?", False),
        ("Does it cost extra to bring a guest?", False),
        ("Do they take cards?", False),
        ("May I keep that card?", False),
        ("Can I park there?", False),
        ("Are those cards valid?", False),
        ("Can guests come?", False),
        ("We bought cards. Do they expire?", False),
    ],
)
def test_a_verb_of_what_nobody_has_named_says_too_little(text: str, too_little: bool) -> None:
    assert says_too_little(analyse(text)) is too_little


def test_two_yes_or_no_questions_are_two_though_one_text_settles_both(hall: Assistant) -> None:
    answer = told(hall, "May pets come? May sleeping pets come?")
    assert (answer.standalone_question, answer.also_asked) == (PETS, ("May sleeping pets come?",))


@pytest.mark.parametrize(
    "text", ["can I call you?", "what's your phone number", "When can I reach you by phone?"]
)
def test_who_wants_to_reach_the_team_is_told_how(hall: Assistant, text: str) -> None:
    answer = told(hall, text)
    assert answer.outcome is Outcome.HANDOFF
    assert answer.escalation is not None
    assert answer.escalation.text in DESK


DATA = """---
title: Desk
escalation: {text: Ask at the desk.}
---

## How do I cancel?
You can cancel the plan or the newsletter at once. You can export the data first.

## Where is the data stored?
In Ireland.
"""
CANCEL = "Can I cancel the plan?"


def test_no_word_is_given_to_a_topic_that_another_entry_is_about(tmp_path: Path) -> None:
    desk = opened_on(DATA, tmp_path, FakeJudge())
    assert word(told(desk, "And the newsletter?", CANCEL)) == "yes"
    for turns in (("And the data?", CANCEL), ("yes", f"{CANCEL} What about the data?")):
        answer = told(desk, *turns)
        assert answer.standalone_question == "Can I cancel the data?"
        assert (answer.passages[0].title, answer.verdict) == ("How do I cancel?", None)
    assert TopicIndex(desk.retriever).is_about("how-do-i-cancel", "newsletter")
    assert not TopicIndex(desk.retriever).is_about("how-do-i-cancel", "data")
    assert not TopicIndex(desk.retriever).is_about("how-do-i-cancel", "chess")


VETS = """---
title: Pets
escalation: {text: Ask at the desk.}
---

## Are teeth covered?
Scaling is covered, and free once a year.

## Which doctor can I call?
Vetline answers at night and is free.

## What must I send?
A receipt.
"""


@pytest.mark.parametrize("text", ["is vetline free", "is vetline free then"])
def test_a_thing_of_another_entry_is_asked_about_alone(tmp_path: Path, text: str) -> None:
    pets = opened_on(VETS, tmp_path, FakeJudge())
    assert TopicIndex(pets.retriever).leads_elsewhere("Is scaling covered?", text)
    for same in (
        "is it free",
        "is teeth scaling free",
        "Am I free?",
        "is chess free?",
        "is the vetline free",
    ):
        assert not TopicIndex(pets.retriever).leads_elsewhere("Is scaling covered?", same)
    assert told(pets, text, "Is scaling covered?").standalone_question == text
