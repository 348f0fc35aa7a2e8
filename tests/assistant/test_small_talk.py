"""Small talk and the wish for a person, told from questions."""

import pytest

from assistant.conversation import Kind, Understanding, interpret
from assistant.types import Audience, QuestionForm, Turn

AUDIENCES = (
    Audience("student", "Students", ("student", "pupils")),
    Audience("teacher", "Teachers", ("teacher", "staff members")),
)


def understood(text: str, *history: str, audience: str | None = None) -> Understanding:
    return interpret(Turn(text, history, audience), AUDIENCES)


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "Hello there!",
        "thanks a lot",
        "Good morning",
        "bye",
        "ok great",
        "thx for ur help",
        "great, that was all I needed",
        "cheers mate that's all i needed",
        "no more questions, thank you",
        "thanks, you've been a star",
        "lovely, ta!",
        "help",
        "What can you help me with?",
        "who made you",
        "who are you?",
    ],
)
def test_small_talk_gets_a_reply(text: str) -> None:
    found = understood(text)
    assert found.kind is Kind.SMALL_TALK
    assert found.reply


@pytest.mark.parametrize(
    "text",
    [
        "I want to talk to a person",
        "agent please",
        "agent plz",
        "an agent asap",
        "connect me to a human thx",
        "Can I speak to a human?",
        "contact support",
        "please connect me with a real person",
        "Hello! Can I speak to an agent?",
        "Thanks, but I want to talk to a person",
        "This doesn't help. I want to talk to a person.",
        "Is there anyone I can talk to?",
        "Can someone call me back?",
        "Can anybody call me back?",
        "This is not helpful. I want a human.",
        "Can I speak to someone at the desk?",
        "I'd like to talk to somebody in the billing department",
        "Please put us through to customer service",
        "escalate this to a supervisor please",
        "How do I get hold of a real human?",
        "Who can I chat with?",
        "We moved. Can you transfer me to the support team?",
        "I want a refund, let me talk to someone",
        "I have a question about films but I'd rather talk to someone.",
        "My card doesn't work, I need to talk to someone from support",
        "We want to borrow films, can someone call me?",
        "we have a problem with a card, please put me through to an agent",
        "I don't want to talk to a bot about my card, give me a human.",
        "Please connect me to a person. I have a question about films.",
        "I can't log in and I'd like to speak to a person",
        "please escalate",
        "Could you escalate this please?",
    ],
)
def test_a_wish_for_a_person_is_a_hand_off(text: str) -> None:
    assert understood(text).kind is Kind.HANDOFF


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("Hello, many thanks!", "Hello"),
        ("Many thanks, bye", "You are welcome"),
        ("See you later", "Goodbye"),
        ("What can you do for me?", "I answer questions"),
        ("Perfect", "Good."),
        ("ok bye", "Goodbye"),
        ("Great, thanks!", "You are welcome"),
        ("quit", "Goodbye"),
        ("stop!", "Goodbye"),
        ("are you a real person?", "I answer questions"),
        ("Is this a bot?", "I answer questions"),
        ("Am I talking to a machine?", "I answer questions"),
        ("help me please", "I answer questions"),
        ("Can you help me?", "I answer questions"),
    ],
)
def test_small_talk_is_answered_in_kind(text: str, reply: str) -> None:
    assert understood(text).reply.startswith(reply)


@pytest.mark.parametrize(
    "text",
    [
        "Hi, can I borrow a book?",
        "Thanks, and may I keep it?",
        "How do I get help with activation?",
        "Can a person borrow two books?",
        "Is the support team open on Sundays?",
        "My card broke. Support?",
        "people",
        "Can I talk to someone in English?",
        "people in the office",
        "Manager?",
        "no more films",
        "You have been open for long",
        "Who made the films?",
        "We moved. Contact support?",
        "exit?",
        "Is this a computer?",
        "Help me with my card",
    ],
)
def test_a_question_is_not_swallowed_by_small_talk(text: str) -> None:
    assert understood(text).kind is Kind.QUESTION


@pytest.mark.parametrize(
    "text", ["Can you explain that?", "Sure?", "Could you confirm?", "Can somebody explain?"]
)
def test_small_talk_that_asks_on_is_a_follow_up(text: str) -> None:
    found = understood(text, "Can I borrow books in summer?")
    assert found.is_followup
    assert found.question.form is QuestionForm.POLAR
    assert understood(text).kind is Kind.SMALL_TALK


@pytest.mark.parametrize(
    "text",
    [
        "Can I transfer this to someone else?",
        "Can I get support?",
        "If I lose my card, who can I talk to?",
        "Who can I talk to, if the desk is closed?",
        "Must I call and speak to someone?",
        "Is a card free, and can someone call me?",
        "May films be borrowed? And please connect me to a person.",
        "Do I contact support, or open a ticket?",
        "How do I escalate a complaint?",
        "My card is broken, contact support?",
        "I want a refund. Please call me on 01234 567 if you have any questions.",
    ],
)
def test_who_asks_whether_something_may_go_to_a_person_wants_no_person(text: str) -> None:
    assert understood(text).kind is Kind.QUESTION


def test_small_talk_in_the_history_is_no_topic() -> None:
    assert understood("And films?", "hi").standalone == "And films?"


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("¡Hola!", "Hello"),
        ("Guten Tag", "Hello"),
        ("こんにちは", "Hello"),
        ("Merci", "You are welcome"),
    ],
)
def test_a_greeting_in_another_language_is_small_talk_and_no_topic(text: str, reply: str) -> None:
    assert understood(text).reply.startswith(reply)
    assert understood("And films?", "May I borrow books?", text).standalone == (
        "May I borrow books? And films?"
    )
