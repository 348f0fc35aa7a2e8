import pytest

from assistant.limits import at_limit, beyond_limit


@pytest.mark.parametrize(
    ("question", "text", "inside"),
    [
        ("May I stay for 24 days?", "for up to three weeks", "May I stay for three weeks?"),
        ("Is wine allowed on the 10 pm train?", "until 9 pm", "Is wine allowed on the 9 pm train?"),
        ("I am 16. May I join?", "Pupils aged 18 or over", "I am 18. May I join?"),
        ("Can I order 8 seats?", "orders of at least 20 seats", "Can I order 20 seats?"),
        (
            "Is 25 hours a week fine?",
            "You can work up to 20 hours a week.",
            "Is 20 hours a week fine?",
        ),
        ("Can you pay a bill of £180?", "bills of more than £250", "Can you pay a bill of £251?"),
        ("My son is 14. Is he free?", "children under 12", "My son is 11. Is he free?"),
        ("Is 1,800 euros fine?", "bills below 1,500 euros", "Is 1499 euros fine?"),
        ("Is a 300 MB file fine?", "must not be larger than 250 MB", "Is a 250 MB file fine?"),
    ],
)
def test_what_is_outside_is_asked_of_the_limit(question: str, text: str, inside: str) -> None:
    assert at_limit(question, text) == inside


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("May I stay for 24 days?", "for up to five weeks"),  # inside
        ("May I stay for 30 days?", "for up to a month, or one month"),  # as much
        ("May I stay for 24 days?", "It takes three weeks."),  # no limit
        ("Is a 200 MB file fine?", "must not be larger than 250 MB"),
        ("My son is 14. Is he free?", "children under twelve"),  # who is inside is not in figures
        ("May I stay for 24 days?", "up to three weeks in May and up to two weeks in June"),
        ("May I stay for 24 days?", "up to three people"),
        ("May I stay?", "for up to three weeks"),
        ("", ""),
    ],
)
def test_anything_else_is_left_alone(question: str, text: str) -> None:
    assert at_limit(question, text) == ""


@pytest.mark.parametrize(
    ("question", "text", "outside"),
    [
        ("May I stay for 9 days?", "for up to 21 days", "May I stay for 42 days?"),
        ("A deal of 7,000 euros?", "deals from 5,000 euros", "A deal of 2500 euros?"),
        ("Can I order 30 seats?", "orders of at least 20 seats", "Can I order 10 seats?"),
        ("May I stay for 24 days?", "for up to 21 days", ""),  # outside already
        ("Is 25 hours fine?", "from 20 to 30 hours", ""),  # no limit but a range
        ("May a 14 year old swim?", "Children from 10", ""),  # the age is not written alike
        ("At 8 pm?", "until 9 pm", ""),  # of a clock nothing is twice as much
        ("May I stay?", "for up to 21 days", ""),
    ],
)
def test_what_is_inside_is_asked_beyond_the_limit(question: str, text: str, outside: str) -> None:
    assert beyond_limit(question, text) == outside
