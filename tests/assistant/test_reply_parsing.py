import pytest

from assistant.conversation.reply_parsing import Meaning, chosen_option, read_reply
from assistant.types import Audience, ClarificationOption

AUDIENCES = (
    Audience("student", "Students", ("student card", "pupils")),
    Audience("teacher", "Teaching staff", ("teacher", "lecturer")),
)
OPTIONS = (
    ClarificationOption("Teaching staff", "teacher"),
    ClarificationOption("Students", "student"),
)


@pytest.mark.parametrize(
    "text",
    [
        "the first one",
        "1",
        "Option 1",
        "the first, please",
        "#1",
        "I think the first",
        "the former",
        "Well, I guess we use the first of those, please",
    ],
)
def test_an_option_is_chosen_by_its_place(text: str) -> None:
    reply = read_reply(text, AUDIENCES)
    assert reply
    assert reply.meaning is Meaning.PLACE
    assert chosen_option(reply, OPTIONS) == OPTIONS[0]


def test_the_last_option_is_the_last_and_a_place_beyond_it_is_none() -> None:
    last, ninth = read_reply("the last one", AUDIENCES), read_reply("number 5", AUDIENCES)
    assert last
    assert ninth
    assert chosen_option(last, OPTIONS) == OPTIONS[1]
    assert chosen_option(ninth, OPTIONS) is None


@pytest.mark.parametrize(
    "text",
    [
        "staff",
        "Teaching staff",
        "We're lecturers",
        "I am a teacher",
        "teaching, I think",
        "Sorry, I meant teacher",
        "lecturers I think, but not sure",
        "we moved up to teaching last month",
    ],
)
def test_an_option_is_chosen_by_a_name_or_a_word_that_only_its_names_have(text: str) -> None:
    reply = read_reply(text, AUDIENCES)
    assert reply
    assert chosen_option(reply, OPTIONS) == OPTIONS[0]


@pytest.mark.parametrize(
    "text",
    [
        "Both.",
        "I don't know",
        "Sorry, we honestly cannot say which one we are",
        "not sure",
        "I'm unsure about that",
        "No idea",
        "all of them",
        "It doesn't matter",
        "a bit of both",
    ],
)
def test_all_and_not_knowing_choose_nothing(text: str) -> None:
    reply = read_reply(text, AUDIENCES)
    assert reply
    assert reply.meaning is Meaning.ANY
    assert chosen_option(reply, OPTIONS) is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("yes", Meaning.YES),
        ("No.", Meaning.NO),
        ("yes please", Meaning.YES),
        ("nope", Meaning.NO),
        ("I don't think so", Meaning.NO),
    ],
)
def test_yes_and_no_choose_no_option(text: str, meaning: Meaning) -> None:
    reply = read_reply(text, AUDIENCES)
    assert reply
    assert reply.meaning is meaning
    assert chosen_option(reply, OPTIONS) is None


@pytest.mark.parametrize("text", ["option two", "2nd", "no, the second", "and the second one?"])
def test_a_place_is_said_in_words_or_digits(text: str) -> None:
    reply = read_reply(text, AUDIENCES)
    assert reply
    assert chosen_option(reply, OPTIONS) == OPTIONS[1]


@pytest.mark.parametrize("text", ["0", "12", "number 7", "the tenth"])
def test_a_number_beyond_the_options_is_a_place_that_none_has(text: str) -> None:
    reply = read_reply(text, AUDIENCES)
    assert reply
    assert reply.meaning is Meaning.PLACE
    assert chosen_option(reply, OPTIONS) is None


@pytest.mark.parametrize("text", ["the other one", "No, I meant the other one", "and the other?"])
def test_the_other_of_two_is_the_one_that_was_not_chosen(text: str) -> None:
    reply = read_reply(text, AUDIENCES)
    assert reply
    assert chosen_option(reply, OPTIONS, "student") == OPTIONS[0]
    assert chosen_option(reply, OPTIONS) is None
    assert chosen_option(reply, (*OPTIONS, OPTIONS[0]), "student") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "thanks",
        "ok",
        "Can students borrow?",
        "I am not sure whether I may borrow films",
        "student teacher",
        "we have one",
        "we have 12",
        "we have two",
        "How long?",
    ],
)
def test_other_turns_are_no_reply(text: str) -> None:
    assert read_reply(text, AUDIENCES) is None


def test_who_takes_something_back_corrects() -> None:
    corrected, stated = (
        read_reply("no, I meant teacher", AUDIENCES),
        read_reply("teacher", AUDIENCES),
    )
    assert corrected
    assert stated
    assert corrected.corrects
    assert not stated.corrects
    became = read_reply("we've become teachers", AUDIENCES)
    assert became
    assert became.corrects


@pytest.mark.parametrize(("text", "meant"), [("Other", "other"), ("second", "2nd"), ("1st", "1st")])
def test_an_option_is_chosen_by_its_name_whatever_else_that_could_mean(
    text: str, meant: str
) -> None:
    audiences = (
        Audience("2nd", "Second class", ("2nd class",)),
        Audience("1st", "First class", ("1st class",)),
        Audience("other", "Other"),
    )
    reply = read_reply(text, audiences)
    assert reply
    assert (reply.meaning, reply.audience) == (Meaning.NAME, meant)


@pytest.mark.parametrize(
    "text",
    [
        "neither",
        "none of these",
        "Wait, neither",
        "I'm neither",
        "Neither of them applies",
        "none of that",
    ],
)
def test_none_is_a_choice_against_all(text: str) -> None:
    reply = read_reply(text, AUDIENCES)
    assert reply
    assert (reply.meaning, reply.denied) == (Meaning.NONE, frozenset())


@pytest.mark.parametrize(
    "text",
    [
        "not a student",
        "No, not student",
        "not on student.",
        "no student",
        "we have no student card",
        "I don't have any pupils",
        "Sorry, we aren't pupils",
        "well, I've never had a card, sorry",
        "without a card",
    ],
)
def test_who_names_only_what_they_are_not_is_none_of_those(text: str) -> None:
    reply = read_reply(text, AUDIENCES)
    assert reply
    assert (reply.meaning, reply.denied) == (Meaning.NONE, {"student"})
    assert read_reply("not student books", AUDIENCES) is None


@pytest.mark.parametrize(
    "text", ["no, student", "no the student", "No, I meant the student", "no a pupil"]
)
def test_no_before_another_word_than_the_name_corrects(text: str) -> None:
    reply = read_reply(text, AUDIENCES)
    assert reply
    assert (reply.meaning, reply.audience, reply.corrects) == (Meaning.NAME, "student", True)
