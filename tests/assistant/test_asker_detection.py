"""For whom a turn asks, and how an earlier question reads for somebody else."""

import pytest

from assistant.conversation import Kind, Understanding, interpret
from assistant.types import Audience, Turn

AUDIENCES = (
    Audience("student", "Students", ("student", "pupils")),
    Audience("teacher", "Teachers", ("teacher", "staff members")),
)


def understood(text: str, *history: str, audience: str | None = None) -> Understanding:
    return interpret(Turn(text, history, audience), AUDIENCES)


def test_somebody_elses_audience_is_not_the_readers_later_either() -> None:
    text = "Does my teacher have to answer me?"
    assert understood(text).audience is None
    assert understood("May I borrow films?", text).audience is None
    assert understood(
        "May I borrow films?", "I am a student. May I borrow books?", text
    ).audience == ("student")


@pytest.mark.parametrize(
    "text",
    [
        "For students",
        "I'm a student.",
        "Hello, we are students",
    ],
)
def test_who_only_says_who_asks_is_asked_what_to_answer(text: str) -> None:
    found = understood(text)
    assert (found.kind, found.reply) == (Kind.SMALL_TALK, "What would you like to know?")
    assert found.audience == "student"
    after = understood("And films?", text)
    assert (after.standalone, after.audience) == ("And films?", "student")
    for introduced in ("hi, i've got a student and a question", "My student is called Tom."):
        assert understood(introduced).reply == "What would you like to know?"
    assert understood("My student is called up by whom?").kind is Kind.QUESTION
    assert understood("Students").kind is Kind.QUESTION
    assert understood("What about students?").kind is Kind.QUESTION


@pytest.mark.parametrize(
    ("asked", "name", "standalone"),
    [
        ("May I borrow films as a student?", "Teachers", "May I borrow films as a teacher?"),
        ("Is a student allowed in?", "teachers", "Is a teacher allowed in?"),
        ("May I borrow films as a student?", "Adults", "May I borrow films as an adult?"),
        ("May I come in as a student?", "Alumnae plus", "May I come in? (Alumnae plus)"),
        ("Do students pay?", "Teachers", "Do Teachers pay?"),
        ("Do students pay?", "and for a teacher?", "Do Teachers pay?"),
        (
            "We're a student. May we come?",
            "What if we became a teacher?",
            "We're a teacher. May we come?",
        ),
        ("Do students pay?", "and what about adult ones?", "Do Adults pay?"),
        ("Do students pay?", "And if I were a teacher?", "Do Teachers pay?"),
        ("Do students pay?", "what if i move up to teacher", "Do Teachers pay?"),
        ("Must my student pay?", "Teachers", "Must my teacher pay?"),
        ("Must my students pay?", "and teachers?", "Must my teachers pay?"),
    ],
)
def test_another_audience_stands_in_the_number_of_the_one_before(
    asked: str, name: str, standalone: str
) -> None:
    more = (Audience("adult", "Adults", ("adult",)), Audience("alumnae", "Alumnae plus", ()))
    found = interpret(Turn(name, (asked,)), AUDIENCES + more)
    assert found.standalone == standalone


def test_who_one_supposes_to_be_one_is_not_later() -> None:
    supposed = "What if I were a teacher?"
    told = ("I'm a student. May I borrow films?", supposed)
    assert understood(supposed, told[0]).audience == "teacher"
    assert understood("And for how long?", *told).audience == "teacher"
    assert understood("Where do I pay for a lost key?", *told).audience == "student"


@pytest.mark.parametrize("text", ["What about my teacher?", "And my teacher?"])
def test_ones_own_are_asked_for_where_ones_own_were(text: str) -> None:
    found = understood(text, "Must my student pay?")
    assert (found.standalone, found.audience) == ("Must my teacher pay?", "teacher")
    assert understood(text, "I'm a student. Must I pay?").standalone != "I'm a teacher. Must I pay?"


def test_who_the_reader_is_not_is_remembered_until_named_again() -> None:
    assert understood("I am not a student. May I borrow?").asker.denied == {"student"}
    assert understood("May I borrow films?", "We're no longer students.").asker.denied == {
        "student"
    }
    assert (
        understood("May I borrow films?", "I'm not a student", "I'm a student").asker.denied
        == set()
    )
    assert understood("I'm not a student", audience="student").asker.denied == set()
    assert understood("Do all except students pay?").asker.denied == set()
    assert understood("My sister isn't a student. Does she pay?").asker.denied == set()


def test_only_who_the_reader_says_to_be_is_the_reader_of_another_question() -> None:
    films = "May I borrow films at the weekend?"
    assert understood(films, "Do students pay for a card?").audience is None
    assert understood("And how much?", "Do students pay for a card?").audience == "student"
    assert understood(films, "I'm a student. Do I pay?").audience == "student"
    assert understood(films, "Do I pay?", "Students").audience == "student"


@pytest.mark.parametrize("text", ["and on the Pro plan?", "But under Pro?", "And with pro?"])
def test_an_earlier_question_is_asked_again_on_another_plan(text: str) -> None:
    plans = (Audience("free", "Free", ()), Audience("pro", "Pro", ()))
    found = interpret(Turn(text, ("Can we export on Free?",)), plans)
    assert (found.standalone.lower(), found.audience) == ("can we export on pro?", "pro")
    assert interpret(Turn("and in summer?", ("May I swim?",)), plans).audience is None


PLANS = (
    Audience("starter", "Starter plan", ("Starter",)),
    Audience("plus", "Plus plan", ("Plus",)),
)


@pytest.mark.parametrize(
    "text",
    [
        "Is dual approval available on Plus?",
        "On Plus, can we pay abroad?",
        "I'm on Plus. May I pay abroad?",
        "One of our clients is on Plus: may she pay abroad?",
    ],
)
def test_a_question_about_one_other_audience_is_answered_for_that(text: str) -> None:
    assert interpret(Turn(text, audience="starter"), PLANS).audience == "plus"
    assert interpret(Turn("And how much?", (text,), "starter"), PLANS).audience == "plus"
    later = Turn("Where do I order a new card for myself?", (text,), "starter")
    assert interpret(later, PLANS).audience == "starter"


@pytest.mark.parametrize(
    "text",
    [
        "Can I send it to Plus customers?",
        "Does it cost more than on Plus?",
        "What does upgrading to Plus cost?",
        "Is it the same on Starter and Plus?",
        "Is it free?",
    ],
)
def test_other_questions_are_answered_for_the_audience_given(text: str) -> None:
    assert interpret(Turn(text, audience="starter"), PLANS).audience == "starter"


@pytest.mark.parametrize(
    "text",
    [
        "And if I weren't?",
        "and if I'm not?",
        "What if I am no longer a student?",
        "Actually I'm not a student yet.",
        "And if we lose the student status?",
        "we have no student card",
    ],
)
@pytest.mark.parametrize(
    "earlier", [("I'm a student. May I borrow films?",), ("I'm a student.", "May I borrow films?")]
)
def test_who_is_or_were_no_longer_one_asks_the_same_as_none(
    text: str, earlier: tuple[str, ...]
) -> None:
    cards = (Audience("student", "Students", ("student", "student card", "student status")),)
    found = interpret(Turn(text, earlier), cards + AUDIENCES[1:])
    assert found.standalone == "May I borrow films?"
    assert (found.audience, found.asker.denied) == (None, {"student"})


def test_who_one_supposes_not_to_be_one_is_again_for_another_question() -> None:
    told = ("I'm a student. May I borrow films?", "And if I'm not?")
    assert understood("And for how long?", *told).asker.denied == {"student"}
    assert understood("Where do I pay for a lost key?", *told).audience == "student"


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        ("I'm a student. May I borrow films if I'm late?", "And if I'm not?"),
        ("I'm a student. Is it free for those under 18?", "And if I'm not?"),
        ("I'm a student. May I borrow films?", "And if I'm not late?"),
        ("I'm a student. May I borrow films?", "What if I lose the key?"),
    ],
)
def test_what_else_is_supposed_denies_no_audience(earlier: str, text: str) -> None:
    found = understood(text, earlier)
    assert (found.audience, found.standalone) == ("student", f"{earlier} {text}")


@pytest.mark.parametrize(
    "text",
    [
        "I've just become a teacher",
        "Sorry, I forgot to say we are teachers.",
        "Sorry, wrong, I'm only a teacher",
        "Let's say I'm a teacher",
        "teacher I think, not sure",
        "Correction: we're still teachers",
        "Since May I work as a teacher",
        "I have been a teacher since 2019.",
        "We became teachers last year",
        "Now I'm a teacher",
    ],
)
def test_a_statement_of_who_asks_asks_the_question_before_for_them(text: str) -> None:
    found = understood(text, "I am a student.", "May I borrow films?")
    assert found.standalone.startswith("May I borrow films? (teacher")
    assert found.audience == "teacher"
    assert understood("Where do I pay for a lost key?", text).audience == "teacher"


@pytest.mark.parametrize(
    "text", ["And teachers today?", "We work with teachers", "I'm a teacher and my key broke"]
)
def test_what_says_more_than_who_asks_is_kept(text: str) -> None:
    assert understood(text, "May I borrow films?").standalone == f"May I borrow films? {text}"


@pytest.mark.parametrize("text", ["I'm not a student.", "We have no pupils"])
def test_who_only_says_who_does_not_ask_is_asked_what_to_answer(text: str) -> None:
    found = understood(text)
    assert (found.kind, found.reply) == (Kind.SMALL_TALK, "What would you like to know?")
    assert understood("May I borrow films?", text).asker.denied == {"student"}
