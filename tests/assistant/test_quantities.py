import pytest

from assistant.quantities import comparisons, quantities, with_comparisons


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("I was away for 24 days.", "within three weeks", ["24 days is more than three weeks."]),
        ("a 9 euro taxi", "from 15 euros", ["9 euro is less than 15 euros."]),
        ("I paid £7.", "more than £8", ["£7 is less than £8."]),
        ("1,200 euros", "up to €1000", ["1,200 euros is more than €1000."]),
        ("half a year", "after six months", ["half a year is the same as six months."]),
        ("My bag weighs 5kg.", "up to 8 kg", ["5kg is less than 8 kg."]),
        ("a quota of 300 MB", "at most 2 GB", ["300 MB is less than 2 GB."]),
        ("at 8 pm?", "until 18:00", ["8 pm is after 18:00."]),
        ("on the second day?", "from the third day", ["second day is before third day."]),
        ("on 12 December", "from 24 December", ["12 December is before 24 December."]),
        ("My son is 13.", "children under 12", ["13 is more than 12."]),
        ("a 13-year-old", "from the age of six", ["13-year-old is more than six."]),
        ("We have 30 users.", "25 named users", ["30 users is more than 25 named users."]),
        ("Do 24 licences suffice?", "25 licenses", ["24 licences is less than 25 licenses."]),
        ("15 hours in term", "20 hours a week", ["15 hours is less than 20 hours a week."]),
        ("Is 25% all right?", "10 percent", ["25% is more than 10 percent."]),
        ("twenty-one days", "20 days", ["twenty-one days is more than 20 days."]),
    ],
)
def test_what_is_more_is_told(question: str, text: str, told: list[str]) -> None:
    assert comparisons(question, text) == told


def test_the_nearest_on_either_side_are_told() -> None:
    text = "One device is free, 3 devices cost 5 euros, 6 devices cost 9 and 20 devices cost 30."
    assert comparisons("Are 4 devices dear?", text) == [
        "4 devices is more than 3 devices.",
        "4 devices is less than 6 devices.",
    ]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Is 30 days all right?", "within 30 days"),  # the same words: nothing to work out
        ("Is a week all right?", "within 3 days"),  # an article is no number
        ("Two per day?", "three days"),
        ("Exchange 2010 mailboxes", "Exchange 2016 mailboxes"),  # versions
        ("12 days", "ten working days"),
        ("5 euros", "4 dollars"),
        ("two of us", "three of them"),
        ("version 8.1.2", "version 9"),
        ("", "3 days"),
        ("3 days", ""),
    ],
)
def test_what_cannot_be_compared_is_left_alone(question: str, text: str) -> None:
    assert comparisons(question, text) == []


@pytest.mark.parametrize(
    ("own", "other"), [("30 days", "one month"), ("12 months", "one year"), ("90 days", "3 months")]
)
def test_a_month_is_as_long_as_people_take_it_for(own: str, other: str) -> None:
    assert comparisons(f"Is {own} all right?", other) == [f"{own} is the same as {other}."]


def test_days_beside_days_are_exact() -> None:
    assert comparisons("50 days", "51 days") == ["50 days is less than 51 days."]


def test_at_most_four_sentences() -> None:
    assert len(comparisons("1 day, 3 days, 5 days, 7 days", "2 days, 4 days, 6 days, 8 days")) == 4


def test_the_question_is_kept_and_the_sentences_stand_behind_it() -> None:
    assert with_comparisons("Is 5 kg too much?", "up to 8 kg") == (
        "Is 5 kg too much? (5 kg is less than 8 kg.)"
    )
    assert with_comparisons("Is it too much?", "up to 8 kg") == "Is it too much?"


@pytest.mark.parametrize(
    "text", ["9" * 400, "1," * 5000, "one " * 5000, "5 " + "a" * 9000, "½ 5٣ days"]
)
def test_any_text_is_read_in_bearable_time(text: str) -> None:
    list(quantities(text))
