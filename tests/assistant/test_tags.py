import pytest

from assistant.questions import analyse
from assistant.questions.tags import untagged
from assistant.types import QuestionForm


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Refunds aren't given, are they?", "Are Refunds given?"),
        ("pets cannot stay, can they", "can pets stay?"),
        ("It's not open on Sundays, is it?", "Is It open on Sundays?"),
        ("The shop that I mean isnt open, is it ?", "Is The shop that I mean open?"),
        ("If it rains, you won’t close, will you?", "If it rains, will you close?"),
        ("You don't take cash, cards or cheques, do you?", "Do You take cash, cards or cheques?"),
        ("It ain't free, is it?", "Is It free?"),
        ("There's no fee, is there?", "Is There any fee?"),
        ("You never call, do you?", "Do You ever call?"),
        ("It is no longer free, is it?", "Is It still free?"),
        ("I don't think the pool is heated, is it?", "Is the pool heated?"),
        ("I don't think you deliver, do you?", "Do you deliver?"),
        ("May I swim? The pool isn't cold, is it?", "May I swim? Is The pool cold?"),
    ],
)
def test_a_denial_with_a_tag_puts_the_question_of_its_verb(text: str, question: str) -> None:
    assert untagged(text) == question


@pytest.mark.parametrize(
    "text",
    [
        "Cash is accepted, isn't it?",  # says what its question asks
        "Cash isn't accepted, right?",
        "I don't have a card, do you?",
        "I don't have a card, do I need one?",
        "I can't find it, where is it?",
        "I can't, can I?",
        "Isn't it free?",
        "You don't deny that no fee is due, do you?",  # of two denials the rules know nothing
        "İt isn't free, is it?",  # its small letters are more
        "is it?",
        "",
    ],
)
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert untagged(text) is None


def test_the_judge_reads_the_positive_form_of_a_denial_with_a_tag() -> None:
    question = analyse("We moved in May. You don't charge us twice, do you?")
    assert question.form is QuestionForm.POLAR
    assert question.polarity_query == "We moved in May. Do You charge us twice?"


def test_a_long_statement_is_looked_at_in_linear_time() -> None:
    assert untagged("isn't, " * 100_000 + "is it?") is None
