import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation.several import separate


def asked(text: str) -> list[str]:
    return [part.asked for part in separate(text)]


def test_two_questions_are_two() -> None:
    assert asked("May films be borrowed? And how long is a card valid?") == [
        "May films be borrowed?",
        "How long is a card valid?",
    ]


def test_two_questions_in_one_sentence_are_two() -> None:
    assert asked("Can I bring food and how long is a card valid?") == [
        "Can I bring food?",
        "How long is a card valid?",
    ]


def test_a_question_with_do_not_is_asked_and_a_request_is_not() -> None:
    second = "May guests park behind the house?"
    assert len(separate(f"Don't we need a library card\n{second}")) == 2
    assert separate(f"Don't laugh\n{second}") == ()


def test_a_numbered_list_is_as_many_questions_as_it_has() -> None:
    text = "1. May films be borrowed?\n2. How long is a card valid?\n3. Is there a printer?"
    assert len(asked(text)) == 3


def test_what_is_told_first_and_last_is_told_for_every_question() -> None:
    mail = (
        "Hello,\n\nI lost a book in May. What do I have to pay? My sister has a card, too. "
        "Can I use her card? We both are students.\n\nKind regards\nTom"
    )
    first, second = separate(mail)
    assert first.text == "I lost a book in May. What do I have to pay? We both are students."
    assert second.text == (
        "I lost a book in May. My sister has a card, too. Can I use her card? We both are students."
    )


def test_a_question_that_leans_on_the_one_before_stays_with_it() -> None:
    text = "May I bring food? How long is a card valid? Can it be extended?"
    assert asked(text) == ["May I bring food?", "How long is a card valid? Can it be extended?"]


def test_a_request_without_a_question_mark_counts() -> None:
    text = "I was wondering if we may borrow films. Also, please tell me how long cards last."
    assert len(asked(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "We are a school. Can we borrow films? It is urgent.",
        "May films be borrowed? If so, for how long?",
        "May films be borrowed? For how many days?",
        "May films be borrowed? Can they be taken abroad?",
        "Any ideas? May films be borrowed?",
        "Can you help me? May films be borrowed?",
        "Really? May films be borrowed?",
        "May films be borrowed? Or must each be watched here?",
        "What is a reservation and how does it work?",
        "Do you know when and how cards expire?",
        "Are my days lost if I fall ill on the beach and have a certificate?",
        "What a lovely terrace you have! Could we use one of the rooms?",
        "Hello, please do not laugh: I run a school. May films be borrowed?",
        "We bought five cards, and the bill says E4, which the desk tells me is new. May all be kept?",
        "When we moved, the cards expired. May they be renewed?",
    ],
)
def test_one_question_with_its_situation_is_one(text: str) -> None:
    assert separate(text) == ()


@given(st.text())
def test_any_text_is_separated_somehow(text: str) -> None:
    assert len(separate(text)) != 1
