import pytest

from assistant.audiences import compares, exclusive_to
from assistant.types import Audience

LEVELS = (
    Audience("basic", "Basic sellers", ("basic seller",)),
    Audience("gold", "Gold sellers", ("gold", "gold seller")),
    Audience("shop", "Shops", ("shop",)),
)


@pytest.mark.parametrize(
    "text",
    [
        "Is the fee the same for all levels?",
        "Do all sellers get the same number of listings?",
        "Does every plan have an equal limit?",
        "Does the fee depend on the level?",
        "Does the fee vary with the kind of seller?",
        "Is it included regardless of my level?",
        "Do gold sellers pay less than shops?",
        "Do shops and gold sellers have the same limit?",
        "Do shops have as many listings as basic sellers?",
    ],
)
def test_a_question_that_compares_audiences(text: str) -> None:
    assert compares(text, LEVELS)


@pytest.mark.parametrize(
    "text",
    [
        "Is the fee the same as last year?",
        "Can all sellers list a car?",
        "Can both kinds be used on the same page?",
        "Do gold sellers pay less than 5 euros?",
        "Does the fee depend on the weight?",
        "Can gold sellers and shops list cars?",
        "",
    ],
)
def test_a_question_that_compares_something_else_or_nothing(text: str) -> None:
    assert not compares(text, LEVELS)


def test_of_one_audience_nothing_is_compared() -> None:
    assert not compares("Is the fee the same for all levels?", LEVELS[:1])


@pytest.mark.parametrize(
    ("text", "of_shops"),
    [
        ("Is the early slot only for gold sellers?", "Is the early slot for Shops?"),
        ("Do only gold sellers get a badge?", "Do Shops get a badge?"),
        ("Is the badge reserved for gold?", "Is the badge for Shops?"),
        ("Is it available only to the gold sellers?", "Is it available to Shops?"),
        ("Does nobody but gold sellers pay?", "Does Shops pay?"),
    ],
)
def test_a_question_of_one_audience_alone_can_be_asked_of_another(text: str, of_shops: str) -> None:
    asked = exclusive_to(text, LEVELS)
    assert asked is not None
    assert (asked.audience, asked.asked_of("Shops")) == ("gold", of_shops)
    assert compares(text, LEVELS)


@pytest.mark.parametrize(
    "text",
    [
        "Do gold sellers get only one badge?",
        "Am I the only gold seller here?",
        "Is it not only for gold sellers?",
        "Is the slot only for gold sellers and shops?",
        "Is it only for charities?",
        "She is only a gold seller, may she list a car?",
        "They are just shops, may they list a car?",
    ],
)
def test_no_question_of_one_audience_alone(text: str) -> None:
    assert exclusive_to(text, LEVELS) is None
