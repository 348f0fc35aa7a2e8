"""Which questions go on with the one before: by an "it" that is a thing, or by asking for a detail."""

import pytest

from assistant.conversation.context_dependence import (
    depends_on_context,
    may_turn_elsewhere,
    points_back,
)
from assistant.questions import analyse


@pytest.mark.parametrize(
    "question",
    [
        "Is it free to move the date?",
        "Is it a lot cheaper to pay the fee by card?",
        "Is it legal for my son to use your card?",
        "Would it be easier to send a letter?",
        "Does it cost anything to move the date?",
        "How long does it take to get a refund?",
        "Is it allowed for guests to bring dogs?",
        "Is it OK bringing a dog here?",
        "Is it the tenant who pays for repairs?",
    ],
)
def test_it_before_a_verb_with_an_object_points_to_nothing(question: str) -> None:
    assert not points_back(question, analyse(question))


@pytest.mark.parametrize(
    "question", ["Is it free to park?", "Is it cheaper to pay by card?", "Is it possible to park?"]
)
def test_question_whose_verb_has_no_object_may_turn_elsewhere(question: str) -> None:
    assert may_turn_elsewhere(analyse(question))


@pytest.mark.parametrize(
    "question",
    [
        "Is it free to members?",
        "Is it sent to my door?",
        "Is it going to cost me money?",
        "Is it valid to enter the country?",
        "Does it cost anything?",
        "Is it possible abroad?",
        "Is it forbidden for Silver partners?",
        "Is it allowed on the ground floor?",
        "Is it mandatory every evening?",
    ],
)
def test_it_that_is_a_thing_stays_with_the_question_before(question: str) -> None:
    assert not may_turn_elsewhere(analyse(question))


@pytest.mark.parametrize(
    "question",
    ["Is there a limit?", "And is there any maximum then?", "Is there a fee for that?", "The fee?"],
)
def test_question_for_a_detail_stays_with_the_question_before(question: str) -> None:
    assert depends_on_context(question, analyse(question))
    assert not may_turn_elsewhere(analyse(question))


@pytest.mark.parametrize("question", ["Is there a limit for guests?", "Is there a car park?"])
def test_question_for_a_detail_of_something_may_turn_elsewhere(question: str) -> None:
    assert may_turn_elsewhere(analyse(question))


@pytest.mark.parametrize(
    "message",
    [
        "Does that cost much? I have a card.",
        "Well, does that cost much? I have a card.",
        "Is there a deadline for it? And do they refund what I paid?",
    ],
)
def test_what_points_back_in_the_first_sentence_points_to_earlier_turns(message: str) -> None:
    assert points_back(message, analyse(message))


@pytest.mark.parametrize(
    "message",
    ["They charged me twice. Can I get it back?", "Is my card valid? And can I still return it?"],
)
def test_what_points_back_after_another_sentence_points_to_that(message: str) -> None:
    assert not points_back(message, analyse(message))


@pytest.mark.parametrize(
    "text",
    [
        "Members don't have to pay for a court, do they?",
        "Tokens have 25 characters, don't they?",
        "Reduced tickets must be paid in full, mustn't they?",
        "Dogs are not allowed in the clubhouse, is that right?",
    ],
)
def test_the_pronoun_of_a_tag_points_to_its_own_statement(text: str) -> None:
    assert not depends_on_context(text, analyse(text))


@pytest.mark.parametrize(
    "text",
    [
        "They don't expire, do they?",
        "It isn't free, is it?",
        "That is allowed, right?",
        "Why can't they?",
        "If I don't pay, do they?",
        "How much is it?",
    ],
)
def test_what_points_back_before_a_tag_or_in_no_tag_points_to_earlier_turns(text: str) -> None:
    question = analyse(text)
    assert points_back(text, question)
    assert not may_turn_elsewhere(question)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("So dogs are not allowed in the clubhouse?", True),
        ("And dogs are allowed in the clubhouse, right?", True),
        ("Parking costs money, doesn't it?", True),
        ("So 50 is allowed?", False),
        ("So it is allowed in the clubhouse?", False),
        ("So we can bring them along?", False),
    ],
)
def test_a_statement_put_as_a_question_may_turn_elsewhere(text: str, may: bool) -> None:
    assert may_turn_elsewhere(analyse(text)) is may


@pytest.mark.parametrize(
    "text",
    [
        "Who can go with her?",
        "Can I pay for him?",
        "Do I have to pay the full fee for her?",
        "Is his ticket valid for the whole day?",
        "May I take her along to the pool?",
    ],
)
def test_him_and_her_point_to_somebody_named_before(text: str) -> None:
    assert points_back(text, analyse(text))
    assert not may_turn_elsewhere(analyse(text))


@pytest.mark.parametrize(
    "text",
    [
        "Can my wife use her card for the pool?",
        "Can a member pay for her guest by card?",
        "May a child swim if I watch him?",
        "Does the trainer bring his own ball?",
    ],
)
def test_him_and_her_point_to_somebody_named_in_the_same_question(text: str) -> None:
    assert not points_back(text, analyse(text))
