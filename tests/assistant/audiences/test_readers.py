"""Which of the audiences that a question names is the one who asks."""

from __future__ import annotations

import pytest

from assistant.audiences import asked_about, named_readers
from assistant.types import Audience

STAFF = (
    Audience("employee", "Employees", ("employee", "staff member")),
    Audience("contractor", "Contractors", ("contractor", "freelancer")),
    Audience("manager", "Managers", ("manager", "team lead")),
)
PLANS = (
    Audience("free", "Free", ()),
    Audience("pro", "Pro", ()),
    Audience("gold", "Gold plan", ("Gold",)),
    Audience("silver", "Silver", ()),
    Audience("pack", "Action Pack subscribers", ("Action Pack", "MAPS")),
)


@pytest.mark.parametrize(
    "text",
    [
        "Do I get a phone if my manager agrees?",
        "My manager wants me to work overtime. Do I get paid?",
        "Does my direct manager have to answer my request?",
        "Does his team lead decide?",
        "Can a manager read my notes?",
        "The manager told me no. Is that right?",
        "Do I get the same as a manager?",
        "I'm not a manager, may my manager refuse?",
        "Does my manager\u2019s answer count?",
        "How many contractors may we have?",
        "Can I hire three external contractors?",
        "May our firm invite freelancers?",
        "Can we send the phone to a contractor?",
        "Do only managers get a phone?",
        "Is the phone reserved for managers?",
        "Are phones only for managers or contractors?",
    ],
)
def test_people_beside_the_writer_are_not_the_writer(text: str) -> None:
    assert named_readers(text, STAFF) == ()


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("I'm a contractor, my manager says no. Is that right?", "contractor"),
        ("I\u2019m an external contractor, may employees see it?", "contractor"),
        ("As a manager, may I see what employees write?", "manager"),
        ("Do I, a contractor, pay what employees pay?", "contractor"),
        ("Do we managers pay for employees?", "manager"),
        ("Our company is a contractor, do we get a phone?", "contractor"),
        ("Does a contractor like us get a phone?", "contractor"),
        ("I'm the contractor's manager. Do employees pay?", "manager"),
    ],
)
def test_who_says_to_be_one_is_that_one_whoever_else_is_named(text: str, reader: str) -> None:
    assert named_readers(text, STAFF) == (reader,)


@pytest.mark.parametrize(
    "text",
    [
        "Does a contractor get a phone?",
        "Can you tell me whether a contractor gets a phone?",
        "I have a question. Does a contractor get a phone?",
        "May I use my contractor badge?",
        "Does my contractor contract matter?",
    ],
)
def test_others_are_only_beside_a_writer_and_hold_nothing(text: str) -> None:
    assert named_readers(text, STAFF) == ("contractor",)


def test_a_question_about_the_writers_people_is_theirs_only_as_long_as_it_is_asked() -> None:
    text = "Do our contractors get a phone?"
    assert named_readers(text, STAFF) == ("contractor",)
    assert named_readers(text, STAFF, earlier=True) == ()
    assert named_readers("Do our contractors get a phone if I agree?", STAFF) == ()


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("Is export part of my Gold plan?", "gold"),
        ("Is export part of my Gold?", "gold"),
        ("Does our Action Pack subscription end?", "pack"),
        ("Do our MAPS keys end?", "pack"),
        ("May I share our Action Pack subscriber account?", "pack"),
        ("Does our Silver end?", "silver"),
        ("Can I use the Gold plan on my phone?", "gold"),
    ],
)
def test_a_plan_of_ones_own_is_the_readers(text: str, reader: str) -> None:
    assert named_readers(text, PLANS) == (reader,)


@pytest.mark.parametrize(
    ("text", "readers"),
    [
        ("Can we move from free to Pro?", ("free",)),
        ("What does the upgrade from Pro to Gold cost?", ("pro",)),
        ("Can I upgrade to Pro?", ()),
        ("We are on Pro, can we switch to Gold?", ("pro",)),
        ("We moved from free to Pro. May we export?", ("pro",)),
        ("Does it change from free to express delivery?", ()),
    ],
)
def test_who_moves_is_still_where_the_move_begins(text: str, readers: tuple[str, ...]) -> None:
    assert named_readers(text, PLANS) == readers


@pytest.mark.parametrize("text", ["", "manager", "my " * 30_000, "I'm a " * 20_000 + "manager"])
def test_any_text_is_read_in_linear_time(text: str) -> None:
    assert named_readers(text, STAFF) in ((), ("manager",))


def test_a_name_may_begin_with_a_full_stop() -> None:
    dot = (Audience("net", ".NET developers", (".NET developer",)),)
    assert named_readers(".NET developers and my .NET developer", dot) == ("net",)


@pytest.mark.parametrize(
    "text",
    [
        "How many points do I need for Gold?",
        "I'm about to reach Silver. Is the lounge free?",
        "I lost my Gold status. Is the lounge free?",
        "I'm almost Gold, is the lounge free?",
        "How do I become a Silver or Gold member?",
        "We left the Action Pack last year. Is the lounge free?",
        "I\u2019ve just cancelled my Gold plan. Is the lounge free?",
        "Our Gold membership has expired. Is the lounge free?",
        "Our Action Pack ran out, is the lounge free?",
    ],
)
def test_what_is_not_held_yet_or_any_more_is_a_topic(text: str) -> None:
    assert named_readers(text, PLANS) == ()


@pytest.mark.parametrize(
    "text",
    [
        "What if my Gold plan has expired?",
        "Can I hand my Gold plan over?",
        "I left my Gold card at home. Is the lounge free?",
        "Is the lounge free when I cancelled my Gold plan?",
    ],
)
def test_what_may_come_to_an_end_is_still_held(text: str) -> None:
    assert named_readers(text, PLANS) == ("gold",)


def test_who_the_writer_says_to_be_or_what_to_have_is_stated() -> None:
    assert named_readers("I'm on Pro. May I?", PLANS, stated=True) == ("pro",)
    assert named_readers("Is my Gold card valid?", PLANS, stated=True) == ("gold",)
    assert named_readers("Is the lounge free for Gold?", PLANS, stated=True) == ()
    assert named_readers("My mother is Gold. May she?", PLANS, stated=True) == ()


@pytest.mark.parametrize(
    ("text", "readers"),
    [
        ("I'm a manager and a contractor. May I work at night?", ("manager", "contractor")),
        ("As an employee and also a manager, may I work at night?", ("employee", "manager")),
        ("I'm a manager and a contractor asked me for leave.", ("manager",)),
        ("I'm a manager, and employees want to leave.", ("manager",)),
    ],
)
def test_who_says_to_be_two_is_both(text: str, readers: tuple[str, ...]) -> None:
    assert named_readers(text, STAFF) == readers


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Can my contractor read it?", ""),
        ("How long can our external contractor use it?", ""),
        ("Does our contractor\u2019s access run out?", ""),
        ("Our contractor was ill. Is her access gone?", "Is her access gone?"),
        ("If my contractor is ill, is his access gone?", ""),
    ],
)
def test_a_question_is_about_somebody_of_the_writers(text: str, clause: str) -> None:
    assert asked_about(text, clause or text, STAFF) == "contractor"


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("My contractor says that I can read it. Is that right?", "Is that right?"),
        ("My contractor is ill. May I read what she wrote?", "May I read what she wrote?"),
        ("Can my contractor see what I write?", ""),
        ("Can my contractor ask her manager?", ""),
        ("Can a contractor read it?", ""),
        ("May I leave?", ""),
    ],
)
def test_a_question_about_the_writer_is_about_nobody_else(text: str, clause: str) -> None:
    assert asked_about(text, clause or text, STAFF) is None


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("I'm on Pro and my mother on Silver, does she pay?", "silver"),
        ("We're on Pro. My mother is a Silver customer. Does she pay?", "silver"),
        ("I'm on Pro and my mother is on Silver, do I pay?", "pro"),
        ("I'm on Pro and my mother on Silver, does she pay for me?", "pro"),
        ("I'm on Pro and my card on Silver, does it work?", "pro"),
    ],
)
def test_who_is_asked_about_is_what_the_writer_says_of_them(text: str, reader: str) -> None:
    assert named_readers(text, PLANS) == (reader,)
    if reader == "silver":
        assert named_readers(text, PLANS, stated=True) == ("pro",)


@pytest.mark.parametrize(
    "text",
    [
        "We have been in the Action Pack since 2019. May we?",
        "I've just become an Action Pack subscriber, may I?",
        "We moved up to the Action Pack last week. May we?",
        "We became Action Pack subscribers. May we?",
        "We recently joined the Action Pack, may we?",
    ],
)
def test_who_has_become_one_states_to_be_one(text: str) -> None:
    assert named_readers(text, PLANS, stated=True) == ("pack",)


@pytest.mark.parametrize(
    "text",
    [
        "If we became an Action Pack subscriber, may we?",
        "When we have joined the Action Pack, may we?",
        "How do we become an Action Pack subscriber?",
        "Can we move to the Action Pack?",
    ],
)
def test_who_may_become_one_does_not_state_to_be_one(text: str) -> None:
    assert named_readers(text, PLANS, stated=True) == ()
