import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import Kind, Understanding, interpret
from assistant.types import Audience, QuestionForm, Turn

AUDIENCES = (
    Audience("student", "Students", ("student", "pupils")),
    Audience("teacher", "Teachers", ("teacher", "staff members")),
)


def understood(text: str, *history: str, audience: str | None = None) -> Understanding:
    return interpret(Turn(text, history, audience), AUDIENCES)


def test_the_audience_is_taken_from_the_turn_then_the_text_then_the_history() -> None:
    assert understood("May I borrow?", "I am a student.", audience="teacher").audience == "teacher"
    assert understood("May students borrow?").audience == "student"
    assert understood("And videos?", "I am a teacher. May I borrow books?").audience == "teacher"
    assert understood("Do students and teachers pay?").audience is None
    assert understood("We are not students. May we borrow?").audience is None


@pytest.mark.parametrize(
    "text",
    ["I'm not a student", "And if I am no longer a student?", "My sister isn't a student"],
)
def test_an_audience_denied_since_is_not_carried_on(text: str) -> None:
    assert understood(text, "I am a student. May I borrow films?").audience is None
    assert understood(text, "I am a teacher. May I borrow films?").audience == "teacher"


@pytest.mark.parametrize(
    "text",
    [
        "Thanks! What about teachers?",
        "Ok, and what about teachers?",
        "And teachers?",
        "I\u2019m a teacher, by the way",
        "What if I'm a teacher?",
    ],
)
def test_a_word_before_or_behind_the_audience_changes_nothing(text: str) -> None:
    found = understood(text, "May students borrow films?")
    assert found.standalone.lower() == "may teachers borrow films?"
    assert found.audience == "teacher"


def test_after_another_audience_the_question_is_asked_on_for_that_one() -> None:
    found = understood("Do they pay?", "May students borrow films?", "What about teachers?")
    assert found.standalone == "May teachers borrow films? Do they pay?"


def test_the_same_question_is_asked_for_another_audience() -> None:
    found = understood("What about teachers?", "May students borrow films?")
    assert found.standalone == "May teachers borrow films?"
    assert found.audience == "teacher"
    assert found.question.form is QuestionForm.POLAR


def test_a_message_that_only_states_the_audience_asks_the_last_question_again() -> None:
    found = understood("We are teachers", "Is the library free?")
    assert found.standalone == "Is the library free? (teachers)"
    assert found.audience == "teacher"


def test_an_elliptic_follow_up_takes_topic_and_form_from_the_question_before() -> None:
    found = understood("And at weekends?", "Can I borrow books in summer?")
    assert found.is_followup
    assert found.standalone == "Can I borrow books in summer? And at weekends?"
    assert found.question.form is QuestionForm.POLAR


def test_why_is_an_open_follow_up() -> None:
    found = understood("Why?", "Can I borrow books in summer?")
    assert found.question.form is QuestionForm.OPEN
    assert found.standalone.startswith("Can I borrow books in summer?")


def test_a_chain_of_follow_ups_keeps_the_root() -> None:
    found = understood("And films?", "Can I borrow books in summer?", "And in winter?")
    assert found.standalone == "Can I borrow books in summer? And films?"


def test_a_question_that_stands_alone_is_left_alone() -> None:
    text = "What does a lost library card cost a visitor from abroad?"
    assert understood(text, "Can I borrow books in summer?").standalone == text


@pytest.mark.parametrize(
    "text",
    [
        "For six weeks?",
        "At the branch in Oslo?",
        "Great, what about films?",
        "Without paying first?",
        "Is a film just as good?",
        "Is that free?",
        "May a visitor from abroad do that?",
        "Can visitors from abroad wait there?",
        "Can visitors from abroad borrow the recent ones?",
        "Does a visitor from abroad pay as much?",
        "Is it closed on public holidays?",
    ],
)
def test_a_phrase_or_a_word_that_points_back_leans_on_the_question_before(text: str) -> None:
    before = "Can I borrow books in summer?"
    assert understood(text, before).standalone == f"{before} {text}"


@pytest.mark.parametrize(
    "text",
    [
        "Is there a limit to the number of films per card?",
        "Can a card that has expired be renewed online?",
        "Can more than one person use a library card?",
        "With a teacher's card, can we borrow forty books?",
        "Where can I download the list of films?",
        "How many films does a visitor receive?",
        "Is it possible to renew a card online?",
        "Is it the library who pays the postage?",
        "How many films are there for children?",
        "Do visitors need their own card?",
        "For how many months is a card valid?",
        "On which days does the desk open?",
    ],
)
def test_words_that_point_within_their_sentence_do_not_lean(text: str) -> None:
    assert understood(text, "Can I borrow books in summer?").standalone == text


def test_a_follow_up_has_the_situation_before_it_once() -> None:
    found = understood("And abroad?", "We move to Oslo in May. Can films be taken along?")
    assert (
        found.question.polarity_query
        == "We move to Oslo in May. Can films be taken along? And abroad?"
    )


@given(st.text(max_size=300), st.lists(st.text(max_size=100), max_size=4))
def test_any_turn_is_understood_somehow(text: str, history: list[str]) -> None:
    assert understood(text, *history).kind in Kind


def test_a_greeting_names_no_audience_and_a_bare_plan_does() -> None:
    plans = (Audience("free", "Free", ()), Audience("team", "Team", ()))
    assert interpret(Turn("Hi Team, we are on Free. May we export?"), plans).audience == "free"
    bare = interpret(Turn("what about free?", ("Is export included?",)), plans)
    assert (bare.standalone, bare.audience) == ("Is export included? (free)", "free")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("What about videos?", QuestionForm.POLAR),
        ("What if I have a card?", QuestionForm.POLAR),
        ("And the price?", QuestionForm.OPEN),
        ("What about the fees?", QuestionForm.OPEN),
        ("What is the limit?", QuestionForm.OPEN),
        ("ok and how long?", QuestionForm.OPEN),
    ],
)
def test_a_follow_up_asks_again_whether_or_for_a_detail(text: str, form: QuestionForm) -> None:
    found = understood(text, "May books be borrowed?")
    assert (found.is_followup, found.question.form) == (True, form)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Is parking free?", True),
        ("Where can I eat?", True),
        ("Is it free?", False),
        ("How many?", False),
        ("For how many months?", False),
        ("Until what date?", False),
        ("And by how much?", False),
        ("Up to which age?", False),
        ("Is it possible abroad?", False),
        ("And parking?", True),
        ("Thanks! And the lockers?", True),
        ("What about parking?", True),
        ("No, I meant parking", True),
        ("What about in summer?", False),
        ("And on Sundays?", False),
        ("And abroad?", False),
        ("And weekly?", False),
        ("And the price?", False),
        ("And for guests?", False),
        ("And guests, too?", False),
        ("Why?", False),
    ],
)
def test_a_short_question_that_may_ask_of_something_else_is_only_joined(
    text: str, joined: bool
) -> None:
    found = understood(text, "May books be borrowed?")
    assert found.is_followup
    assert (found.join is not None) is joined


@pytest.mark.parametrize(
    "text",
    [
        "Is that the same for students?",
        "Does this also apply to students?",
        "same for students",
        "And is it different for students?",
        "Sorry, I meant students",
        "Oops, students",
    ],
)
def test_asking_whether_it_is_the_same_for_others_asks_for_those(text: str) -> None:
    found = understood(text, "Is the library free?")
    assert (found.standalone, found.audience) == ("Is the library free? (students)", "student")
    assert found.question.normalised == "Is the library free?"


def test_a_name_is_added_once() -> None:
    found = understood("and students?", "Is the library free?", "What about teachers?")
    assert found.standalone == "Is the library free? (students)"


@pytest.mark.parametrize(
    "text",
    [
        "Can you repeat that?",
        "Sorry, what do you mean?",
        "What?",
        "I don't understand",
        "Um, pardon?",
    ],
)
def test_who_has_not_understood_hears_it_again(text: str) -> None:
    found = understood(text, "May I borrow films?", "thanks")
    assert (found.kind, found.standalone) == (Kind.QUESTION, "May I borrow films?")
    assert understood("And in summer?", "May I borrow films?", text).standalone == (
        "May I borrow films? And in summer?"
    )


@pytest.mark.parametrize(
    "text", ["Are you sure?", "really?", "Hm, is that correct?", "but are you sure about that?"]
)
def test_who_doubts_asks_the_same_question_again(text: str) -> None:
    found = understood(text, "May I borrow films?")
    assert (found.kind, found.standalone) == (Kind.QUESTION, "May I borrow films?")
    assert found.question.normalised == "May I borrow films?"


@pytest.mark.parametrize(
    "text",
    ["so not?", "Really not?", "not at all?", "never?", "no?", "No, never?", "not even then?"],
)
def test_a_negative_echo_asks_the_same_question_again(text: str) -> None:
    found = understood(text, "Can I borrow films?", "And in summer?")
    assert (found.standalone, found.is_followup) == ("Can I borrow films?", True)
    assert found.question == understood("Can I borrow films?").question


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Not even in summer?", "Can I borrow films? in summer?"),
        ("so not on Sundays?", "Can I borrow films? so on Sundays?"),
        ("Not even if I pay?", "Can I borrow films if I pay?"),
        ("Not for visitors?", "Can I borrow films? for visitors?"),
        ("And not until May?", "Can I borrow films? And not until May?"),
        ("Even in summer?", "Can I borrow films? Even in summer?"),
    ],
)
def test_a_not_that_repeats_the_answer_is_none_of_the_question(text: str, clause: str) -> None:
    found = understood(text, "Can I borrow films?")
    assert found.standalone == f"Can I borrow films? {text}"
    assert (found.question.clause, found.question.form) == (clause, QuestionForm.POLAR)


@pytest.mark.parametrize("text", ["Hola cards", "Is Salut a film?"])
def test_a_name_that_begins_with_such_a_word_is_a_question(text: str) -> None:
    assert understood(text).kind is Kind.QUESTION
